"""How to connect to PostgreSQL: over a line that reads, or one that writes, and never over one that is gone."""

from __future__ import annotations

import select
from time import monotonic
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import InvalidatePoolError

PAUSE = 30.0
"""Seconds a line may have been quiet before it is asked whether it still stands; firewalls forget a line in minutes."""
OF_TRANSACTIONS = {"statement_timeout": "60s", "idle_in_transaction_session_timeout": "30s"}
LIMITS = " ".join(
    f"-c {name}={value}"
    for name, value in {"timezone": "UTC", "lock_timeout": "5s", **OF_TRANSACTIONS}.items()
)
READS = " -c default_transaction_read_only=on"


def options(*, reads: bool) -> dict[str, object]:
    """An engine's options: a dead peer is noticed within seconds.

    A reader's statements stand alone: each has a sight of its own at READ COMMITTED anyway, and a transaction around
    them costs as much as two more of them. What must be read at one sight says so (`db.one_sight`).
    """
    found: dict[str, object] = {
        "pool_use_lifo": True,
        "pool_recycle": 300,
        "connect_args": {
            "connect_timeout": 5,
            "tcp_user_timeout": 5000,
            "options": LIMITS + READS if reads else LIMITS,
        },
    }
    return found | {"isolation_level": "AUTOCOMMIT"} if reads else found


def let_it_take_long(connection: Connection) -> None:
    """For the transaction under way: an upgrade, a copy or a filling takes as long as the database is large."""
    for limit in OF_TRANSACTIONS:
        connection.exec_driver_sql(f"SET LOCAL {limit} = 0")


def look_before_use(engine: Engine) -> None:
    """Let nobody have a line that the server has closed, without asking the server each time."""

    @event.listens_for(engine, "checkin")
    def on_checkin(raw: Any, record: Any) -> None:
        record.info["quiet_since"] = monotonic()

    @event.listens_for(engine, "checkout")
    def on_checkout(raw: Any, record: Any, fairy: Any) -> None:
        pause = monotonic() - record.info.get("quiet_since", monotonic())
        if (raw.closed or has_word(raw) or pause > PAUSE) and not answers(engine, raw):
            raise InvalidatePoolError  # a new line is opened, and none of this one's age is used again


def has_word(raw: Any) -> bool:
    """Whether something has come that nobody asked for: a server that goes says so, and closes the line."""
    waiting = select.poll()
    waiting.register(raw.fileno(), select.POLLIN)
    return bool(waiting.poll(0))


def answers(engine: Engine, raw: Any) -> bool:
    """Ask the server."""
    try:
        return engine.dialect.do_ping(raw)
    except engine.dialect.loaded_dbapi.Error:
        return False
