"""Terms as conditions on a table's index of words: FTS5 of SQLite, tsvector of PostgreSQL, with the same answers.

A term's words are a-z and 0-9 only, so that no sign of either language can come from what was typed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, bindparam, column, false, func, literal_column, select, table
from sqlalchemy.orm import aliased

from tracker.db import KEY, db
from tracker.search.parser import Term, Way, plain

SIMPLE: Any = literal_column("'pg_catalog.simple'::regconfig")


def matches(
    model: Any, terms: Sequence[Term], of: Any = None, newest: int | None = None, state: str = ""
) -> ColumnElement[bool]:
    """Rows of a searched table that have all terms; with `of`, rows of another table whose column names such a row.

    `newest`: only so many of them, the last entered: a word of every second document is not looked up in all.
    `state`: of what is in that state, so that a long draft takes no other's place among them.
    """
    one = aliased(model)
    if db.session.get_bind().dialect.name == "sqlite":
        name = f"{model.__tablename__}_words"
        index = table(name, column("rowid", KEY))
        found = select(index.c.rowid).where(literal_column(name).op("MATCH")(bindparam(None, fts5(terms))))
        if newest is not None:
            found = found.order_by(index.c.rowid.desc()).limit(newest)
            if state:
                found = found.join(one, one.id == index.c.rowid).where(one.state == state)
            found = _once(found)
        return (model.id if of is None else of).in_(found)  # type: ignore[no-any-return]
    kept: Any = literal_column(f"{model.__tablename__}.searched")
    said: ColumnElement[bool] = kept.op("@@", is_comparison=True)(func.to_tsquery(SIMPLE, tsquery(terms)))
    if of is None and newest is None:
        return said
    hits = select(model.id).where(said)
    if newest is not None:
        hits = hits.order_by(model.id.desc()).limit(newest)
        if state:
            hits = hits.where(model.state == state)
        hits = _once(hits)
    return (model.id if of is None else of).in_(hits)  # type: ignore[no-any-return]


def holds(model: Any, text: str) -> ColumnElement[bool]:
    """Rows of a searched table that hold what was typed into a list's own box; none where it has no word."""
    terms = plain(text)
    return matches(model, terms) if terms else false()


def _once(hits: Any) -> Any:
    """A page and its count are one statement: a word open at its end is looked up whole, so once for both."""
    found = hits.cte()
    return select(*found.c)


def fts5(terms: Sequence[Term]) -> str:
    """The terms in the language of FTS5."""
    return " AND ".join("(" + " OR ".join(map(_fts5_way, term.ways)) + ")" for term in terms)


def _fts5_way(way: Way) -> str:
    end = "*" if way.is_open else ""
    if way.is_phrase:
        return f'"{" ".join(way.words)}"{end}'
    return "(" + " AND ".join(f'"{word}"' for word in way.words) + f"{end})"


def tsquery(terms: Sequence[Term]) -> str:
    """The terms in the language of to_tsquery."""
    return " & ".join("(" + " | ".join(map(_tsquery_way, term.ways)) + ")" for term in terms)


def _tsquery_way(way: Way) -> str:
    end = ":*" if way.is_open else ""
    return f"({(' <-> ' if way.is_phrase else ' & ').join(way.words)}{end})"
