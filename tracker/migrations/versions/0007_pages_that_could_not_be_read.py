"""pages of a scan that could not be read, and whether the office goes on without them"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reading", sa.Column("unread", sa.JSON(), nullable=False, server_default=sa.text("'[]'")))
    op.add_column("reading", sa.Column("is_enough", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    raise NotImplementedError("forward only: restore the backup made before the upgrade")
