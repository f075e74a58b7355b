"""the office's own words in a report, and its own Word templates"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import tracker.db

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "report_wording",
        sa.Column("id", KEY, nullable=False),
        sa.Column("period_id", KEY, nullable=False),
        sa.Column("part", sa.String(12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text()),
        sa.Column("generated", sa.Text(), nullable=False),
        sa.Column("for_version", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", tracker.db.UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "part IN ('results', 'late', 'judgement', 'next')", name=op.f("ck_report_wording_part")
        ),
        sa.ForeignKeyConstraint(
            ["period_id"], ["period.id"], name=op.f("fk_report_wording_period_id_period")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_wording")),
        sa.UniqueConstraint(
            "period_id", "part", "number", name=op.f("uq_report_wording_period_id_part_number")
        ),
    )
    op.create_table(
        "own_template",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("file_id", KEY, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", tracker.db.UtcDateTime(), nullable=False),
        sa.CheckConstraint("state IN ('trial', 'in_force', 'aside')", name=op.f("ck_own_template_state")),
        sa.CheckConstraint("kind IN ('bao_cao', 'cong_van', 'phieu')", name=op.f("ck_own_template_kind")),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_own_template_file_id_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_template")),
    )
    op.create_index("ix_own_template_file_id", "own_template", ["file_id"])
    op.create_index(
        "uq_own_template_standing",
        "own_template",
        ["kind", "state"],
        unique=True,
        sqlite_where=sa.text("state <> 'aside'"),
        postgresql_where=sa.text("state <> 'aside'"),
    )


def downgrade() -> None:
    raise NotImplementedError("forward only: restore the backup made before the upgrade")
