"""Who is away and who stands in: one page for everybody, of others too for the office and administrators."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from tracker import clock
from tracker.absences import actions, queries
from tracker.absences.forms import PLACES, AbsenceForm
from tracker.absences.labels import SENTENCES
from tracker.absences.models import Absence
from tracker.access import policy
from tracker.bodies.forms import offered
from tracker.errors import Refused
from tracker.people.models import Person
from tracker.web.sentences import register, sentence

bp = Blueprint("absences", __name__, url_prefix="/vang-mat")
register(SENTENCES)


@bp.get("")
def index() -> str:
    return _page(_form(_person(), AbsenceForm(None, first_on=clock.today())))


@bp.post("")
def create() -> Any:
    person = _person()
    policy.require(current_user, "absence.set", Absence(person_id=person.id))
    form = _form(person, AbsenceForm())
    if not form.ok:
        return _page(form), 422
    try:
        _set(person, form)
    except Refused as problem:
        form.refuse(PLACES.get(problem.code, "first_on"), sentence(problem.code, problem.facts, 422))
        return _page(form), 422
    flash(gettext("Saved. The deputy is told by letter."))
    return redirect(url_for(".index"), 303)


@bp.post("/<int:absence_id>/ket-thuc")
def end(absence_id: int) -> Any:
    actions.end_absence(current_user, queries.absence(current_user, absence_id))
    flash(gettext("The absence is over; what was lent has gone back."))
    return redirect(url_for(".index"), 303)


def _set(person: Person, form: AbsenceForm) -> None:
    known = dict(queries.deputies(person, clock.today()))
    if form.deputy_id.data not in known:
        raise Refused("absence_place")
    deputy = queries.deputy(form.deputy_id.data)
    stated = Absence(
        person_id=person.id,
        body_id=form.body_id.data or None,
        first_on=form.first_on.data,
        last_on=form.last_on.data,
    )
    actions.set_absence(
        current_user, stated, person=person, deputy=deputy, may_decide=bool(form.may_decide.data)
    )


def _person() -> Person:
    """Whose absence it is: one's own, or (`?nguoi=`) another's for the office and administrators."""
    word = request.args.get("nguoi", "")
    asked = int(word) if word.isdecimal() and len(word) < 18 else 0
    return queries.person(current_user, asked or current_user.id)


def _form(person: Person, form: AbsenceForm) -> AbsenceForm:
    """The form with the person's places and those who could stand in."""
    today = clock.today()
    form.body_id.choices = offered(queries.places(person, today))
    form.deputy_id.choices = offered([(0, gettext("Choose a person")), *queries.deputies(person, today)])
    return form


def _page(form: AbsenceForm) -> str:
    now, over = queries.listed(current_user, clock.today())
    return render_template(
        "absences/index.html",
        form=form,
        person=_person(),
        others=queries.others(current_user),
        now=now,
        over=over,
        today=clock.today(),
        may_end=lambda absence: policy.may(current_user, "absence.end", absence),
    )
