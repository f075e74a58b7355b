"""Variables of the meeting's screens: one section each, so few rows that they can be read at four metres.

A screen draws, unseen, the other sections that come of the same reading; paper has them all, the browser fetches the
rest from a screen of the other kind.
"""

from __future__ import annotations

from typing import Any

from flask import url_for

from tracker import clock
from tracker.access.actors import Viewer
from tracker.reviews import drawn, lines, pages, queries
from tracker.reviews.labels import CHANGES, SECTIONS, period_name
from tracker.tasks.rules import title

ON_SCREEN = 4  # rows
BESIDE_OTHERS = 2  # rows of the longest overdue, where matters of three other kinds stand above them
FURTHER = ("late", "directives", "targets", "difficulties")
"""Sections that do not come of the figures."""


def slide(viewer: Viewer, name: str, number: int, version: int | None) -> dict[str, Any]:
    """The screen of a section by its number from 1. Raises NotFound for a period out of sight."""
    keys = list(SECTIONS)
    key = keys[number - 1]
    is_further = key in FURTHER
    return {
        **(_further if is_further else _figures)(viewer, name, version),
        "key": key,
        "held": [each for each in keys if (each in FURTHER) == is_further],
        "fetched": [each for each in keys if (each in FURTHER) != is_further],
        "many": ON_SCREEN,
        "name": name,
        "number": number,
        "version": version,
        "labels": SECTIONS,
        "period_name": period_name(name),
        "change_words": CHANGES,
        "title_of": title,
        "now": clock.now(),
        "today": clock.today(),
        "source": _source(name, version),
    }


def _further(viewer: Viewer, name: str, version: int | None) -> dict[str, Any]:
    put = queries.put_before(viewer, name, version=version, many=BESIDE_OTHERS)
    return {
        "days": put.days,
        "parts": put.parts,
        "late": pages.late_lines(put.late, put.as_of),
        "snapshot": put.snapshot,
    }


def _figures(viewer: Viewer, name: str, version: int | None) -> dict[str, Any]:
    review = queries.review(viewer, name, version=version)
    return {
        "days": review.days,
        "found": review.account.figures,
        "account": review.account,
        "four": drawn.four(review.account, _source(name, version)),
        "rates": drawn.rates(review.account),
        "conclusions": review.account.conclusions,
        "snapshot": review.snapshot,
    }


def _source(name: str, version: int | None) -> lines.Source:
    return lines.Source(url_for("reviews.show", name=name), version)
