"""what an automatic letter tells once, who wants which optional letter, and addresses of calendars"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import tracker.db

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("outbox") as table:
        table.add_column(sa.Column("is_optional", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "letter_notice",
        sa.Column("letter_id", KEY, nullable=False),
        sa.Column("what", sa.String(60), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["outbox.id"], name=op.f("fk_letter_notice_letter_id_outbox")),
        sa.PrimaryKeyConstraint("letter_id", "what", name=op.f("pk_letter_notice")),
    )
    op.create_index("ix_letter_notice_letter_id", "letter_notice", ["letter_id"])
    op.create_index("ix_letter_notice_what", "letter_notice", ["what"])
    op.create_table(
        "letter_wish",
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.CheckConstraint("weekday BETWEEN 1 AND 5", name=op.f("ck_letter_wish_weekday")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_letter_wish_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "kind", name=op.f("pk_letter_wish")),
    )
    op.create_index("ix_letter_wish_person_id", "letter_wish", ["person_id"])
    op.create_table(
        "calendar_feed",
        sa.Column("id", KEY, nullable=False),
        sa.Column("person_id", KEY),
        sa.Column("body_id", KEY),
        sa.Column("secret_version", sa.Integer(), nullable=False),
        sa.Column("made_at", tracker.db.UtcDateTime(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("revoked_at", tracker.db.UtcDateTime()),
        sa.CheckConstraint("(person_id IS NULL) <> (body_id IS NULL)", name=op.f("ck_calendar_feed_owner")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_calendar_feed_person_id_person")),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_calendar_feed_body_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
    )
    op.create_index("ix_calendar_feed_person_id", "calendar_feed", ["person_id"], unique=True)
    op.create_index("ix_calendar_feed_body_id", "calendar_feed", ["body_id"], unique=True)


def downgrade() -> None:
    raise NotImplementedError("forward only: restore the backup made before the upgrade")
