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
from tracker.bulk.views.kinds import DO, FORMS, KINDS, RIGHTS, typed_mailboxes
from tracker.errors import NotFound, Refused
from tracker.reminders.choosing import chosen, kept
from tracker.submissions import queries as submissions
from tracker.tasks.rules import title
from tracker.web.sentences import sentence

FIELD_OF = {
    "reason_needed": "reason",
    "document_needed": "document",
    "proposal_needed": "proposal",
    "no_leader": "leader_id",
}
DECIDING = {"new_due_on", "working_days", "body_id", "leader_id"}
"""What is typed that decides which rows are left out."""


@bp.post("/<kind>/chon")
def create_selection(kind: str) -> Any:
    _require(kind)
    return redirect(url_for(".preview", kind=kind, **kept()), 303)


@bp.get("/<kind>")
def preview(kind: str) -> str:
    verb = _require(kind)
    ids = chosen(request.args, rules.MOST_AT_ONCE[verb])
    return _preview(kind, _form(verb, fresh=True), dict.fromkeys(ids))


@bp.post("/<kind>")
def create(kind: str) -> Any:
    verb = _require(kind)
    form = _form(verb)
    if request.form.get("do") == "preview":
        form.look_only()
    elif form.ok:
        try:
            return redirect(url_for(".show", batch_id=DO[verb](form).id), 303)
        except Refused as problem:
            _refuse(form, problem)
    return _preview(kind, form, form.versions), 422 if form.errors else 200


def _require(kind: str) -> str:
    """The verb of an address the viewer may do. Raises NotFound, NotAllowed."""
    if kind not in KINDS:
        raise NotFound("page")
    verb = KINDS[kind]
    policy.require(current_user, RIGHTS[verb])
    return verb


def _form(verb: str, *, fresh: bool = False) -> BulkForm:
    form = FORMS[verb](None) if fresh else FORMS[verb]()
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


def _preview(kind: str, form: BulkForm, seen: dict[int, Any]) -> str:
    verb = KINDS[kind]
    if verb == "mailbox":
        return _mailbox_page(form, seen)
    found = plan(current_user, verb, seen, {} if form.errors.keys() & DECIDING else form.facts)
    form.seen.data = rules.packed({row.id: seen[row.id] or row.version for row in found.everything})
    return render_template(
        "bulk/preview.html",
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


def _mailbox_page(form: BulkForm, seen: dict[int, Any]) -> str:
    """The chosen work's bodies; a form that came back with errors names them itself."""
    if form.errors:
        found = queries.mailboxes(current_user, list(form.versions))
    else:
        found = queries.mailboxes(current_user, {row.body_id for row in queries.chosen(current_user, seen)})
        form.seen.data = rules.packed({row.id: row.version for row in found})
    return render_template(
        "bulk/mailboxes.html", words=labels.VERBS["mailbox"], form=form, rows=found, typed=typed_mailboxes()
    )
