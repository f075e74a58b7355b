"""Reading drafts, which are the office's alone. One file for what a draft is, one for how it came to be so, one
for files still being read."""

from __future__ import annotations

from tracker.intake.queries.draft import (
    LIVE,
    LONGEST_REST,
    Checked,
    DraftPage,
    all_names,
    checked,
    draft_card,
    draft_page,
    groups_of,
    issuable,
    names_of,
    passages,
    plan_of,
    register_for,
    register_names,
    task_of_draft,
    undated,
    unknown_words,
)
from tracker.intake.queries.newcomers import newcomers
from tracker.intake.queries.readings import open_readings, reading
from tracker.intake.queries.steps import Steps, last_by, news, steps_of

__all__ = [
    "LIVE",
    "LONGEST_REST",
    "Checked",
    "DraftPage",
    "Steps",
    "all_names",
    "checked",
    "draft_card",
    "draft_page",
    "groups_of",
    "issuable",
    "last_by",
    "names_of",
    "newcomers",
    "news",
    "open_readings",
    "passages",
    "plan_of",
    "reading",
    "register_for",
    "register_names",
    "steps_of",
    "task_of_draft",
    "undated",
    "unknown_words",
]
