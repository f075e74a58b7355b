"""the review's index names the directive too, so that directives and tasks are counted from it alone"""

from __future__ import annotations

from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

INDEX = "ix_assignment_review"
COLUMNS = (
    "confirmed_on", "assigned_on", "body_id", "mode", "deadline_kind", "due_on", "reported_on", "stopped_on", "state",
    "task_id",
)  # fmt: skip


def upgrade() -> None:
    op.drop_index(INDEX, "assignment")
    op.create_index(INDEX, "assignment", [*COLUMNS, "directive_id"])


def downgrade() -> None:
    op.drop_index(INDEX, "assignment")
    op.create_index(INDEX, "assignment", [*COLUMNS])
