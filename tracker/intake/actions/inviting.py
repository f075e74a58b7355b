"""The letters that issuing writes to the bodies that work with the leads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from tracker.assignments.inviting import Line, invitation
from tracker.directives.models import Directive
from tracker.intake.plan import Plan, PlannedTask
from tracker.outbox import post
from tracker.tasks.rules import title


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
            made = invitation(
                directive,
                body_id=member.body_id,
                name=member.body_name,
                to=member.email,
                mode=member.mode,
                assignment_ids=[ids[each.task.id, lead.body_id, lead.post_id] for each, lead in units],
                tasks=[_line(each) for each in tasks],
                ending=ending,
                due_at=due_at,
            )
            drafts.append(made)
    return drafts


def _line(planned: PlannedTask) -> Line:
    """A single lead by its name, more of them as the document names them."""
    members = planned.lead.members
    names = [members[0].name] if len(members) == 1 else [each.name for each in planned.lead_names]
    return title(planned.task.text), planned.task.section, "; ".join(names), planned.helping_due_on
