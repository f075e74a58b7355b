"""Beside the desk: whom to call, what was done to many at once, what waits before leaders, who follows which body."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from tracker import clock
from tracker.access.actors import Viewer
from tracker.bulk import labels as bulk_labels
from tracker.bulk import queries as bulk
from tracker.directives.labels import directive_name
from tracker.exports.lists.work import number_in
from tracker.exports.rules import Column, Listing
from tracker.home import page
from tracker.home.chips import chips_of, views
from tracker.home.queries.desk import require_all_in_sight
from tracker.home.views import desk_days
from tracker.officials import queries as officials
from tracker.queues import phone_list
from tracker.settings.queries import office_rules
from tracker.submissions import queries as submissions
from tracker.web.forms import chosen_id


def calls(viewer: Viewer, arguments: MultiDict[str, str]) -> Listing:
    """The bodies behind a filter of the desk with whom to ring and what about."""
    require_all_in_sight(viewer)
    (filters, _, names), days = page.understood(arguments), desk_days()
    said = [views(office_rules())[filters.view], *(chip["label"] for chip in chips_of(filters, names))]
    columns = (
        Column(gettext("Body"), width=34),
        Column(gettext("Telephone"), width=16),
        Column(gettext("Whom to call"), width=40),
        Column(gettext("What about"), width=80),
        Column(gettext("Tasks"), "int", 9),
        Column(gettext("Called"), "moment", 17),
        Column(gettext("Note"), width=40),
    )

    def row(each: Any) -> list[Any]:
        people = "; ".join(f"{one.name} {one.phone}".strip() for one in each.people)
        about = "\n".join(task.title for task in each.tasks)
        number = len(each.tasks) + max(each.more, 0)
        return [each.name, each.phone, people, about, number, each.called_at, ""]

    return Listing(
        gettext("Call list"),
        ", ".join(said),
        columns,
        lambda key: phone_list.calls(viewer, filters, days, key),
        row,
    )


def batches(viewer: Viewer, arguments: MultiDict[str, str]) -> Listing:
    """What was done to many at once. Raises NotFound."""
    columns = (
        Column(gettext("What was done"), width=34),
        Column(gettext("Who"), width=26),
        Column(gettext("When"), "moment", 17),
        Column(gettext("Carried out"), "int", 11),
        Column(gettext("Left out"), "int", 11),
        Column(gettext("Undone"), "int", 11),
    )

    def row(each: Any) -> list[Any]:
        did = str(bulk_labels.VERBS[each.verb].did)
        return [did, each.made_by, each.made_at, each.done, each.left_out, each.undone or None]

    title = gettext("Done at once to many")
    return Listing(title, "", columns, lambda key: bulk.batches(viewer, key), row)


def batch(viewer: Viewer, arguments: MultiDict[str, str]) -> Listing:
    """What became of each row of one bulk act. Raises NotFound."""
    one = bulk.batch(viewer, number_in(arguments))
    columns = (
        Column(gettext("Body"), width=34),
        Column(gettext("Task"), width=60),
        Column(gettext("Directive"), width=18),
        Column(gettext("Outcome"), width=24),
        Column(gettext("Reason"), width=40),
        Column(gettext("What changed"), width=34),
    )

    def row(each: Any) -> list[Any]:
        if each.reason:
            outcome, why = gettext("Left out"), bulk_labels.reason_said(each.reason)
        else:
            outcome = str(bulk_labels.UNDONE[each.undone]) if each.undone else gettext("Carried out")
            why = ""
        changed = bulk_labels.change_said(each.facts, is_back=each.undone == "yes")
        directive = directive_name(each) if each.directive_id else each.number
        return [each.name, each.text, directive, outcome, why, changed]

    title = str(bulk_labels.VERBS[one.verb].did)
    return Listing(title, one.made_by, columns, lambda key: bulk.outcomes(viewer, one.id, key), row)


def submitted(viewer: Viewer, arguments: MultiDict[str, str]) -> Listing:
    """Pages put before leaders: a leader's own, or everybody's. Raises NotFound."""
    columns = (
        Column(gettext("The office proposes"), width=80),
        Column(gettext("Leader"), width=26),
        Column(gettext("Who"), width=26),
        Column(gettext("When"), "moment", 17),
        Column(gettext("Tasks"), "int", 9),
        Column(gettext("Await a word"), "int", 12),
    )

    def row(each: Any) -> list[Any]:
        return [each.proposal, each.name, each.made_by, each.made_at, each.number, each.waiting]

    title = gettext("Put before leaders")
    return Listing(title, "", columns, lambda key: submissions.rows(viewer, key), row)


def followed(viewer: Viewer, arguments: MultiDict[str, str]) -> Listing:
    """The bodies of today and who of the office follows each; of one official, or of nobody. Raises NotFound."""
    person_id, today = chosen_id(arguments.get("chuyen-vien")), clock.today()
    columns = (Column(gettext("Body"), width=44), Column(gettext("Official in charge"), width=30))
    return Listing(
        gettext("Who follows what"),
        _official_said(viewer, person_id),
        columns,
        lambda key: officials.bodies(viewer, today, person_id, key),
        lambda each: [each.name, each.official],
    )


def followed_directives(viewer: Viewer, arguments: MultiDict[str, str]) -> Listing:
    """The directives and who of the office follows each; of one official, or of nobody. Raises NotFound."""
    person_id = chosen_id(arguments.get("chuyen-vien"))
    columns = (
        Column(gettext("Directive"), width=24),
        Column(gettext("Subject"), width=70),
        Column(gettext("Official in charge"), width=30),
    )
    return Listing(
        gettext("Directives and who follows them"),
        _official_said(viewer, person_id),
        columns,
        lambda key: officials.directives(viewer, person_id, key),
        lambda each: [directive_name(each), each.subject if each.number else "", each.official],
    )


def _official_said(viewer: Viewer, person_id: int | None) -> str:
    """Whose bodies or directives a list is of; "" for all."""
    if person_id is None:
        return ""
    names = {each.id: each.name for each in officials.loads(viewer, clock.today())}
    return str(names.get(person_id, gettext("Nobody yet")))
