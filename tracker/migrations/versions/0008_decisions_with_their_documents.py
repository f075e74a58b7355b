"""decisions with the document that carries them, and where the assignment stood before"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("decision", sa.Column("document", sa.String(), nullable=False, server_default=""))
    op.add_column("decision", sa.Column("state_before", sa.String(20), nullable=False, server_default=""))


def downgrade() -> None:
    raise NotImplementedError("forward only: restore the backup made before the upgrade")
