"""Letters through real servers: Debian's Postfix as a relay, and one that asks for encryption and a password."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult
from flask import Flask
from sqlalchemy import select

from tests.mailsink import Sink, mailsink
from tests.outbox.test_delivery import OPEN
from tests.outbox.test_smtp_faults import attempts, letters, queue
from tests.postfix import Relay, relay
from tracker import clock
from tracker.config import Config
from tracker.db import db
from tracker.outbox import allowance
from tracker.outbox.delivery import deliver_due
from tracker.outbox.models import Breaker

HOUR = timedelta(hours=1)
FOUR_AN_HOUR = {
    "smtpd_client_message_rate_limit": "4",
    "smtpd_client_event_limit_exceptions": "",
    "anvil_rate_time_unit": "3600s",
}
PATIENCE = 20  # seconds for a relay to pass letters on


@pytest.fixture
def sink() -> Iterator[Sink]:
    """The server behind the relay: what a body's mailbox stands on."""
    with mailsink() as server:
        yield server


@pytest.fixture
def through(config: Config) -> Callable[..., Config]:
    return lambda port, **more: replace(
        config, smtp_host="127.0.0.1", smtp_port=port, mail_from="vp@lamgiang.vn", **more
    )


def arrived(sink: Sink, number: int) -> list[str]:
    """The recipients of letters that came through, once there are so many."""
    ends_at = time.monotonic() + PATIENCE
    while len(sink.letters()) < number and time.monotonic() < ends_at:
        time.sleep(0.05)
    return sorted(each.recipients[0] for each in sink.letters())


def noted(server: Relay, *words: str) -> list[str]:
    """Lines of the relay's log with these words; it writes them a moment after what they tell of."""
    ends_at = time.monotonic() + PATIENCE
    while True:
        lines = [line for line in server.log.read_text().splitlines() if all(word in line for word in words)]
        if lines or time.monotonic() > ends_at:
            return lines
        time.sleep(0.05)


def test_letters_go_through_over_one_encrypted_connection(
    app: Flask,
    through: Callable[..., Config],
    sink: Sink,
    certificate: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    queue(12)
    with relay(sink.port, certificate) as server:
        deliver_due(through(server.port, smtp_security="starttls"), OPEN, owner="me")
        assert arrived(sink, 12) == sorted(f"xa{n}@lamgiang.vn" for n in range(12))
        ours = noted(server, "disconnect from", "mail=12")
    assert len(ours) == 1, "twelve letters, one connection"
    assert "starttls=1" in ours[0]
    assert {letter.state for letter in letters()} == {"sent"}
    assert {each.message["Message-ID"] for each in sink.letters()} == {each.message_id for each in letters()}


def test_a_relay_whose_certificate_nobody_vouches_for_gets_no_letter(
    app: Flask, through: Callable[..., Config], sink: Sink, certificate: Path
) -> None:
    queue(1)
    with relay(sink.port, certificate) as server:
        deliver_due(through(server.port, smtp_security="starttls"), OPEN, owner="me")
    assert [(each.outcome, each.phase) for each in attempts()] == [("config", "starttls")]
    assert sink.letters() == []


def test_a_relay_that_takes_no_more_this_hour_loses_nothing(
    app: Flask, through: Callable[..., Config], sink: Sink
) -> None:
    """Nobody told us of its limit: what it refuses waits and goes later."""
    queue(6)
    with relay(sink.port, **FOUR_AN_HOUR) as server:
        deliver_due(through(server.port), OPEN, owner="me")
        assert len(arrived(sink, 4)) == 4
        assert {each.outcome for each in attempts()} == {"accepted", "transient"}
    with relay(sink.port) as server, clock.frozen_at(clock.now() + HOUR):
        deliver_due(through(server.port), OPEN, owner="me")
        assert len(arrived(sink, 6)) == 6
    assert {each.state for each in letters()} == {"sent"}


def test_a_limit_we_know_of_is_never_met(app: Flask, through: Callable[..., Config], sink: Sink) -> None:
    queue(10)
    begins = clock.now()
    with relay(sink.port, **FOUR_AN_HOUR) as server:
        config = through(server.port, smtp_per_hour=4)
        for owner in ("me", "another"):
            deliver_due(config, OPEN, owner=owner)
        assert len(arrived(sink, 4)) == 4
        assert allowance.opens_at(4, begins) == begins + HOUR
        with clock.frozen_at(begins + HOUR - timedelta(seconds=1)):
            deliver_due(config, OPEN, owner="me")
        assert [each.outcome for each in attempts()] == ["accepted"] * 4
    with relay(sink.port, **FOUR_AN_HOUR) as server, clock.frozen_at(begins + HOUR + timedelta(seconds=1)):
        deliver_due(through(server.port, smtp_per_hour=4), OPEN, owner="me")
        assert len(arrived(sink, 8)) == 8
    assert [each.outcome for each in attempts()] == ["accepted"] * 8
    assert not db.session.scalars(select(Breaker).where(Breaker.failures > 0)).all()


def test_a_server_that_wants_a_password_over_encryption_gets_it(
    app: Flask, through: Callable[..., Config], certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    def known(server: object, session: object, envelope: object, mechanism: str, data: Any) -> AuthResult:
        return AuthResult(
            success=(data.login, data.password) == (b"don-doc", b"m\xe1\xba\xadt"), handled=False
        )

    queue(2)
    signed = {"smtp_security": "starttls", "smtp_user": "don-doc"}
    asks = {"tls_context": context, "require_starttls": True, "auth_required": True, "authenticator": known}
    with mailsink(**asks) as server:
        deliver_due(through(server.port, **signed, smtp_password="sai"), OPEN, owner="me")
        assert [(each.outcome, each.phase) for each in attempts()] == [("config", "auth")]
        with clock.frozen_at(clock.now() + HOUR):
            deliver_due(through(server.port, **signed, smtp_password="mật"), OPEN, owner="me")
        assert len(server.letters()) == 2
    assert {each.state for each in letters()} == {"sent"}
