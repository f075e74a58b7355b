"""words that are searched: passages of directives' texts, names of files without marks, and an index of words over each table

SQLite keeps an FTS5 table beside each, filled by triggers in the same transaction; PostgreSQL a generated column, because
a query that most rows answer is tested row by row, and an expression would be worked out for each (6 s for 50,000 tasks).
Both see the same words: runs of a-z and 0-9 of the column `folded`, which the actions write.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SEARCHED = ("directive", "passage", "task", "body", "stored_file")
FUNCTION = """
CREATE FUNCTION search_words(said text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT to_tsvector('pg_catalog.simple'::regconfig, regexp_replace(said, '[^a-z0-9]+', ' ', 'g'))
$$
"""
MOST = 1_200


def upgrade() -> None:
    op.create_table(
        "passage",
        sa.Column("id", KEY, nullable=False),
        sa.Column("directive_id", KEY, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["directive_id"], ["directive.id"], name=op.f("fk_passage_directive_id_directive")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passage")),
    )
    op.create_index("ix_passage_directive_id", "passage", ["directive_id", "id"])
    op.execute("ALTER TABLE stored_file ADD COLUMN folded VARCHAR NOT NULL DEFAULT ''")
    write_words()
    if op.get_bind().dialect.name == "sqlite":
        for name in SEARCHED:
            index_in_sqlite(name)
    else:
        op.execute(FUNCTION)
        for name in SEARCHED:
            words = "tsvector GENERATED ALWAYS AS (search_words(folded)) STORED"
            op.execute(f"ALTER TABLE {name} ADD COLUMN searched {words}")
            op.execute(f"CREATE INDEX ix_{name}_words ON {name} USING gin (searched)")


def downgrade() -> None:
    raise NotImplementedError("forward only: restore the backup made before the upgrade")


def index_in_sqlite(name: str) -> None:
    words = f"{name}_words"
    op.execute(
        f"CREATE VIRTUAL TABLE {words} USING fts5(folded, content='{name}', content_rowid='id', "
        "tokenize='unicode61 remove_diacritics 0', prefix='2 3')"
    )
    put = f"INSERT INTO {words} (rowid, folded) VALUES (new.id, new.folded);"  # noqa: S608
    take = f"INSERT INTO {words} ({words}, rowid, folded) VALUES ('delete', old.id, old.folded);"  # noqa: S608
    op.execute(f"CREATE TRIGGER {words}_put AFTER INSERT ON {name} BEGIN {put} END")
    op.execute(f"CREATE TRIGGER {words}_take AFTER DELETE ON {name} BEGIN {take} END")
    op.execute(
        f"CREATE TRIGGER {words}_change AFTER UPDATE OF folded ON {name} "
        f"WHEN old.folded IS NOT new.folded BEGIN {take} {put} END"
    )
    op.execute(f"INSERT INTO {words} ({words}) VALUES ('rebuild')")  # noqa: S608


def write_words() -> None:
    """What there is already: names of files without marks, and the texts of documents in passages."""
    connection = op.get_bind()
    file = sa.table("stored_file", sa.column("id"), sa.column("name"), sa.column("folded"))
    for row in connection.execute(sa.select(file.c.id, file.c.name)).all():
        connection.execute(sa.update(file).where(file.c.id == row.id).values(folded=fold(row.name)))
    directive = sa.table("directive", sa.column("id"), sa.column("text"))
    names = ("directive_id", "start", "end", "folded")
    passage = sa.table("passage", *(sa.column(name) for name in names))
    for (directive_id,) in connection.execute(sa.select(directive.c.id)).all():
        text = connection.scalar(sa.select(directive.c.text).where(directive.c.id == directive_id)) or ""
        for start, end in passages(text):
            facts = dict(zip(names, (directive_id, start, end, fold(text[start:end])), strict=True))
            connection.execute(sa.insert(passage).values(facts))


def passages(text: str) -> Iterator[tuple[int, int]]:
    start = end = 0
    for found in re.finditer(rf"\S[^\n]{{0,{MOST}}}(?=\s|$)|\S{{1,{MOST}}}", text):
        if end > start and found.end() - start > MOST:
            yield start, end
            start = found.start()
        elif end == start:
            start = found.start()
        end = found.end()
    if end > start:
        yield start, end


def fold(text: str) -> str:
    plain = " ".join(unicodedata.normalize("NFC", text).split()).casefold().replace("đ", "d")
    bare = unicodedata.normalize("NFD", plain)
    return " ".join("".join(mark for mark in bare if not unicodedata.combining(mark)).split())
