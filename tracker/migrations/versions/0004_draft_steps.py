"""draft steps: what was done to a draft's tasks, so that it can be taken back and done again

Other names of bodies get the keys that today's rules of abbreviation give ("CA tỉnh" is "Công an tỉnh").
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import tracker.db
from tracker.vietnamese import name_key

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("task", sa.Column("is_gone", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "draft_step",
        sa.Column("id", KEY, nullable=False),
        sa.Column("directive_id", KEY, nullable=False),
        sa.Column("actor_id", KEY, nullable=True),
        sa.Column("actor_label", sa.String(length=200), nullable=False),
        sa.Column("at", tracker.db.UtcDateTime(), nullable=False),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("task_id", KEY, nullable=True),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("remembered", sa.JSON(), nullable=True),
        sa.Column("is_undone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["directive_id"], ["directive.id"], name=op.f("fk_draft_step_directive_id_directive")
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_draft_step_actor_id_person")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_draft_step_task_id_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_step")),
    )
    op.create_index("ix_draft_step_directive", "draft_step", ["directive_id", "id"])
    op.create_index(op.f("ix_draft_step_actor_id"), "draft_step", ["actor_id"])
    op.create_index(op.f("ix_draft_step_task_id"), "draft_step", ["task_id"])
    _key_anew("body_alias", "body_id")
    _key_anew("group_alias", "group_id")


def _key_anew(table: str, owner: str) -> None:
    """A name whose new key its owner has already says nothing more, and goes."""
    names = sa.table(table, *(sa.column(name) for name in ("id", owner, "alias", "key")))
    rows = op.get_bind().execute(sa.select(names.c.id, names.c[owner], names.c.alias).order_by(names.c.id))
    kept: dict[tuple[int, str], int] = {}
    for id, owner_id, alias in rows.all():
        if kept.setdefault((owner_id, name_key(alias)), id) != id:
            op.execute(names.delete().where(names.c.id == id))
    for (_, key), id in kept.items():
        op.execute(names.update().where(names.c.id == id).values(key=key))


def downgrade() -> None:
    raise NotImplementedError("forward only: restore the backup made before the upgrade")
