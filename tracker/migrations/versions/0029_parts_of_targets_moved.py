"""parts of targets go to the successors of bodies: from which day a part counts, and what came with it"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("target_share", sa.Column("begun_on", sa.Date()))
    op.create_table(
        "share_move",
        sa.Column("id", KEY, nullable=False),
        sa.Column("reform_id", KEY, nullable=False),
        sa.Column("from_id", KEY, nullable=False),
        sa.Column("to_id", KEY, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("planned", sa.Float(), nullable=False),
        sa.Column("actual", sa.Float()),
        sa.ForeignKeyConstraint(["reform_id"], ["reform.id"], name=op.f("fk_share_move_reform_id_reform")),
        sa.ForeignKeyConstraint(
            ["from_id"], ["target_share.id"], name=op.f("fk_share_move_from_id_target_share")
        ),
        sa.ForeignKeyConstraint(
            ["to_id"], ["target_share.id"], name=op.f("fk_share_move_to_id_target_share")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_move")),
        sa.UniqueConstraint("from_id", name=op.f("uq_share_move_from_id")),
    )
    op.create_index("ix_share_move_reform_id", "share_move", ["reform_id"])
    op.create_index("ix_share_move_to_id", "share_move", ["to_id"])


def downgrade() -> None:
    raise NotImplementedError("forward only: restore the backup made before the upgrade")
