"""The words that are searched stay those of what is kept, and can be made anew."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import func, select, text

from tests import make
from tests.world import World
from tracker import clock
from tracker.access.actors import SYSTEM
from tracker.db import db, transaction, writing
from tracker.directives.models import Passage
from tracker.intake import actions as intake
from tracker.search import queries
from tracker.search.parser import parse
from tracker.search.rebuild import SEARCHED, rebuild
from tracker.tasks.models import Task

LONG = "Dòng một nói về thủy lợi.\n" + "Từ ngữ nối nhau rất dài " * 120 + "\n\nDòng cuối nói về giải ngân.\n"


def found(kind: str, said: str) -> list[int]:
    db.session.rollback()  # what others have committed since is seen
    query = parse(said, clock.today())
    return [row.id for row in queries.page(SYSTEM, kind, query, clock.today(), size=50).rows]  # type: ignore[arg-type]


def test_actions_leave_nothing_to_mend(world: World) -> None:
    intake.start_by_hand(world.viewer("oanh"), subject="Kết luận", text=LONG)
    assert set(rebuild().values()) == {0}


def test_words_written_wrong_are_mended(world: World) -> None:
    draft = intake.start_by_hand(world.viewer("oanh"), subject="Kết luận", text=LONG)
    with transaction() as session:
        session.get_one(Task, world.task.id).folded = "sai"
        session.execute(text("DELETE FROM passage"))
    assert found("tasks", "ke hoach") == []
    mended = rebuild()
    assert mended["task"] == 1
    assert found("tasks", "ke hoach") == [world.task.id]
    assert set(db.session.scalars(select(Passage.directive_id))) == {draft.id}
    assert mended["passage"] == db.session.scalar(select(func.count()).select_from(Passage)) == 4
    assert set(rebuild().values()) == {0}


def test_an_index_that_was_lost_is_made_anew(app: Flask, world: World) -> None:
    if db.engine.dialect.name == "sqlite":
        with transaction() as session:
            session.execute(text("INSERT INTO task_words (task_words) VALUES ('delete-all')"))
        assert found("tasks", "ke hoach") == []
    rebuild()
    assert found("tasks", "ke hoach") == [world.task.id]


def test_every_searched_table_keeps_its_index_by_itself(app: Flask) -> None:
    """A later migration that rebuilds a table of SQLite drops its triggers: they must be made again."""
    names = [model.__tablename__ for model in (*SEARCHED, Passage)]
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            kept = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_words_%'"
            wanted = {f"{name}_words_{deed}" for name in names for deed in ("put", "take", "change")}
        else:
            kept = "SELECT indexname FROM pg_indexes WHERE indexname LIKE '%_words'"
            wanted = {f"ix_{name}_words" for name in names}
        assert set(connection.execute(text(kept)).scalars()) == wanted


def test_what_a_transaction_takes_back_was_never_found(world: World) -> None:
    with writing(), db.engine.connect() as connection:
        connection.execute(text("UPDATE task SET folded = 'khac han'"))
        connection.rollback()
    assert found("tasks", "khac han") == []
    assert found("tasks", "ke hoach") == [world.task.id]


def test_a_task_thrown_away_takes_its_words_along(world: World) -> None:
    task = make.make_task(world.directive, text="Tạm thời")
    with transaction() as session:
        session.delete(session.get_one(Task, task.id))
    assert found("tasks", "tam thoi") == []
