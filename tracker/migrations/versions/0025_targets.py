"""targets parted among bodies, measured and revised; the database refuses such facts in a closed month"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import tracker.db

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CLOSED = "(SELECT max(cut_on) FROM period WHERE state = 'closed')"
DATED_FACTS = ("measure", "target_revision")


def upgrade() -> None:
    op.add_column("target", sa.Column("first_on", sa.Date()))
    op.add_column("target", sa.Column("due_on", sa.Date()))
    op.add_column("target", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.create_table(
        "target_share",
        sa.Column("id", KEY, nullable=False),
        sa.Column("target_id", KEY, nullable=False),
        sa.Column("body_id", KEY, nullable=False),
        sa.Column("planned", sa.Float(), nullable=False),
        sa.Column("actual", sa.Float()),
        sa.Column("measured_on", sa.Date()),
        sa.Column("moved_on", sa.Date()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name=op.f("fk_target_share_target_id_target")),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_target_share_body_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target_share")),
        sa.UniqueConstraint("target_id", "body_id", name=op.f("uq_target_share_target_id_body_id")),
    )
    op.create_index("ix_target_share_body_id", "target_share", ["body_id"])
    op.create_table(
        "measure",
        sa.Column("id", KEY, nullable=False),
        sa.Column("share_id", KEY, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("actual", sa.Float(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("said_at", tracker.db.UtcDateTime(), nullable=False),
        sa.Column("said_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["share_id"], ["target_share.id"], name=op.f("fk_measure_share_id_target_share")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
    )
    op.create_index("ix_measure_share", "measure", ["share_id", "day", "id"])
    op.create_table(
        "target_revision",
        sa.Column("id", KEY, nullable=False),
        sa.Column("target_id", KEY, nullable=False),
        sa.Column("share_id", KEY),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("old", sa.Float()),
        sa.Column("new", sa.Float(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("approved_by", sa.String(), nullable=False),
        sa.Column("made_at", tracker.db.UtcDateTime(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["target_id"], ["target.id"], name=op.f("fk_target_revision_target_id_target")
        ),
        sa.ForeignKeyConstraint(
            ["share_id"], ["target_share.id"], name=op.f("fk_target_revision_share_id_target_share")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target_revision")),
    )
    op.create_index("ix_target_revision_target_id", "target_revision", ["target_id"])
    op.create_index("ix_target_revision_share_id", "target_revision", ["share_id"])
    for statement in _sqlite() if op.get_bind().dialect.name == "sqlite" else _postgresql():
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("forward only: restore the backup made before the upgrade")


def _sqlite() -> list[str]:
    days = {"INSERT": "NEW.day", "UPDATE": "min(OLD.day, NEW.day)", "DELETE": "OLD.day"}
    return [
        f"CREATE TRIGGER {table}_closed_{verb.lower()} BEFORE {verb} ON {table} WHEN {day} <= {CLOSED} "
        "BEGIN SELECT raise(ABORT, 'period is closed'); END"
        for table in DATED_FACTS
        for verb, day in days.items()
    ]


def _postgresql() -> list[str]:
    return [
        f"CREATE TRIGGER {table}_closed BEFORE INSERT OR UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION period_is_closed()"
        for table in DATED_FACTS
    ]
