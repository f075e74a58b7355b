"""An SMTP server that goes wrong in one chosen way, at one chosen step; a thread for each conversation."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

CUT = "cut"  # close the connection instead of answering
DRIP = "drip"  # one byte now and then, never a whole answer
MID_BODY = "mid-body"  # close the connection when the first bytes of the letter arrive


@dataclass
class Faulty:
    """`answers` maps a step (banner, ehlo, starttls, auth, mail, rcpt, data, end) to what is said there."""

    answers: dict[str, str] = field(default_factory=dict)
    delays: dict[str, float] = field(default_factory=dict)
    features: tuple[str, ...] = ()
    certificate: Path | None = None
    port: int = 0
    accepted: list[bytes] = field(default_factory=list)
    connections: int = 0

    def converse(self, raw: socket.socket) -> None:
        """Play one conversation to its end."""
        self.connections += 1
        with contextlib.ExitStack() as opened, contextlib.suppress(OSError, _Over):
            self._greet(opened.enter_context(raw), opened)

    def _greet(self, link: socket.socket, opened: contextlib.ExitStack) -> None:
        link.settimeout(10)
        self._say(link, "banner", "220 faulty")
        lines = _Lines(link)
        while (line := lines.next()) is not None:
            verb = line.split(b" ")[0].split(b":")[0].upper()
            if verb == b"EHLO":
                names = ("faulty", *self.features)
                said = "".join(f"250{' ' if n is names[-1] else '-'}{n}\r\n" for n in names)
                self._say(link, "ehlo", said.strip())
            elif verb == b"STARTTLS":
                self._say(link, "starttls", "220 go ahead")
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.load_cert_chain(str(self.certificate))
                link = opened.enter_context(context.wrap_socket(link, server_side=True))
                lines = _Lines(link)
            elif verb == b"AUTH":
                self._say(link, "auth", "235 welcome")
            elif verb == b"DATA":
                self._say(link, "data", "354 go on")
                if self.answers.get("data", "354").startswith("354"):
                    self._take_body(link, lines)
            elif verb == b"QUIT":
                self._say(link, "quit", "221 bye")
                return
            else:
                self._say(link, {b"MAIL": "mail", b"RCPT": "rcpt"}.get(verb, "other"), "250 fine")

    def _take_body(self, link: socket.socket, lines: _Lines) -> None:
        body = []
        while (line := lines.next()) is not None and line != b".":
            if self.answers.get("body") == MID_BODY:
                raise _Over
            body.append(line)
        if line is None:
            return
        answer = self.answers.get("end", "250 taken")
        if answer in {CUT, DRIP} or answer.startswith("250"):
            self.accepted.append(b"\n".join(body))
        self._say(link, "end", "250 taken")

    def _say(self, link: socket.socket, step: str, usual: str) -> None:
        answer = self.answers.get(step, usual)
        time.sleep(self.delays.get(step, 0))
        if answer == CUT:
            raise _Over
        if answer == DRIP:
            for octet in b"250 " + b"x" * 200:
                link.sendall(bytes([octet]))
                time.sleep(0.05)
        link.sendall(answer.encode() + b"\r\n")


class _Over(Exception):
    """The conversation is cut here."""


class _Lines:
    def __init__(self, link: socket.socket) -> None:
        self.link, self.kept = link, b""

    def next(self) -> bytes | None:
        while b"\r\n" not in self.kept:
            block = self.link.recv(4096)
            if not block:
                return None
            self.kept += block
        line, _, self.kept = self.kept.partition(b"\r\n")
        return line


@contextlib.contextmanager
def faulty(**facts: object) -> Iterator[Faulty]:
    """A server in a thread of this process, on a port the system chose."""
    server = Faulty(**facts)  # type: ignore[arg-type]
    listener = socket.create_server(("127.0.0.1", 0))
    server.port = listener.getsockname()[1]
    ended = threading.Event()

    def serve() -> None:
        while not ended.is_set():
            with contextlib.suppress(OSError):
                link, _ = listener.accept()
                threading.Thread(target=server.converse, args=(link,), daemon=True).start()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        ended.set()
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", server.port), 1).close()
        listener.close()
        thread.join(5)
