"""The floor: the least such a page can cost. A bare Flask application, one statement by hand, one template.

Its own SQLite file, the product's driver, synchronous=FULL, no memory map. No sign-in, no rights, no frame.

    FLOOR_DB=file.sqlite gunicorn tests.bench.floor:app
"""

from __future__ import annotations

import os
import re
import threading
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import psycopg
from flask import Flask, request
from psycopg.rows import namedtuple_row

from tracker.demo import mix
from tracker.sqlite import driver

app = Flask(__name__)
app.config["TEMPLATES_AUTO_RELOAD"] = False
here = threading.local()

LABELS = {
    "assigned": "Chưa tiếp nhận",
    "in_progress": "Đang làm",
    "submitted": "Chờ xác nhận",
    "done": "Hoàn thành",
}
LABELS |= {"returned": "Trả lại", "completed": "Hoàn thành"}

LIST = app.jinja_env.from_string("""<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><title>Nhiệm vụ</title><link rel="stylesheet" href="/s.css"></head>
<body><main><h1>Nhiệm vụ ({{ rows|length }})</h1>
<table><thead>
<tr><th>Số</th><th>Nhiệm vụ</th><th>Đơn vị</th><th>Hạn</th><th>Trạng thái</th><th></th></tr></thead><tbody>
{% for row in rows %}
<tr id="t{{ row.id }}"><td>{{ row.id }}</td><td><a href="/t/{{ row.id }}">{{ row.title }}</a></td>
<td><a href="/b/{{ row.body }}">{{ row.body_name }}</a></td><td><time datetime="{{ row.due }}">{{ row.due }}</time></td>
<td><span class="s-{{ row.state }}">{{ labels[row.state] }}</span></td>
<td><button hx-post="/t/{{ row.id }}/done" hx-target="#t{{ row.id }}" hx-swap="outerHTML">Hoàn thành</button></td></tr>
{% endfor %}
</tbody></table></main></body></html>""")

REVIEW = app.jinja_env.from_string("""<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><title>Biểu 01</title><link rel="stylesheet" href="/s.css"></head>
<body><main><h1>Biểu 01</h1><table><tbody>
{% for name, cells in rows %}
<tr><td>{{ loop.index }}</td><td>{{ name }}</td>{% for n in cells %}<td>{{ n }}</td>{% endfor %}</tr>
{% endfor %}
</tbody></table></main></body></html>""")

COLUMNS = "t.id, title, t.body, b.name body_name, due, state FROM task t JOIN body b ON b.id = t.body"
OVERDUE = f"SELECT {COLUMNS} WHERE open = 1 AND due < :today ORDER BY due, t.id LIMIT 50"
OF_BODY = f"SELECT {COLUMNS} WHERE open = 1 AND t.body = ? ORDER BY due, t.id LIMIT 50"
CELLS = """
SELECT body, mode, assigned < :first carried, CASE
    WHEN stopped <= :cut AND state IN ('suspended', 'cancelled') THEN state
    WHEN confirmed <= :cut AND due IS NULL THEN 'done_undated'
    WHEN confirmed <= :cut AND coalesce(reported, confirmed) <= due THEN 'done_on_time'
    WHEN confirmed <= :cut THEN 'done_late'
    WHEN due IS NULL THEN 'open_undated'
    WHEN CASE WHEN reported <= :cut AND state IN ('submitted', 'completed') THEN reported ELSE :cut END <= due
        THEN 'open_in_time'
    ELSE 'open_overdue' END cell, count(*) n
FROM task
WHERE assigned <= :cut AND kind <> 'standing'
    AND NOT coalesce(confirmed < :first OR (state = 'cancelled' AND stopped < :first), false)
GROUP BY 1, 2, 3, 4"""
NAMES = (
    "done_on_time",
    "done_late",
    "done_undated",
    "open_in_time",
    "open_overdue",
    "open_undated",
    "suspended",
)

SCHEMA = """
CREATE TABLE body (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE log (id INTEGER PRIMARY KEY, task INT, at TEXT, what TEXT);
CREATE TABLE task (id INTEGER PRIMARY KEY, body INT, title TEXT, text TEXT, state TEXT, open INT, mode TEXT, kind TEXT,
    assigned {day}, due {day}, reported {day}, confirmed {day}, stopped {day});
"""
INDEXES = """
CREATE INDEX task_due ON task (open, due, id);
CREATE INDEX task_body ON task (open, body, due, id);
CREATE INDEX task_review ON task (assigned, body, mode, kind, due, reported, confirmed, stopped, state);
"""


def make(path: Path, rows: int, bodies: int, today: date, still_open: int | None = None) -> None:
    """Write the floor's own file with as many rows in the same mix."""
    connection, dice = driver().connect(path), Random(1)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.executescript(SCHEMA.format(day="TEXT"))
    names = mix.commune_names()
    connection.executemany("INSERT INTO body VALUES (?, ?)", [(n + 1, next(names)) for n in range(bodies)])
    connection.executemany(
        "INSERT INTO task VALUES (?, ?, ?, ?, ?, ?, 'giao', 'fixed', ?, ?, ?, ?, NULL)",
        (_row(n, work, dice) for n, work in enumerate(mix.planned(rows, bodies, today, still_open), 1)),
    )
    connection.commit()
    connection.executescript(INDEXES)
    connection.close()


def copy_to(url: str, path: Path) -> None:
    """The same rows in a PostgreSQL database of the floor's own, days as days: for pages beside ours there."""
    rows = driver().connect(path)
    with psycopg.connect(url, autocommit=True) as there:
        there.execute(SCHEMA.format(day="DATE"))
        for table in ("body", "task"):
            with there.cursor().copy(f"COPY {table} FROM STDIN") as copy:
                for row in rows.execute(f"SELECT * FROM {table}"):  # noqa: S608 - our own words
                    copy.write_row(row)
        there.execute(INDEXES)
        there.execute("VACUUM ANALYZE task")
    rows.close()


def _row(n: int, work: mix.Work, dice: Random) -> tuple[Any, ...]:
    title = f"{dice.choice(mix.VERBS)} {dice.choice(mix.THINGS)} ({n})"
    day = str(work.reported_on) if work.reported_on else None
    confirmed = day if work.state == "completed" else None
    is_open = int(work.state != "completed")
    days = (str(work.assigned_on), str(work.due_on), day, confirmed)
    return (n, work.body + 1, title, f"{title}; {dice.choice(mix.MORE)}.", work.state, is_open, *days)


def connection() -> Any:
    """This thread's connection."""
    found = getattr(here, "connection", None)
    if found is None:
        found = here.connection = driver().connect(os.environ["FLOOR_DB"], timeout=30)
        found.row_factory = driver().Row
        found.execute("PRAGMA synchronous=FULL")
    return found


def asked(statement: str, days: dict[str, str]) -> Any:
    """What a statement gives, on PostgreSQL where the floor has its rows there too."""
    if not (url := os.environ.get("FLOOR_URL")):
        return connection().execute(statement, days).fetchall()
    if getattr(here, "there", None) is None:
        here.there = psycopg.connect(url, autocommit=True, row_factory=namedtuple_row)
    return here.there.execute(re.sub(r":(\w+)", r"%(\1)s", statement), days).fetchall()


@app.get("/overdue")
def overdue() -> str:
    rows = asked(OVERDUE, {"today": request.args["today"]})
    return LIST.render(rows=rows, labels=LABELS)


@app.get("/body/<int:body>")
def body(body: int) -> str:
    return LIST.render(rows=connection().execute(OF_BODY, (body,)).fetchall(), labels=LABELS)


@app.post("/done/<int:task>")
def done(task: int) -> str:
    with connection() as session:
        session.execute("UPDATE task SET state = 'done', open = 0, reported = date() WHERE id = ?", (task,))
        session.execute("INSERT INTO log (task, at, what) VALUES (?, datetime('now'), 'done')", (task,))
    return f'<tr id="t{task}"><td>{task}</td><td>{LABELS["done"]}</td></tr>'


@app.post("/many/<int:first>")
def many(first: int) -> str:
    """500 rows changed and written down in one transaction."""
    with connection() as session:
        reminded = [(task,) for task in range(first, first + 500)]
        session.executemany("UPDATE task SET state = 'in_progress' WHERE id = ?", reminded)
        session.executemany(
            "INSERT INTO log (task, at, what) VALUES (?, datetime('now'), 'reminded')", reminded
        )
    return ""


@app.get("/review")
def review() -> str:
    found = asked(CELLS, {"first": request.args["first"], "cut": request.args["cut"]})
    names = dict(asked("SELECT id, name FROM body ORDER BY name", {}))
    cells: dict[int, dict[str, int]] = {id: {} for id in names}
    for body, _, carried, cell, n in found:
        for name in (cell, "carried" if carried else "given"):
            cells[body][name] = cells[body].get(name, 0) + n
    return REVIEW.render(rows=[(names[id], _columns(cells[id])) for id in names])


def _columns(cells: dict[str, int]) -> list[Any]:
    """Columns 3 to 16 of Biểu 01, by hand."""
    carried, given = cells.get("carried", 0), cells.get("given", 0)
    on_time, late, undated, ahead, overdue, dateless, stopped = (cells.get(name, 0) for name in NAMES)
    done, total = on_time + late + undated, carried + given
    due = on_time + late + overdue
    rates = [
        f"{100 * done / total:.2f}%" if total else "-",
        f"{100 * (on_time + late) / due:.2f}%" if due else "-",
    ]
    left = ahead + overdue + dateless
    return [
        carried,
        given,
        total,
        done,
        on_time,
        late,
        undated,
        left,
        ahead,
        overdue,
        dateless,
        stopped,
        *rates,
    ]
