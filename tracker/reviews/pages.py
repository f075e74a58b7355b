"""Variables of the review's pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext
from wtforms.fields.choices import SelectChoice

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Viewer
from tracker.assignments.rules import days_late
from tracker.errors import NotFound
from tracker.paging import Page
from tracker.reviews import drawn, form_pages, lines, queries
from tracker.reviews.annexes import LateRow
from tracker.reviews.figures import RemarkRow
from tracker.reviews.forms import ConclusionForm, PeriodForm, RemarkForm
from tracker.reviews.freezing import thaw_total
from tracker.reviews.labels import (
    ASKED_CELLS,
    ASKED_COLUMNS,
    CELLS,
    CHANGES,
    COLUMNS,
    EXTRAS,
    FURTHER,
    FURTHER_LABELS,
    SECTIONS,
    period_name,
)
from tracker.reviews.models import Period, SignedCopy, Snapshot
from tracker.reviews.parts import Parts
from tracker.reviews.rules import Cells, Wanted, behind, current, judged, neighbour, span
from tracker.settings.queries import office_rules
from tracker.tasks.rules import title

MONTHS_BACK = 14
EXTRA_NAMES = {"cho": "waiting", "sau-chot": "after_cut", "thuong-xuyen": "standing"}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which figure's rows an address asks for: columns of Biểu 01, a body or group, asked bodies, a version."""

    columns: str
    lines: queries.Lines
    version: int | None
    extra: str | None

    @classmethod
    def read(cls, args: Mapping[str, Any]) -> Asked:
        """Raises NotFound for columns there are not."""
        columns = str(args.get("o", "5"))
        extra = EXTRA_NAMES.get(columns)
        wanted = Wanted(None) if extra else behind(columns)
        if wanted is None:
            raise NotFound("page")
        if args.get("tu") == "nam-truoc":
            wanted = replace(wanted, since="older")
        mode = "de_nghi" if args.get("cach") == "de-nghi" else "giao"
        body, group, directive = (_id(args.get(name)) for name in ("don-vi", "nhom", "van-ban"))
        lines = queries.Lines(wanted, mode, body, group, directive, _day(args.get("han-truoc")))
        return cls(columns, lines, _id(args.get("ban")), extra)

    @property
    def title(self) -> str:
        if self.extra:
            return str(EXTRAS[self.extra])
        names = ASKED_COLUMNS if self.lines.mode == "de_nghi" else COLUMNS
        return " + ".join(str(names.get(int(n), COLUMNS[int(n)])) for n in self.columns.split("-"))

    def address(self, url: str, after: str) -> str:
        """The next page of the same rows."""
        stated = {
            "o": self.columns,
            "don-vi": self.lines.body_id,
            "nhom": self.lines.group_id,
            "van-ban": self.lines.directive_id,
            "ban": self.version,
            "tu": "nam-truoc" if self.lines.wanted.since == "older" else None,
            "han-truoc": self.lines.due_before,
        }
        stated["cach"] = "de-nghi" if self.lines.mode == "de_nghi" else None
        query = "&".join(f"{name}={value}" for name, value in stated.items() if value is not None)
        return f"{url}?{query}&sau={after}"


def index(form: PeriodForm, viewer: Viewer) -> dict[str, Any]:
    """The list of periods: the current one and the last that has ended first, then all on record."""
    first_day, today = office_rules().period_first_day, clock.today()
    now = current(today, first_day)
    ended = neighbour(now, -1) or now
    kept = {row.name: row for row in queries.periods()}
    form.ky.choices = [SelectChoice(value=name, label=label) for name, label in choices(now)]
    form.ky.data = now
    rows = [
        _period_row(name, kept.get(name), first_day, today, name in {now, ended})
        for name in dict.fromkeys([now, ended, *kept])
    ]
    return {"form": form, "rows": rows, "may_close": policy.may(viewer, "review.close")}


def _period_row(name: str, row: Any, first_day: int, today: Any, is_counted: bool) -> dict[str, Any]:
    days = span(name, first_day)
    if days is None:
        raise NotFound("period")
    total: Cells | None = None
    if row is not None and row.state == "closed":
        total = thaw_total(row.total)
    elif is_counted:
        total = queries.total(judged(days, today))
    return {
        "name": name,
        "label": period_name(name),
        "days": days,
        "row": row,
        "total": total,
        "is_past": today > days.cut_on,
        "is_closed": row is not None and row.state == "closed",
    }


def choices(now: str) -> list[tuple[str, str]]:
    """Periods to pick from: months, quarters, half-years, years, the newest first."""
    year = int(now[:4])
    months = [now]
    for _ in range(MONTHS_BACK):
        months.append(neighbour(months[-1], -1) or now)
    quarters = [f"{y}-q{n}" for y in (year, year - 1) for n in (4, 3, 2, 1)]
    longer = [f"{y}-h{n}" for y in (year, year - 1) for n in (2, 1)] + [str(year), str(year - 1)]
    return [(name, period_name(name)) for name in (*months, *quarters, *longer) if _has_begun(name)]


def _has_begun(name: str) -> bool:
    days = span(name, office_rules().period_first_day)
    return days is not None and days.first_on <= clock.today()


def show(review: queries.Review, viewer: Viewer) -> dict[str, Any]:
    """The page of a period."""
    account, name = review.account, review.days.name
    older = review.snapshot.number if review.snapshot and not review.is_in_force else None
    source = lines.Source(url_for("reviews.show", name=name), older)
    may_remark = policy.may(viewer, "review.remark") and not review.is_closed and review.snapshot is None
    remarked = SECTIONS if may_remark else ()
    return {
        "review": review,
        "account": account,
        "found": account.figures,
        "title": gettext("Review of %(period)s", period=period_name(name)),
        "period_name": period_name(name),
        "previous": period_name(account.previous.name) if account.previous else "",
        "source": source,
        "four": drawn.four(account, source),
        "bar": drawn.bar(account.figures.total, source),
        "rates": drawn.rates(account),
        "form_01": lines.form_01(account, source),
        "asked": lines.asked_form(account.figures.asked, source),
        "late": late_lines(account.late, account.figures.as_of),
        "changes": account.changes,
        "change_words": CHANGES,
        "sections": SECTIONS,
        "further": {key: word for word, key in FURTHER.items()},
        "judged": review.judged,
        "comparison": drawn.comparison(account, source, is_signed=review.snapshot is not None),
        "forms_of": form_pages.form_links(review),
        "forms": {section: remark_form(section, account.remarks.get(section)) for section in remarked},
        "remarks": account.remarks,
        "may_remark": may_remark,
        "may_close": policy.may(viewer, "review.close"),
        "may_attach": policy.may(viewer, "review.attach"),
        "signed_copies": signed_copies(review),
        "title_of": title,
        **conclusions(review, viewer),
    }


def signed_copies(review: queries.Review) -> list[SignedCopy]:
    """The signed papers of the version shown, the newest first."""
    if review.period is None or review.snapshot is None:
        return []
    return [row for row in queries.signed_copies(review.period) if row.number == review.snapshot.number]


def conclusions(review: queries.Review, viewer: Viewer) -> dict[str, Any]:
    """What was concluded, and whether the viewer may write more of it or give it out."""
    form = ConclusionForm(None, data={"version": 0, "words": ""}, scope="moi")
    return {
        "conclusions": review.account.conclusions,
        "given": {row.id: row.task_id for row in review.period.conclusions} if review.period else {},
        "conclusion_form": form,
        "may_conclude": not review.is_closed and policy.may(viewer, "review.conclude"),
        "may_give": policy.may(viewer, "review.give"),
    }


def section(name: str, key: str, parts: Parts | None, version: int | None) -> dict[str, Any]:
    """One of the further sections, on a page of its own or fetched into the review's."""
    return {
        "key": key,
        "parts": parts,
        "label": FURTHER_LABELS[key],
        "name": name,
        "version": version,
        "title": gettext("Review of %(period)s", period=period_name(name)),
        "source": lines.Source(url_for("reviews.show", name=name), version),
        "title_of": title,
    }


def late_lines(late: Sequence[LateRow], as_of: date) -> tuple[tuple[LateRow, str, int], ...]:
    """The longest overdue first: the row, its task's short title, the days."""
    rows = sorted(late, key=lambda row: (row.due_on, row.assignment_id))
    return tuple((row, title(row.text), days_late(row.due_on, as_of)) for row in rows)


def rows(asked: Asked, name: str, page: Page[queries.Line]) -> dict[str, Any]:
    """The list behind a figure."""
    found = page.rows
    cells = ASKED_CELLS if asked.lines.mode == "de_nghi" else CELLS
    url = url_for("reviews.rows", name=name)
    return {
        "title": asked.title,
        "of": found[0].body if asked.lines.body_id and found else "",
        "lines": [(row, title(row.text), *cells[row.cell]) for row in found],
        "next_url": asked.address(url, page.next_key) if page.next_key else None,
        "back": url_for("reviews.show", name=name, ban=asked.version),
        "name": name,
        "period_name": period_name(name),
    }


def remark(period: Period | None, section: str) -> RemarkRow | None:
    """A section's remark as it stands."""
    found = next((row for row in period.remarks if row.section == section), None) if period else None
    return RemarkRow(found.section, found.words, found.by, found.at, found.version) if found else None


def remark_facts(
    url: str, section: str, row: RemarkRow | None, form: RemarkForm | None = None
) -> dict[str, Any]:
    """Variables of a section's remark, as sent or as it stands."""
    return {
        "section": section,
        "remark": row,
        "form": form or remark_form(section, row),
        "url": url,
        "may_remark": True,
    }


def remark_form(section: str, row: RemarkRow | None) -> RemarkForm:
    """A section's form with what was said before."""
    stated = {"section": section, "words": row.words if row else "", "version": row.version if row else 0}
    return RemarkForm(None, data=stated, scope=section)


def last_signer(last: Snapshot | None) -> dict[str, str]:
    """Who signed last, for the form."""
    if last is None:
        return {}
    return {
        "signer_name": last.signer_name,
        "signer_position": last.signer_position,
        "authority_lines": last.authority_lines,
    }


def two_versions(
    kept: Sequence[Snapshot], new: int | None, old: int | None
) -> tuple[Snapshot | None, Snapshot | None]:
    """The versions to compare: those asked for, else the newest two."""
    by_number = {each.number: each for each in kept}
    newest = [each.number for each in kept[:2]]
    first = by_number.get(new or 0) or (by_number[newest[0]] if newest else None)
    second = by_number.get(old or 0) or (by_number[newest[1]] if len(newest) > 1 else None)
    return first, second


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text or ""))
    except ValueError:
        return None


def _id(text: object) -> int | None:
    text = str(text or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
