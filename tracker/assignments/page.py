"""Everything the page of one assignment shows, gathered once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Viewer, is_office
from tracker.assignments import history, labels, queries, rules
from tracker.assignments.forms import DecisionForm, NextForm, OfficeReportForm, ReportForm, ReturnForm
from tracker.assignments.inside import InsideMarks
from tracker.assignments.models import Assignment
from tracker.comments.views import thread as comments
from tracker.difficulties import queries as difficulties
from tracker.difficulties.forms import ShareForm
from tracker.extensions import queries as extensions
from tracker.files import queries as files
from tracker.handling import queries as handling
from tracker.handling import rules as handling_rules
from tracker.reforms import queries as reforms
from tracker.settings.queries import office_rules
from tracker.tasks import cascade
from tracker.tasks.rules import title
from tracker.workdays.queries import exceptions


def page_facts(
    viewer: Viewer, assignment: Assignment, *, asked: bool = False, **forms: Any
) -> dict[str, Any]:
    """The facts of `assignments/show.html`.

    `asked` shows the report's form where it is not the first thing to do; `forms` come back with errors.
    """
    today = clock.today()
    told = queries.told(viewer, assignment.id)
    requests = extensions.of_assignment(viewer, assignment.id)
    obstacles = difficulties.around(viewer, assignment.id)
    handovers = reforms.handovers(assignment.id) if assignment.is_moved else []
    inside = handling.inside(viewer, assignment)
    marks = labels.Marks(today, queries.soon_on())
    may, own = rights(viewer, assignment), forms_of(viewer, assignment, **forms)
    return {
        "assignment": assignment,
        "title": title(assignment.task.text),
        "served": cascade.served_by_own(viewer, assignment.task),
        "marks": marks.of(assignment),
        "contacts": queries.contacts(assignment.body_id, today),
        "told": [row for row in told if row.how != "put"],
        "obstacles": obstacles.own,
        "others": obstacles.others,
        "share_form": ShareForm(None, work=assignment.id),
        **_noted(assignment),
        "inside": inside,
        "inside_marks": InsideMarks(assignment, today),
        "events": history.events(assignment, told, requests, obstacles.own, today, handovers, inside.events),
        "latest": standing_report(assignment),
        "standing": standing_decision(assignment),
        **_words(),
        "days_after": days_after(assignment),
        "office": office_rules(),
        "may": may,
        "show_form": bool(own["report_form"].errors) or shows_form(may, asked),
        **comments.thread_facts(viewer, assignment, whole=False),
        **own,
    }


def shows_form(may: dict[str, bool], asked: bool) -> bool:
    """Whether the report's form stands on the page: it is the first thing to do, or was asked for."""
    return (may["report"] and (may["body"] or asked)) or (may["add"] and asked)


def _noted(assignment: Assignment) -> dict[str, Any]:
    """What the office wrote down for the body, by deed and report, and the ways it may have come."""
    by_deed = {(each.deed, each.report_id): each for each in assignment.noted}
    return {"on_behalf": by_deed, "channels": labels.CHANNELS}


def _words() -> dict[str, dict[str, str]]:
    """What codes on the page stand for."""
    return {
        "letter_states": labels.letter_states(),
        "letter_kinds": labels.letter_kinds(),
        "decided": labels.decided(),
    }


def standing_report(assignment: Assignment) -> Any:
    """The last report not withdrawn, None when there is none."""
    return next((report for report in reversed(assignment.reports) if report.withdrawn_at is None), None)


def standing_decision(assignment: Assignment) -> Any:
    """The decision that put the work where it stands and whose reason is still to be read; None when there is none."""
    last = assignment.decisions[-1] if assignment.decisions else None
    return last if last is not None and last.verb in rules.SAID_OF.get(assignment.state, ()) else None


def moves(viewer: Viewer, assignment: Assignment) -> list[str]:
    """What this viewer may decide on it as it stands, besides its result."""
    return [
        verb
        for verb in rules.MANAGED
        if (verb != "reopen" or assignment.task.directive.stands)
        and rules.may_move(assignment.state, verb)
        and policy.may(viewer, f"assignment.{verb}", assignment)
    ]


def may_take_back(viewer: Viewer, assignment: Assignment) -> bool:
    """Whether the confirmation is so fresh that its letter still waits; the verb itself asks the letter."""
    last = assignment.decisions[-1] if assignment.decisions else None
    is_fresh = last is not None and last.verb == "confirm" and last.decided_at > queries.undone_since()
    may = rules.may_move(assignment.state, "take_back") and policy.may(
        viewer, "assignment.confirm", assignment
    )
    return is_fresh and may


def may_object(viewer: Viewer, assignment: Assignment) -> bool:
    """Whether this viewer may say now that the work is not the body's, or write down that the body said so."""
    if not (
        rules.may_move(assignment.state, "object") and policy.may(viewer, "assignment.object", assignment)
    ):
        return False
    if is_office(viewer):
        return True
    given_on, limit = assignment.assigned_on, office_rules().objection_days
    calendar = exceptions(given_on, given_on + timedelta(days=60))
    return rules.may_object(given_on, clock.today(), limit, calendar) and queries.is_head(
        viewer, assignment.body_id
    )


def days_after(assignment: Assignment) -> int:
    """How many days after its due day the work was reported; 0 when in time."""
    return rules.days_late(assignment.due_on, assignment.reported_on) if assignment.reported_on else 0


def rights(viewer: Viewer, assignment: Assignment) -> dict[str, bool]:
    """What this viewer may do to it as it stands."""
    state, body = assignment.state, viewer.role == "officer"
    may_speak = policy.may(viewer, "assignment.report", assignment)
    latest = standing_report(assignment)
    asks = policy.may(viewer, "extension.ask", assignment) and rules.may_move(state, "report")
    return {
        "accept": rules.may_move(state, "accept") and policy.may(viewer, "assignment.accept", assignment),
        "report": may_speak and rules.may_move(state, "submit") and state != "submitted",
        "add": may_speak and state == "submitted",
        "withdraw": latest is not None
        and policy.may(viewer, "assignment.withdraw", assignment)
        and _may_withdraw(assignment, latest),
        "decide": rules.may_move(state, "confirm") and policy.may(viewer, "assignment.confirm", assignment),
        "ask": asks and assignment.due_on is not None and clock.today() < assignment.due_on,
        "object": may_object(viewer, assignment),
        "share": rules.may_move(state, "report") and policy.may(viewer, "difficulty.share", assignment),
        "move": bool(moves(viewer, assignment)),
        "take_back": may_take_back(viewer, assignment),
        "arrange": handling_rules.may_arrange(state) and policy.may(viewer, "handling.pass_on", assignment),
        "give": state == "cancelled"
        and assignment.task.directive.stands
        and policy.may(viewer, "task.give", assignment.task),
        "help_date": state not in ("completed", "cancelled")
        and policy.may(viewer, "coordinator.date", assignment),
        "note": bool(notable(viewer, assignment)),
        "body": body,
        "own": body and may_speak,
    }


def notable(viewer: Viewer, assignment: Assignment) -> list[str]:
    """What this viewer may write down for the body as the work stands, besides a report."""
    if not policy.may(viewer, "assignment.note", assignment):
        return []
    latest = standing_report(assignment)
    is_there = {
        "accept": rules.may_move(assignment.state, "accept"),
        "withdraw": latest is not None and _may_withdraw(assignment, latest),
    }
    return [deed for deed, may in is_there.items() if may]


def _may_withdraw(assignment: Assignment, report: Any) -> bool:
    is_early = rules.may_withdraw(report.reported_at, clock.now(), office_rules().withdraw_hours)
    return is_early and rules.is_undone_by_withdrawal(
        assignment.state, assignment.round, status=report.status, report_round=report.round
    )


def forms_of(
    viewer: Viewer,
    assignment: Assignment,
    report_form: ReportForm | None = None,
    return_form: ReturnForm | None = None,
) -> dict[str, Any]:
    """The page's forms: fresh ones, or those that came back with what was typed."""
    if report_form is None:
        report_form = (
            OfficeReportForm(formdata=None, told_on=clock.today())
            if is_office(viewer)
            else ReportForm(formdata=None, reporter=viewer.label)
        )
    if policy.may(viewer, "assignment.report", assignment):
        report_form.earlier.offer_files(files.earlier(viewer, assignment.body_id))
    return {
        "report_form": report_form,
        "return_form": return_form or ReturnForm(formdata=None, obj=assignment),
        "decision_form": DecisionForm(formdata=None, obj=assignment),
        "plain_form": NextForm(formdata=None),
    }
