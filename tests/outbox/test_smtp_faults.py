"""R8: eighteen ways a mail server goes wrong, each put in its class; R9: nothing of the database is held meanwhile."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.outbox.faults import MODES
from tests.outbox.faulty import CUT, Faulty, faulty
from tracker.config import Config, load
from tracker.db import db
from tracker.outbox import post
from tracker.outbox.claims import Doors
from tracker.outbox.delivery import deliver_due
from tracker.outbox.models import Attempt, Breaker, Letter
from tracker.outbox.transport import Mailer, Pace, Parcel

QUICK = Pace(total=0.8, step=0.4, lease=2)
LETTERS = 3
OPEN = Doors(
    lambda letters: {each.id: "due" for each in letters}, lambda letters: [words for _, words in letters]
)

STATE = {"transient": "pending", "config": "pending", "permanent": "dead", "unknown": "held"}


def queue(number: int = LETTERS, **facts: Any) -> None:
    for n in range(number):
        post.enqueue(f"test:{n}", kind="test", to=f"xa{n}@lamgiang.vn", template="test", name="Xã", **facts)


def settings(config: Config, server: Faulty, **more: str) -> Config:
    return replace(config, smtp_host="127.0.0.1", smtp_port=server.port, mail_from="vp@lamgiang.vn", **more)  # type: ignore[arg-type]


def attempts() -> list[Attempt]:
    return list(db.session.scalars(select(Attempt).order_by(Attempt.id)))


def letters() -> list[Letter]:
    db.session.expire_all()
    return list(db.session.scalars(select(Letter).order_by(Letter.id)))


@pytest.mark.parametrize("mode", MODES)
def test_each_fault_has_its_class(mode: str, tmp_path: Path) -> None:
    facts, more, wanted, phase = MODES[mode]
    parcel = Parcel("vp@lamgiang.vn", "xa@lamgiang.vn", b"Subject: x\r\n\r\nKinh gui\r\n")
    marked = []
    with faulty(**facts) as server:
        mailer = Mailer(settings(load({"TRACKER_INSTANCE": str(tmp_path)}), server, **more), QUICK)
        tried = [mailer.send(parcel, lambda: not marked.append(1)) for _ in range(LETTERS)]  # type: ignore[func-returns-value]
        mailer.close()
    assert {outcome.outcome for outcome in tried} == {wanted}
    assert {outcome.phase for outcome in tried} <= {phase, "body"}
    after_marker = [outcome for outcome in tried if outcome.phase in {"end", "body"}]
    assert len(marked) == len(after_marker), "the marker is set where the body begins, and only there"
    assert len(server.accepted) <= (LETTERS if wanted == "unknown" else 0), (
        "only an unknown one may have arrived"
    )


@pytest.mark.parametrize("mode", ["RCPT drop", "AUTH 535", "RCPT 550", "drop after dot", "drop mid-body"])
def test_a_letter_goes_where_its_class_says(app: Flask, config: Config, mode: str) -> None:
    facts, more, wanted, phase = MODES[mode]
    queue()
    with faulty(**facts) as server:
        deliver_due(settings(config, server, **more), OPEN, owner="me", pace=QUICK)
        accepted = len(server.accepted)
    tried = attempts()
    assert tried
    assert {attempt.outcome for attempt in tried} == {wanted}
    assert {attempt.phase for attempt in tried} <= {phase, "body"}
    assert all((attempt.data_at is not None) == (attempt.phase in {"end", "body"}) for attempt in tried)
    states = {letter.state for letter in letters() if letter.lease_no}
    assert states == {STATE[wanted]}
    assert accepted <= sum(letter.unknowns for letter in letters())


def test_a_server_that_is_not_there_is_transient(app: Flask, config: Config) -> None:
    queue(1)
    with faulty() as server:
        pass
    deliver_due(settings(config, server), OPEN, owner="me", pace=QUICK)
    assert [(a.outcome, a.phase, a.data_at) for a in attempts()] == [("transient", "connect", None)]


def test_a_name_that_does_not_resolve_is_transient(app: Flask, config: Config) -> None:
    queue(1)
    with faulty() as server:
        nowhere = replace(settings(config, server), smtp_host="no-such-host.invalid")
        deliver_due(nowhere, OPEN, owner="me", pace=QUICK)
    assert [(a.outcome, a.phase) for a in attempts()] == [("transient", "connect")]


def test_a_certificate_nobody_vouches_for_is_config(app: Flask, config: Config, certificate: Path) -> None:
    queue(1)
    with faulty(features=("STARTTLS",), certificate=certificate) as server:
        deliver_due(settings(config, server, smtp_security="starttls"), OPEN, owner="me", pace=QUICK)
    assert [(a.outcome, a.phase) for a in attempts()] == [("config", "starttls")]
    assert letters()[0].attempts == 0, "a wrong setting is not the letter's fault"


def test_a_certificate_vouched_for_is_taken(
    app: Flask, config: Config, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    queue(2)
    with faulty(features=("STARTTLS",), certificate=certificate) as server:
        deliver_due(settings(config, server, smtp_security="starttls"), OPEN, owner="me")
        assert (len(server.accepted), server.connections) == (2, 1)
    assert {letter.state for letter in letters()} == {"sent"}


def test_a_kept_connection_that_was_dropped_is_opened_again(app: Flask, config: Config) -> None:
    parcel = Parcel("vp@lamgiang.vn", "xa@lamgiang.vn", b"Subject: x\r\n\r\n.dot\r\n")
    with faulty() as server:
        mailer = Mailer(settings(config, server), QUICK)
        assert mailer.send(parcel, lambda: True).outcome == "accepted"
        server.answers["mail"] = CUT
        first = mailer.send(parcel, lambda: True)
        server.answers.pop("mail")
        second = mailer.send(parcel, lambda: True)
        mailer.close()
        assert server.connections == 3
    assert first.outcome == "transient"
    assert second.outcome == "accepted"
    assert server.accepted[0].endswith(b"..dot"), "a dot that begins a line is doubled on the wire"


def test_five_failures_open_the_breaker_and_one_letter_probes(app: Flask, config: Config) -> None:
    queue(8)
    with faulty(answers={"banner": "421 busy"}) as server:
        deliver_due(settings(config, server), OPEN, owner="me", pace=QUICK)
        assert len(attempts()) == 5
        row = db.session.get(Breaker, "smtp", populate_existing=True)
        assert row is not None
        assert (row.failures, row.closed_until is not None) == (5, True)
        deliver_due(settings(config, server), OPEN, owner="me", pace=QUICK)
        assert len(attempts()) == 5, "nothing is tried while the breaker is open"


def test_nothing_of_the_database_is_held_while_talking(app: Flask, config: Config) -> None:
    held = []

    def watch() -> None:
        held.append(sum(each.pool.checkedout() for each in db.engines.values()))  # type: ignore[attr-defined]

    queue(2)
    with faulty(delays={"rcpt": 0.05}) as server:
        deliver_due(settings(config, server), OPEN, owner="me", alive=watch)
    assert len(held) > 8
    assert set(held) == {0}
