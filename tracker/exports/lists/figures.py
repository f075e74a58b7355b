"""The rows behind a figure of the monthly review or of the overview."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from tracker.access.actors import Viewer
from tracker.errors import NotFound
from tracker.exports.rules import Column, Listing
from tracker.overview import words
from tracker.overview.queries import rows as overview_rows
from tracker.overview.rules import Asked as OverviewAsked
from tracker.overview.views import moment_of
from tracker.paging import Page
from tracker.reviews import pages, queries
from tracker.reviews.labels import ASKED_CELLS, CELLS, period_name
from tracker.settings.queries import office_rules


def _columns() -> tuple[Column, ...]:
    return (
        Column(gettext("Task"), width=60),
        Column(gettext("Section"), width=9),
        Column(gettext("Directive"), width=18),
        Column(gettext("Body"), width=36),
        Column(gettext("How it was counted"), width=26),
        Column(gettext("Due"), "date", 12),
        Column(gettext("Reported"), "date", 12),
        Column(gettext("Confirmed"), "date", 12),
    )


def _row(line: queries.Line, cells: Any) -> list[Any]:
    return [
        line.text, line.section, line.number, line.body, str(cells[line.cell][1]), line.due_on,
        line.reported_on, line.confirmed_on,
    ]  # fmt: skip


def review(viewer: Viewer, arguments: MultiDict[str, str]) -> Listing:
    """The rows behind a cell of Biểu 01, as they stand or as they were signed. Raises NotFound."""
    name, asked = arguments.get("ky", ""), pages.Asked.read(arguments)
    queries.found_days(viewer, name)
    cells = ASKED_CELLS if asked.lines.mode == "de_nghi" else CELLS

    def page(key: str | None) -> Page[Any]:
        _, found, _ = queries.rows_behind(
            viewer, name, asked.lines, version=asked.version, after=key, extra=asked.extra
        )
        return found

    said = [gettext("Review of %(period)s", period=period_name(name))]
    if asked.lines.body_id or asked.lines.group_id:
        said.append(gettext("one body or group"))
    signed = None if asked.extra in queries.OF_NOW else queries.signed_version(viewer, name, asked.version)
    if signed is not None:
        said.append(f"{gettext('Version %(n)s', n=signed.number)}, SHA-256 {signed.sha256}")
    return Listing(asked.title, ", ".join(said), _columns(), page, lambda line: _row(line, cells))


def overview(viewer: Viewer, arguments: MultiDict[str, str]) -> Listing:
    """The rows behind a figure of the overview. Raises NotFound."""
    asked = OverviewAsked.read(arguments)
    if asked is None or not viewer.sees_all:
        raise NotFound("page")
    moment = moment_of()
    return Listing(
        words.title_of(asked, office_rules().silent_days),
        gettext("Overview"),
        _columns(),
        lambda key: overview_rows.rows(viewer, asked, moment, key)[0],
        lambda line: _row(line, CELLS),
    )
