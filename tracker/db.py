"""Engine, base class, column types and the transaction: what every model stands on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar

from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    DateTime,
    Engine,
    Executable,
    ForeignKey,
    Integer,
    MetaData,
    TypeDecorator,
    event,
    inspect,
    literal,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, make_transient_to_detached, mapped_column, scoped_session
from sqlalchemy.orm.attributes import set_committed_value

from tracker.postgresql import look_before_use
from tracker.statements import execute
from tracker.turns import WriteQueue

KEY = BigInteger().with_variant(Integer, "sqlite")
PLAIN: dict[str, Any] = {"synchronize_session": False}
"""For an UPDATE or DELETE of many rows: what the session has read of them is not gone through."""
Id = Annotated[int, mapped_column(KEY, primary_key=True)]


class UtcDateTime(TypeDecorator[datetime]):
    """Aware moments in, aware UTC out. SQLite would drop the offset, so naive values are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def __repr__(self) -> str:
        return "UtcDateTime()"  # as migrations write it

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Plain typed declarative base; Flask-SQLAlchemy only shares its metadata."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime}  # noqa: RUF012 - the shape SQLAlchemy asks for


class Versioned:
    """A row people edit: the version goes out with each form and comes back with each save."""

    version: Mapped[int] = mapped_column(Integer, default=1)


def reference(target: str, *, index: bool = True, nullable: bool = False, **options: Any) -> Any:
    """A foreign key column to `table.column`."""
    return mapped_column(KEY, ForeignKey(target), index=index, nullable=nullable, **options)


SIGHT = "sight"
"""Where a session has what was read at its sight (`sight.py`), until it writes."""
_writing: ContextVar[bool] = ContextVar("writing", default=False)
READER = "reader"
"""The engine sessions read over. SQLite would prepare every statement anew over a connection told now that it may
write, now that it may not; PostgreSQL would begin and end a transaction around each page's few statements."""


class OurSession(Session):
    """Reads over one engine and writes over the other."""

    def get_bind(self, *args: Any, **kwargs: Any) -> Engine | Connection:
        return super().get_bind(*args, **kwargs) if _writing.get() else db.engines[READER]


db = SQLAlchemy(metadata=Base.metadata, session_options={"expire_on_commit": False, "class_": OurSession})


def fetch(statement: Executable, **values: Any) -> tuple[Any, ...]:
    """What a statement gives that was made once, when its module was loaded, with `bindparam`s for what changes.

    As named tuples. For what every page asks: a tenth of the cost of making the same statement anew for each request.
    """
    return execute(connection(), statement, values)[0]


def written(statement: Executable, **values: Any) -> int:
    """How many rows such a statement has changed."""
    return execute(connection(), statement, values)[1]


def connection() -> Connection:
    """The session's, with what the session has to write written; in a transaction, for nothing else begins one.

    It is asked for anew inside a savepoint, which it then sets.
    """
    session = db.session()
    if _writing.get():
        session.flush()
    line: Connection | None = session.info.get("connection")
    if line is None or not line.in_transaction() or session.in_nested_transaction():
        line = session.info["connection"] = session.connection()
    return line


def among(column: Any, values: Iterable[Any]) -> ColumnElement[bool]:
    """`column IN (...)` for values that never change: a list given as such is written into the statement anew each
    time it runs, which costs as much as running it."""
    found: ColumnElement[bool] = column.in_([literal(value, column.type) for value in values])
    return found


def loaded(row: Base, **values: Any) -> None:
    """Tell a row what a statement of `fetch` has just written to it, so that it need not be read again."""
    for name, value in values.items():
        set_committed_value(row, name, value)


Row = TypeVar("Row", bound=Base)


def as_read(row: Row) -> Row:
    """A row a statement of `fetch` has just read or inserted, as if the session had read it; what it knows stays."""
    make_transient_to_detached(row)
    state: Any = inspect(row)
    known: Any = db.session.identity_map.get(state.key)
    if known is None:
        db.session.add(row)
    return row if known is None else known


CHECKPOINT = 4_000
"""Pages (16 MB) between copies of the log into the database; a report writes a dozen, and a copy costs two syncs."""

_queue = WriteQueue()
stand_before = _queue.stand_before


def prepare() -> None:
    """Say how the application's database is connected to, and what its writers queue before."""
    is_sqlite = db.engine.dialect.name == "sqlite"
    stand_before(db.engine.url.database if is_sqlite else None)
    for engine in db.engines.values():
        (_prepare_sqlite if is_sqlite else look_before_use)(engine)


def disconnect(*, close: bool = True) -> None:
    """Let go of every idle connection; unclosed where they are the parent process's."""
    for engine in db.engines.values():
        engine.dispose(close=close)


def _prepare_sqlite(engine: Engine) -> None:
    """Our own BEGIN (the driver's loses updates): IMMEDIATE for writes, a read-only connection otherwise."""

    @event.listens_for(engine, "connect")
    def on_connect(raw: Any, record: Any) -> None:
        raw.isolation_level = None
        for pragma in (
            "busy_timeout=15000",
            "synchronous=FULL",
            "foreign_keys=ON",
            "trusted_schema=OFF",
            "cell_size_check=ON",
            "journal_size_limit=67108864",
            f"wal_autocheckpoint={CHECKPOINT}",
        ):
            raw.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Any) -> None:
        writing, raw = _writing.get(), connection.connection.dbapi_connection
        if connection.info.get("writing") is not writing:
            raw.execute(f"PRAGMA query_only={'OFF' if writing else 'ON'}")
            connection.info["writing"] = writing
        try:
            raw.execute("BEGIN IMMEDIATE" if writing else "BEGIN")
        except raw.OperationalError as problem:  # locked: in the library's words, as of any other statement
            raise OperationalError("BEGIN", None, problem) from problem


def in_transaction() -> bool:
    """Whether a write transaction is open in this context."""
    return _writing.get()


def one_sight() -> None:
    """What is read from here to the end of the transaction is read as it stands now, whatever is written meanwhile."""
    db.session.commit()
    if db.engine.dialect.name != "sqlite":  # there every read is one sight
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


@contextmanager
def writing() -> Iterator[None]:
    """Let what runs inside write (migrations, `transaction`); writers queue here (`turns.py`)."""
    db.session.info.pop(SIGHT, None)
    with _queue.turn():
        token = _writing.set(True)
        try:
            yield
        finally:
            _writing.reset(token)


@contextmanager
def transaction() -> Iterator[scoped_session[Session]]:
    """Commit at the end or roll back whole; within another transaction, join it."""
    if _writing.get():
        yield db.session
        return
    db.session.commit()  # end the read that came before: a read cannot be turned into a write
    with writing():
        try:
            yield db.session
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise
