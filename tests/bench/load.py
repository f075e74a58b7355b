"""Clients that wait for each answer before they ask again (a closed loop), over plain sockets kept open.

Runs in a process of its own, so that what it costs is not the server's.
"""

from __future__ import annotations

import selectors
import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from time import perf_counter

END_OF_HEAD = b"\r\n\r\n"


@dataclass(frozen=True)
class Ask:
    """What one client asks, in order; `again` starts over at the end."""

    requests: Sequence[bytes]
    again: bool = True


@dataclass
class Heard:
    """What came back: seconds of each answer, octets in all, other answers than 200 as status lines."""

    seconds: list[float] = field(default_factory=list)
    octets: int = 0
    errors: list[str] = field(default_factory=list)
    elapsed: float = 0.0

    def __iadd__(self, other: Heard) -> Heard:
        self.seconds += other.seconds
        self.octets += other.octets
        self.errors += other.errors
        self.elapsed += other.elapsed
        return self

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.seconds) / self.elapsed if self.elapsed else 0.0

    def percentile(self, share: float) -> float:
        """Milliseconds within which this share of the answers came; 0 when there is none."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def get(path: str, cookie: str = "", port: int = 80) -> bytes:
    """A page as a browser asks for it."""
    return _request("GET", path, cookie, port, "")


FORM = "application/x-www-form-urlencoded"


def post(path: str, body: bytes, cookie: str = "", port: int = 80, kind: str = FORM) -> bytes:
    """A form as htmx sends it."""
    more = f"HX-Request: true\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
    return _request("POST", path, cookie, port, more) + body


def _request(method: str, path: str, cookie: str, port: int, more: str) -> bytes:
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: gzip\r\n{more}"
    return (head + (f"Cookie: {cookie}\r\n" if cookie else "") + "\r\n").encode()


def drive(
    port: int, asks: Sequence[Ask], *, seconds: float = 60.0, most: int = 1_000_000, warm: int = 0
) -> Heard:
    """Let each client ask until the time is over, `most` answers have come to it, or it has nothing left to ask.

    The first `warm` answers of each client are not counted.
    """
    heard, choose = Heard(), selectors.DefaultSelector()
    clients = [_Client(port, ask, most, warm) for ask in asks]
    began = perf_counter()
    for client in clients:
        client.connect(choose)
        if not client.ask():
            client.leave(choose)
    while choose.get_map():
        for key, _ in choose.select(timeout=60):
            key.data.hear(heard, choose, stop=perf_counter() - began > seconds)
    heard.elapsed = perf_counter() - began
    return heard


class _Client:
    """One connection and what is asked over it."""

    def __init__(self, port: int, ask: Ask, most: int, warm: int) -> None:
        self.port, self.most, self.warm = port, most, warm
        self.left: Iterator[bytes] = cycle(ask.requests) if ask.again else iter(ask.requests)
        self.request, self.asked_at, self.answers = b"", 0.0, 0
        self.received, self.wanted = bytearray(), 0

    def connect(self, choose: selectors.BaseSelector) -> None:
        self.line = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        self.line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        choose.register(self.line, selectors.EVENT_READ, self)

    def ask(self) -> bool:
        """Send the next request; False when there is none."""
        request = next(self.left, None)
        if request is None or self.answers >= self.most:
            return False
        self.request, self.received, self.wanted = request, bytearray(), 0
        self.asked_at = perf_counter()
        self.line.sendall(request)
        return True

    def hear(self, heard: Heard, choose: selectors.BaseSelector, *, stop: bool) -> None:
        piece = self.line.recv(1 << 18)
        if not piece:
            self._again(choose)
            return
        self.received += piece
        if not self.wanted and END_OF_HEAD in self.received:
            self.wanted = self._length()
        if not self.wanted or len(self.received) < self.wanted:
            return
        self._note(heard, perf_counter() - self.asked_at)
        if stop or not self.ask():
            self.leave(choose)

    def leave(self, choose: selectors.BaseSelector) -> None:
        """Hang up."""
        choose.unregister(self.line)
        self.line.close()

    def _again(self, choose: selectors.BaseSelector) -> None:
        """The server closed an idle connection as we asked: ask the same over a new one."""
        self.leave(choose)
        if self.received:
            raise ConnectionError("the server closed the connection within an answer")
        self.connect(choose)
        self.line.sendall(self.request)

    def _length(self) -> int:
        head, _, _ = bytes(self.received).partition(END_OF_HEAD)
        for line in head.split(b"\r\n"):
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                return len(head) + 4 + int(value)
        raise ValueError("an answer without its length")

    def _note(self, heard: Heard, seconds: float) -> None:
        status = bytes(self.received[:12]).decode("latin-1")
        if not status.endswith("200"):
            heard.errors.append(status)
        self.answers += 1
        if self.answers > self.warm:
            heard.seconds.append(seconds)
            heard.octets += len(self.received)
