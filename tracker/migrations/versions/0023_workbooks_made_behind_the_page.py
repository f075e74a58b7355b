"""workbooks of long lists are made behind the page, and the bell says when they are ready"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import tracker.db

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
UNREAD = sa.text("read_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "export",
        sa.Column("id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("asked_at", tracker.db.UtcDateTime(), nullable=False),
        sa.Column("held_until", tracker.db.UtcDateTime()),
        sa.Column("ready_at", tracker.db.UtcDateTime()),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("secret", sa.String(40), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'running', 'ready', 'failed', 'gone')", name=op.f("ck_export_state")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_export_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export")),
    )
    op.create_index("ix_export_person", "export", ["person_id", "id"])
    op.create_index("ix_export_state", "export", ["state", "id"])
    op.drop_index("ix_notice_unread", "notice")
    with op.batch_alter_table("notice") as notice:
        notice.alter_column("comment_id", existing_type=KEY, nullable=True)
        notice.add_column(sa.Column("said", sa.String(), nullable=False, server_default=""))
        notice.add_column(sa.Column("url", sa.String(), nullable=False, server_default=""))
    op.create_index("ix_notice_unread", "notice", ["person_id"], sqlite_where=UNREAD, postgresql_where=UNREAD)


def downgrade() -> None:
    raise NotImplementedError("forward only: restore the backup made before the upgrade")
