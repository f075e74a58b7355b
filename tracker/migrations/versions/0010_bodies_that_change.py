"""bodies that change: reforms, who succeeds whom, and the assignments that moved"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import tracker.db

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KINDS = "kind IN ('rename', 'merge', 'split', 'dissolve')"
UNITS = {
    "uq_assignment_body": (["task_id", "body_id", "period"], "post_id IS NULL AND NOT is_moved"),
    "uq_assignment_post": (
        ["task_id", "body_id", "post_id", "period"],
        "post_id IS NOT NULL AND NOT is_moved",
    ),
}


def upgrade() -> None:
    op.create_table(
        "reform",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("made_at", tracker.db.UtcDateTime(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("moved", sa.Integer(), nullable=False),
        sa.CheckConstraint(KINDS, name=op.f("ck_reform_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reform")),
    )
    op.create_index("ix_reform_day", "reform", ["day", "id"])
    op.create_table(
        "succession",
        sa.Column("id", KEY, nullable=False),
        _to("succession", "reform_id", "reform"),
        _to("succession", "old_id", "body"),
        _to("succession", "new_id", "body", nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_direct", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_succession")),
        sa.UniqueConstraint("old_id", "new_id", name=op.f("uq_succession_old_id_new_id")),
    )
    op.create_index(op.f("ix_succession_reform_id"), "succession", ["reform_id"])
    op.create_index(op.f("ix_succession_new_id"), "succession", ["new_id"])
    op.create_table(
        "assignment_move",
        sa.Column("id", KEY, nullable=False),
        _to("assignment_move", "reform_id", "reform"),
        _to("assignment_move", "assignment_id", "assignment"),
        _to("assignment_move", "from_id", "body"),
        _to("assignment_move", "to_id", "body"),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_move")),
    )
    op.create_index(op.f("ix_assignment_move_reform_id"), "assignment_move", ["reform_id"])
    op.create_index(op.f("ix_assignment_move_from_id"), "assignment_move", ["from_id"])
    op.create_index(op.f("ix_assignment_move_to_id"), "assignment_move", ["to_id"])
    op.create_index("ix_assignment_move_work", "assignment_move", ["assignment_id", "day"])
    op.create_index("ix_assignment_move_day", "assignment_move", ["day"])
    op.add_column(
        "assignment", sa.Column("is_moved", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    for name, (columns, where) in UNITS.items():
        op.drop_index(name, "assignment")
        op.create_index(
            name,
            "assignment",
            columns,
            unique=True,
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )


def downgrade() -> None:
    raise NotImplementedError("forward only: restore the backup made before the upgrade")


def _to(table: str, column: str, target: str, *, nullable: bool = False) -> sa.Column[int]:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.Column(column, KEY, sa.ForeignKey(f"{target}.id", name=name), nullable=nullable)
