"""one act on many also names who follows bodies"""

from __future__ import annotations

from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

NAME = "ck_bulk_batch_verb"
BEFORE = "'call', 'extend', 'confirm', 'reassign', 'submit', 'mailbox'"


def upgrade() -> None:
    _allow(f"{BEFORE}, 'official'")


def downgrade() -> None:
    """Who follows what stays; the pages of those acts go, as the version before knows none."""
    op.execute("DELETE FROM bulk_row WHERE batch_id IN (SELECT id FROM bulk_batch WHERE verb = 'official')")
    op.execute("DELETE FROM bulk_batch WHERE verb = 'official'")
    _allow(BEFORE)


def _allow(verbs: str) -> None:
    with op.batch_alter_table("bulk_batch") as table:
        table.drop_constraint(op.f(NAME), type_="check")
        table.create_check_constraint(op.f(NAME), f"verb IN ({verbs})")
