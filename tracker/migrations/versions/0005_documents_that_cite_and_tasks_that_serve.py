"""documents that cite and tasks that serve: kinds of citations, numbers as compared, a task's upper task"""

from __future__ import annotations

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
RELATIONS = "relation IN ('can_cu', 'thuc_hien', 'sua_doi', 'thay_the', 'don_doc', 'khac')"


def upgrade() -> None:
    with op.batch_alter_table("directive") as table:
        table.add_column(sa.Column("number_key", sa.String(80), nullable=False, server_default=""))
        table.drop_index("ix_directive_number")
        table.create_index("ix_directive_number_key", ["number_key"])
    with op.batch_alter_table("directive_link") as table:
        table.add_column(sa.Column("number_key", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("is_by_hand", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        table.create_index("ix_directive_link_number_key", ["number_key"])
        table.create_check_constraint("relation", RELATIONS)
    kind = KEY.compile(
        op.get_bind().dialect
    )  # as one statement: SQLite would rebuild the table without its checks
    op.execute(
        f"ALTER TABLE task ADD COLUMN serves_id {kind} CONSTRAINT fk_task_serves_id_task REFERENCES task (id)"
    )
    op.create_index("ix_task_serves_id", "task", ["serves_id"])
    for name in ("directive", "directive_link"):
        write_keys(sa.table(name, sa.column("id"), sa.column("number"), sa.column("number_key")))


def downgrade() -> None:
    raise NotImplementedError("forward only: restore the backup made before the upgrade")


def write_keys(table: sa.TableClause) -> None:
    """The numbers there are, as they are compared from now on."""
    connection = op.get_bind()
    for row in connection.execute(sa.select(table.c.id, table.c.number)).all():
        statement = sa.update(table).where(table.c.id == row.id).values(number_key=number_key(row.number))
        connection.execute(statement)


def number_key(number: str) -> str:
    bare = unicodedata.normalize("NFD", number.casefold().replace("đ", "d"))
    key = re.sub(r"\s+", "", "".join(mark for mark in bare if not unicodedata.combining(mark))).strip(".-")
    key = re.sub(r"[.\-‐-―−]+", "-", key).lstrip("0")
    return key if re.match(r"\d", key) else ""
