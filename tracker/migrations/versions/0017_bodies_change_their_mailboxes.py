"""bodies change their mailboxes: asked for by a letter's link, confirmed by the new one, objected to by the old one"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import tracker.db

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "mailbox_change",
        sa.Column("id", KEY, nullable=False),
        sa.Column("body_id", KEY, nullable=False),
        sa.Column("assignment_id", KEY, nullable=False),
        sa.Column("old_mailbox", sa.String(200), nullable=False),
        sa.Column("new_mailbox", sa.String(200), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", tracker.db.UtcDateTime(), nullable=False),
        sa.Column("confirmed_at", tracker.db.UtcDateTime()),
        sa.Column("objected_at", tracker.db.UtcDateTime()),
        sa.Column("objection", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('asked', 'confirmed', 'stopped', 'undone', 'replaced')",
            name=op.f("ck_mailbox_change_state"),
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_mailbox_change_body_id_body")),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_mailbox_change_assignment_id_assignment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailbox_change")),
    )
    op.create_index("ix_mailbox_change_body_id", "mailbox_change", ["body_id"])
    op.create_index("ix_mailbox_change_assignment_id", "mailbox_change", ["assignment_id"])


def downgrade() -> None:
    raise NotImplementedError("forward only: restore the backup made before the upgrade")
