"""Bands of completion: the published thresholds by default, others where an administrator sets them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask.testing import FlaskClient

from tests.sending import fields_of
from tests.world import World
from tracker.reviews.bands import Thresholds, judge
from tracker.reviews.figures import BodyRow, Figures
from tracker.reviews.rules import Cells, Span

DAYS = Span("2026-03", date(2026, 2, 15), date(2026, 3, 14))
SignIn = Callable[[str], FlaskClient]


def found(*rows: tuple[str, Cells]) -> Figures:
    bodies = [BodyRow(n, name, 1, "Sở, ngành", "giao", cells) for n, (name, cells) in enumerate(rows)]
    return Figures.of(DAYS, DAYS.cut_on, bodies, 5, Cells(), directives=1, tasks=1, standing=0)


FOUND = found(
    ("Đủ cả", Cells(given=10, done_on_time=10)),
    ("Bảy phần", Cells(given=10, done_on_time=7, open_overdue=3)),
    ("Dưới bảy phần", Cells(given=1000, done_on_time=699, open_overdue=301)),
    ("Dưới nửa", Cells(given=1000, done_on_time=499, open_overdue=501)),
    ("Nhiều và tốt", Cells(given=201, done_on_time=190, done_late=5, open_overdue=6)),
    ("Nhiều mà trễ", Cells(given=300, done_on_time=200, done_late=90, open_overdue=10)),
    ("Ít quá", Cells(given=4, open_overdue=4)),
)


def names(rows: object) -> list[str]:
    return [row.name for row in rows]  # type: ignore[attr-defined]


def test_the_published_thresholds_are_the_default() -> None:
    judged = judge(FOUND, {})
    assert names(judged.bands["full"]) == ["Đủ cả"]
    assert names(judged.bands["middle"]) == ["Nhiều và tốt", "Nhiều mà trễ", "Bảy phần"]
    assert names(judged.bands["low"]) == ["Dưới bảy phần", "Dưới nửa"]
    assert (names(judged.praised), names(judged.reminded)) == (["Nhiều và tốt"], ["Dưới nửa"])
    assert judged.ranked == 6, "who has too few due tasks is in no band"


def test_exactly_at_a_threshold() -> None:
    given = Thresholds(5, 70, 200, 90, 10, 50)
    assert given.band(Cells(given=10, done_on_time=7, open_overdue=3)) == "middle"
    assert not given.reminds(Cells(given=10, done_on_time=5, open_overdue=5))
    assert not given.praises(Cells(given=200, done_on_time=200))
    assert not given.praises(Cells(given=300, done_on_time=270, open_overdue=30))
    assert not given.praises(Cells(given=300, done_on_time=270, done_late=30))


def test_an_administrator_sets_them_and_the_review_follows(sign_in: SignIn, month: World) -> None:
    admin = sign_in("an")
    page, stated = "/quan-tri/he-thong", {"low_rate": "34", "ranking_minimum": "1", "band_rate": "30"}
    filled = fields_of(admin.get(page).text, f"{page}/quy-dinh")
    assert (filled["praise_tasks"], filled["low_rate"], filled["band_rate"]) == ("200", "50", "70")
    saved = admin.post(f"{page}/quy-dinh", data=filled | {"period_first_day": "15"} | stated)
    assert saved.status_code == 303
    assert fields_of(admin.get(page).text, f"{page}/quy-dinh")["low_rate"] == "34"
    review = sign_in("lam").get("/ra-soat/2026-03").text
    bands = review.split('id="review-bands"')[1].split("</table>")[0]
    assert "34%" in bands
    assert "30%" in bands
    assert 'UBND xã Đàm Thượng (<a href="/ra-soat/2026-03/dong?o=7-8-12&amp;don-vi=' in bands
