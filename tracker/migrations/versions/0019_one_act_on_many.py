"""one act on many assignments and what became of each; work put before a leader; who answered a telephone call"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import tracker.db

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WAITING = sa.text("answer = '' AND withdrawn_at IS NULL")


def upgrade() -> None:
    op.add_column("reminder", sa.Column("spoken_to", sa.String(), server_default="", nullable=False))
    op.create_table(
        "bulk_batch",
        sa.Column("id", KEY, nullable=False),
        sa.Column("verb", sa.String(12), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", tracker.db.UtcDateTime(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.Integer(), nullable=False),
        sa.Column("undone", sa.Integer(), nullable=False),
        sa.Column("undone_at", tracker.db.UtcDateTime()),
        sa.Column("undone_by", sa.String(), nullable=False),
        sa.CheckConstraint(
            "verb IN ('call', 'extend', 'confirm', 'reassign', 'submit', 'mailbox')",
            name=op.f("ck_bulk_batch_verb"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_batch")),
    )
    _rows()
    _submissions()


def _rows() -> None:
    op.create_table(
        "bulk_row",
        sa.Column("id", KEY, nullable=False),
        sa.Column("batch_id", KEY, nullable=False),
        sa.Column("assignment_id", KEY),
        sa.Column("body_id", KEY, nullable=False),
        sa.Column("reason", sa.String(30), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("undone", sa.String(30), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["bulk_batch.id"], name=op.f("fk_bulk_row_batch_id_bulk_batch")
        ),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_bulk_row_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_bulk_row_body_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_row")),
    )
    op.create_index("ix_bulk_row_assignment_id", "bulk_row", ["assignment_id"])
    op.create_index("ix_bulk_row_body_id", "bulk_row", ["body_id"])
    op.create_index("ix_bulk_row_batch", "bulk_row", ["batch_id", "reason", "id"])


def _submissions() -> None:
    op.create_table(
        "submission",
        sa.Column("id", KEY, nullable=False),
        sa.Column("leader_id", KEY, nullable=False),
        sa.Column("proposal", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", tracker.db.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["leader_id"], ["person.id"], name=op.f("fk_submission_leader_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
    )
    op.create_index("ix_submission_leader_id", "submission", ["leader_id"])
    op.create_table(
        "submitted_work",
        sa.Column("submission_id", KEY, nullable=False),
        sa.Column("assignment_id", KEY, nullable=False),
        sa.Column("answer", sa.String(10), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("answered_at", tracker.db.UtcDateTime()),
        sa.Column("answered_by", sa.String(), nullable=False),
        sa.Column("withdrawn_at", tracker.db.UtcDateTime()),
        sa.CheckConstraint(
            "answer IN ('', 'agreed', 'declined', 'other')", name=op.f("ck_submitted_work_answer")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_submitted_work_submission_id_submission")
        ),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_submitted_work_assignment_id_assignment")
        ),
        sa.PrimaryKeyConstraint("submission_id", "assignment_id", name=op.f("pk_submitted_work")),
    )
    op.create_index("ix_submitted_work_assignment_id", "submitted_work", ["assignment_id"])
    op.create_index(
        "ix_submitted_work_waiting",
        "submitted_work",
        ["submission_id"],
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )


def downgrade() -> None:
    raise NotImplementedError("forward only: restore the backup made before the upgrade")
