"""What is finished of the running month, counted at night: never another number than that of counting all anew."""

from __future__ import annotations

import time
from datetime import date

import pytest
from sqlalchemy import Connection, select, text, update

from tests import make
from tests.live import nursery
from tests.world import World
from tracker import clock
from tracker.access.actors import Viewer
from tracker.app import create_app
from tracker.assignments.models import Assignment
from tracker.config import Config
from tracker.db import db, transaction
from tracker.overview.keeping import keep_months
from tracker.overview.models import KeptMonth
from tracker.overview.queries import months
from tracker.reviews.queries import total
from tracker.reviews.rules import Cells, Span, judged, span

NOW = clock.at(date(2026, 3, 20), 9)


def test_what_is_finished_of_the_running_month_is_counted_at_night(world: World) -> None:
    """The page counts what is open and what was finished since: a month's finished work only grows."""
    office, days = world.viewer("oanh"), judged(span("2026-04"), NOW.date())  # type: ignore[arg-type]
    with clock.frozen_at(NOW):
        _finish(world, date(2026, 3, 18), date(2026, 3, 19), date(2026, 3, 20))
        live = months.running(office, days, {})
        keep_months(clock.today())
        assert _counted_through() == [date(2026, 3, 19)]
        assert now(office, days) == live == total(days)
        _finish(world, date(2026, 3, 20))
        assert _counted_through() == [date(2026, 3, 19)]
        assert now(office, days) == total(days) != live


@pytest.mark.parametrize(
    "change",
    [
        {"state": "returned", "confirmed_on": None},
        {"due_on": date(2026, 3, 1)},
        {"reported_on": date(2026, 3, 2)},
        {"mode": "de_nghi"},
        {"deadline_kind": "standing"},
        {"assigned_on": date(2026, 3, 16)},
        {"confirmed_on": date(2026, 3, 20)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_whoever_changes_finished_work_undoes_its_count(world: World, change: dict[str, object]) -> None:
    office, days = world.viewer("oanh"), judged(span("2026-04"), NOW.date())  # type: ignore[arg-type]
    with clock.frozen_at(NOW):
        [done] = _finish(world, date(2026, 3, 18))
        keep_months(clock.today())
        with transaction() as session:
            session.execute(update(Assignment).where(Assignment.id == done).values(change))
        assert now(office, days) == total(days)
        assert _counted_through() == []


def test_finished_work_written_down_late_undoes_the_count(world: World) -> None:
    with clock.frozen_at(NOW):
        keep_months(clock.today())
        _finish(world, date(2026, 2, 20), date(2026, 3, 20))
        assert len(_counted_through()) == 1
        _finish(world, date(2026, 3, 19))
        assert _counted_through() == []


@pytest.mark.databases("postgresql")
def test_two_counts_at_once_wait_for_who_writes_and_for_each_other(config: Config, world: World) -> None:
    """Two processes, as on two machines: within one, writers stand in a queue."""
    office, days = world.viewer("oanh"), judged(span("2026-04"), NOW.date())  # type: ignore[arg-type]
    with clock.frozen_at(NOW):
        [done] = _finish(world, date(2026, 3, 18))
        keep_months(clock.today())
        kept = _names()
        with db.engine.connect() as writer:
            moved = update(Assignment).where(Assignment.id == done).values(confirmed_on=date(2026, 3, 20))
            writer.execute(moved)  # its trigger takes the running month's count away
            counting = [nursery().Process(target=count, args=(config,), daemon=True) for _ in range(2)]
            for process in counting:
                process.start()
            _wait_until(writer, waiting=2)
            writer.commit()
        for process in counting:
            process.join(30)
        assert [process.exitcode for process in counting] == [0, 0]
        assert _names() == kept, "each month once"
        assert now(office, days) == total(days), "the change they waited for is in the count"


def count(config: Config) -> None:
    """`keep_months` in a process of its own."""
    app = create_app(config)
    with clock.frozen_at(NOW), app.app_context():
        keep_months(clock.today())


def _names() -> list[str]:
    db.session.commit()
    names = sorted(db.session.scalars(select(KeptMonth.name)))
    db.session.commit()
    return names


def _wait_until(connection: Connection, *, waiting: int) -> None:
    """Until so many stand before the table of work."""
    asked = text("SELECT count(*) FROM pg_locks WHERE relation = 'assignment'::regclass AND NOT granted")
    end = time.monotonic() + 30
    while connection.execute(asked).scalar_one() != waiting:
        assert time.monotonic() < end, "they do not wait"
        time.sleep(0.01)


def now(office: Viewer, days: Span) -> Cells:
    return months.running(office, days, months.kept(office, [days.name]))


def _counted_through() -> list[date]:
    """The days through which finished work of a running month is counted."""
    db.session.commit()
    return list(db.session.scalars(select(KeptMonth.cut_on).where(KeptMonth.first_on.is_not(None))))


def _finish(world: World, *days: date) -> list[int]:
    """Work given in January and confirmed on these days."""
    made = []
    for day in days:
        stated = {"reported_on": day, "assigned_on": date(2026, 1, 20), "confirmed_on": day}
        due_on = date(2026, 3, 18)
        task = make.make_task(make.make_directive(number=f"{day:%d}/KH-UBND"), due_on=due_on)
        made.append(make.make_assignment(world.dam, due_on, task, state="completed", **stated).id)
    return made
