"""How cost must grow: a page asks the database as often over 5,000 assignments as over 50."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.bench import stage, weight
from tracker.demo.synth import fill

ASKED = {"desk": 3, "list": 5, "review": 14, "report": 7}
"""Statements of each, whatever there is; who adds one says why. The list: the sixth counts figures that are awaited."""
ROOM = {"list": 6}
"""A list with room left on its page asks for what has no date, too."""


@pytest.mark.parametrize("rows", [50, 5_000])
def test_statements_do_not_grow_with_rows(app: Flask, rows: int) -> None:
    with app.app_context():
        fill(rows, bodies=60)
    cast = stage.cast(app)
    paths = {
        "desk": ("/don-doc", cast.office),
        "list": ("/viec", cast.officers[0]),
        "review": (f"/ra-soat/{cast.span.name}", cast.office),
    }
    asked = {name: weight.page(app, cookie, path)["statements"] for name, (path, cookie) in paths.items()}
    asked["report"] = weight.report(app, cast)["statements"]
    assert asked == ASKED | (ROOM if rows == 50 else {})
