"""A real SMTP server on loopback for the tests: what it accepted is written down before it answers 250.

In the test's own process: `with mailsink() as sink: … sink.port … sink.letters()`. As a process of its own,
which can be killed: `python -m tests.mailsink --port-file F --log F [--delay SECONDS]`.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import queue
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_string, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP


@dataclass(frozen=True)
class Letter:
    """One accepted message as it came over the wire."""

    sender: str
    recipients: list[str]
    source: str

    @property
    def message(self) -> EmailMessage:
        return message_from_string(self.source, policy=policy.default)


class Sink:
    """The server's side of each conversation; `delay` and `refusals` may be changed while it runs."""

    def __init__(self, log: Path, delay: float = 0.0) -> None:
        self.log = log
        self.delay = delay  # seconds between having the letter and saying so
        self.refusals: dict[str, str] = {}  # address -> the answer to its RCPT, "550 no such mailbox"
        self.port = 0

    def letters(self) -> list[Letter]:
        """Every accepted letter, first to last."""
        return read_log(self.log)

    async def handle_RCPT(self, server: SMTP, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        line = {
            "sender": envelope.mail_from,
            "recipients": envelope.rcpt_tos,
            "source": envelope.content.decode("utf-8", "surrogateescape"),
        }
        descriptor = os.open(self.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(descriptor, json.dumps(line).encode() + b"\n")
        finally:
            os.close(descriptor)
        await asyncio.sleep(self.delay)
        return "250 OK"


def read_log(log: Path) -> list[Letter]:
    """What a sink has written so far; none when nothing came."""
    return [Letter(**json.loads(line)) for line in log.read_text().splitlines()] if log.exists() else []


@contextlib.contextmanager
def mailsink(log: Path | None = None, delay: float = 0.0, **options: Any) -> Iterator[Sink]:
    """A server in a thread of this process, on a port the system chose; `options` are aiosmtpd's (TLS, sign-in)."""
    with tempfile.TemporaryDirectory() as folder:
        sink = Sink(log or Path(folder) / "letters.jsonl", delay)
        loops: queue.SimpleQueue[asyncio.AbstractEventLoop] = queue.SimpleQueue()
        started, ended = threading.Event(), asyncio.Event()

        async def serve() -> None:
            loops.put(asyncio.get_running_loop())
            await _serve(sink, started.set, ended, options)

        thread = threading.Thread(target=lambda: asyncio.run(serve()), name="mailsink")
        thread.start()
        started.wait(10)
        try:
            yield sink
        finally:
            loops.get().call_soon_threadsafe(ended.set)
            thread.join(10)


async def _serve(
    sink: Sink, started: Callable[[], None], ended: asyncio.Event, options: dict[str, Any] | None = None
) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(sink, enable_SMTPUTF8=True, **(options or {})), "127.0.0.1", 0
    )
    sink.port = server.sockets[0].getsockname()[1]
    started()
    await ended.wait()
    server.close()  # conversations still open end with the loop: a stuck client must not hold up the test


async def _serve_until_told(sink: Sink, port_file: Path) -> None:
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)

    def tell() -> None:
        unfinished = port_file.with_suffix(".part")
        unfinished.write_text(str(sink.port))
        unfinished.rename(port_file)  # whoever waits for the file finds it whole

    await _serve(sink, tell, ended)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port-file", type=Path, required=True)
    parser.add_argument("--log", type=Path, required=True)
    parser.add_argument("--delay", type=float, default=0.0)
    given = parser.parse_args()
    asyncio.run(_serve_until_told(Sink(given.log, given.delay), given.port_file))


if __name__ == "__main__":
    main()
