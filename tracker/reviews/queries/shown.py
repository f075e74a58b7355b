"""What a review's page shows: the account as it stands, or a version as it was signed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from tracker import clock
from tracker.access.actors import Actor
from tracker.errors import NotFound
from tracker.paging import Page
from tracker.reviews.annexes import FormPage, LateRow
from tracker.reviews.bands import Judged, judge
from tracker.reviews.figures import Account
from tracker.reviews.freezing import (
    thaw,
    thaw_annex,
    thaw_changes,
    thaw_form,
    thaw_members,
    thaw_parts,
    thaw_standing,
)
from tracker.reviews.models import Period, Snapshot
from tracker.reviews.parts import Parts
from tracker.reviews.queries.annexes import form as live_form
from tracker.reviews.queries.annexes import late_rows
from tracker.reviews.queries.kept import annex, figures_text, parts_text, period, snapshot
from tracker.reviews.queries.parts import parts
from tracker.reviews.queries.rows import OF_NOW, Line, Lines, behind_frozen, behind_live, standing_frozen
from tracker.reviews.queries.telling import account, changes
from tracker.reviews.rules import CHANGED, Span, judged, span
from tracker.settings.queries import office_rules

VERSIONS_KEPT = 4
"""Signed versions a process remembers: a meeting looks at one and at what it is compared with."""


@dataclass(frozen=True, slots=True)
class Review:
    """A period as shown. `snapshot` is the version shown, None for figures as they stand."""

    days: Span
    today: date
    account: Account
    judged: Judged
    period: Period | None
    snapshot: Snapshot | None

    @property
    def is_closed(self) -> bool:
        return self.period is not None and self.period.state == "closed"

    @property
    def is_past_cut(self) -> bool:
        return self.today > self.days.cut_on

    @property
    def is_in_force(self) -> bool:
        """Whether what is shown is what holds now, and not an older version."""
        return not self.snapshot or (
            self.is_closed and self.period is not None and self.period.snapshot_number == self.snapshot.number
        )


def found_days(viewer: Actor, name: str) -> tuple[Span, Period | None]:
    """A period's days and its row. Raises NotFound for a name that is none, one not begun, or no right to see it."""
    days, row = span(name, office_rules().period_first_day), period(name)
    if row is not None:
        days = row.days  # as opened: the setting may have changed since
    if not getattr(viewer, "sees_all", False) or days is None or days.first_on > clock.today():
        raise NotFound("period")
    return days, row


def review(viewer: Actor, name: str, *, version: int | None = None, whole: bool = False) -> Review:
    """A period: closed from its snapshot alone, open as the database stands. Raises NotFound."""
    days, row = found_days(viewer, name)
    today = clock.today()
    kept = _version(row, version)
    if kept is None:
        live = account(days, judged(days, today).cut_on, row, whole=whole)
        return Review(days, today, live, judge(live.figures, live.office), row, None)
    shown, bands = signed(kept.id, kept.sha256)
    if whole:
        long = thaw_annex(annex(kept))
        shown = replace(shown, late=long.late, changes=long.changes, annexes=long.others)
    return Review(shown.figures.span, today, shown, bands, row, kept)


@lru_cache(VERSIONS_KEPT)
def signed(snapshot_id: int, sha256: str) -> tuple[Account, Judged]:
    """A version's account and its bands: never changed once signed, so read and worked out once."""
    found = thaw(figures_text(snapshot_id))
    return found, judge(found.figures, found.office)


def review_parts(
    viewer: Actor, name: str, *, version: int | None = None, only: str | None = None
) -> tuple[Span, Parts | None]:
    """A period's further sections: as frozen, else as the database stands; None where a version has none."""
    days, row = found_days(viewer, name)
    kept = _version(row, version)
    if kept is None:
        return days, parts(days, judged(days, clock.today()).cut_on, only)
    return days, thaw_parts(parts_text(kept))


@dataclass(frozen=True, slots=True)
class Put:
    """What is put before the meeting beside the figures: the further sections and the longest overdue, as they stood
    at `as_of`; `parts` is None in versions that did not keep them, `snapshot` for figures as they stand."""

    days: Span
    as_of: date
    parts: Parts | None
    late: list[LateRow]
    snapshot: Snapshot | None


def put_before(viewer: Actor, name: str, *, version: int | None, many: int) -> Put:
    """The further sections of a period and its `many` longest overdue. Raises NotFound."""
    days, row = found_days(viewer, name)
    kept = _version(row, version)
    if kept is None:
        there = judged(days, clock.today())
        return Put(days, there.cut_on, parts(days, there.cut_on), late_rows(there, many), None)
    shown, _ = signed(kept.id, kept.sha256)
    late = sorted(shown.late, key=lambda each: (each.due_on, each.assignment_id))[:many]
    return Put(shown.figures.span, shown.figures.as_of, thaw_parts(parts_text(kept)), late, kept)


def signed_version(viewer: Actor, name: str, version: int | None) -> Snapshot | None:
    """The version a page of the period shows; None for figures as they stand. Raises NotFound."""
    return _version(found_days(viewer, name)[1], version)


def rows_behind(
    viewer: Actor, name: str, lines: Lines, *, version: int | None, after: str | None, extra: str | None
) -> tuple[Span, Page[Line], int]:
    """The days, one page of the rows behind a figure, and how many there are. Raises NotFound."""
    days, row = found_days(viewer, name)
    kept = _version(row, version)
    if kept is None or extra in OF_NOW:
        days = judged(days, clock.today())
        return (days, *behind_live(days, lines, after, extra))
    if extra:
        return (days, *standing_frozen(thaw_standing(annex(kept)), after))
    return (days, *behind_frozen(thaw_members(annex(kept)), lines, after))


def form_rows(
    viewer: Actor, name: str, form: str, *, version: int | None, after: str | None
) -> tuple[Span, FormPage]:
    """The days judged by and one page of the lines of Biểu 02 to 05 (`annexes.FORMS`)."""
    days, row = found_days(viewer, name)
    kept = _version(row, version)
    if kept is not None:
        return days, thaw_form(annex(kept), form, after)
    as_of = judged(days, clock.today())
    return as_of, live_form(form, days, as_of.cut_on).page(after)


def changes_behind(
    viewer: Actor, name: str, which: str, *, version: int | None, after: str | None
) -> tuple[Span, FormPage]:
    """The days judged by and one page of what a number over the changes counts (`rules.CHANGED`), newest first."""
    days, row = found_days(viewer, name)
    kept = _version(row, version)
    if kept is not None:
        return days, thaw_changes(annex(kept), CHANGED[which], after)
    as_of = judged(days, clock.today())
    found, _ = changes(as_of)
    return as_of, FormPage.of([each for each in found if each.kind in CHANGED[which]], after)


def _version(row: Period | None, number: int | None) -> Snapshot | None:
    if row is None or (number is None and row.state != "closed"):
        if number is not None:
            raise NotFound("snapshot")
        return None
    found = snapshot(row, number)
    if found is None:
        raise NotFound("snapshot")
    return found
