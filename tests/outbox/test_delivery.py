"""Leases, markers and what becomes of a letter after each outcome; two workers never have the same letter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.mailsink import mailsink
from tracker import clock
from tracker.config import Config
from tracker.db import db, transaction
from tracker.outbox import breaker, claims, post, rules
from tracker.outbox.claims import Claim, Doors
from tracker.outbox.delivery import deliver_due
from tracker.outbox.models import Attempt, Breaker, Letter
from tracker.outbox.transport import Outcome, Pace

DUE: Callable[[Sequence[Letter]], dict[int, str]] = lambda letters: {each.id: "due" for each in letters}  # noqa: E731
OPEN = Doors(DUE, lambda letters: [words for _, words in letters])
LEASE = 120


def queue(number: int = 1, **facts: Any) -> None:
    for n in range(number):
        stated = {"kind": "test", "to": f"xa{n}@lamgiang.vn", "template": "test", "name": "Xã"} | facts
        post.enqueue(f"k:{n}", **stated)


def letter(n: int = 0) -> Letter:
    db.session.rollback()
    found = select(Letter).where(Letter.dedup_key == f"k:{n}").execution_options(populate_existing=True)
    return db.session.scalars(found).one()


def outcomes() -> list[str | None]:
    return list(db.session.scalars(select(Attempt.outcome).order_by(Attempt.id)))


def take(owner: str = "a", doors: Doors = OPEN) -> Claim:
    (claim,) = claims.take(owner, LEASE, doors)
    return claim


def later(**by: float) -> Any:
    return clock.frozen_at(clock.now() + timedelta(**by))


@pytest.fixture
def mail(config: Config) -> Callable[[int], Config]:
    return lambda port: replace(config, smtp_host="127.0.0.1", smtp_port=port, mail_from="vp@lamgiang.vn")


def test_letters_arrive_once_with_their_links(app: Flask, mail: Callable[[int], Config]) -> None:
    queue(3)
    doors = Doors(DUE, lambda letters: [words.replace("⟦link:1⟧", "https://x/b/1") for _, words in letters])
    with mailsink() as sink:
        run = deliver_due(mail(sink.port), doors, owner="me")
        assert run.outcomes == {"accepted": 3}
        assert not deliver_due(mail(sink.port), doors, owner="me").outcomes
        got = sink.letters()
    assert sorted(each.recipients[0] for each in got) == [
        "xa0@lamgiang.vn",
        "xa1@lamgiang.vn",
        "xa2@lamgiang.vn",
    ]
    assert {each.message["Message-ID"] for each in got} == {letter(n).message_id for n in range(3)}
    assert {letter(n).state for n in range(3)} == {"sent"}
    assert outcomes() == ["accepted"] * 3


def test_without_a_mail_server_letters_wait(app: Flask, config: Config) -> None:
    queue()
    assert not deliver_due(config, OPEN, owner="me").outcomes
    assert letter().state == "pending"


def test_two_workers_never_hold_the_same_letter(app: Flask) -> None:
    queue(3)
    held = [take("a"), take("b"), take("a")]
    assert len({claim.letter.id for claim in held}) == 3
    assert not claims.take("b", LEASE, OPEN)


def test_a_lease_that_ran_out_before_the_marker_means_not_sent(app: Flask) -> None:
    queue()
    first = take()
    with later(seconds=LEASE + 1):
        assert claims.sweep() == 1
        assert outcomes() == ["not_sent"]
        second = take("b")
        assert not claims.mark(first), "a zombie may not begin the body"
        assert claims.mark(second)
        claims.settle(first, Outcome("accepted", "end", 250))
        assert letter().state == "sending", "nor settle what is not its own any more"
        claims.settle(second, Outcome("accepted", "end", 250))
    assert (letter().state, outcomes()) == ("sent", ["not_sent", "accepted"])


@pytest.mark.parametrize(("is_deadline", "state"), [(True, "pending"), (False, "held")])
def test_a_worker_killed_after_the_marker_leaves_an_unknown(
    app: Flask, is_deadline: bool, state: str
) -> None:
    queue(is_deadline=is_deadline)
    assert claims.mark(take())
    with later(seconds=LEASE + 1):
        assert claims.sweep() == 1
        assert (letter().state, letter().unknowns, outcomes()) == (state, 1, ["unknown"])
        if is_deadline:
            same = letter().message_id
            claims.settle(take(), Outcome("unknown", "end"))
            assert (letter().state, letter().unknowns, letter().message_id) == ("held", 2, same)


def test_a_late_marker_is_refused(app: Flask) -> None:
    queue()
    claim = take()
    with later(seconds=LEASE + 1):
        assert not claims.mark(claim)


@pytest.mark.parametrize(
    ("outcome", "state", "attempts"),
    [
        (Outcome("accepted", "end", 250), "sent", 1),
        (Outcome("permanent", "rcpt", 550), "dead", 1),
        (Outcome("transient", "rcpt", 450), "pending", 1),
        (Outcome("config", "auth", 535), "pending", 0),
    ],
)
def test_after_an_outcome(app: Flask, outcome: Outcome, state: str, attempts: int) -> None:
    queue()
    claims.settle(take(), outcome)
    found = letter()
    assert (found.state, found.attempts, found.lease_owner) == (state, attempts, None)


def test_waiting_grows_and_ends(app: Flask) -> None:
    waits = [rules.wait_before_retry(n, 0.5).total_seconds() for n in range(1, 17)]
    assert waits[:4] == [60, 120, 240, 480]
    assert max(waits) == 7200
    assert rules.wait_before_retry(1, 0) == timedelta(seconds=48)
    assert rules.wait_before_retry(1, 1) == timedelta(seconds=72)
    assert [rules.after_transient(n) for n in (15, 16)] == ["pending", "dead"]


@pytest.mark.parametrize("verdict", ["cancelled", "expired"])
def test_what_is_not_due_any_more_is_not_sent(app: Flask, verdict: str) -> None:
    queue(2)
    doors = Doors(
        lambda letters: {each.id: verdict if each.dedup_key == "k:0" else "due" for each in letters},
        OPEN.fill,
    )
    assert take(doors=doors).letter.dedup_key == "k:1"
    assert letter().state == verdict


def test_past_its_time_a_letter_is_out_of_date(app: Flask) -> None:
    queue(expires_at=clock.now() + timedelta(hours=1))
    with later(hours=1):
        assert not claims.take("a", LEASE, OPEN)
    assert letter().state == "expired"


def test_a_letter_that_cannot_be_made_does_not_stop_the_others(
    app: Flask, mail: Callable[[int], Config]
) -> None:
    queue(3, kind="late")
    with transaction() as session:
        session.scalars(select(Letter)).first().body_text = "⟦link:1⟧"  # type: ignore[union-attr]
        session.scalars(
            select(Letter).where(Letter.dedup_key == "k:1")
        ).one().to_addr = "a@b.vn\r\nBcc: c@d.vn"

    def fill(letters: Sequence[tuple[Letter, str]]) -> list[str]:
        if any("⟦" in words for _, words in letters):
            raise KeyError("no such link")
        return [words for _, words in letters]

    with mailsink() as sink:
        deliver_due(mail(sink.port), Doors(DUE, fill), owner="me")
        assert [each.recipients for each in sink.letters()] == [["xa2@lamgiang.vn"]]
    assert [(letter(n).state, bool(letter(n).last_reply)) for n in range(2)] == [
        ("dead", True),
        ("dead", True),
    ]


def test_the_breaker_pauses_and_heals(app: Flask) -> None:
    queue(9)
    refused = Outcome("transient", "connect", 421, "busy")
    for _ in range(5):
        claims.settle(take(), refused)
    assert not claims.take("a", LEASE, OPEN)
    with later(seconds=61):
        probe = take()
        assert not claims.take("b", LEASE, OPEN), "one letter probes"
        claims.settle(probe, refused)
    with later(seconds=61 + 61):
        assert not claims.take("a", LEASE, OPEN), "the pause has doubled"
    with later(seconds=61 + 121):
        claims.settle(take(), Outcome("permanent", "rcpt", 550))
        assert take()
        row = db.session.get(Breaker, breaker.NAME, populate_existing=True)
        assert row is not None
        assert (row.failures, row.closed_until) == (0, None)


def test_a_wrong_setting_opens_the_breaker_at_once(app: Flask) -> None:
    queue()
    claims.settle(take(), Outcome("config", "auth", 535, "wrong password"))
    row = db.session.get(Breaker, breaker.NAME)
    assert row is not None
    assert row.closed_until == clock.now() + timedelta(seconds=60)
    assert "auth: 535" in row.reason
    assert [rules.pause_after(n) for n in (4, 5, 6)] == [None, timedelta(minutes=1), timedelta(minutes=2)]
    assert rules.pause_after(40) == timedelta(minutes=15)


def test_told_to_stop_it_finishes_the_letter_and_leaves(app: Flask, mail: Callable[[int], Config]) -> None:
    queue(5)
    sent: list[int] = []
    with mailsink() as sink:
        run = deliver_due(
            mail(sink.port), OPEN, owner="me", stop=lambda: len(sink.letters()) >= 2 or bool(sent)
        )
    assert run.outcomes == {"accepted": 2}
    assert letter(2).state == "pending"


def test_a_lease_outlasts_two_letters() -> None:
    with pytest.raises(ValueError, match="lease"):
        Pace(total=60, lease=100)


def test_letters_in_hand_are_given_back_when_told_to_stop(app: Flask) -> None:
    queue(5)
    held = claims.take("a", LEASE, OPEN, 20)
    assert [claim.letter.dedup_key for claim in held] == [f"k:{n}" for n in range(5)]
    claims.give_back(held[1:])
    assert [letter(n).state for n in range(3)] == ["sending", "pending", "pending"]
    assert letter(1).attempts == 0
    assert len(claims.take("b", LEASE, OPEN, 20)) == 4


def test_after_the_breaker_opens_the_rest_is_given_back(app: Flask, mail: Callable[[int], Config]) -> None:
    queue(12)
    with mailsink() as sink:
        pass
    run = deliver_due(mail(sink.port), OPEN, owner="me")
    assert run.outcomes == {"transient": 5}
    assert outcomes() == ["transient"] * 5, "what was not begun was no attempt"
    assert {letter(n).state for n in range(12)} == {"pending"}
    assert {letter(n).lease_owner for n in range(12)} == {None}


def test_what_the_office_released_stays_released_after_a_failed_try(app: Flask) -> None:
    queue()
    with transaction() as session:
        session.scalars(select(Letter)).one().last_class = "released"
    claims.settle(take(), Outcome("transient", "rcpt", 450))
    assert letter().last_class == "released"
