"""Counting attempts: exact, shared, in windows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from tracker import clock
from tracker.audit.models import SecurityEvent
from tracker.auth import rates
from tracker.auth.models import RateCount
from tracker.db import db
from tracker.errors import TooMany


def test_the_limit_holds_to_the_one(app: Flask) -> None:
    for _ in range(3):
        rates.count("x", limit=3, seconds=60)
    with pytest.raises(TooMany) as refused:
        rates.count("x", limit=3, seconds=60)
    assert 1 <= refused.value.facts["retry_after"] <= 60
    rates.count("y", limit=3, seconds=60)


def test_a_new_window_starts_anew(app: Flask) -> None:
    for _ in range(3):
        rates.count("x", limit=3, seconds=60)
    with clock.frozen_at(clock.now() + timedelta(seconds=60)):
        rates.count("x", limit=3, seconds=60)


def test_a_storm_leaves_one_event(app: Flask) -> None:
    for _ in range(9):
        with pytest.raises(TooMany):
            rates.count("x", limit=0, seconds=60)
    assert [event.kind for event in db.session.query(SecurityEvent)] == ["too_many"]


def test_no_span_holds_more_attempts_than_allowed(app: Flask) -> None:
    """Four tries just before a window ends leave one after it, and refused tries do not prolong the wait."""
    start = clock.now()
    with clock.frozen_at(start + timedelta(seconds=899)):
        assert [rates.attempt("x", limit=5, seconds=900) for _ in range(4)] == [4, 3, 2, 1]
    with clock.frozen_at(start + timedelta(seconds=901)):
        assert rates.attempt("x", limit=5, seconds=900) == 0
        for _ in range(20):
            with pytest.raises(TooMany) as refused:
                rates.attempt("x", limit=5, seconds=900)
    with clock.frozen_at(start + timedelta(seconds=901 + refused.value.facts["retry_after"])):
        assert rates.attempt("x", limit=5, seconds=900) == 3


def test_a_good_try_is_given_back(app: Flask) -> None:
    for _ in range(12):
        rates.attempt("x", limit=2, seconds=900)
        rates.give_back("x", seconds=900)


def test_long_names_are_told_apart(app: Flask) -> None:
    rates.count("a" * 300, limit=1, seconds=60)
    rates.count("a" * 301, limit=1, seconds=60)


def test_old_windows_are_dropped(app: Flask) -> None:
    rates.count("x", limit=3, seconds=60)
    with clock.frozen_at(clock.now() + timedelta(days=3)):
        rates.tidy()
    assert db.session.query(RateCount).count() == 0
