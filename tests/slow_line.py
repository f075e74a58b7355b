"""A bad line between a browser and the server: what a story takes for granted about haste, it finds out here.

`python3 -m tracker test --slow-line 200 tests/journeys` holds back the beginning of each answer, and its rest, for so
many milliseconds. A story that looks at a page before the page is there then fails every time, and not once in a
hundred runs on a busy machine.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from socketserver import BaseRequestHandler, ThreadingTCPServer

BEGINNING = 1500  # bytes of an answer that arrive first: its head, and of a page not as far as its toasts
BLOCK = 1 << 16


class Line(ThreadingTCPServer):
    """Listens where the browser looks, and fetches from where the server is."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64

    def __init__(self, port: int, target: int, seconds: float) -> None:
        self.target, self.seconds = target, seconds
        super().__init__(("127.0.0.1", port), Connection)


class Connection(BaseRequestHandler):
    """One connection of the browser's: questions pass at once, answers late and in two pieces."""

    server: Line

    def handle(self) -> None:
        with (
            suppress(OSError),
            socket.create_connection(("127.0.0.1", self.server.target)) as upstream,
        ):
            asking = threading.Thread(target=self.ask, args=(upstream,), daemon=True)
            asking.start()
            while block := upstream.recv(BLOCK):
                for piece in (block[:BEGINNING], block[BEGINNING:]):
                    time.sleep(self.server.seconds if piece else 0)
                    self.request.sendall(piece)
            self.request.shutdown(socket.SHUT_WR)

    def ask(self, upstream: socket.socket) -> None:
        with suppress(OSError):
            while block := self.request.recv(BLOCK):
                upstream.sendall(block)
            upstream.shutdown(socket.SHUT_WR)


@contextmanager
def slow_line(port: int, target: int, milliseconds: int) -> Iterator[None]:
    """The line from a port to the server's, until the end."""
    with Line(port, target, milliseconds / 1000) as line:
        threading.Thread(target=line.serve_forever, daemon=True).start()
        try:
            yield
        finally:
            line.shutdown()
