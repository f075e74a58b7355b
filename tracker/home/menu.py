"""The entries each role has, at most six, and what every signed-in page shows in its frame."""

from __future__ import annotations

import secrets
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from flask import Flask, g, request
from flask_babel import LazyString, gettext, lazy_gettext

from tracker import clock
from tracker.access.actors import is_office
from tracker.home import queries
from tracker.ops.health import SILENT
from tracker.settings.queries import office_rules
from tracker.web.catalogue import current_wording
from tracker.web.gate import viewer_now

OVERVIEW = (lazy_gettext("Overview"), "/tong-quan")
DESK = (lazy_gettext("Urging"), "/don-doc")
CONFIRM = (lazy_gettext("Confirming"), "/xac-nhan")
DIRECTIVES = (lazy_gettext("Directives"), "/van-ban")
REVIEWS = (lazy_gettext("Monthly review"), "/ra-soat")
BODIES = (lazy_gettext("Bodies"), "/don-vi")
SUBMITTED = (lazy_gettext("Put before you"), "/trinh")
TARGETS = (lazy_gettext("Targets"), "/chi-tieu")
LETTERS = (lazy_gettext("Letters"), "/quan-tri/thu")
MATRIX = (lazy_gettext("Progress table"), "/bang")
HUB = (lazy_gettext("Administration"), "/quan-tri")
UNDER = {
    **dict.fromkeys(
        ("/don-vi", "/vang-mat", "/gia-han", "/vuong-mac", "/chi-tieu"), ("/quan-tri", "/tong-quan")
    ),
    "/bang": ("/van-ban",),
}
"""Pages that stand in a menu under the address they are led to from: the hub, or a leader's first page."""

MENU: dict[str, tuple[tuple[LazyString, str], ...]] = {
    "office": (DESK, CONFIRM, DIRECTIVES, MATRIX, REVIEWS, HUB),
    "leader": (OVERVIEW, SUBMITTED, REVIEWS, DESK, DIRECTIVES, BODIES),
    "officer": ((lazy_gettext("The body's work"), "/viec"), DIRECTIVES, TARGETS, BODIES),
    "auditor": (
        DESK,
        OVERVIEW,
        DIRECTIVES,
        REVIEWS,
        BODIES,
        (lazy_gettext("Audit log"), "/quan-tri/nhat-ky"),
    ),
    "admin": (
        (lazy_gettext("Accounts"), "/quan-tri/nguoi-dung"),
        BODIES,
        LETTERS,
        (lazy_gettext("System"), "/quan-tri/he-thong"),
        (lazy_gettext("Audit log"), "/quan-tri/nhat-ky"),
        HUB,
    ),
}
"""Role to its entries; the first is the role's home page."""
DEPUTY = (OVERVIEW, SUBMITTED, REVIEWS, DESK, CONFIRM, DIRECTIVES)
"""A leader's entries while they are deputy of somebody of the office."""


class Entry(NamedTuple):
    """One entry of the menu as the layout draws it."""

    label: str
    url: str
    current: bool
    waiting: int | None = None


class Site(NamedTuple):
    """What the frame says of the authority."""

    name: str
    phone: str


class SignedIn(NamedTuple):
    """What the frame says of who is signed in."""

    name: str
    home_url: str
    unread: int
    silent_since: datetime | None


def home_of(role: str) -> str:
    """The address a role starts at."""
    return MENU[role][0][1]


def menu() -> tuple[Entry, ...]:
    """The viewer's entries; the office's [Xác nhận] carries how many reports wait."""
    viewer = viewer_now()
    if not viewer.is_authenticated:
        return ()
    role, here = viewer.role, request.path
    confirms = is_office(viewer)
    current = _current(here, [url for _, url in entries_of(role, confirms)])
    return _entries(current_wording().language, role, current, _waiting() if confirms else None)


def _current(here: str, urls: list[str]) -> tuple[bool, ...]:
    """Which entry a page belongs to: the one whose address says most of the page's, else the one that leads to it."""
    under = next((above for page, above in UNDER.items() if here.startswith(page)), ())
    fits = [url for url in urls if here.startswith(url)] or [url for url in urls if url in under]
    return tuple(url == max(fits, key=len, default=None) for url in urls)


def entries_of(role: str, confirms: bool) -> tuple[tuple[LazyString, str], ...]:
    """A role's entries; a leader who confirms for the office as a deputy has that one too."""
    return DEPUTY if confirms and role != "office" else MENU[role]


@lru_cache(maxsize=500)
def _entries(language: str, role: str, current: tuple[bool, ...], waiting: int | None) -> tuple[Entry, ...]:
    return tuple(
        Entry(str(label), url, here, waiting if url == CONFIRM[1] else None)
        for (label, url), here in zip(entries_of(role, waiting is not None), current, strict=True)
    )


def _waiting() -> int:
    """How many reports wait; a page that has counted them says so in `g.reports_waiting`."""
    counted: int | None = g.get("reports_waiting")
    return queries.waiting_count(viewer_now()) if counted is None else counted


def frame() -> dict[str, Any]:
    """Variables of the layouts."""
    rules, viewer = office_rules(), viewer_now()
    signed_in = None
    if viewer.is_authenticated:
        signed_in = SignedIn(_called(viewer), home_of(viewer.role), viewer.unread, silent_since(viewer))
    return {
        "site": Site(rules.authority_name, rules.office_phone),
        "signed_in": signed_in,
        "printed_at": clock.now(),
    }


def silent_since(viewer: Any) -> datetime | None:
    """When the clock was last heard of, to whoever must have it started, once it has been silent too long."""
    told = viewer.clock_at if is_office(viewer) or viewer.role == "admin" else None
    return told if told and (clock.now() - told).total_seconds() > SILENT else None


def _called(viewer: Any) -> str:
    """Who is signed in, and whose deputy they are today."""
    if not viewer.stands:
        return str(viewer.label)
    absent = ", ".join(stand.name for stand in viewer.stands)
    return str(gettext("%(who)s for %(absent)s", who=viewer.label, absent=absent))


def new_token() -> str:
    """A form's request token, for the small forms a template writes by hand."""
    return secrets.token_urlsafe(16)


def init_app(app: Flask) -> None:
    """Make the frame's variables known to every template."""
    app.jinja_env.globals["menu"] = menu
    app.context_processor(frame)
    app.jinja_env.globals["request_token"] = new_token
