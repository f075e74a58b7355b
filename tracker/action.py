"""`@action`: a verb's transaction, its audit line, and one effect however often a form is sent."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast

from sqlalchemy import bindparam, insert, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError

from tracker import clock
from tracker.audit.models import RequestOnce
from tracker.db import fetch, in_transaction, transaction, written
from tracker.errors import Conflict

Verb = TypeVar("Verb", bound=Callable[..., Any])

PERIOD_IS_CLOSED = "period is closed"
"""What the database says of a fact dated in a closed period (decision 14): at once, or at the commit."""

WAITED_TOO_LONG = ("lock timeout", "database is locked")
"""What either kind of database says when others write for too long: closing a large period takes seconds."""

request_token: ContextVar[tuple[str, str] | None] = ContextVar("request_token", default=None)
"""(who, token) of the form being handled; set by `web/gate.py`, spent by the outermost action."""


@dataclass(frozen=True, slots=True)
class Already:
    """The answer to a form sent twice: the thing the first sending made."""

    id: int | None


def action(function: Verb) -> Verb:
    """Run a verb in one transaction; refuse to commit when it left no audit line.

    The verb takes the actor first, then the thing, then facts by keyword. A stale version becomes Conflict("stale"), a
    fact of a period closed meanwhile Conflict("period_closed"), waiting too long for others who write Conflict("busy");
    a request token seen before gives `Already` and no second effect.
    """

    @wraps(function)
    def run(actor: Any, *things: Any, **facts: Any) -> Any:
        if in_transaction():
            return function(actor, *things, **facts)
        verb = function.__name__
        try:
            with transaction() as session:
                session.info["audited"] = 0
                result = function(actor, *things, **facts)
                session.flush()
                if not session.info["audited"]:
                    raise AssertionError(f"{function.__module__}.{verb} left no audit line")
                _spend(verb, getattr(result, "id", None))
                return result
        except Exception as problem:  # whatever it is: sent a second time, the form has had its effect
            if (seen := _spent(verb)) is not None:
                return seen
            if isinstance(problem, StaleDataError):
                raise Conflict("stale") from None
            if isinstance(problem, DBAPIError) and (code := _refusal(str(problem.orig))):
                raise Conflict(code) from None
            raise

    return cast(Verb, run)


def _refusal(words: str) -> str | None:
    """The code for what the database says; None for what nobody can do anything about."""
    if PERIOD_IS_CLOSED in words:
        return "period_closed"
    return "busy" if any(each in words for each in WAITED_TOO_LONG) else None


_TAKEN = select(RequestOnce.answer_id).where(
    RequestOnce.who == bindparam("taken_by"),
    RequestOnce.token == bindparam("taken"),
    RequestOnce.verb == bindparam("taken_for"),
)
_TAKE = insert(RequestOnce.__table__)  # type: ignore[arg-type]


def _spent(verb: str) -> Already | None:
    """What the form's token was spent on; None for a form that has had no effect yet."""
    if (token := request_token.get()) is None:
        return None
    taken = fetch(_TAKEN, taken_by=token[0], taken=token[1], taken_for=verb)
    return Already(taken[0].answer_id) if taken else None


def _spend(verb: str, answer_id: int | None) -> None:
    """Take the form's token. Raises IntegrityError when it is spent: the verb is then undone whole."""
    if (token := request_token.get()) is not None:
        written(_TAKE, who=token[0], token=token[1], verb=verb, answer_id=answer_id, at=clock.now())
