"""whether a person uses the keys for lists: where there is a keyboard, always, or never"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("person") as table:
        table.add_column(sa.Column("keys", sa.String(4), nullable=False, server_default="auto"))
        table.create_check_constraint(op.f("ck_person_keys"), "keys IN ('auto', 'on', 'off')")


def downgrade() -> None:
    with op.batch_alter_table("person") as table:
        table.drop_constraint(op.f("ck_person_keys"), type_="check")
        table.drop_column("keys")
