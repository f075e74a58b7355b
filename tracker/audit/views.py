"""The log of who did what, and of what was refused or failed."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_login import current_user

from tracker.audit import queries
from tracker.audit.forms import EventFilter, LogFilter
from tracker.audit.labels import ACTORS, THINGS, VERBS, WAYS, page_of_thing
from tracker.audit.naming import names
from tracker.audit.queries import Asked
from tracker.audit.security import KINDS, account_of, address_of, event_said
from tracker.audit.telling import mentioned, thing_said, told

bp = Blueprint("audit", __name__, url_prefix="/quan-tri/nhat-ky")
WORDS: dict[str, Any] = {
    "actors": ACTORS, "things": THINGS, "verbs": VERBS, "ways": WAYS,
    "page_of_thing": page_of_thing, "thing_said": thing_said, "told": told,
}  # fmt: skip
EVENT_WORDS: dict[str, Any] = {"address_of": address_of, "event_said": event_said, "kinds": KINDS}


@bp.get("")
def index() -> str:
    form, asked = asked_for()
    page = queries.lines(current_user, asked, after=request.args.get("sau", ""))
    of_one = {asked.thing} if asked.thing else set()
    called = names(mentioned(page.rows) | of_one)
    return render_template(
        "audit/index.html",
        form=form,
        page=page,
        names=called,
        stated=form.stated,
        chips=_chips(form, called),
        **WORDS,
    )


@bp.get("/an-ninh")
def security() -> str:
    form = EventFilter(request.args)
    asked = form.clean if form.ok else {}
    one = asked.pop("person", "")
    asked["person"] = int(one) if one.isdecimal() and len(one) < 19 else None
    page = queries.security_events(current_user, after=request.args.get("sau", ""), **asked)
    called = names({f"person:{one}", *(account_of(row.facts) for row in page.rows)})
    return render_template("audit/security.html", form=form, page=page, names=called, **EVENT_WORDS)


def asked_for() -> tuple[LogFilter, Asked]:
    """The filters in the address, and what they leave; one that cannot be read leaves all in and says so."""
    form = LogFilter(request.args)
    return form, Asked(**form.clean) if form.ok else Asked()


def _chips(form: LogFilter, called: dict[str, str]) -> list[dict[str, str]]:
    """Each filter in force with the address of the log without it."""
    stated = form.stated
    said = form.said | ({"thing": thing_said(form.thing.data, called)} if "thing" in stated else {})
    return [
        {
            "label": f"{form[name].label.text}: {said[name] or value}",
            "url": _url({key: each for key, each in stated.items() if key != name}),
        }
        for name, value in stated.items()
    ]


def _url(stated: dict[str, Any]) -> str:
    return url_for("audit.index", **stated)
