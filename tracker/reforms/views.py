"""Changing bodies: what and from when, what it would move, the change, and the changes there have been."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext, ngettext
from flask_login import current_user

from tracker import clock
from tracker.access import policy
from tracker.bodies import queries as bodies
from tracker.bodies import register
from tracker.bodies.forms import offered
from tracker.errors import Refused
from tracker.reforms import actions, queries
from tracker.reforms.forms import AS_BEFORE, ReformForm, chosen, first_of
from tracker.reforms.labels import KIND_NAMES, KIND_NOTES, PLAN_STATES, PROBLEMS
from tracker.reforms.rules import NewBody
from tracker.web import sentences
from tracker.web.sentences import sentence

bp = Blueprint("reforms", __name__, url_prefix="/don-vi/sap-xep")
sentences.register(
    {
        "reform_which_bodies": lazy_gettext("Choose the body that changes."),
        "reform_which_successors": lazy_gettext(
            "Choose who succeeds: bodies that exist on the day and do not change themselves, at least two for a split."
        ),
        "reform_to_come": lazy_gettext("The day is still to come: plan the change instead."),
        "reform_not_to_come": lazy_gettext("The day has come: enter the change itself."),
        "reform_planned_already": lazy_gettext(
            "A change of this body is planned already: call that one off first."
        ),
        "plan_settled": lazy_gettext("This change was carried out or called off meanwhile."),
        "reform_in_closed_period": lazy_gettext(
            "The day lies in a review period that is closed (until %(day)s): its figures stay as they were signed."
        ),
        "reform_before_it_began": lazy_gettext(
            "One of these bodies began only on %(day)s: choose that day or a later one."
        ),
        "reform_open_work": lazy_gettext("The body still has open work: choose who takes it over."),
    }
)


@bp.get("")
def index() -> str:
    page = queries.changes(request.args.get("sau", ""))
    return render_template(
        "reforms/index.html",
        page=page,
        plans=queries.plans(current_user),
        states=PLAN_STATES,
        kinds=KIND_NAMES,
        notes=KIND_NOTES,
        may_change=_may(),
        body_id=_asked(),
    )


@bp.get("/moi")
def new() -> str:
    policy.require(current_user, "body.reform")
    kind = _kind()
    form = _form(kind, ReformForm(None, day=clock.today(), body_id=_asked(), old=[_asked()]))
    if kind == "rename" and (body := bodies.body_with_type(_asked())) is not None:
        form.email.data, form.phone.data = body.email, body.phone
    return _page(kind, form)


@bp.post("/moi")
def create() -> Any:
    policy.require(current_user, "body.reform")
    kind = _kind()
    form = _form(kind, ReformForm())
    form.take_over(register.in_common(form.old_ids(kind), form.day.data or clock.today()))
    if not form.is_whole(kind):
        return _page(kind, form), 422
    try:
        if request.form.get("do") != "confirm":
            return _preview(kind, form)
        return _made(kind, form)
    except Refused as problem:
        form.refuse(form.place_of(kind, problem.code), sentence(problem.code, problem.facts, 422))
        return _page(kind, form), 422


@bp.get("/<int:reform_id>")
def show(reform_id: int) -> str:
    change = queries.change(reform_id)
    page = queries.moved(current_user, reform_id, request.args.get("sau", ""))
    return render_template("reforms/show.html", change=change, page=page, kinds=KIND_NAMES)


@bp.get("/du-kien/<int:plan_id>")
def plan(plan_id: int) -> str:
    found = queries.plan(current_user, plan_id)
    old, into = found.facts["old"], found.facts["into"]
    return render_template(
        "reforms/plan.html",
        plan=found,
        found=queries.preview(current_user, old, found.day, clock.today()),
        heirs=queries.names(into),
        kinds=KIND_NAMES,
        states=PLAN_STATES,
        problems=PROBLEMS,
        may_call_off=found.state == "planned" and policy.may(current_user, "reform.call_off", found),
    )


@bp.post("/du-kien/<int:plan_id>/huy")
def call_off(plan_id: int) -> Any:
    actions.call_off(current_user, queries.plan(current_user, plan_id))
    flash(gettext("The change is called off."))
    return redirect(url_for(".index"), 303)


def _made(kind: str, form: ReformForm) -> Any:
    """Make the change, or plan it for a day to come, and show it."""
    verb = actions.plan_change if form.is_ahead(clock.today()) else actions.change_bodies
    made = verb(current_user, **_stated(kind, form))
    if verb is actions.plan_change:
        flash(gettext("The change is planned; it is made by itself on its day."))
        return redirect(url_for(".plan", plan_id=made.id), 303)
    moved = queries.change(made.id).moved
    flash(ngettext("Done. %(num)s assignment moved.", "Done. %(num)s assignments moved.", moved))
    return redirect(url_for(".show", reform_id=made.id), 303)


def _stated(kind: str, form: ReformForm) -> dict[str, Any]:
    """What the form says, as the verbs take it."""
    new = NewBody(
        form.name.data or "",
        form.type_id.data,
        form.parent_id.data or None,
        form.email.data or "",
        form.phone.data or "",
    )
    return {
        "kind": kind,
        "day": form.day.data,
        "old": form.old_ids(kind),
        "into": first_of(form.heir_ids(kind), request.form.get("den-sau", "")),
        "new": new if form.makes_new(kind) else None,
        "document": form.document.data or "",
        "works": chosen(request.form, "viec"),
        "people": chosen(request.form, "nguoi"),
    }


def _preview(kind: str, form: ReformForm) -> str:
    """What the change would move; a split asks about each piece. Raises what the change itself would."""
    old, heirs = form.old_ids(kind), form.heir_ids(kind)
    actions.require_fit(kind, form.day.data, old, heirs, makes_new=form.makes_new(kind))
    splits = kind == "split"
    return render_template(
        "reforms/preview.html",
        kind=kind,
        form=form,
        is_ahead=form.is_ahead(clock.today()),
        kinds=KIND_NAMES,
        found=queries.preview(current_user, old, form.day.data, clock.today()),
        heirs=queries.names(heirs),
        works=queries.works_to_split(old) if splits else [],
        people=queries.people_to_split(old, form.day.data) if splits else [],
    )


def _page(kind: str, form: ReformForm) -> str:
    return render_template("reforms/new.html", kind=kind, form=form, kinds=KIND_NAMES, notes=KIND_NOTES)


def _form(kind: str, form: ReformForm) -> ReformForm:
    """The form with the register's bodies and types to choose from."""
    there = bodies.choices(clock.today())[1]
    to_come = queries.bodies_to_come(clock.today())
    none = {"merge": gettext("A new body"), "dissolve": gettext("Nobody")}.get(kind, gettext("No body"))
    form.body_id.choices = offered([(0, gettext("Choose a body")), *there])
    form.old.choices = offered(there)
    form.heirs.choices = offered([*there, *to_come])
    form.into.choices = offered([(0, none), *there, *to_come])
    as_before = AS_BEFORE, gettext("As before")
    form.parent_id.choices = offered([as_before, (0, gettext("No body")), *there])
    form.type_id.choices = offered([as_before, *((type.id, type.name) for type in register.types())])
    return form


def _kind() -> str:
    """Which kind of change is asked for; the first for none."""
    return found if (found := request.args.get("kieu", "")) in KIND_NAMES else "rename"


def _asked() -> int:
    """The body from whose page one comes, 0 for none."""
    word = request.args.get("tu", "")
    return int(word) if word.isdecimal() and len(word) < 18 else 0


def _may() -> bool:
    return policy.may(current_user, "body.reform")
