"""What is done to the whole directive an assignment belongs to: withdrawn, or its issue recalled."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.conftest import MONDAY
from tracker import clock
from tracker.assignments.models import Assignment
from tracker.db import db
from tracker.directives.models import Directive
from tracker.errors import Problem
from tracker.issued import actions

WHOLE = 198
"""From this number of the two hundred on, a deed is done to the whole directive."""
RECALL = timedelta(minutes=10)


def whole(life: Any, verb: str, role: str, *, reason: bool = True, document: bool = True) -> None:
    """Withdraw ("end") or recall, and hold it against the model of the life; recalled, the life never was."""
    said = {"reason": "Chủ trương mới" if reason else " ", "document": "12/UBND-TH" if document else ""}
    if verb == "end":
        wanted = life.model.no_end(role, reason=reason, document=document)
    else:
        wanted = life.model.no_recall(role, life.at, clock.local(MONDAY + RECALL))
    got, actor = None, life.known[role]
    with clock.frozen_at(life.now):
        one = db.session.get_one(Directive, life.directive_id, populate_existing=True)
        try:
            if verb == "end":
                actions.withdraw_directive(actor, one, version=one.version, **said)
            else:
                actions.recall_issue(actor, one)
        except Problem as problem:
            got = problem.code
    assert got == wanted, (verb, role, life.model.state)
    if wanted is None and verb == "end":
        life.model.end(life.at.date())
    elif wanted is None:
        life.is_over = True
        assert db.session.get(Assignment, life.id, populate_existing=True) is None
