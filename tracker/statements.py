"""Statements made once, sent straight to the driver.

SQLAlchemy words a statement and knows how its values go out and come back; working that out again for each page costs
as much as what the page asks. A statement of `db.fetch` is worded once for each kind of database.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Executable, TextClause
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import ValuesBase

Convert = Callable[[Any], Any]
Rows = tuple[Any, ...]


class Value(NamedTuple):
    """A value a statement takes: stated under a name by who runs it, or fixed in the statement."""

    place: str
    name: str | None
    outward: Convert | None
    fixed: Any


class Worded:
    """A statement in the words of one kind of database, for values of these names."""

    def __init__(self, statement: Executable, names: tuple[str, ...], dialect: Dialect) -> None:
        compiled: Any = _compiled(statement, names, dialect)
        self.words: str = compiled.string
        self.is_plain = _is_plain(statement, compiled)
        self.is_ordered = compiled.positiontup is not None
        self.takes = [
            _value(compiled, place, names, dialect)
            for place in (compiled.positiontup or compiled.bind_names.values())
        ]
        self.columns = [each.type.dialect_impl(dialect) for each in compiled._result_columns]
        self.shape = shape(tuple(each.keyname for each in compiled._result_columns))
        self.inward: list[tuple[int, Convert]] | None = None  # known when a first answer tells its kinds

    def values(self, given: dict[str, Any]) -> Any:
        """What goes to the driver, as it takes it. Raises StatementError for what is not of a value's kind."""
        try:
            found = [
                fixed if name is None else outward(given[name]) if outward else given[name]
                for _, name, outward, fixed in self.takes
            ]
        except (TypeError, ValueError) as problem:
            raise StatementError(str(problem), self.words, given, problem) from problem
        if self.is_ordered:
            return found
        return {each.place: value for each, value in zip(self.takes, found, strict=True)}

    def read(self, cursor: Any, dialect: Dialect) -> Rows:
        """The rows that have come, as named tuples."""
        if self.inward is None:
            kinds = zip(self.columns, cursor.description, strict=True)
            found = [each.result_processor(dialect, kind[1]) for each, kind in kinds]
            self.inward = [(place, convert) for place, convert in enumerate(found) if convert]
        if not self.inward:
            return tuple(map(self.shape, cursor.fetchall()))
        rows = list(map(list, cursor.fetchall()))
        for place, convert in self.inward:
            for row in rows:
                row[place] = convert(row[place])
        return tuple(map(self.shape, rows))


_worded: WeakKeyDictionary[Executable, dict[tuple[Any, ...], Worded]] = WeakKeyDictionary()
"""Kept for as long as the statement itself is."""


def worded(statement: Executable, names: tuple[str, ...], dialect: Dialect) -> Worded:
    """The statement in the dialect's words, for values of these names."""
    known, key = _worded.get(statement), (names, dialect)
    if known is None:
        known = _worded[statement] = {}
    found = known.get(key)
    if found is None:
        found = known[key] = Worded(statement, names, dialect)
    return found


def _value(compiled: Any, name: str, names: tuple[str, ...], dialect: Dialect) -> Value:
    bind, place = compiled.binds[name], compiled.escaped_bind_names.get(name, name)
    outward = bind.type.dialect_impl(dialect).bind_processor(dialect)
    if bind.key in names:
        return Value(place, bind.key, outward, None)
    if bind.required:
        raise TypeError(f"no value for {bind.key!r}")
    return Value(place, None, None, outward(bind.value) if outward else bind.value)


def _compiled(statement: Any, names: tuple[str, ...], dialect: Dialect) -> SQLCompiler:
    columns = list(names) if isinstance(statement, ValuesBase) else None
    found: SQLCompiler = statement.compile(dialect=dialect, column_keys=columns)
    return found


def _is_plain(statement: Any, compiled: Any) -> bool:
    """Whether nothing of it is only known when it runs: lists, columns filled in by the program or told by a text."""
    late = compiled.literal_execute_params or compiled.post_compile_params
    filled = (compiled.isinsert and compiled.insert_prefetch) or (
        compiled.isupdate and compiled.update_prefetch
    )
    return not (
        late
        or filled
        or isinstance(statement, TextClause)
        or any(each.callable for each in compiled.binds.values())
    )


@cache
def shape(names: tuple[str, ...]) -> Callable[[Iterable[Any]], Any]:
    """Makes named tuples, which are looked up and compared (`web/drawn.py`) three times as fast as rows;
    what stands twice among the columns goes by its place."""
    made: Any = namedtuple("Facts", names, rename=True)  # type: ignore[misc]
    make: Callable[[Iterable[Any]], Any] = made._make
    return make


def execute(connection: Connection, statement: Executable, given: dict[str, Any]) -> tuple[Rows, int]:
    """(rows, how many were written). Raises what SQLAlchemy raises.

    Goes SQLAlchemy's own way where somebody watches what is sent, and for what is only known when it runs.
    """
    dialect = connection.dialect
    made = worded(statement, tuple(given), dialect)
    if not made.is_plain or connection.dispatch.before_cursor_execute:
        return _by_the_library(connection, statement, given)
    driver: Any = connection.connection.dbapi_connection
    values = made.values(given)
    try:
        cursor = driver.execute(made.words, values)
        return made.read(cursor, dialect) if made.columns else (), cursor.rowcount
    except dialect.loaded_dbapi.Error as problem:
        if dialect.is_disconnect(problem, driver, None):
            connection.invalidate(problem)
            connection.engine.dispose()  # the other idle lines are as old, and may be as dead
        general = dialect.loaded_dbapi.Error
        raise DBAPIError.instance(made.words, values, problem, general, dialect=dialect) from problem


def _by_the_library(connection: Connection, statement: Executable, given: dict[str, Any]) -> tuple[Rows, int]:
    found: Any = connection.execute(statement, given)
    rows = map(shape(tuple(found.keys())), found.all()) if found.returns_rows else ()
    return tuple(rows), found.rowcount
