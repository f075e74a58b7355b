"""The register of documents, and one document with its tasks."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask_login import current_user

from tracker import clock
from tracker.access import policy
from tracker.assignments.queries import in_sight_of
from tracker.directives import labels, queries
from tracker.directives.forms import RegisterFilterForm
from tracker.directives.models import Directive
from tracker.directives.rules import written_date
from tracker.errors import NotFound
from tracker.files.views import attachment
from tracker.intake.forms import LaterForm, draft_forms
from tracker.intake.queries import draft_page, newcomers
from tracker.issued.queries import changes
from tracker.officials import queries as officials
from tracker.tasks import cascade
from tracker.tasks import queries as tasks
from tracker.tasks.rules import title
from tracker.web.forms import Form
from tracker.web.sentences import register

bp = Blueprint("directives", __name__, url_prefix="/van-ban")

bp.add_app_template_global(labels.directive_name, "directive_name")
bp.add_app_template_global(labels.kind_said, "kind_said")
bp.add_app_template_global(labels.origin_said, "origin_said")
bp.add_app_template_global(labels.urgency_said, "urgency_said")
bp.add_app_template_global(labels.ending_said, "ending_said")
bp.add_app_template_global(labels.relation_said, "relation_said")
bp.add_app_template_global(labels.changed_said, "changed_said")
bp.add_app_template_global(labels.changes_said, "changes_said")
bp.add_app_template_global(written_date, "written_date")
bp.add_app_template_global(title, "task_title")
register(labels.PROBLEMS)


FILTERS = ("tim", "loai", "trang_thai", "nguon", "vien_dan")


@bp.get("")
def index() -> str:
    form = RegisterFilterForm(request.args)
    page = queries.register(current_user, form.chosen, request.args.get("sau"))
    filters: dict[str, Any] = {name: value for name in FILTERS if (value := request.args.get(name))}
    ids = [row.id for row in page.rows]
    return render_template(
        "directives/index.html",
        form=form,
        page=page,
        filters=filters,
        figures=queries.roll_ups(current_user, ids, clock.today()),
        leaning=queries.leaning_counts(current_user, ids),
        next_url=url_for(".index", **filters, sau=page.next_key) if page.next_key else None,
        may_enter=policy.may(current_user, "directive.draft"),
    )


@bp.get("/<int:directive_id>")
def show(directive_id: int) -> str:
    directive = queries.card(current_user, directive_id)
    if directive.state == "draft":
        page = draft_page(current_user, directive)
        return render_template(
            "intake/show.html",
            page=page,
            forms=draft_forms(page),
            focus=None,
            meant=page.alike.meant,
            may_cite=policy.may(current_user, "citation.add", directive),
        )
    facts = _issued(directive.id) | _cited(directive)
    new = newcomers(current_user, directive, facts["tasks"])
    later = {"newcomers": new, "later": LaterForm(seen=new.mark), "today": clock.today()}
    return render_template("directives/show.html", directive=directive, **facts, **later, **_since(directive))


DEEDS = {
    "correct": "directive.correct",
    "add": "task.add",
    "target": "target.add",
    "replace": "directive.replace",
    "withdraw": "directive.withdraw",
}


def _since(directive: Directive) -> dict[str, Any]:
    """What has become of an issued document, and what this viewer may still do to it."""
    until, may = directive.recall_until, policy.may(current_user, "directive.recall", directive)
    return {
        "changes": changes(current_user, directive),
        "may_do": [
            name
            for name, verb in DEEDS.items()
            if directive.stands and policy.may(current_user, verb, directive)
        ],
        "may_recall": may and until is not None and until > clock.now(),
        "recall_form": Form(formdata=None),
        **officials.standing(current_user, directive),
    }


def _cited(directive: Directive) -> dict[str, Any]:
    """Whether the viewer may mend what is cited, and for whoever may, which of the register may be meant."""
    may_cite = policy.may(current_user, "citation.add", directive) and directive.state != "withdrawn"
    asked = queries.undecided(directive) if may_cite else []
    return {"may_cite": may_cite, "meant": queries.alike(directive, asked).meant if asked else {}}


def _issued(directive_id: int) -> dict[str, Any]:
    """The tasks of an issued document, how far they have got, and who carries it out below."""
    seen, today = in_sight_of(current_user), clock.today()
    figures = tasks.roll_ups(directive_id, seen, today)
    citing = queries.citing(current_user, directive_id)
    lower = cascade.lower_roll_ups(current_user, directive_id, seen, today)
    return {
        "tasks": tasks.of_directive(directive_id, ("issued",)),
        "figures": figures,
        "whole": queries.RollUp(
            sum(each.total for each in figures.values()),
            sum(each.done for each in figures.values()),
            sum(each.overdue for each in figures.values()),
        ),
        "lower": lower,
        "below": cascade.together(list(lower.values())) if lower else None,
        "citing": citing,
        "their_figures": queries.roll_ups(current_user, [row.id for row in citing.leaning], today),
        "may_archive": policy.may(current_user, "directive.archive"),
        "may_urge": policy.may(current_user, "reminder.urge"),
        "nothing": queries.RollUp(),
    }


@bp.get("/<int:directive_id>/tep")
def download(directive_id: int) -> Response:
    """The original file; whoever sees the document may open it."""
    directive = queries.card(current_user, directive_id)
    if directive.file is None:
        raise NotFound("file")
    return attachment(directive.file)
