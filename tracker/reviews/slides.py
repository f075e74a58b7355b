"""Variables of the meeting's screens: one section each, so few rows that they can be read at four metres."""

from __future__ import annotations

from typing import Any

from flask import url_for

from tracker import clock
from tracker.access.actors import Viewer
from tracker.reviews import drawn, lines, pages, queries
from tracker.reviews.labels import CHANGES, FURTHER, SECTIONS, period_name
from tracker.tasks.rules import title

ON_SCREEN = 4  # rows


def slide(viewer: Viewer, name: str, number: int, version: int | None) -> dict[str, Any]:
    """The screen of a section by its number from 1. Raises NotFound for a period out of sight."""
    key = list(SECTIONS)[number - 1]
    if key in FURTHER.values():
        days, parts = queries.review_parts(viewer, name, version=version)
        facts = {"key": key, "days": days, "parts": parts, "many": ON_SCREEN}
        facts["snapshot"] = queries.signed_version(viewer, name, version)
        return facts | _frame(name, number, version)
    review = queries.review(viewer, name, version=version)
    facts = {
        "key": key,
        "days": review.days,
        "found": review.account.figures,
        "account": review.account,
        "four": drawn.four(review.account, lines.Source(url_for("reviews.show", name=name), version)),
        "rates": drawn.rates(review.account),
        "late": pages.late_lines(review)[:ON_SCREEN],
        "conclusions": review.account.conclusions,
        "many": ON_SCREEN,
        "snapshot": review.snapshot,
    }
    return facts | _frame(name, number, version)


def _frame(name: str, number: int, version: int | None) -> dict[str, Any]:
    return {
        "name": name,
        "number": number,
        "version": version,
        "labels": SECTIONS,
        "period_name": period_name(name),
        "change_words": CHANGES,
        "title_of": title,
        "now": clock.now(),
        "today": clock.today(),
    }
