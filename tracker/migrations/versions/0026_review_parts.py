"""what a review says by directive, of targets and of difficulties is frozen with it; conclusions that become tasks"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import tracker.db

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("snapshot", sa.Column("parts", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "conclusion",
        sa.Column("id", KEY, nullable=False),
        sa.Column("period_id", KEY, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", tracker.db.UtcDateTime(), nullable=False),
        sa.Column("task_id", KEY),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["period_id"], ["period.id"], name=op.f("fk_conclusion_period_id_period")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_conclusion_task_id_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conclusion")),
    )
    op.create_index("ix_conclusion_period_id", "conclusion", ["period_id"])
    op.create_index("ix_conclusion_task_id", "conclusion", ["task_id"])


def downgrade() -> None:
    raise NotImplementedError("forward only: restore the backup made before the upgrade")
