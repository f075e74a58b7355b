"""The product served as in earnest, on either engine, for fault runs that come in through its pages."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, RemoteDisconnected
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from tests import pgcluster
from tests.live import Live, serving
from tracker.commands.web import FORKS


@contextlib.contextmanager
def staged(engine: str) -> Iterator[Live]:
    """A fresh instance with the named cast, served by the processes and threads a new installation has."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dd-chaos-")))
        more = {"LOG_LEVEL": "WARNING"}
        if engine == "postgresql":
            more["DATABASE_URL"] = pgcluster.fresh_database(stack.enter_context(pgcluster.cluster()))
        yield stack.enter_context(serving(folder, FORKS, **more))


@dataclass
class Answer:
    """What came back, and where it leads."""

    status: int
    text: str
    leads_to: str


class Browser:
    """One signed-in browser over one connection kept open; it keeps cookies."""

    def __init__(self, live: Live, name: str) -> None:
        self.host = urlsplit(live.url).netloc
        self.line = HTTPConnection(self.host, timeout=60)
        self.cookies: SimpleCookie = SimpleCookie({"s": live.cookie(name)["value"]})

    def get(self, path: str) -> Answer:
        """A page."""
        return self._asked("GET", path, None, {})

    def post(self, path: str, fields: dict[str, str], *, htmx: bool = False, follow: bool = True) -> Answer:
        """A form, as a browser without a script sends it or as htmx does; the page it leads to, if asked for."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"} | (
            {"HX-Request": "true"} if htmx else {}
        )
        answer = self._asked("POST", path, urlencode(fields), kind)
        return self.get(answer.leads_to) if follow and answer.leads_to else answer

    def _asked(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in self.cookies.items())
        asked = method, path, body, headers | {"Cookie": cookie}
        try:
            self.line.request(*asked)
            answer = self.line.getresponse()
        except (
            RemoteDisconnected,
            ConnectionError,
        ):  # idle for too long: as browsers do, once more over a new one
            self.line.close()
            self.line.request(*asked)
            answer = self.line.getresponse()
        text = answer.read().decode()
        for set_cookie in answer.headers.get_all("Set-Cookie", []):
            self.cookies.load(set_cookie)
        return Answer(answer.status, text, answer.headers["Location"] or "")
