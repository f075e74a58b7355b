"""The letters to bodies that work with the leads: what they help with, who leads it, by when their part is asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from tracker.directives.models import Directive
from tracker.intake.plan import Plan, PlannedTask
from tracker.outbox import post
from tracker.tasks.rules import title

Line = tuple[str, str, str, date | None]
"""A task's title, its section, who leads it, by when the part is asked."""


def invitations(
    directive: Directive,
    plan: Plan,
    ids: Mapping[tuple[int, int, int | None], int],
    *,
    ending: str,
    due_at: datetime | None,
) -> list[post.Draft]:
    """One letter a coordinating body with a mailbox, all it helps with in it; none of them opens a report's page.

    `ids` are assignments by (task, body, post), `ending` tells letters of one issue from those of others.
    """
    drafts = []
    for member, tasks in plan.helping:
        if member.email:
            units = [(each, lead) for each in tasks for lead in each.lead.members]
            drafts.append(
                post.Draft(
                    key=f"helping:{directive.id}:{member.body_id}{ending}",
                    kind="assigned",
                    to=member.email,
                    template="helping",
                    to_name=member.body_name,
                    body_id=member.body_id,
                    assignment_ids=[ids[each.task.id, lead.body_id, lead.post_id] for each, lead in units],
                    due_at=due_at,
                    thread=f"directive:{directive.id}",
                    facts={
                        "directive": directive,
                        "body_name": member.body_name,
                        "mode": member.mode,
                        "tasks": [_line(each) for each in tasks],
                    },
                )
            )
    return drafts


def _line(planned: PlannedTask) -> Line:
    """A single lead by its name, more of them as the document names them."""
    members = planned.lead.members
    names = [members[0].name] if len(members) == 1 else [each.name for each in planned.lead_names]
    return title(planned.task.text), planned.task.section, "; ".join(names), planned.helping_due_on
