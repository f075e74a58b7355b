"""The whole matrix of a directive as a workbook for A3, body after body: its cells are never held whole."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from tracker import clock
from tracker.assignments.labels import Marks, states
from tracker.db import db, one_sight
from tracker.directives.labels import directive_name
from tracker.matrix import queries
from tracker.matrix.page import Column, by_place, columns
from tracker.registers import reading
from tracker.web.catalogue import gettext
from tracker.web.filters import moment

PROGRAM = "tracker.matrix.book"


def written(directive: Any, marks: Marks, *, by: str) -> bytes:
    """The .xlsx. Raises Refused("document_failed")."""
    return reading.streamed(PROGRAM, lines(directive, marks, by=by))


def lines(directive: Any, marks: Marks, *, by: str) -> Iterator[str]:
    """What `book.py` is told, of one moment: heads first, then a line for each body, last the sums."""
    one_sight()
    tasks = columns(queries.tasks(directive.id, marks.today))
    bodies = queries.bodies(directive.id, marks.today)
    yield json.dumps(_heads(directive, tasks, by), ensure_ascii=False)
    cells = groupby(queries.every_cell(directive.id), lambda row: row.body_id)
    for row, (_, found) in zip(bodies, cells, strict=False):
        yield json.dumps(_body(row, found, tasks, marks), ensure_ascii=False)
    done = [[task.done, task.total] for task in tasks]
    yield json.dumps({"sums": done, "figures": queries.totals(bodies)})
    db.session.commit()  # the sight is not held while the program writes


def _heads(directive: Any, tasks: list[Column], by: str) -> dict[str, Any]:
    said = states()
    return {
        "sheet": gettext("Progress table")[:31],
        "title": f"{gettext('Progress table')}: {directive_name(directive)}",
        "facts": gettext("Written %(when)s by %(who)s.") % {"when": moment(clock.now()), "who": by},
        "body": gettext("Body"),
        "tasks": [f"{task.mark}\n{task.title}" for task in tasks],
        "ends": [gettext("Finished"), gettext("To do in all"), gettext("Overdue"), gettext("Share finished")],
        "sums": gettext("Bodies that have finished"),
        "of": gettext("Bodies it was given to"),
        "key": [
            ["late", gettext("overdue, days")],
            ["soon", gettext("due soon, days left")],
            ["donelate", gettext("completed late, days")],
            *([kind, said[kind]] for kind in ("doing", "wait", "back", "new", "done", "stop")),
        ],
    }


def _body(row: Any, found: Iterable[Any], tasks: list[Column], marks: Marks) -> dict[str, Any]:
    there = by_place(found, marks)
    cells = [there.get((row.id, task.id)) for task in tasks]
    return {
        "type": row.type,
        "name": row.name,
        "cells": [[cell.kind, cell.days] if cell else None for cell in cells],
        "figures": [row.done, row.total, row.overdue],
    }
