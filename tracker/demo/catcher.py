"""A mail server for the demonstration: takes every letter, delivers none, and shows them in the browser.

Loopback only, no sign-in: whoever can reach it sits at this machine.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from threading import Lock, Thread

from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask, Response, abort, render_template
from jinja2 import StrictUndefined
from werkzeug.serving import BaseWSGIServer, make_server

from tracker import clock
from tracker.config import Config
from tracker.web import assets, filters, headers, language
from tracker.web.csrf import form_token

ADDRESS = re.compile(r"(https?://\S+)")


@dataclass(frozen=True, slots=True)
class Caught:
    """One letter as it arrived."""

    number: int
    at: datetime
    to: str
    subject: str
    text: str
    html: str

    @property
    def pieces(self) -> Sequence[str]:
        """The text cut so that every second piece is an address."""
        return ADDRESS.split(self.text)


class Box:
    """The letters caught so far, in the order they came."""

    def __init__(self) -> None:
        self.letters: list[Caught] = []
        self._lock = Lock()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """aiosmtpd's hook: keep the letter and say yes."""
        message = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        assert isinstance(message, EmailMessage)  # noqa: S101 - what policy.default makes
        with self._lock:
            self.letters.append(_read(message, len(self.letters) + 1, envelope.rcpt_tos[0]))
        return "250 OK"

    def of(self, mailbox: str | None) -> list[Caught]:
        """The letters to one mailbox, or all; the newest first."""
        return [letter for letter in reversed(self.letters) if mailbox in (None, letter.to)]


def _read(message: EmailMessage, number: int, to: str) -> Caught:
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    sent = str(message["Date"] or "")
    return Caught(
        number=number,
        at=parsedate_to_datetime(sent) if sent else clock.now(),
        to=to,
        subject=str(message["Subject"]),
        text=text.get_content() if text else "",
        html=html.get_content() if html else "",
    )


class Catcher:
    """The mail server and the page of its letters, both on loopback ports of the system's choice."""

    def __init__(self, templates: Path, authority: str) -> None:
        self.box = Box()
        self._loop = asyncio.new_event_loop()
        self._smtp: asyncio.Server | None = None
        self._threads = [
            Thread(target=self._loop.run_forever, daemon=True),
            Thread(target=self._page_forever, daemon=True),
        ]
        self._page: BaseWSGIServer = make_server(
            "127.0.0.1", 0, letters_page(self.box, templates, authority), threaded=True
        )

    def start(self) -> None:
        """Listen."""
        for thread in self._threads:
            thread.start()
        listening = self._loop.create_server(
            lambda: SMTP(self.box, enable_SMTPUTF8=True, loop=self._loop), "127.0.0.1", 0
        )
        self._smtp = asyncio.run_coroutine_threadsafe(listening, self._loop).result(5)

    def stop(self) -> None:
        """Close both."""
        self._page.shutdown()
        self._page.server_close()
        asyncio.run_coroutine_threadsafe(self._hang_up(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        for thread in self._threads:
            thread.join(5)
        self._loop.close()

    async def _hang_up(self) -> None:
        """Take no more letters and end the conversations under way."""
        if self._smtp is not None:
            self._smtp.close()
        talking = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in talking:
            task.cancel()
        await asyncio.gather(*talking, return_exceptions=True)

    def _page_forever(self) -> None:
        self._page.serve_forever()

    @property
    def smtp_port(self) -> int:
        """Where letters are taken."""
        assert self._smtp is not None  # noqa: S101 - started
        port: int = self._smtp.sockets[0].getsockname()[1]
        return port

    @property
    def url(self) -> str:
        """The page of caught letters."""
        return f"http://127.0.0.1:{self._page.port}/"


def letters_page(box: Box, templates: Path, authority: str) -> Flask:
    """The page's own small application: a list, a letter, a letter's HTML in a sandbox."""
    app = Flask("tracker.demo", template_folder=str(templates), static_folder=None)
    app.extensions["config"] = Config()  # plain http on loopback
    app.config["SECRET_KEY"] = "letters of the demonstration"
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    for plumbing in (language, headers, filters, assets):
        plumbing.init_app(app)
    app.jinja_env.globals.update(csrf_token=form_token, site={"name": authority})

    @app.get("/")
    @app.get("/to/<mailbox>")
    def index(mailbox: str | None = None) -> str:
        return render_template("demo/letters.html", letters=box.of(mailbox)[:200], mailbox=mailbox)

    @app.get("/letter/<int:number>")
    def letter(number: int) -> str:
        return render_template("demo/letter.html", letter=_found(box, number))

    @app.get("/letter/<int:number>/html")
    def html(number: int) -> Response:
        return headers.sandboxed(Response(_found(box, number).html, mimetype="text/html"))

    return app


def _found(box: Box, number: int) -> Caught:
    if not 1 <= number <= len(box.letters):
        abort(404)
    return box.letters[number - 1]
