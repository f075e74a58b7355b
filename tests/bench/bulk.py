"""A reminder of 500 rows by hand, each row once, and the floor's 500 rows changed in one transaction."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import select

from tests.bench import stage, weight
from tests.bench.compare import Clients, Side, crowd
from tests.bench.load import Ask, post
from tests.counting import count_sql
from tracker.assignments.models import Assignment
from tracker.db import db

ROWS = 500
EACH = 2  # reminders a client sends, where there is so much to remind of
PATH = "/nhac"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def send(clients: Clients, ours: Side, theirs: Side, app: Flask, cast: stage.Cast) -> dict[str, int]:
    """Eight clients send theirs; statements and octets of one more, counted in this process."""
    late = _late(app, ROWS * (stage.CLIENTS * EACH + 1))
    groups = [late[first : first + ROWS] for first in range(0, len(late), ROWS)]
    counted = _counted(app, cast, groups.pop())
    text, cookies = stage.page_of(ours.server.port, "/don-doc", cast.office)
    found = TOKEN.search(text)
    assert found is not None
    port = ours.server.port
    requests = [post(PATH, urlencode(_fields(found[1], ids)).encode(), cookies, port) for ids in groups]
    crowd(clients, ours, [Ask(requests[n :: stage.CLIENTS], again=False) for n in range(stage.CLIENTS)])
    floor = [post(f"/many/{1 + n * ROWS}", b"", port=theirs.server.port) for n in range(len(requests))]
    crowd(clients, theirs, [Ask(floor[n :: stage.CLIENTS], again=False) for n in range(stage.CLIENTS)])
    return counted


def _late(app: Flask, most: int) -> Sequence[int]:
    """Work to remind of, the latest first, so many or as many whole reminders as there are."""
    with app.app_context():
        owed = select(Assignment.id).where(Assignment.is_owed.is_(True), Assignment.mode == "giao")
        found = db.session.scalars(owed.order_by(Assignment.due_on, Assignment.id).limit(most)).all()
    return found[: len(found) // ROWS * ROWS]


def _counted(app: Flask, cast: stage.Cast, ids: Sequence[int]) -> dict[str, int]:
    client = weight.browser(app, cast.office)
    found = TOKEN.search(client.get("/don-doc").text)
    assert found is not None
    with count_sql(app) as sent:
        answer = client.post(PATH, data=dict(_fields(found[1], ids)) | {"id": list(map(str, ids))})
    assert answer.status_code == 303, answer.text
    return {"statements": len(sent), "bytes": len(answer.data), "rows": len(ids)}


def _fields(token: str, ids: Sequence[int]) -> list[tuple[str, Any]]:
    """What the form of the preview holds when the office presses [Gửi]."""
    said = {
        "csrf_token": token,
        "rt": secrets.token_urlsafe(16),
        "opening": "",
        "answer_by": "",
        "when": "now",
    }
    return [*said.items(), *(("id", id) for id in ids)]
