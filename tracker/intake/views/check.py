"""What will be given out, and giving it out."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user

from tracker import clock
from tracker.directives.queries import roll_ups
from tracker.directives.rules import recall_until
from tracker.errors import Refused
from tracker.intake import actions, queries
from tracker.intake.actions.issue import held_until
from tracker.intake.forms import IssueForm, LaterForm
from tracker.intake.views.blueprint import bp
from tracker.outbox.mailboxes import besides
from tracker.settings.queries import office_rules
from tracker.web.filters import moment


@bp.get("/<int:directive_id>/kiem-tra")
def check(directive_id: int) -> str:
    checked = queries.checked(current_user, directive_id)
    urgency, minutes = checked.directive.urgency, office_rules().recall_minutes
    plan = checked.plan
    to = [each.body_id for each in plan.letters if each.email]
    more, others = besides([*to, *(member.body_id for member, _ in plan.helping if member.email)])
    return render_template(
        "intake/check.html",
        checked=checked,
        sent=plan.sent + more,
        others=others,
        form=IssueForm(seen=plan.mark),
        waits=minutes if recall_until(urgency, clock.now(), minutes) else 0,
    )


@bp.post("/<int:directive_id>/giao-them")
def give_later(directive_id: int) -> Any:
    directive, form = queries.issuable(current_user, directive_id), LaterForm()
    if not form.ok:
        raise Refused("day_passed")
    actions.give_to_newcomers(current_user, directive, seen=form.seen.data or "", due_on=form.due_on.data)
    flash(gettext("Given to the new members. The letters are on their way."))
    return redirect(url_for("directives.show", directive_id=directive_id), 303)


@bp.post("/<int:directive_id>/ban-hanh")
def issue(directive_id: int) -> Any:
    directive = queries.issuable(current_user, directive_id)
    actions.issue_directive(current_user, directive, seen=IssueForm().seen.data)
    total = roll_ups(current_user, [directive_id], clock.today())[directive_id].total
    said = gettext("%(total)s assignments were given out. The letters are on their way.", total=total)
    if (until := held_until(directive)) is not None:
        facts = {"total": total, "at": moment(until)}
        said = gettext("%(total)s assignments were given out. The letters leave at %(at)s.", **facts)
    flash(said)
    return redirect(url_for("directives.show", directive_id=directive_id), 303)
