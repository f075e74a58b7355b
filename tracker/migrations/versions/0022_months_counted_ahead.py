"""ended months are counted ahead of time for the dashboard's line"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import tracker.db

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_month",
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("cut_on", sa.Date(), nullable=False),
        sa.Column("total", sa.Text(), nullable=False),
        sa.Column("counted_at", tracker.db.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_kept_month")),
    )


def downgrade() -> None:
    raise NotImplementedError("forward only: restore the backup made before the upgrade")
