"""comments on an assignment with their files and mentions, notices of persons, and whether letters go with them"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import tracker.db

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
UNREAD = sa.text("read_at IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("person") as table:
        table.add_column(
            sa.Column("is_mailed_mentions", sa.Boolean(), nullable=False, server_default=sa.true())
        )
    op.create_table(
        "comment",
        sa.Column("id", KEY, nullable=False),
        sa.Column("assignment_id", KEY, nullable=False),
        sa.Column("body_id", KEY),
        sa.Column("side", sa.String(20), nullable=False),
        sa.Column("author_id", KEY, nullable=False),
        sa.Column("author_name", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", tracker.db.UtcDateTime(), nullable=False),
        sa.Column("corrected_at", tracker.db.UtcDateTime()),
        sa.Column("withdrawn_at", tracker.db.UtcDateTime()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "side IN ('lead', 'coordinating', 'office', 'leader')", name=op.f("ck_comment_side")
        ),
        _foreign("comment", "assignment"),
        _foreign("comment", "body"),
        _foreign("comment", "author", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    op.create_index("ix_comment_assignment", "comment", ["assignment_id", "id"])
    op.create_index("ix_comment_body_id", "comment", ["body_id"])
    op.create_index("ix_comment_author_id", "comment", ["author_id"])
    op.create_table(
        "comment_file",
        sa.Column("comment_id", KEY, nullable=False),
        sa.Column("file_id", KEY, nullable=False),
        _foreign("comment_file", "comment"),
        _foreign("comment_file", "file", "stored_file"),
        sa.PrimaryKeyConstraint("comment_id", "file_id", name=op.f("pk_comment_file")),
    )
    op.create_index("ix_comment_file_comment_id", "comment_file", ["comment_id"])
    op.create_index("ix_comment_file_file_id", "comment_file", ["file_id"])
    op.create_table(
        "mention",
        sa.Column("id", KEY, nullable=False),
        sa.Column("comment_id", KEY, nullable=False),
        sa.Column("person_id", KEY),
        sa.Column("body_id", KEY),
        sa.CheckConstraint("(person_id IS NULL) <> (body_id IS NULL)", name=op.f("ck_mention_one")),
        _foreign("mention", "comment"),
        _foreign("mention", "person"),
        _foreign("mention", "body"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mention")),
    )
    for name in ("comment_id", "person_id", "body_id"):
        op.create_index(f"ix_mention_{name}", "mention", [name])
    op.create_table(
        "notice",
        sa.Column("id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("comment_id", KEY, nullable=False),
        sa.Column("at", tracker.db.UtcDateTime(), nullable=False),
        sa.Column("read_at", tracker.db.UtcDateTime()),
        _foreign("notice", "person"),
        _foreign("notice", "comment"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("comment_id", "person_id", name=op.f("uq_notice_comment_id_person_id")),
    )
    op.create_index("ix_notice_person", "notice", ["person_id", "id"])
    op.create_index("ix_notice_unread", "notice", ["person_id"], sqlite_where=UNREAD, postgresql_where=UNREAD)


def _foreign(table: str, column: str, target: str = "") -> sa.ForeignKeyConstraint:
    target = target or column
    return sa.ForeignKeyConstraint(
        [f"{column}_id"], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_id_{target}")
    )


def downgrade() -> None:
    raise NotImplementedError("forward only: restore the backup made before the upgrade")
