"""what becomes of an issued directive: recalled, corrected, withdrawn, replaced; what the office notes for a body"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

import tracker.db

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    directive: tuple[sa.Column[Any], ...] = (
        sa.Column("issue_round", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("recall_until", tracker.db.UtcDateTime()),
        sa.Column("ending", sa.String(12), nullable=False, server_default=""),
        sa.Column("ended_on", sa.Date()),
    )
    for column in directive:
        op.add_column("directive", column)
    op.add_column("task", sa.Column("was_state", sa.String(20), nullable=False, server_default=""))
    op.create_table(
        "directive_change",
        sa.Column("id", KEY, nullable=False),
        sa.Column("directive_id", KEY, nullable=False),
        sa.Column("task_id", KEY),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("at", tracker.db.UtcDateTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('corrected', 'added', 'recalled', 'withdrawn', 'replaced')",
            name=op.f("ck_directive_change_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["directive_id"], ["directive.id"], name=op.f("fk_directive_change_directive_id_directive")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_directive_change_task_id_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directive_change")),
    )
    op.create_index("ix_directive_change_directive_id", "directive_change", ["directive_id"])
    op.create_index("ix_directive_change_task_id", "directive_change", ["task_id"])
    op.create_table(
        "on_behalf",
        sa.Column("id", KEY, nullable=False),
        sa.Column("assignment_id", KEY, nullable=False),
        sa.Column("report_id", KEY),
        sa.Column("deed", sa.String(12), nullable=False),
        sa.Column("told_by", sa.String(), nullable=False),
        sa.Column("channel", sa.String(12), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("noted_at", tracker.db.UtcDateTime(), nullable=False),
        sa.Column("noted_by", sa.String(), nullable=False),
        sa.CheckConstraint("deed IN ('accept', 'report', 'withdraw')", name=op.f("ck_on_behalf_deed")),
        sa.CheckConstraint("channel IN ('phone', 'paper', 'person')", name=op.f("ck_on_behalf_channel")),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_on_behalf_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_on_behalf_report_id_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_on_behalf")),
    )
    op.create_index("ix_on_behalf_assignment_id", "on_behalf", ["assignment_id"])
    op.create_index("ix_on_behalf_report_id", "on_behalf", ["report_id"])


def downgrade() -> None:
    raise NotImplementedError("forward only: restore the backup made before the upgrade")
