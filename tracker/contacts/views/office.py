"""What the office sees of mailboxes: changes bodies have asked for, links that open something, and ending those."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from tracker import clock
from tracker.contacts import labels, queries, rules
from tracker.contacts.forms import RevokeForm
from tracker.contacts.views.own import bp
from tracker.links import actions as links
from tracker.tasks.rules import title


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


@bp.get("/don-vi/<int:body_id>/lien-ket")
def mailed(body_id: int) -> str:
    return _mailed(body_id, RevokeForm(formdata=None))


@bp.post("/don-vi/<int:body_id>/lien-ket")
def revoke(body_id: int) -> Any:
    body, form = queries.body(current_user, body_id), RevokeForm()
    if not form.ok:
        return _mailed(body_id, form), 422
    links.revoke(current_user, body, mailbox=body.email, reason=form.reason.data)
    flash(gettext("The links open nothing any more; the next letter brings new ones."))
    return redirect(url_for(".mailed", body_id=body_id), 303)


def _mailed(body_id: int, form: RevokeForm) -> str:
    body = queries.body(current_user, body_id)
    return render_template(
        "contacts/mailed.html",
        body=body,
        rows=queries.living_links(current_user, body),
        title_of=title,
        form=form,
    )
