"""ways in, absences and changes to come: by which door a deed came and for whom, deputies, bodies' changes dated ahead"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import tracker.db

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    # Plain ALTERs: a batch would rebuild the table and lose the triggers that keep the log.
    op.add_column("audit", sa.Column("via", sa.String()))
    op.add_column("audit", sa.Column("on_behalf_of", sa.String()))
    op.create_table(
        "absence",
        sa.Column("id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("deputy_id", KEY, nullable=False),
        sa.Column("body_id", KEY),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("may_decide", sa.Boolean(), nullable=False),
        sa.Column("made_at", tracker.db.UtcDateTime(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("ended_at", tracker.db.UtcDateTime()),
        sa.Column("ended_by", sa.String(), nullable=False),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_absence_days")),
        sa.CheckConstraint("person_id <> deputy_id", name=op.f("ck_absence_deputy")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_absence_person_id_person")),
        sa.ForeignKeyConstraint(["deputy_id"], ["person.id"], name=op.f("fk_absence_deputy_id_person")),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_absence_body_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    for column in ("person_id", "deputy_id", "body_id"):
        op.create_index(f"ix_absence_{column}", "absence", [column])
    op.create_table(
        "reform_plan",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("made_at", tracker.db.UtcDateTime(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_by_id", KEY),
        sa.Column("settled_at", tracker.db.UtcDateTime()),
        sa.Column("settled_by", sa.String(), nullable=False),
        sa.Column("reform_id", KEY),
        sa.CheckConstraint(
            "kind IN ('rename', 'merge', 'split', 'dissolve')", name=op.f("ck_reform_plan_kind")
        ),
        sa.CheckConstraint(
            "state IN ('planned', 'done', 'failed', 'called_off')", name=op.f("ck_reform_plan_state")
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_reform_plan_made_by_id_person")),
        sa.ForeignKeyConstraint(["reform_id"], ["reform.id"], name=op.f("fk_reform_plan_reform_id_reform")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reform_plan")),
    )
    op.create_index("ix_reform_plan_state", "reform_plan", ["state", "day"])
    op.create_index("ix_reform_plan_reform_id", "reform_plan", ["reform_id"])
    op.create_index("ix_reform_plan_made_by_id", "reform_plan", ["made_by_id"])


def downgrade() -> None:
    raise NotImplementedError("forward only: restore the backup made before the upgrade")
