"""One conversation with the mail server, phase by phase, so that what happened to a letter is always known.

`smtplib.sendmail` hides the phase; here the caller's marker is committed between the server's 354 and the first
byte of the body. Whatever breaks before it is certainly not sent; what breaks after it is unknown.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tracker import clock
from tracker.config import Config

LONGEST_REPLY = 64 * 1024  # bytes
BLOCK = 4096
SETTLED = frozenset({"mail", "rcpt", "data", "end"})
"""Phases whose refusal leaves the connection good for the next letter."""

REFUSED = {
    "starttls": "config",
    "auth": "config",
    "mail": "config",
    "rcpt": "permanent",
    "data": "permanent",
    "end": "permanent",
}
"""What a 5xx means in each phase; anywhere else it passes by itself."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Limits in seconds: a whole letter, one step of the conversation, and the lease on a letter."""

    total: float = 60
    step: float = 20
    lease: float = 120

    def __post_init__(self) -> None:
        if self.lease < 2 * self.total:
            raise ValueError("a lease must last twice as long as a letter may take")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one attempt: `outcome` is a word of `outbox.models.OUTCOMES`, `phase` where it ended."""

    outcome: str
    phase: str
    code: int | None = None
    reply: str = ""
    is_cut: bool = False  # the connection ended without an answer


@dataclass(frozen=True, slots=True)
class Parcel:
    """A letter ready for the wire: one recipient, the whole message with CRLF line ends."""

    sender: str
    recipient: str
    message: bytes


class _Ended(Exception):
    """The conversation got an answer that settles the attempt."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.outcome)
        self.outcome = outcome


class _Wire(smtplib.SMTP):
    """smtplib's commands on a connection whose every read and write ends in time.

    A server that sends one byte a second never lets a plain socket time out; here a reply as a whole has a limit.
    """

    def __init__(self, config: Config, pace: Pace, alive: Callable[[], None]) -> None:
        self.config, self.pace, self.alive = config, pace, alive
        self.ends_at = clock.monotonic() + pace.total
        self.unread = b""
        super().__init__(local_hostname=_own_name(config), timeout=pace.step)
        self._host = config.smtp_host  # whose certificate STARTTLS asks for

    def left(self) -> float:
        """Seconds until this step must end. Raises TimeoutError when the letter's time is over."""
        left = min(self.pace.step, self.ends_at - clock.monotonic())
        if left <= 0:
            raise TimeoutError("the letter took too long")
        return left

    def next_step(self) -> None:
        self.alive()
        left = self.left()
        if self.sock is not None:
            self.sock.settimeout(left)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain = socket.create_connection((host, port), self.left())
        if self.config.smtp_security != "tls":
            return plain
        try:
            return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
        except BaseException:
            plain.close()
            raise

    def send(self, data: Any) -> None:
        self.next_step()
        super().send(data)

    def getreply(self) -> tuple[int, bytes]:
        """One whole reply. Raises SMTPServerDisconnected, TimeoutError or SMTPResponseException."""
        self.next_step()
        step_ends_at = clock.monotonic() + self.left()
        lines: list[bytes] = []
        while True:
            line = self._line(step_ends_at)
            lines.append(line[4:].strip())
            if not line[:3].isdigit():
                self.close()
                raise smtplib.SMTPResponseException(500, line[:200])
            if line[3:4] != b"-":
                return int(line[:3]), b"\n".join(lines)

    def _line(self, ends_at: float) -> bytes:
        while b"\n" not in self.unread:
            if self.sock is None:
                raise smtplib.SMTPServerDisconnected("not connected")
            left = min(ends_at, self.ends_at) - clock.monotonic()
            if left <= 0 or len(self.unread) > LONGEST_REPLY:
                raise TimeoutError("the server's answer took too long")
            self.sock.settimeout(left)
            block = self.sock.recv(BLOCK)
            if not block:
                self.close()
                raise smtplib.SMTPServerDisconnected("connection closed by the server")
            self.unread += block
        line, _, self.unread = self.unread.partition(b"\n")
        return line


class Mailer:
    """Sends letters over one connection, opened when needed and again when the server dropped it."""

    def __init__(
        self, config: Config, pace: Pace | None = None, alive: Callable[[], None] = lambda: None
    ) -> None:
        self.config, self.pace, self.alive = config, pace or Pace(), alive
        self._wire: _Wire | None = None
        self._is_clean = False

    def send(self, parcel: Parcel, mark: Callable[[], bool]) -> Outcome:
        """Hand one letter over. `mark` commits the marker and says whether the lease still holds.

        Never raises for what the server or the network does: the outcome says phase and class.
        """
        kept, phase = self._wire is not None, ["connect"]
        try:
            wire = self._connected(phase)
            outcome = self._hand_over(wire, parcel, mark, phase)
        except _Ended as ended:
            outcome = ended.outcome
        except (OSError, smtplib.SMTPException) as error:
            outcome = _failure(phase[0], error)
        if outcome.phase not in SETTLED or outcome.code in {None, 421}:
            self._drop()
        if kept and outcome.phase in {"reset", "mail"} and (outcome.is_cut or outcome.code == 421):
            return self.send(parcel, mark)  # the server had closed the kept connection: nothing was lost
        self._is_clean = outcome.outcome == "accepted"
        return outcome

    def close(self) -> None:
        """Say goodbye; what the server answers does not matter any more."""
        wire, self._wire = self._wire, None
        if wire is not None:
            try:
                wire.ends_at = clock.monotonic() + 1
                wire.docmd("QUIT")
            except (OSError, smtplib.SMTPException):
                pass
            finally:
                wire.close()

    def _connected(self, phase: list[str]) -> _Wire:
        """A greeted, encrypted, signed-in connection; the one in hand when it still answers."""
        if self._wire is not None:
            phase[0] = "reset"
            self._wire.ends_at = clock.monotonic() + self.pace.total
            if not self._is_clean:
                _expect(self._wire.docmd("RSET"), "reset")
            return self._wire
        config = self.config
        wire = self._wire = _Wire(config, self.pace, self.alive)
        _expect(wire.connect(config.smtp_host, config.smtp_port), "connect")
        phase[0] = "ehlo"
        wire.ehlo_or_helo_if_needed()
        if config.smtp_security == "starttls":
            phase[0] = "starttls"
            wire.next_step()
            wire.starttls(context=ssl.create_default_context())
            if wire.unread:  # words slipped in before the encryption are not the server's
                raise ssl.SSLError("text before the handshake")
            wire.ehlo_or_helo_if_needed()
        if config.smtp_user:
            phase[0] = "auth"
            _sign_in(wire, config)
        return wire

    def _hand_over(self, wire: _Wire, parcel: Parcel, mark: Callable[[], bool], phase: list[str]) -> Outcome:
        phase[0] = "mail"
        _expect(wire.mail(parcel.sender), "mail")
        phase[0] = "rcpt"
        _expect(wire.rcpt(parcel.recipient), "rcpt")
        phase[0] = "data"
        _expect(wire.docmd("DATA"), "data", 354)
        wire.left()
        if not mark():
            raise _Ended(Outcome("fenced", "data"))
        phase[0] = "body"
        wire.send(re.sub(rb"(?m)^\.", b"..", parcel.message) + b".\r\n")
        phase[0] = "end"
        code, reply = wire.getreply()
        if code != 250:
            raise _Ended(_refusal("end", code, reply))
        return Outcome("accepted", "end", code, _words(reply))

    def _drop(self) -> None:
        wire, self._wire = self._wire, None
        if wire is not None:
            wire.close()


def _sign_in(wire: _Wire, config: Config) -> None:
    """By whatever the server offers; smtplib knows only ASCII, and PLAIN is UTF-8 (RFC 4616)."""
    if (config.smtp_user + config.smtp_password).isascii():
        wire.login(config.smtp_user, config.smtp_password)
        return
    words = b64encode(f"\0{config.smtp_user}\0{config.smtp_password}".encode()).decode()
    _expect(wire.docmd("AUTH", f"PLAIN {words}"), "auth", 235)


def _own_name(config: Config) -> str:
    """How we greet the server: our public name, or the literal a machine without one must use (RFC 5321, 4.1.3)."""
    is_name = "." in config.host and not config.host.replace(".", "").isdigit()
    return config.host if is_name else "[127.0.0.1]"


def _expect(answer: tuple[int, bytes], phase: str, *wanted: int) -> None:
    code, reply = answer
    if code not in (wanted or (220, 250, 251)):
        raise _Ended(_refusal(phase, code, reply))


def _refusal(phase: str, code: int, reply: bytes) -> Outcome:
    """The class of a refusal the server put into words: 4xx passes, 5xx depends on what was refused."""
    if 500 <= code < 600:
        outcome = REFUSED.get(phase, "transient")
    else:
        outcome = "unknown" if phase == "end" and not 400 <= code < 500 else "transient"
    return Outcome(outcome, phase, code, _words(reply))


def _failure(phase: str, error: Exception) -> Outcome:
    """The class of a conversation that broke off."""
    words = _words(str(error) or type(error).__name__)
    if phase in {"body", "end"}:
        return Outcome("unknown", phase, None, words)
    if isinstance(error, smtplib.SMTPResponseException):
        reply = error.smtp_error
        return _refusal(phase, error.smtp_code, reply if isinstance(reply, bytes) else str(reply).encode())
    is_cut = isinstance(error, smtplib.SMTPServerDisconnected | ConnectionError | ssl.SSLEOFError)
    wrong_setting = isinstance(error, smtplib.SMTPException | ssl.SSLError) and not is_cut
    return Outcome("config" if wrong_setting else "transient", phase, None, words, is_cut)


def _words(reply: bytes | str) -> str:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:300]
