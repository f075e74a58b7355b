"""The one search box: what it finds, grouped by kind, or one kind a page at a time."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import Blueprint, render_template, request, url_for
from flask_babel import LazyString
from flask_login import current_user

from tracker import clock
from tracker.assignments.labels import Marks, source
from tracker.assignments.queries import soon_on
from tracker.paging import CAP, Page
from tracker.search import labels, queries
from tracker.search.parser import Query, parse
from tracker.search.snippets import snippet

bp = Blueprint("search", __name__, url_prefix="/tim")
FIRST, MORE = 5, 20  # rows of each kind at first; of one kind a page


class Section(NamedTuple):
    """One kind of things found. `all_url` leads to all of them where there are more than these."""

    kind: str
    label: LazyString
    page: Page[Any]
    all_url: str | None


@bp.get("")
def index() -> str:
    text = request.args.get("q", "")
    query = parse(text, clock.today())
    kinds = queries.kinds_for(query)
    one = request.args.get("loai", "") if request.args.get("loai") in kinds else ""
    looked_up: queries.LookedUp = {}
    sections = (
        [_section(one, query, text)] if one else [_section(kind, query, text, looked_up) for kind in kinds]
    )
    return render_template(
        "search/index.html",
        text=text,
        query=query,
        one=one,
        sections=[section for section in sections if section.page.rows],
        is_asked=bool(kinds),
        **_words(bool(kinds)),
    )


def _words(is_asked: bool) -> dict[str, Any]:
    """What draws rows, and what is taught while nothing is asked."""
    today = clock.today()
    marks = Marks(today, soon_on()) if is_asked else None
    drawing = {"snippet": snippet, "source": source, "marks": marks, "today": today}
    return drawing | {"said": labels.said, "examples": labels.examples()}


def _section(kind: str, query: Query, text: str, looked_up: queries.LookedUp | None = None) -> Section:
    """A kind alone, or beside the others that share what was looked up."""
    is_alone = looked_up is None
    after, size = (request.args.get("sau", ""), MORE) if is_alone else ("", FIRST)
    cap = CAP if is_alone else queries.FEW
    page = queries.page(
        current_user, kind, query, clock.today(), after=after, size=size, cap=cap, looked_up=looked_up
    )
    on = page.next_key if is_alone else None  # a value of None is left out of an address
    url = url_for(".index", q=text, loai=kind, sau=on) if page.next_key else None
    return Section(kind, labels.KINDS[kind], page, url)
