"""What the office sees and does of mailboxes: those of a body, changes bodies ask for, links that open something."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from tracker import clock
from tracker.access import policy
from tracker.bodies.models import Body
from tracker.contacts import actions, labels, queries, rules
from tracker.contacts.forms import MailboxesForm, RevokeForm
from tracker.contacts.views.own import bp
from tracker.errors import Conflict, Refused
from tracker.links import actions as links
from tracker.outbox import queries as letters
from tracker.tasks.rules import title
from tracker.web.sentences import sentence


@bp.get("/don-vi/doi-hom-thu")
def index() -> str:
    page = queries.rows(current_user, request.args.get("sau"))
    return render_template(
        "contacts/index.html",
        rows=page.rows,
        labels=labels,
        late_at=clock.now() - rules.TO_CONFIRM,
        next_url=url_for(".index", sau=page.next_key) if page.next_key else None,
    )


@bp.get("/don-vi/<int:body_id>/hom-thu")
def edit(body_id: int) -> str:
    body = queries.body(current_user, body_id)
    return _mailboxes(body, MailboxesForm(None, data=_facts(body)))


@bp.post("/don-vi/<int:body_id>/hom-thu")
def update(body_id: int) -> Any:
    body, form = queries.body(current_user, body_id), MailboxesForm()
    policy.require(current_user, "body.mailboxes", body)
    if not form.ok:
        return _mailboxes(body, form), 422
    try:
        actions.set_mailboxes(current_user, body, version=form.version.data, **form.mailboxes)
    except Refused as problem:
        form.refuse("main", sentence(problem.code, problem.facts, 422))
        return _mailboxes(queries.body(current_user, body_id), form), 422
    except Conflict:
        body = queries.body(current_user, body_id)
        form.meet(SimpleNamespace(**_facts(body)))
        return _mailboxes(body, form), 409
    flash(gettext("Saved. Links mailed to a mailbox that was taken away open nothing any more."))
    return redirect(url_for("bodies.show", body_id=body_id), 303)


@bp.get("/don-vi/<int:body_id>/lien-ket")
def mailed(body_id: int) -> str:
    return _mailed(body_id, RevokeForm(formdata=None))


@bp.post("/don-vi/<int:body_id>/lien-ket")
def revoke(body_id: int) -> Any:
    body, form = queries.body(current_user, body_id), RevokeForm()
    if not form.ok:
        return _mailed(body_id, form), 422
    links.revoke(current_user, body, reason=form.reason.data)
    flash(gettext("The links open nothing any more; the next letter brings new ones."))
    return redirect(url_for(".mailed", body_id=body_id), 303)


def _facts(body: Body) -> dict[str, Any]:
    """A body's mailboxes as the form has them."""
    places = queries.mailboxes(body)
    own, copies = ("\n".join(each for each, at in places.items() if at == place) for place in ("own", "copy"))
    return {"main": body.email, "further": own, "copies": copies, "version": body.version}


def _mailboxes(body: Body, form: MailboxesForm) -> str:
    places = queries.mailboxes(body)
    return render_template(
        "contacts/edit.html",
        body=body,
        form=form,
        places=places,
        shared=queries.shared(current_user, body, places),
        returned=letters.came_back_from(current_user, places),
        labels=labels,
    )


def _mailed(body_id: int, form: RevokeForm) -> str:
    body = queries.body(current_user, body_id)
    return render_template(
        "contacts/mailed.html",
        body=body,
        rows=queries.living_links(current_user, body),
        title_of=title,
        form=form,
    )
