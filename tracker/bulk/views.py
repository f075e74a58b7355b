"""One act on many assignments: from the desk's choice to a preview, to what became of each, and back."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, send_file, url_for
from flask_login import current_user

from tracker import clock
from tracker.access import policy
from tracker.bodies import register
from tracker.bulk import actions, labels, queries, rules, sheet
from tracker.bulk.forms import (
    BulkForm,
    CallForm,
    ConfirmForm,
    ExtendForm,
    MailboxForm,
    ReassignForm,
    SubmitForm,
    UndoForm,
)
from tracker.bulk.models import BulkBatch
from tracker.bulk.planning import Plan, plan
from tracker.errors import NotFound, Refused
from tracker.registers import reading
from tracker.reminders.choosing import chosen, kept
from tracker.settings.queries import office_rules
from tracker.submissions import queries as submissions
from tracker.tasks.rules import title
from tracker.web.sentences import sentence

bp = Blueprint("bulk", __name__, url_prefix="/hang-loat")

KINDS = {
    "goi-dien": "call",
    "gia-han": "extend",
    "xac-nhan": "confirm",
    "chuyen-don-vi": "reassign",
    "trinh": "submit",
    "hom-thu": "mailbox",
}
"""Word of the address to verb."""
RIGHTS = {
    "call": "reminder.call",
    "extend": "extension.decide",
    "confirm": "assignment.confirm",
    "reassign": "assignment.cancel",
    "submit": "submission.make",
    "mailbox": "body.edit",
}
FORMS: dict[str, type[BulkForm]] = {
    "call": CallForm,
    "extend": ExtendForm,
    "confirm": ConfirmForm,
    "reassign": ReassignForm,
    "submit": SubmitForm,
    "mailbox": MailboxForm,
}
FIELD_OF = {
    "reason_needed": "reason",
    "document_needed": "document",
    "proposal_needed": "proposal",
    "no_leader": "leader_id",
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("")
def index() -> str:
    page = queries.batches(current_user, request.args.get("sau"))
    next_url = url_for(".index", sau=page.next_key) if page.next_key else None
    return render_template("bulk/index.html", page=page, verbs=labels.VERBS, next_url=next_url)


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
    if form.ok and request.form.get("do") != "preview":
        try:
            return redirect(url_for(".show", batch_id=_DO[verb](form).id), 303)
        except Refused as problem:
            _refuse(form, problem)
    return _preview(kind, form, form.versions), 422 if form.errors else 200


@bp.get("/lo/<int:batch_id>")
def show(batch_id: int) -> str:
    return _batch_page(queries.batch(current_user, batch_id), UndoForm(formdata=None))


@bp.post("/lo/<int:batch_id>/hoan-tac")
def undo(batch_id: int) -> Any:
    batch, form = queries.batch(current_user, batch_id), UndoForm()
    if form.ok:
        try:
            actions.undo(current_user, batch, reason=form.clean["reason"])
            return redirect(url_for(".show", batch_id=batch_id), 303)
        except Refused as problem:
            form.refuse("reason", sentence(problem.code, problem.facts, 422))
    return _batch_page(queries.batch(current_user, batch_id), form), 422


@bp.post("/excel")
def download() -> Response:
    policy.require(current_user, "reminder.urge")
    rows = queries.chosen(current_user, chosen(request.form))
    made = reading.written(sheet.document(rows, clock.today()))
    return send_file(BytesIO(made), XLSX, as_attachment=True, download_name=f"don-doc-{clock.today()}.xlsx")


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


def _reassign(form: BulkForm) -> BulkBatch:
    facts = form.facts
    body = register.card(facts.pop("body_id"))
    return actions.reassign_all(current_user, seen=form.versions, body=body, **facts)


def _submit(form: BulkForm) -> BulkBatch:
    facts = form.facts
    leader = submissions.leader(facts.pop("leader_id"))
    return actions.submit_all(current_user, seen=form.versions, leader=leader, **facts)


def _mailboxes(form: BulkForm) -> BulkBatch:
    return actions.change_mailboxes(current_user, seen=form.versions, mailboxes=_typed())


def _typed() -> dict[int, str]:
    """Body to the mailbox typed beside it."""
    typed = {name[3:]: value.strip() for name, value in request.form.items() if name.startswith("to-")}
    return {int(id): value for id, value in typed.items() if id.isdecimal() and len(id) < 19 and value}


_DO: dict[str, Callable[[BulkForm], BulkBatch]] = {
    "call": lambda form: actions.call_all(current_user, seen=form.versions, **form.facts),
    "extend": lambda form: actions.extend_all(current_user, seen=form.versions, **form.facts),
    "confirm": lambda form: actions.confirm_many(current_user, seen=form.versions),
    "reassign": _reassign,
    "submit": _submit,
    "mailbox": _mailboxes,
}


def _preview(kind: str, form: BulkForm, seen: dict[int, Any]) -> str:
    verb = KINDS[kind]
    if verb == "mailbox":
        return _mailbox_page(form, seen)
    found = plan(current_user, verb, seen, {} if form.errors else form.facts)
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
        "bulk/mailboxes.html", words=labels.VERBS["mailbox"], form=form, rows=found, typed=_typed()
    )


def _batch_page(batch: BulkBatch, form: UndoForm) -> str:
    page = queries.outcomes(current_user, batch.id, request.args.get("sau"))
    limit = office_rules().withdraw_hours
    return render_template(
        "bulk/show.html",
        batch=batch,
        words=labels.VERBS[batch.verb],
        page=page,
        form=form,
        reasons=labels.REASONS,
        undone=labels.UNDONE,
        title_of=title,
        change_said=labels.change_said,
        hours=limit,
        may_undo=policy.may(current_user, "bulk.undo", batch) and rules.may_undo(batch, clock.now(), limit),
        next_url=url_for(".show", batch_id=batch.id, sau=page.next_key) if page.next_key else None,
    )
