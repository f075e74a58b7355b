"""work in the order of the desk (day, then urgency), who of the office follows a body or a directive, views saved"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import tracker.db

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _order()
    op.create_table(
        "official",
        sa.Column("id", KEY, nullable=False),
        sa.Column("person_id", KEY),
        sa.Column("body_id", KEY),
        sa.Column("directive_id", KEY),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(body_id IS NULL) <> (directive_id IS NULL)", name=op.f("ck_official_one_thing")),
        _foreign("official", "person"),
        _foreign("official", "body"),
        _foreign("official", "directive"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_official")),
        sa.UniqueConstraint("body_id", name=op.f("uq_official_body_id")),
        sa.UniqueConstraint("directive_id", name=op.f("uq_official_directive_id")),
    )
    op.create_index("ix_official_person_id", "official", ["person_id"])
    op.create_table(
        "saved_view",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("sort_key", sa.String(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("author_id", KEY, nullable=False),
        sa.Column("saved_at", tracker.db.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _foreign("saved_view", "author", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("sort_key", name=op.f("uq_saved_view_sort_key")),
    )
    op.create_index("ix_saved_view_author_id", "saved_view", ["author_id"])
    op.create_table(
        "first_view",
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("view_id", KEY, nullable=False),
        _foreign("first_view", "person"),
        sa.ForeignKeyConstraint(
            ["view_id"], ["saved_view.id"], name=op.f("fk_first_view_view_id_saved_view")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_first_view")),
    )
    op.create_index("ix_first_view_view_id", "first_view", ["view_id"])


def _order() -> None:
    """The urgency of each directive on its work, and indexes in the order of the desk."""
    op.add_column("assignment", sa.Column("urgency", sa.SmallInteger(), nullable=False, server_default="3"))
    kept = (
        op.get_bind().dialect.name == "postgresql" or None
    )  # SQLite adds only columns it works out when asked
    order = sa.Computed("coalesce(due_on, '9999-12-31')", persisted=kept)
    op.add_column("assignment", sa.Column("order_on", sa.Date(), order, nullable=True))
    op.execute(
        "UPDATE assignment SET urgency = (SELECT CASE directive.urgency WHEN 'hoa_toc' THEN 0 "
        "WHEN 'thuong_khan' THEN 1 WHEN 'khan' THEN 2 ELSE 3 END FROM directive "
        "WHERE directive.id = assignment.directive_id) WHERE directive_id IN "
        "(SELECT id FROM directive WHERE urgency <> 'thuong')"
    )
    op.drop_index("ix_assignment_desk", "assignment")
    op.create_index(
        "ix_assignment_desk", "assignment", ["is_owed", "mode", "due_on", "urgency", "id", "body_id"]
    )
    op.create_index("ix_assignment_stage", "assignment", ["state", "order_on", "urgency", "id", "body_id"])
    op.create_index("ix_assignment_open", "assignment", ["is_open", "order_on", "urgency", "id", "body_id"])


def _foreign(table: str, name: str, target: str = "") -> sa.ForeignKeyConstraint:
    """A foreign key `name_id` to the table of that name, or to `target`."""
    target = target or name
    return sa.ForeignKeyConstraint(
        [f"{name}_id"], [f"{target}.id"], name=op.f(f"fk_{table}_{name}_id_{target}")
    )


def downgrade() -> None:
    raise NotImplementedError("forward only: restore the backup made before the upgrade")
