"""The dashboard's first part: what waits for a word, what is red, this period against the last, in words first."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext, ngettext

from tracker.access import policy
from tracker.assignments.rules import days_late
from tracker.overview.charts import CHARTS, DUE, Asking, source, url_of
from tracker.overview.queries import deciding, months
from tracker.overview.queries.deciding import Objection, Waiting
from tracker.reviews import drawn
from tracker.reviews.beside import before as period_before
from tracker.reviews.figures import Account, Compared, Figures
from tracker.reviews.labels import period_name
from tracker.reviews.queries import late_rows
from tracker.reviews.rules import Cells
from tracker.settings.queries import office_rules
from tracker.tasks.rules import title
from tracker.web.filters import day, number, percent

REDDEST = 3
LEADERS_QUEUE = "/vuong-mac?xem=lanh-dao"


def page(asking: Asking) -> dict[str, Any]:
    """All the page shows at once; every other chart is drawn at its own address."""
    days, place = asking.period, source(asking.period.name)
    last = period_before(days, office_rules().period_first_day)
    counted = months.kept(asking.viewer, [days.name, *([last.name] if last else [])])
    now = months.running(asking.viewer, days, counted)
    found = Figures(days, days.cut_on, (), (), now, Cells(), Cells(), 0, 0, 0)
    reddest = late_rows(days, REDDEST)
    before = months.before(asking.viewer, last, counted)
    account = Account(found, reddest, (), 0, 0, before, None, {}, {})
    decides = policy.may(asking.viewer, "extension.decide") and asking.viewer.role == "leader"
    return {
        "period": period_name(days.name),
        "days": days,
        "waiting": to_decide(deciding.waiting(asking.viewer)) if decides else None,
        "headline": headline(account),
        "against": against(account),
        "late_number": found.total.open_overdue,
        "late_url": place.rows(12),
        "reddest": [(row, title(row.text), days_late(row.due_on, days.cut_on)) for row in reddest],
        "review_url": place.url,
        "account": account,
        "four": drawn.four(account, place),
        "bar": drawn.bar(found.total, place),
        "rates": drawn.rates(account),
        "is_empty": found.total.total == 0,
        "due_url": place.rows(DUE),
        "charts": [(f"bd-{name}", chart.title, url_of(name)) for name, chart in CHARTS.items()],
    }


def to_decide(waiting: Waiting) -> dict[str, Any]:
    """What waits for the leader: the longest waiting of each kind, and the queues with all of them."""
    queues = (
        (gettext("Put before you"), "/trinh", waiting.submission_count),
        (gettext("Requests for a later day"), "/gia-han", waiting.extension_count),
        (gettext("Difficulties passed up"), LEADERS_QUEUE, waiting.difficulty_count),
        (gettext("Objections"), "/don-doc?xem=objected", waiting.objection_count),
    )
    rows = (
        *map(_submission, waiting.submissions),
        *map(_difficulty, waiting.difficulties),
        *map(_extension, waiting.extensions),
        *map(_objection, waiting.objections),
    )
    return {
        "number": waiting.number,
        "rows": rows,
        "queues": [{"label": label, "url": url, "number": count} for label, url, count in queues],
    }


def _submission(row: Any) -> dict[str, str]:
    return {
        "title": title(row.proposal),
        "url": f"/trinh/{row.id}",
        "kind": "wait",
        "word": ngettext("%(num)s awaits a word", "%(num)s await a word", row.waiting),
        "body": row.made_by,
        "line": ngettext("%(num)s task", "%(num)s tasks", row.number),
    }


def _difficulty(row: Any) -> dict[str, str]:
    return {
        "title": title(row.what),
        "url": f"{LEADERS_QUEUE}#difficulty-{row.id}",
        "kind": "diff",
        "word": gettext("Difficulty"),
        "body": row.body,
        "line": gettext("passed up, answer due %(day)s", day=day(row.answer_due_on)),
    }


def _extension(row: Any) -> dict[str, str]:
    return {
        "title": title(row.text),
        "url": f"/gia-han#extension-{row.id}",
        "kind": "soon",
        "word": gettext("Extension asked"),
        "body": row.body,
        "line": gettext("From %(old)s to %(new)s", old=day(row.old_due_on), new=day(row.new_due_on)),
    }


def _objection(each: Objection) -> dict[str, str]:
    return {
        "title": title(each.text),
        "url": f"/phan-cong/{each.assignment_id}",
        "kind": "back",
        "word": gettext("Objection"),
        "body": each.body,
        "line": each.reason,
    }


def headline(account: Account) -> str:
    """So many of so many done, so many overdue."""
    cells = account.figures.total
    done = ngettext(
        "%(done)s of %(num)s task completed",
        "%(done)s of %(num)s tasks completed",
        cells.total,
        done=number(cells.done),
    )
    if not cells.open_overdue:
        return str(gettext("%(done)s, none overdue", done=done))
    return str(gettext("%(done)s, %(late)s overdue", done=done, late=number(cells.open_overdue)))


def against(account: Account) -> list[str]:
    """What has changed since the period before, a sentence each; none where there was none."""
    before = account.previous
    if before is None:
        return []
    now, then, month = account.figures.total, before.cells, period_name(before.name)
    return [
        _moved(gettext("Overdue"), now.open_overdue, then.open_overdue, month),
        _moved(gettext("Completed"), now.done, then.done, month),
        _rate(before, account),
    ]


def _moved(what: str, now: int, then: int, month: str) -> str:
    facts = {
        "what": what,
        "now": number(now),
        "then": number(then),
        "n": number(abs(now - then)),
        "month": month,
    }
    if now == then:
        return str(gettext("%(what)s: %(now)s, as in %(month)s.", **facts))
    if now > then:
        return str(gettext("%(what)s: %(now)s, up %(n)s from %(then)s in %(month)s.", **facts))
    return str(gettext("%(what)s: %(now)s, down %(n)s from %(then)s in %(month)s.", **facts))


def _rate(before: Compared, account: Account) -> str:
    return str(
        gettext(
            "Completed of what was due: %(now)s, %(then)s in %(month)s.",
            now=percent(account.figures.total.rate_due),
            then=percent(before.cells.rate_due),
            month=period_name(before.name),
        )
    )
