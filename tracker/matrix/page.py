"""The matrix as its page and its workbook draw it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from markupsafe import Markup

from tracker.access.actors import Viewer
from tracker.assignments.labels import Marks
from tracker.assignments.rules import days_late
from tracker.errors import NotFound
from tracker.matrix import queries
from tracker.matrix.rules import BODIES, TASKS, Cell, Chosen, Part, part, worst
from tracker.tasks.rules import title
from tracker.web.catalogue import gettext, ngettext
from tracker.web.drawn import draw, remembered

SHORT = 42  # characters of a task's text over its column
LINES = 400  # remembered as they were drawn, 2.5 KB each


class Column(NamedTuple):
    """A task over its column: its mark ("1.4", said "mục 1 ý 4"), its text cut short, its figures."""

    id: int
    mark: str
    said: str
    title: str
    total: int
    done: int


class Line(NamedTuple):
    """A body with its cells, None where the task was not given to it."""

    body: Any
    cells: tuple[Cell | None, ...]


class Matrix(NamedTuple):
    """One page of the matrix. `groups` are (type, lines); without a type where the order goes across types."""

    directive: Any
    choices: list[Any]
    columns: Part
    bodies: Part
    groups: list[tuple[str, list[Line]]]
    figures: tuple[int, int, int]
    is_narrowed: bool


def choose(viewer: Viewer, wanted: int) -> tuple[Any, list[Any]]:
    """The directive shown (by itself the latest with work still open) and those to choose from.

    Raises NotFound for one out of sight; there may be none at all.
    """
    found = queries.choices(viewer, wanted)
    if wanted and all(row.id != wanted for row in found):
        raise NotFound("directive")
    if wanted:
        return next(row for row in found if row.id == wanted), found
    return next((row for row in found if row.is_open), found[0] if found else None), found


def matrix(viewer: Viewer, chosen: Chosen, marks: Marks) -> Matrix | None:
    """One page of it; None before anything was issued."""
    directive, choices = choose(viewer, chosen.directive_id)
    if directive is None:
        return None
    tasks = columns(queries.tasks(directive.id, marks.today), is_late_only=chosen.is_late_only)
    bodies = queries.bodies(directive.id, marks.today, latest_first=chosen.is_latest_first)
    figures = queries.totals(bodies)
    if chosen.is_late_only:
        bodies = [row for row in bodies if row.overdue]
    across, down = part(tasks, chosen.tasks, TASKS), part(bodies, chosen.bodies, BODIES)
    found = queries.cells(directive.id, [row.id for row in down.things], [each.id for each in across.things])
    cells = by_place(found, marks)
    lines = [Line(row, tuple(cells.get((row.id, each.id)) for each in across.things)) for row in down.things]
    return Matrix(
        directive, choices, across, down, _grouped(lines, chosen), figures, is_narrowed=chosen.is_late_only
    )


def columns(tasks: Iterable[Any], *, is_late_only: bool = False) -> list[Column]:
    """The tasks as columns."""
    tasks = list(tasks)
    return [
        Column(row.id, *named, title(row.text, SHORT), row.total, row.done)
        for row, named in zip(tasks, marked([row.section for row in tasks]), strict=True)
        if row.overdue or not is_late_only
    ]


def marked(sections: Sequence[str]) -> list[tuple[str, str]]:
    """Each task's mark and how it is said: by its place in its section ("1.4", "mục 1 ý 4"), else in the directive."""
    among, made = Counter(sections), []
    places: Counter[str] = Counter()
    for section in sections:
        places[section] += 1
        facts = {"section": section, "number": places[section]}
        if not section:
            made.append((str(places[section]), gettext("task %(number)s") % facts))
        elif among[section] == 1:
            made.append((section, gettext("section %(section)s") % facts))
        else:
            said = gettext("section %(section)s point %(number)s") % facts
            made.append((f"{section}.{places[section]}", said))
    return made


def by_place(assignments: Iterable[Any], marks: Marks) -> dict[tuple[int, int], Cell]:
    """What each cell tells of, by (body, task), of rows of `queries.STATED`."""
    there = defaultdict(list)
    shown: dict[Any, tuple[str, int | None, str]] = {}  # most work of a task stands alike
    for row in assignments:
        id, body_id, task_id, *_ = row
        stands = row[3:]
        if stands not in shown:
            shown[stands] = _shown(row, marks)
        there[body_id, task_id].append(Cell(id, *shown[stands]))
    return {place: worst(found) for place, found in there.items()}


def _shown(row: Any, marks: Marks) -> tuple[str, int | None, str]:
    """How an assignment is told of: glyph, days and words by the same rules as the tags of a list."""
    said = marks.of(row)
    kind = said[0].kind
    words = ", ".join(mark.label[:1].lower() + mark.label[1:] for mark in said)
    return kind, _days(kind, row, marks.today), words


def _days(kind: str, row: Any, today: date) -> int | None:
    if kind == "late":
        return days_late(row.due_on, today)
    if kind == "donelate":
        return days_late(row.due_on, row.reported_on or today)
    if kind == "soon" and row.due_on >= today:
        return int((row.due_on - today).days)
    return None


def drawing(shown: Matrix) -> Callable[[Line], Markup]:
    """What draws a line of this matrix."""
    said, directive_id = tuple(each.said for each in shown.columns.things), shown.directive.id

    def line_of(line: Line) -> Markup:
        body = line.body
        url, figures = f"/bang/don-vi/{body.id}?vb={directive_id}", f"{body.done}/{body.total}"
        return _line(url, body.name, figures, line.cells, said)

    return line_of


@remembered(LINES)
def _line(url: str, name: str, figures: str, cells: tuple[Cell | None, ...], said: tuple[str, ...]) -> Markup:
    return draw("matrix/_grid.html", "line", url, name, figures, cells, said, cell_said)


def cell_said(body: str, task: str, cell: Cell) -> str:
    """A cell's whole name: "UBND xã Đàm Thủy, mục 1 ý 4: quá hạn 12 ngày"."""
    more = ngettext("and %(num)s more task", "and %(num)s more tasks", cell.more) if cell.more else ""
    return f"{body}, {task}: {cell.words}" + (f" ({more})" if more else "")


def _grouped(lines: list[Line], chosen: Chosen) -> list[tuple[str, list[Line]]]:
    if chosen.is_latest_first:
        return [("", lines)] if lines else []
    return [(type, list(found)) for type, found in groupby(lines, lambda line: str(line.body.type))]
