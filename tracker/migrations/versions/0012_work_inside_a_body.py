"""work inside a body: who handles an assignment, the body's own day and steps, and who carries on for whoever leaves"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import tracker.db

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KINDS = (
    "kind IN ('passed', 'taken_back', 'noted', 'own_day', 'step_added', 'step_edited', 'step_done', 'step_undone', "
    "'step_moved', 'step_removed', 'succeeded', 'fell_back', 'left_behind')"
)


def upgrade() -> None:
    op.create_table(
        "handling",
        sa.Column("id", KEY, nullable=False),
        _to("handling", "assignment_id", "assignment"),
        _to("handling", "body_id", "body"),
        _to("handling", "person_id", "person", nullable=True),
        sa.Column("own_due_on", sa.Date()),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("passed_on", sa.Date()),
        sa.Column("passed_by", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handling")),
        sa.UniqueConstraint("assignment_id", name=op.f("uq_handling_assignment_id")),
    )
    op.create_index(op.f("ix_handling_body_id"), "handling", ["body_id"])
    op.create_index(op.f("ix_handling_person_id"), "handling", ["person_id"])
    op.create_table(
        "step",
        sa.Column("id", KEY, nullable=False),
        _to("step", "assignment_id", "assignment"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        _to("step", "person_id", "person", nullable=True),
        sa.Column("given_on", sa.Date()),
        sa.Column("due_on", sa.Date()),
        sa.Column("done_at", tracker.db.UtcDateTime()),
        sa.Column("done_by", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step")),
    )
    op.create_index("ix_step_assignment_id", "step", ["assignment_id", "position"])
    op.create_index(op.f("ix_step_person_id"), "step", ["person_id"])
    op.create_table(
        "handling_event",
        sa.Column("id", KEY, nullable=False),
        _to("handling_event", "assignment_id", "assignment"),
        sa.Column("at", tracker.db.UtcDateTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("day", sa.Date()),
        sa.CheckConstraint(KINDS, name=op.f("ck_handling_event_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handling_event")),
    )
    op.create_index(op.f("ix_handling_event_assignment_id"), "handling_event", ["assignment_id"])
    for table in ("membership", "post_holding"):
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("successor_id", KEY))
            batch.create_foreign_key(
                op.f(f"fk_{table}_successor_id_person"), "person", ["successor_id"], ["id"]
            )
            batch.create_index(op.f(f"ix_{table}_successor_id"), ["successor_id"])


def downgrade() -> None:
    raise NotImplementedError("forward only: restore the backup made before the upgrade")


def _to(table: str, column: str, target: str, *, nullable: bool = False) -> sa.Column[int]:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.Column(column, KEY, sa.ForeignKey(f"{target}.id", name=name), nullable=nullable)
