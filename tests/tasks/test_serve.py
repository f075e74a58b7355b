"""A task tied to the upper one it serves: by whom, no circles, the lower roll-up and what each may see of it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from html import unescape
from threading import Barrier

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import true

from tests import make
from tests.counting import count_sql
from tests.intake.drafts import drafted, tasks_of
from tests.sending import send
from tests.world import DUE, World
from tracker import clock
from tracker.access.actors import Viewer
from tracker.assignments.queries import in_sight_of
from tracker.audit.models import AuditLine
from tracker.db import db
from tracker.directives import actions as directives
from tracker.directives.actions.citations import Citation
from tracker.directives.models import Directive
from tracker.directives.queries import RollUp
from tracker.errors import Conflict, NotAllowed, Refused
from tracker.intake import actions as intake
from tracker.tasks import actions, cascade
from tracker.tasks.cascade import Lower, lower_roll_ups
from tracker.tasks.models import Task

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def oanh(world: World) -> Viewer:
    return world.viewer("oanh")


@pytest.fixture
def notice(world: World) -> Directive:
    return make.make_directive(number="5/TB-VP", origin="upper", subject="thông báo của cấp trên")


@pytest.fixture
def upper(notice: Directive) -> Task:
    return make.make_task(notice, text="Bảo đảm số xã đạt chuẩn trong năm.", due_on=date(2026, 3, 4))


def tie(oanh: Viewer, task: Task, upper: Task | None) -> None:
    actions.serve(oanh, task, version=task.version, upper=upper)


def test_it_is_tied_changed_and_untied(world: World, oanh: Viewer, upper: Task) -> None:
    tie(oanh, world.task, upper)
    assert world.task.serves_id == upper.id
    tie(oanh, world.task, None)
    assert world.task.serves_id is None
    lines = db.session.query(AuditLine).filter_by(verb="task.serve").order_by(AuditLine.seq).all()
    assert [(line.before, line.after) for line in lines] == [
        ({"serves": None}, {"serves": upper.id}),
        ({"serves": upper.id}, {"serves": None}),
    ]


@pytest.mark.parametrize("name", ["binh", "lam", "khanh", "an"])
def test_only_the_office_ties(world: World, upper: Task, name: str) -> None:
    with pytest.raises(NotAllowed):
        tie(world.viewer(name), world.task, upper)


def test_a_stale_form_changes_nothing(world: World, oanh: Viewer, upper: Task) -> None:
    with pytest.raises(Conflict, match="stale"):
        actions.serve(oanh, world.task, version=world.task.version - 1, upper=upper)


def test_circles_are_refused(world: World, oanh: Viewer, upper: Task) -> None:
    middle = make.make_task(make.make_directive())
    tie(oanh, middle, upper)
    tie(oanh, world.task, middle)
    sibling = make.make_task(world.directive)
    for task, above in (
        (upper, world.task),
        (upper, middle),
        (world.task, world.task),
        (world.task, sibling),
    ):
        with pytest.raises(Refused, match="serves_own_document"):
            tie(oanh, task, above)
    assert cascade.chain(world.task.id) == {world.task.id, middle.id, upper.id}


def test_two_at_once_close_no_circle(app: Flask, world: World, oanh: Viewer, upper: Task) -> None:
    ready = Barrier(2)

    def attempt(task_id: int, upper_id: int) -> bool:
        with app.app_context():
            task, above = (db.session.get_one(Task, each) for each in (task_id, upper_id))
            ready.wait(10)
            try:
                tie(oanh, task, above)
            except (Conflict, Refused):
                return False
            finally:
                db.session.remove()
            return True

    pair = (world.task.id, upper.id)
    with ThreadPoolExecutor(2) as threads:
        done = [threads.submit(attempt, *way) for way in (pair, pair[::-1])]
        assert sorted(each.result(30) for each in done) == [False, True]
    db.session.commit()
    assert len(cascade.chain(pair[0]) | cascade.chain(pair[1])) == 2


def test_a_draft_s_task_serves_but_is_not_served(world: World, oanh: Viewer, upper: Task) -> None:
    draft = drafted(world)
    first, second, *_ = tasks_of(draft)
    tie(oanh, first, upper)
    with pytest.raises(Refused, match="upper_not_issued"):
        tie(oanh, world.task, second)
    assert lower_roll_ups(oanh, upper.directive_id, true(), DUE) == {}
    merged = intake.merge_tasks(oanh, first, version=first.version)
    assert merged.serves_id == upper.id
    kept, made = (
        intake.split_task(oanh, merged, version=merged.version, parts=["Một việc.", "Hai việc."]),
        None,
    )
    made = next(each for each in tasks_of(draft) if each.text == "Hai việc.")
    assert (kept.serves_id, made.serves_id) == (upper.id, upper.id)


def test_the_roll_up_adds_every_depth_once(world: World, oanh: Viewer, upper: Task) -> None:
    """Two lead assignments given and one asked on the first task; below it another with one done, one overdue."""
    tie(oanh, world.task, upper)
    lower = make.make_task(make.make_directive(), due_on=DUE)
    tie(oanh, lower, world.task)
    make.make_assignment(world.dam, DUE, lower, state="completed")
    make.make_assignment(world.chi_body, DUE, lower)
    other = make.make_task(db.session.get(Directive, upper.directive_id))
    tie(oanh, make.make_task(make.make_directive()), other)
    late = date(2026, 3, 6)
    found = lower_roll_ups(oanh, upper.directive_id, true(), late)
    assert found == {upper.id: Lower(2, RollUp(5, 1, 3)), other.id: Lower(1, RollUp())}
    assert cascade.together(list(found.values())) == Lower(3, RollUp(5, 1, 3))
    assert lower_roll_ups(oanh, upper.directive_id, true(), DUE)[upper.id].figures.overdue == 0


def test_a_body_sees_its_own_part_of_the_lower_level(world: World, oanh: Viewer, upper: Task) -> None:
    tie(oanh, world.task, upper)
    hidden = make.make_task(make.make_directive(number="9/UBND-VX"), due_on=DUE)
    make.make_assignment(world.chi_body, DUE, hidden)
    tie(oanh, hidden, upper)
    seen = {
        name: lower_roll_ups(viewer, upper.directive_id, in_sight_of(viewer), clock.today()).get(upper.id)
        for name in ("oanh", "binh", "chi")
        if (viewer := world.viewer(name))
    }
    assert seen == {
        "oanh": Lower(2, RollUp(4, 0, 0)),
        "binh": Lower(1, RollUp(1, 0, 0)),
        "chi": Lower(2, RollUp(2, 0, 0)),
    }


def test_both_levels_say_how_far_they_are(sign_in: SignIn, world: World, oanh: Viewer, upper: Task) -> None:
    make.make_assignment(world.dam, upper.due_on, upper)
    tie(oanh, world.task, upper)
    with clock.frozen_at(clock.at(date(2026, 3, 10), 9)):
        browser = sign_in("lam")
        above = unescape(browser.get(f"/nhiem-vu/{upper.id}").text)
        whole = unescape(browser.get(f"/van-ban/{upper.directive_id}").text)
        below = unescape(browser.get(f"/nhiem-vu/{world.task.id}").text)
    line = 'Cấp dưới: 1 nhiệm vụ, 0/3 phân công hoàn thành, <span class="late">2 quá hạn</span>'
    assert line in above
    assert f'href="/nhiem-vu/{world.task.id}"' in above
    assert whole.count(line) == 2  # the task's own and the directive's sum
    assert f'href="/nhiem-vu/{upper.id}"' in below
    assert '0/1 phân công hoàn thành, <span class="late">1 quá hạn</span>' in below
    assert "Hạn muộn hơn nhiệm vụ cấp trên" in below


def test_an_upper_task_out_of_sight_is_not_named(
    sign_in: SignIn, world: World, oanh: Viewer, upper: Task
) -> None:
    tie(oanh, world.task, upper)
    assert "Bảo đảm số xã" not in sign_in("binh").get(f"/nhiem-vu/{world.task.id}").text
    make.make_assignment(world.dam, upper.due_on, upper)
    assert "Bảo đảm số xã" in sign_in("binh").get(f"/nhiem-vu/{world.task.id}").text


def choose(browser: FlaskClient, task: Task, upper: int | str, words: str = "") -> int:
    url = f"/nhiem-vu/{task.id}/phuc-vu"
    return send(browser, f"{url}?tim={words}", url, upper=str(upper)).status_code


def test_the_chooser_begins_with_what_the_directive_carries_out(
    sign_in: SignIn, world: World, oanh: Viewer, notice: Directive, upper: Task
) -> None:
    far = make.make_task(make.make_directive(), text="Một việc ở xa.")
    said = Citation("5/TB-VP", issued_on=notice.issued_on)
    directives.add_citation(oanh, world.directive, said=said)
    browser, url = sign_in("oanh"), f"/nhiem-vu/{world.task.id}/phuc-vu"
    page = browser.get(url).text
    assert f'value="{upper.id}"' in page
    assert f'value="{far.id}"' not in page
    assert f'value="{far.id}"' in browser.get(f"{url}?tim=viec+o+xa").text
    assert f'value="{upper.id}"' in browser.get(f"{url}?tim=5/tb-vp").text
    assert f'name="upper" value="{world.task.id}"' not in browser.get(f"{url}?tim=tung+tieu+chi").text
    assert choose(browser, world.task, far.id) == 303
    assert choose(browser, world.task, "987654") == 404
    assert choose(browser, far, world.task.id, "tung+tieu+chi") == 422
    assert choose(browser, world.task, "") == 303


@pytest.mark.parametrize(
    ("words", "there"),
    [
        ("BẢO ĐẢM số xã", True),
        ("bao dam so 5/TB-VP", True),
        ("thông báo cấp trên", True),
        ("5/TB", True),
        ("cap bao dam", True),
        ("dạt chuẩn 6/TB", False),
        ("ao dam", False),
        ("--", False),
        ("_", False),
    ],
)
def test_each_word_stands_in_the_task_or_in_its_document(
    sign_in: SignIn, world: World, upper: Task, words: str, there: bool
) -> None:
    page = sign_in("oanh").get(f"/nhiem-vu/{world.task.id}/phuc-vu", query_string={"tim": words}).text
    assert (f'name="upper" value="{upper.id}"' in page) is there


def test_a_draft_s_task_is_tied_from_the_draft(sign_in: SignIn, world: World, upper: Task) -> None:
    draft = drafted(world)
    task = tasks_of(draft)[0]
    browser = sign_in("oanh")
    assert f'href="/nhiem-vu/{task.id}/phuc-vu"' in browser.get(f"/van-ban/{draft.id}").text
    assert choose(browser, task, upper.id, "bao+dam+so") == 303
    assert "Phục vụ: Bảo đảm số xã" in unescape(browser.get(f"/van-ban/{draft.id}").text)


def test_many_lower_tasks_come_in_pages_and_cost_the_same(
    app: Flask, sign_in: SignIn, oanh: Viewer, world: World, upper: Task
) -> None:
    lower = make.make_directive()
    browser, costs = sign_in("oanh"), []
    for number in (5, 50):
        for _ in range(number):
            task = make.make_task(lower)
            tie(oanh, task, upper)
            make.make_assignment(world.dam, None, task)
        for path in (f"/nhiem-vu/{upper.id}", f"/van-ban/{upper.directive_id}", f"/van-ban/{lower.id}"):
            browser.get(path)  # what is kept in memory is read by whoever comes first
            with count_sql(app) as sent:
                page = browser.get(path).text
            costs.append(len(sent))
    assert costs[:3] == costs[3:]
    assert max(costs) <= 15
    page = browser.get(f"/nhiem-vu/{upper.id}").text
    assert page.split('id="cap-duoi"')[1].count('<th scope="row">') == 50
    address = unescape(page.split('id="cap-duoi-more"')[1].split('hx-get="')[1].split('"')[0])
    assert browser.get(address).text.split('id="cap-duoi"')[1].count('<th scope="row">') == 5
