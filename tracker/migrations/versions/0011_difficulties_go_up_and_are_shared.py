"""difficulties go up and are shared: a level with a day for the answer, and other bodies that have met the same"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import tracker.db

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("difficulty") as table:
        table.add_column(sa.Column("level", sa.String(), nullable=False, server_default="office"))
        table.add_column(sa.Column("answer_due_on", sa.Date()))
        table.add_column(sa.Column("passed_at", tracker.db.UtcDateTime()))
        table.add_column(sa.Column("passed_by", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("passed_note", sa.Text(), nullable=False, server_default=""))
        table.create_check_constraint(op.f("ck_difficulty_level"), "level IN ('office', 'leader')")
    op.create_table(
        "shared_difficulty",
        sa.Column("id", KEY, nullable=False),
        sa.Column("difficulty_id", KEY, nullable=False),
        sa.Column("assignment_id", KEY, nullable=False),
        sa.Column("said_by", sa.String(), nullable=False),
        sa.Column("said_at", tracker.db.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["difficulty_id"], ["difficulty.id"], name=op.f("fk_shared_difficulty_difficulty_id_difficulty")
        ),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_shared_difficulty_assignment_id_assignment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_difficulty")),
        sa.UniqueConstraint(
            "difficulty_id", "assignment_id", name=op.f("uq_shared_difficulty_difficulty_id_assignment_id")
        ),
    )
    op.create_index("ix_shared_difficulty_difficulty_id", "shared_difficulty", ["difficulty_id"])
    op.create_index("ix_shared_difficulty_assignment_id", "shared_difficulty", ["assignment_id"])


def downgrade() -> None:
    raise NotImplementedError("forward only: restore the backup made before the upgrade")
