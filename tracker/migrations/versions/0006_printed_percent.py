"""the percentage a directive prints beside its figures, to be compared with them"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("target", sa.Column("printed_percent", sa.Float(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("forward only: restore the backup made before the upgrade")
