"""indices of work: of a task, and of a directive by its bodies"""

from __future__ import annotations

from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_assignment_task", "assignment", ["task_id", "body_id"])
    op.create_index("ix_assignment_directive", "assignment", ["directive_id", "body_id", "is_open"])
    op.drop_index("ix_assignment_directive_id", "assignment")


def downgrade() -> None:
    op.create_index("ix_assignment_directive_id", "assignment", ["directive_id"])
    op.drop_index("ix_assignment_directive", "assignment")
    op.drop_index("ix_assignment_task", "assignment")
