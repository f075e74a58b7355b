"""Targets, changes of mailboxes and of bodies, and what was refused at the doors."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from tracker import clock
from tracker.access.actors import Viewer
from tracker.audit import queries as audit
from tracker.audit.forms import EventFilter
from tracker.audit.naming import names
from tracker.audit.security import KINDS, account_of, address_of, event_said
from tracker.contacts import labels as contact_labels
from tracker.contacts import queries as contacts
from tracker.contacts.rules import TO_CONFIRM
from tracker.directives.labels import directive_name
from tracker.exports.lists.registers import in_force
from tracker.exports.rules import Column, Listing, once
from tracker.paging import Page
from tracker.reforms import queries as reforms
from tracker.reforms.labels import KIND_NAMES
from tracker.targets import queries as targets
from tracker.targets.forms import SearchForm
from tracker.web.forms import chosen_id


def target_list(viewer: Viewer, arguments: MultiDict[str, str]) -> Listing:
    """Targets in sight, of one directive, those behind their pace, or those without a figure of this month."""
    asked, today = SearchForm(arguments), clock.today()
    directive_id, is_slow = chosen_id(asked.van_ban.data), bool(asked.cham.data)
    is_awaited = bool(asked.ky.data) and not is_slow
    columns = (
        Column(gettext("Target"), width=40),
        Column(gettext("Directive"), width=40),
        Column(gettext("Plan"), "number", 14),
        Column(gettext("Actual"), "number", 14),
        Column(gettext("Reached"), "percent", 12),
        Column(gettext("Behind their pace"), width=12),
        Column(gettext("To be reached by"), "date", 14),
    )

    def row(each: Any) -> list[Any]:
        figures = map(figure_in_cell, (each.reach.planned, each.reach.actual, each.reach.share))
        behind = "x" if each.is_behind else ""
        return [each.facts.unit, directive_name(each.facts), *figures, behind, each.due_on]

    if is_slow:
        page = once(targets.behind(viewer, today))
    else:

        def page(key: str | None) -> Page[Any]:
            return targets.listed(
                viewer, today, directive_id=directive_id, without_figure=is_awaited, after=key
            )

    awaited = gettext("No figure this month") if is_awaited else ""
    said = gettext("Behind their pace") if is_slow else awaited
    return Listing(gettext("Targets"), said, columns, page, row)


def mailboxes(viewer: Viewer, arguments: MultiDict[str, str]) -> Listing:
    """Changes of mailboxes bodies asked for, the latest first. Raises NotFound."""
    late_at = clock.now() - TO_CONFIRM
    columns = (
        Column(gettext("Body"), width=34),
        Column(gettext("What was asked"), width=24),
        Column(gettext("From mailbox"), width=34),
        Column(gettext("To mailbox"), width=34),
        Column(gettext("Asked by"), width=26),
        Column(gettext("Asked"), "moment", 17),
        Column(gettext("State"), width=30),
        Column(gettext("Confirmed"), "moment", 17),
        Column(gettext("Objected"), "moment", 17),
        Column(gettext("Objection"), width=40),
    )

    def row(each: Any) -> list[Any]:
        _, state = contact_labels.state(each.state, is_over=each.asked_at < late_at)
        old = each.old_mailbox if each.what != "add" else ""
        new = each.new_mailbox if each.what != "remove" else ""
        return [
            each.name, str(contact_labels.WHAT[each.what]), old, new, each.asked_by, each.asked_at, state,
            each.confirmed_at, each.objected_at, each.objection,
        ]  # fmt: skip

    return Listing(gettext("Changes of mailboxes"), "", columns, lambda key: contacts.rows(viewer, key), row)


def bodies(viewer: Viewer, arguments: MultiDict[str, str]) -> Listing:
    """Bodies renamed, merged, split and dissolved, the newest first."""
    columns = (
        Column(gettext("From day"), "date", 12),
        Column(gettext("What"), width=28),
        Column(gettext("Document"), width=30),
        Column(gettext("Until then"), width=60),
        Column(gettext("From then on"), width=60),
        Column(gettext("Work moved"), "int", 11),
        Column(gettext("Who"), width=26),
    )

    def row(each: Any) -> list[Any]:
        old, new = (", ".join(body.name for body in some) for some in (each.old, each.new))
        return [each.day, str(KIND_NAMES[each.kind]), each.document, old, new, each.moved, each.made_by]

    return Listing(gettext("Changes of bodies"), "", columns, lambda key: reforms.changes(key or ""), row)


def events(viewer: Viewer, arguments: MultiDict[str, str]) -> Listing:
    """What was refused or failed at the doors, under its filters. Raises NotAllowed."""
    form = EventFilter(arguments)
    asked = form.clean if form.ok else {}
    one = asked.pop("person", "")
    asked["person"] = int(one) if one.isdecimal() and len(one) < 19 else None
    columns = (
        Column(gettext("When"), "moment", 17),
        Column(gettext("What happened"), width=40),
        Column(gettext("Account"), width=26),
        Column(gettext("From"), width=18),
        Column(gettext("More"), width=70),
    )

    def page(key: str | None) -> Page[Any]:
        found = audit.security_events(viewer, after=key or "", **asked)
        called = names({account_of(row.facts) for row in found.rows})
        return Page(tuple((row, called) for row in found.rows), found.next_key)

    def row(each: Any) -> list[Any]:
        event, called = each
        place = event.ip or address_of(event.facts)
        more = event_said(event.kind, event.facts, called)
        return [event.at, str(KINDS.get(event.kind, event.kind)), event.person, place, more]

    return Listing(gettext("Security events"), in_force(form), columns, page, row)


def figure_in_cell(value: Any) -> float | None:
    """A target's figure, or a share, as a cell holds it."""
    return None if value is None else float(value)
