"""Passwords: what may be one, how it is stored, whether it fits. Never called inside a transaction (it is slow)."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from threading import BoundedSemaphore
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from tracker.auth.rules import password_fault
from tracker.db import in_transaction
from tracker.errors import Refused
from tracker.people.models import Person

Answer = TypeVar("Answer")
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)  # OWASP's minimum: about 26 ms
AT_ONCE = BoundedSemaphore(2)  # more would stall a server of two cores at the start of the working day
DUMMY = HASHER.hash("nobody's password")


def hash_new(password: str, person: Person) -> str:
    """The stored form of a new password (Argon2id). Raises Refused("password_…") where it may not be one."""
    if fault := password_fault(_composed(password), person.login, person.name, person.email):
        raise Refused(fault)
    return _slowly(lambda: HASHER.hash(_composed(password)))


def fits(password: str, stored: str | None) -> bool:
    """Whether the password is the stored one; takes as long where there is none (S2)."""

    def ask() -> bool:
        try:
            return HASHER.verify(stored or DUMMY, _composed(password))
        except (Argon2Error, InvalidHashError):
            return False

    return _slowly(ask) and stored is not None


def _composed(password: str) -> str:
    """One form for what looks the same: keyboards write Vietnamese letters in different ways."""
    return unicodedata.normalize("NFKC", password)


def _slowly(work: Callable[[], Answer]) -> Answer:
    if in_transaction():
        raise AssertionError("hashing would hold up every writer")
    with AT_ONCE:
        return work()
