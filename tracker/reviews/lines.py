"""The lines of the review's forms as its pages draw them: thousands of cells, most of them leading to their rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from flask_babel import gettext
from markupsafe import Markup

from tracker.reviews.figures import Account, BodyRow, GroupRow
from tracker.reviews.labels import ASKED_COLUMNS
from tracker.reviews.rules import COLUMNS, Cells
from tracker.web.catalogue import by_language
from tracker.web.drawn import draw
from tracker.web.filters import NOTHING, number

OVERDUE = 12  # the column
TEMPLATE = "reviews/_lines.html"

Figure = tuple[int, str, str]
"""Which of the form's cells, what is written, and the address of its rows ("" for nothing to see)."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form's lines, drawn, group by group."""

    groups: Sequence[Sequence[Markup]]
    total: Markup | None = None
    older: Markup | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where the rows behind a figure are: the period's address, and the version when an older one is shown."""

    url: str
    version: int | None = None

    def of(self, name: str) -> Source:
        """The same of another period, as it holds now."""
        return Source(f"{self.url.rpartition('/')[0]}/{name}")

    def rows(self, columns: object, **narrower: object) -> str:
        """The address of the rows of a column (or columns summed, "7-8")."""
        stated = {"o": columns, **narrower} | ({"ban": self.version} if self.version else {})
        query = "&".join(f"{name.replace('_', '-')}={value}" for name, value in stated.items())
        return f"{self.url}/dong?{query}"


def form_01(account: Account, source: Source) -> Form:
    """Biểu 01: group by group the subtotal and its bodies, then the grand total."""
    drawing, found = _form_01_of(source), account.figures
    groups = [
        [drawing.group(group), *(_kept(drawing, body) for body in group.bodies)] for group in found.groups
    ]
    older = drawing.older(found.older) if found.older.total else None
    return Form(groups, drawing.total(found.total), older)


@lru_cache(maxsize=2_000)
def _kept(drawing: _Form01, body: BodyRow) -> Markup:
    """A body whose figures have not changed since they were last shown is not drawn again."""
    return drawing.body(body)


class _Form01:
    """What all lines of Biểu 01 share, worked out once: a page has thousands of its cells."""

    def __init__(self, source: Source) -> None:
        names = (
            gettext("Carried over"),
            gettext("Given"),
            gettext("Total number"),
            gettext("Completed"),
            gettext("On time"),
            gettext("Past the deadline"),
            gettext("No deadline"),
            gettext("Not completed"),
            gettext("In time"),
            gettext("Overdue"),
            gettext("No deadline"),
            gettext("Suspended"),
        )
        numbers = [
            (name, "num late" if n == OVERDUE else "num") for n, name in zip(COLUMNS, names, strict=True)
        ]
        rates = [(f"{gettext('Rate')} {name}", "num") for name in "BAC"]
        zeros = [(name, "num zero") for name in names]
        self.openers = _opened([(gettext("Rank"), "num"), *numbers, *rates, *zeros])
        self._columns = [
            (place, place + len(names) + len(rates), f"{source.url}/dong?o={column}")
            for place, column in enumerate(COLUMNS, 1)
        ]
        self._after = f"&ban={source.version}" if source.version else ""
        self._point = "," if number(1_000) == "1.000" else "."

    def group(self, group: GroupRow) -> Markup:
        """A group's subtotal."""
        name = f"{group.name} ({len(group.bodies)})"
        return _line(name, self.figures(group.cells, f"&nhom={group.id}"), self.openers, "group", "rowgroup")

    def body(self, body: BodyRow) -> Markup:
        """A body's line."""
        figures = self.figures(body.cells, f"&don-vi={body.body_id}", str(body.place or ""))
        return _line(body.name, figures, self.openers, "is-late" if body.cells.open_overdue else "")

    def total(self, cells: Cells) -> Markup:
        """The grand total."""
        return _line(gettext("Grand total"), self.figures(cells, ""), self.openers)

    def older(self, cells: Cells) -> Markup:
        """What was given in earlier years, apart."""
        return _line(
            gettext("of it given in earlier years"), self.figures(cells, "&tu=nam-truoc"), self.openers
        )

    def figures(self, cells: Cells, narrower: str, place: str = "") -> list[Figure]:
        """The rank, the columns (every figure leads to its rows), the rates."""
        after = narrower + self._after
        figures: list[Figure] = [(0, place, "")]
        figures += [
            (at, str(n) if n < 1_000 else number(n), base + after) if n else (at_zero, "0", "")
            for (at, at_zero, base), n in zip(self._columns, cells.columns, strict=True)
        ]
        rates = (cells.rate_assigned, cells.rate_due, cells.rate_on_time)
        figures += [(at, _share(rate, self._point), "") for at, rate in enumerate(rates, len(figures))]
        return figures


_form_01_of = by_language(8)(_Form01)


def _share(rate: Fraction | None, point: str) -> str:
    """`percent(rate, 2)` in whole numbers: three of them stand in every line."""
    if rate is None:
        return NOTHING
    hundredths = (rate.numerator * 20_000 + rate.denominator) // (2 * rate.denominator)
    return f"{hundredths // 100}{point}{hundredths % 100:02d}%"


def asked_form(found: Sequence[GroupRow], source: Source) -> Form:
    """The bodies that are asked: what was asked, what came, what has not come, what rests."""
    openers = _opened((str(label), "num") for label in ASKED_COLUMNS.values())
    lines = []
    for body in (body for group in found for body in group.bodies):
        figures = [
            (at, number(n), source.rows(column, don_vi=body.body_id, cach="de-nghi") if n else "")
            for at, column in enumerate(ASKED_COLUMNS)
            for n in (body.cells.column(column),)
        ]
        lines.append(_line(body.name, figures, openers))
    return Form([lines] if lines else [])


def _opened(cells: Iterable[tuple[str, str]]) -> list[Markup]:
    """Each cell's opening tag, from its column's name and style."""
    return [draw(TEMPLATE, "opener", label, style) for label, style in cells]


def _line(
    name: str, figures: Sequence[Figure], openers: Sequence[Markup], style: str = "", scope: str = "row"
) -> Markup:
    return draw(TEMPLATE, "line", name, figures, openers, style, scope)
