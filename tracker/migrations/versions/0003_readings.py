"""readings: files whose pages are being read off pictures, outside of any request"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import tracker.db

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "reading",
        sa.Column("id", KEY, nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("held", sa.String(length=80), nullable=False),
        sa.Column("node", sa.String(), nullable=False),
        sa.Column("origin", sa.String(length=20), nullable=False),
        sa.Column("is_taken_anyway", sa.Boolean(), nullable=False),
        sa.Column("pages_done", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(length=40), nullable=False),
        sa.Column("directive_id", KEY, nullable=True),
        sa.Column("started_by_id", KEY, nullable=False),
        sa.Column("started_at", tracker.db.UtcDateTime(), nullable=False),
        sa.Column("beat_at", tracker.db.UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'reading', 'done', 'refused', 'dropped')", name=op.f("ck_reading_state")
        ),
        sa.ForeignKeyConstraint(
            ["directive_id"], ["directive.id"], name=op.f("fk_reading_directive_id_directive")
        ),
        sa.ForeignKeyConstraint(
            ["started_by_id"], ["person.id"], name=op.f("fk_reading_started_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
    )
    op.create_index(op.f("ix_reading_directive_id"), "reading", ["directive_id"], unique=False)
    op.create_index(op.f("ix_reading_started_by_id"), "reading", ["started_by_id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("forward only: restore the backup made before the upgrade")
