"""Forty late tasks of fifteen communes, and a browser's way from the desk to a bulk act."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests import make
from tests.world import World
from tracker.assignments.models import Assignment

SignIn = Callable[[str], FlaskClient]
LATE = date(2026, 2, 20)


@pytest.fixture
def forty(world: World) -> list[Assignment]:
    """Forty assignments of fifteen bodies, late since 20 February."""
    bodies = [
        make.make_body(f"UBND xã Thử {n}", world.commune, email=f"xa{n}@lamgiang.example") for n in range(15)
    ]
    tasks = [make.make_task(world.directive, due_on=LATE) for _ in range(3)]
    pairs = [(body, task) for task in tasks for body in bodies][:40]
    return [make.make_assignment(body, LATE, task, assigned_on=date(2026, 2, 2)) for body, task in pairs]


def seen(*works: Assignment) -> dict[int, int | None]:
    """As they were shown."""
    return {work.id: work.version for work in works}


def choose(browser: FlaskClient, kind: str, **fields: Any) -> Any:
    """Press a button of the desk's bar; the answer is the preview."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/don-doc").text)
    assert token
    data = {"csrf_token": token[1], **fields}
    return browser.post(f"/hang-loat/{kind}/chon", data=data, follow_redirects=True)


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the act's own form."""
    form = page.partition('action="/hang-loat/')[2]
    return dict(re.findall(r'name="(csrf_token|rt|seen)"[^>]* value="([^"]+)"', form))
