"""one act on many also is on directives, beside bodies"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INDEX, REFERENCE, ONE = (
    "ix_bulk_row_directive_id",
    "fk_bulk_row_directive_id_directive",
    "ck_bulk_row_one_thing",
)


def upgrade() -> None:
    with op.batch_alter_table("bulk_row") as table:
        table.add_column(sa.Column("directive_id", KEY))
        table.alter_column("body_id", existing_type=KEY, nullable=True)
        table.create_foreign_key(op.f(REFERENCE), "directive", ["directive_id"], ["id"])
        table.create_check_constraint(op.f(ONE), "(body_id IS NULL) <> (directive_id IS NULL)")
        table.create_index(INDEX, ["directive_id"])


def downgrade() -> None:
    """Who follows what stays; acts keep what they did to bodies, and those on directives alone go."""
    op.execute("DELETE FROM bulk_row WHERE directive_id IS NOT NULL")
    rows = "(SELECT COUNT(*) FROM bulk_row WHERE batch_id = bulk_batch.id AND reason"
    op.execute(
        f"UPDATE bulk_batch SET done = {rows} = ''), left_out = {rows} <> ''),"  # noqa: S608
        f" undone = {rows} = '' AND undone = 'yes') WHERE verb = 'official'"
    )
    op.execute(
        "DELETE FROM bulk_batch WHERE verb = 'official' AND NOT EXISTS"
        " (SELECT 1 FROM bulk_row WHERE batch_id = bulk_batch.id)"
    )
    with op.batch_alter_table("bulk_row") as table:
        table.drop_constraint(op.f(ONE), type_="check")
        table.drop_constraint(op.f(REFERENCE), type_="foreignkey")
        table.drop_index(INDEX)
        table.drop_column("directive_id")
        table.alter_column("body_id", existing_type=KEY, nullable=False)
