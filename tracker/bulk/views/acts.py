"""The preview of a bulk act and doing it."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_login import current_user

from tracker.access import policy
from tracker.bulk import labels, queries, rules
from tracker.bulk.forms import BulkForm, ReassignForm, SubmitForm
from tracker.bulk.planning import Plan, plan
from tracker.bulk.views.blueprint import bp
from tracker.bulk.views.kinds import KINDS, Kind
from tracker.errors import NotFound, Refused
from tracker.reminders.choosing import chosen, kept
from tracker.reminders.forms import chosen_ids
from tracker.submissions import queries as submissions
from tracker.tasks.rules import title
from tracker.web.sentences import sentence

FIELD_OF = {
    "reason_needed": "reason",
    "document_needed": "document",
    "proposal_needed": "proposal",
    "no_leader": "leader_id",
    "not_of_office": "person_id",
}
DECIDING = {"new_due_on", "working_days", "body_id", "leader_id", "person_id"}
"""What is typed that decides which rows are left out."""


@bp.post("/<kind>/chon")
def create_selection(kind: str) -> Any:
    act = _required(kind)
    choice = _bodies_of_choice(act) if act.takes_bodies else kept()
    return redirect(url_for(".preview", kind=kind, **choice), 303)


@bp.get("/<kind>")
def preview(kind: str) -> str:
    act = _required(kind)
    form = _form(act, fresh=True)
    if act.takes_bodies:
        form.begin(chosen_ids(request.args.getlist("id")), request.args)
        _require_few(act, len(form.versions) + len(form.directives))
    else:
        form.begin(chosen(request.args, rules.MOST_AT_ONCE[act.verb]), request.args)
    return _preview(kind, form)


@bp.post("/<kind>")
def create(kind: str) -> Any:
    act = _required(kind)
    form = _form(act)
    if request.form.get("do") == "preview":
        form.look_only()
    elif form.ok:
        try:
            return redirect(url_for(".show", batch_id=act.do(form).id), 303)
        except Refused as problem:
            _refuse(form, problem)
    return _preview(kind, form), 422 if form.errors else 200


def _required(kind: str) -> Kind:
    """The act of an address, which the viewer may do. Raises NotFound, NotAllowed."""
    if kind not in KINDS:
        raise NotFound("page")
    policy.require(current_user, KINDS[kind].right)
    return KINDS[kind]


def _bodies_of_choice(act: Kind) -> dict[str, Any]:
    """The bodies of the work chosen on the desk, as arguments of an address."""
    work = queries.chosen(current_user, chosen(request.form))
    bodies = sorted({row.body_id for row in work})
    _require_few(act, len(bodies))
    return {"id": bodies}


def _require_few(act: Kind, number: int) -> None:
    """Raise Refused, by `rules.TOO_MANY`, for more than may be changed at once."""
    if number > (most := rules.MOST_AT_ONCE[act.verb]):
        raise Refused(rules.TOO_MANY[act.verb], most=most)


def _form(act: Kind, *, fresh: bool = False) -> BulkForm:
    form = act.form(None) if fresh else act.form()
    if isinstance(form, SubmitForm):
        form.offer(submissions.leaders())
    elif isinstance(form, ReassignForm):
        form.offer(queries.there_are())
    return form


def _refuse(form: BulkForm, problem: Refused) -> None:
    said, field = sentence(problem.code, problem.facts, 422), FIELD_OF.get(problem.code)
    if field is not None and field in form:
        form.refuse(field, said)
    else:
        form.form_errors.append(said)


def _preview(kind: str, form: BulkForm) -> str:
    verb = KINDS[kind].verb
    typed = {} if form.errors.keys() & DECIDING else form.facts
    found = plan(current_user, verb, form.versions, typed | {"directives": form.directives})
    form.show(found.everything)
    return render_template(
        KINDS[kind].page,
        kind=kind,
        verb=verb,
        words=labels.VERBS[verb],
        form=form,
        plan=found,
        title_of=title,
        said=queries.said([row.id for row in found.rows]) if verb == "confirm" else {},
        left_out=_left_out(found),
    )


def _left_out(found: Plan) -> list[tuple[str, list[Any]]]:
    return [(labels.reason_said(reason), rows) for reason, rows in found.left_out.items()]
