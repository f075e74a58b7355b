"""Who may come in by a mailed link, and the page for those who may not any more."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from tracker import clock, keys
from tracker.access.actors import LinkHolder
from tracker.assignments import labels, listing
from tracker.assignments.models import Assignment
from tracker.assignments.queries import contacts, own_rows, soon_on
from tracker.assignments.rules import may_report
from tracker.auth import rates
from tracker.links import actions, queries
from tracker.links.forms import RenewForm
from tracker.links.models import MailedLink
from tracker.settings.queries import office_rules

bp = Blueprint("links", __name__, url_prefix="/b")
HOUR = 3600  # seconds
READS, WRITES = 120, 30  # an hour and link


@bp.record_once
def use_key(state: BlueprintSetupState) -> None:
    """Codes are made with this deployment's key."""
    config = state.app.extensions["config"]
    actions.use(keys.link_key(config), config.base_url)


def opened(page: Callable[[str, MailedLink, LinkHolder], Any]) -> Callable[[str], Any]:
    """Give a page the living link behind its code, and its holder; unknown, expired and revoked ones are alike."""

    @wraps(page)
    def run(code: str) -> Any:
        link = queries.genuine(code, actions.link_key())
        if link is None or not queries.is_alive(link, clock.now()):
            return closed(code)
        what, limit = ("post", WRITES) if request.method == "POST" else ("get", READS)
        rates.count(f"link:{what}:{link.id}", limit=limit, seconds=HOUR)
        return page(code, link, queries.holder_of(link))

    return run


def closed(code: str) -> tuple[str, int]:
    """No data, one button: a new link to the body's mailbox."""
    form = RenewForm(formdata=None, code=code[:64])
    return render_template("links/closed.html", form=form, office=office_rules()), 404


def to_sign_in(work: Assignment) -> Response:
    """A directive may ask that its work be reported by somebody signed in."""
    return redirect(url_for("auth.sign_in", next=f"/phan-cong/{work.id}"))


def reporter_of(holder: LinkHolder, link: MailedLink) -> str:
    """The name that need not be typed: who last reported through a link, else the body's first contact."""
    people = contacts(link.body_id, clock.today())
    return queries.last_reporter(holder) or (people[0].name if people else "")


def open_works(holder: LinkHolder, after: str | None = None) -> tuple[list[listing.Row], str | None]:
    """One page of the body's work that takes a report now, and where the next page begins."""
    today, soon = clock.today(), soon_on()
    page = own_rows(holder, "owed", today, soon, after)
    found = [row for row in page.rows if may_report(row.state, "done")]
    return listing.drawn(found, labels.Marks(today, soon)), page.next_key
