"""The registers: directives, bodies, accounts."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext
from werkzeug.datastructures import MultiDict
from wtforms import SelectField

from tracker import clock
from tracker.access.actors import Viewer
from tracker.bodies import register
from tracker.bodies.forms import RegisterFilter, offered
from tracker.directives import labels, queries
from tracker.directives.forms import RegisterFilterForm
from tracker.exports.rules import Column, Listing
from tracker.paging import Page
from tracker.people import queries as people_queries
from tracker.people.forms import PeopleFilter
from tracker.people.labels import ROLE_NAMES
from tracker.web.filters import day


def in_force(form: Any) -> str:
    """The filters of a form that say something, in words."""
    said = []
    for field in form:
        if field.data in (None, "", 0) or field.name in {"thing"}:
            continue
        said.append(f"{field.label.text}: {_chosen(field)}")
    return ", ".join(said)


def _chosen(field: Any) -> str:
    """What was picked or typed, in words."""
    if isinstance(field, SelectField):
        picked = (label for value, label, *_ in field.iter_choices() if value == field.data)
        return str(next(picked, field.data))
    return day(field.data) if isinstance(field.data, date) else str(field.data)


def directives(viewer: Viewer, arguments: MultiDict[str, str]) -> Listing:
    """The register of documents under its filters."""
    form = RegisterFilterForm(arguments)
    chosen, today = form.chosen, clock.today()
    columns = (
        Column(gettext("Number"), width=20),
        Column(gettext("Issued"), "date", 12),
        Column(gettext("Kind"), width=18),
        Column(gettext("Origin"), width=18),
        Column(gettext("Issued by"), width=30),
        Column(gettext("Subject"), width=60),
        Column(gettext("Urgency"), width=12),
        Column(gettext("State"), width=18),
        Column(gettext("Given"), "int", 9),
        Column(gettext("Completed"), "int", 11),
        Column(gettext("Overdue"), "int", 9),
    )

    def page(key: str | None) -> Page[Any]:
        found = queries.register(viewer, chosen, key)
        sums = queries.roll_ups(viewer, [row.id for row in found.rows], today)
        return Page(tuple((row, sums.get(row.id)) for row in found.rows), found.next_key)

    def row(pair: Any) -> list[Any]:
        each, sums = pair
        counts = [sums.total, sums.done, sums.overdue] if sums else [0, 0, 0]
        state = labels.ENDINGS.get(each.ending) or labels.STATES[each.state]
        return [
            each.number,
            each.issued_on,
            str(labels.KINDS.get(each.kind, each.kind)),
            str(labels.ORIGINS.get(each.origin, each.origin)),
            each.issuer,
            each.subject,
            str(labels.URGENCIES.get(each.urgency, each.urgency)),
            str(state),
            *counts,
        ]

    return Listing(gettext("Directives"), in_force(form), columns, page, row)


def bodies(viewer: Viewer, arguments: MultiDict[str, str]) -> Listing:
    """Bodies of today under the register's filters."""
    form = RegisterFilter(arguments)
    form.type_id.choices = offered([(0, ""), *((kind.id, kind.name) for kind in register.types())])
    asked: dict[str, Any] = form.clean if form.ok else {"q": "", "type_id": 0}
    today = clock.today()
    columns = (
        Column(gettext("Body"), width=44),
        Column(gettext("Code"), width=14),
        Column(gettext("Type"), width=28),
        Column(gettext("Mailbox"), width=34),
        Column(gettext("Telephone"), width=18),
    )

    def page(key: str | None) -> Page[Any]:
        return register.register_rows(today, words=asked["q"], type_id=asked["type_id"], after=key or "")

    def row(each: Any) -> list[Any]:
        return [each.name, each.code, each.type_name, each.email, each.phone]

    return Listing(gettext("Bodies"), in_force(form), columns, page, row)


def people(viewer: Viewer, arguments: MultiDict[str, str]) -> Listing:
    """Accounts under their filters; for administrators. Raises NotAllowed."""
    form = PeopleFilter(arguments)
    asked = form.clean if form.ok else {"q": "", "role": "", "state": ""}
    now = clock.now()
    people_queries.people(viewer, words=asked["q"], role=asked["role"], state=asked["state"])
    columns = (
        Column(gettext("Full name"), width=30),
        Column(gettext("Login"), width=18),
        Column(gettext("E-mail"), width=34),
        Column(gettext("Role"), width=18),
        Column(gettext("State"), width=24),
    )

    def page(key: str | None) -> Page[Any]:
        return people_queries.people(
            viewer, words=asked["q"], role=asked["role"], state=asked["state"], after=key or ""
        )

    def row(each: Any) -> list[Any]:
        if not each.is_enabled:
            state = gettext("Disabled")
        elif each.locked_until and each.locked_until > now:
            state = gettext("Locked")
        else:
            state = gettext("May sign in") if each.has_password else gettext("No password yet")
        return [each.name, each.login, each.email, str(ROLE_NAMES[each.role]), state]

    return Listing(gettext("Accounts"), in_force(form), columns, page, row)
