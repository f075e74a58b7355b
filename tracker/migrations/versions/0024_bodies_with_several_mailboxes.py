"""bodies with several mailboxes, each with links of its own or only told; letters know which steps they tell"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STEP = sa.text(
    "UPDATE letter_assignment SET step = COALESCE((SELECT MAX(reminder.step) FROM reminder"
    " WHERE reminder.letter_id = letter_assignment.letter_id"
    " AND reminder.assignment_id = letter_assignment.assignment_id), '')"
    " WHERE letter_id IN (SELECT id FROM outbox WHERE state IN ('pending', 'sending', 'held', 'dead'))"
)


def upgrade() -> None:
    op.create_table(
        "body_mailbox",
        sa.Column("id", KEY, nullable=False),
        sa.Column("body_id", KEY, nullable=False),
        sa.Column("address", sa.String(200), nullable=False),
        sa.Column("is_copy", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_body_mailbox_body_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body_mailbox")),
        sa.UniqueConstraint("body_id", "address", name=op.f("uq_body_mailbox_body_id_address")),
    )
    with op.batch_alter_table("mailbox_change") as table:
        table.add_column(sa.Column("what", sa.String(10), server_default="replace", nullable=False))
        table.add_column(sa.Column("is_copy", sa.Boolean(), server_default=sa.false(), nullable=False))
        table.create_check_constraint(op.f("ck_mailbox_change_what"), "what IN ('replace', 'add', 'remove')")
    op.add_column("letter_assignment", sa.Column("step", sa.String(60), server_default="", nullable=False))
    op.execute(STEP)


def downgrade() -> None:
    raise NotImplementedError("forward only: restore the backup made before the upgrade")
