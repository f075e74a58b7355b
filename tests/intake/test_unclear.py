"""What a draft still needs to be told: counted, settled by a press, leading from one to the next."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.intake.drafts import TEXT, UNKNOWN, drafted, tasks_of
from tests.make import make_body
from tests.sending import fields_of
from tests.world import World
from tracker.access.actors import SYSTEM
from tracker.bodies import actions as bodies
from tracker.bodies.models import BodyAlias
from tracker.db import db
from tracker.directives.models import Directive
from tracker.intake.queries import register_names
from tracker.tasks.models import Addressee

SignIn = Callable[[str], FlaskClient]
TWICE = TEXT.replace("3. Đề nghị", f"3. Giao {UNKNOWN} tổng hợp kết quả của các xã.\n4. Đề nghị")


@pytest.fixture
def draft(world: World) -> Directive:
    return drafted(world, TWICE)


def left(page: str) -> int:
    found = re.search(r"Còn (\d+) điểm chưa rõ", page)
    return int(found[1]) if found else 0


def unknown(draft: Directive) -> list[str]:
    rows = select(Addressee).where(Addressee.task_id.in_([task.id for task in tasks_of(draft)]))
    return [row.words for row in db.session.scalars(rows) if not row.is_known]


def test_the_same_words_are_asked_once_and_settled_everywhere(sign_in: SignIn, draft: Directive) -> None:
    browser, page = sign_in("oanh"), f"/van-ban/{draft.id}"
    before = browser.get(page).text
    assert unknown(draft) == [UNKNOWN, UNKNOWN]
    assert before.count(f"“{UNKNOWN}” là đơn vị nào?") == 1
    action = f"{page}/don-vi"
    fields = fields_of(before, action) | {"other": "UBND xã Đàm Thượng", "remember": "y"}
    answer = browser.post(action, data=fields)
    assert answer.headers["Location"] == f"{page}#chua-ro-0"
    assert unknown(draft) == []
    assert left(browser.get(page).text) == left(before) - 1
    assert db.session.scalar(select(BodyAlias.alias).where(BodyAlias.alias == UNKNOWN)) == UNKNOWN


def test_a_name_that_two_go_by_is_chosen_for_this_text_only(sign_in: SignIn, world: World) -> None:
    twin = bodies.create_group(SYSTEM, name="Ủy ban nhân dân các xã", type_id=world.front_type.id)
    draft = drafted(world)
    browser, page = sign_in("oanh"), f"/van-ban/{draft.id}"
    shown = browser.get(page).text
    assert {f"group:{twin.id}", f"group:{world.communes.id}"} <= set(
        re.findall(r'name="chosen" value="(group:\d+)"', shown)
    )
    action = f"{page}/don-vi"
    fields = fields_of(shown, action) | {
        "words": "UBND các xã",
        "chosen": f"group:{twin.id}",
        "remember": "y",
    }
    assert browser.post(action, data=fields).status_code == 303
    assert "UBND các xã" not in unknown(draft)
    assert not register_names().match("UBND các xã").found


def test_with_htmx_the_list_takes_the_focus(sign_in: SignIn, draft: Directive) -> None:
    browser, page = sign_in("oanh"), f"/van-ban/{draft.id}"
    action = f"{page}/don-vi"
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://localhost{page}"}
    fields = fields_of(browser.get(page).text, action) | {"other": "UBND xã Đàm Thượng"}
    answer = browser.post(action, data=fields, headers=headers).text
    assert "Không còn điểm nào chưa rõ" in answer
    next_step = answer.split('id="chua-ro"')[1].split("</section>")[0]
    assert f'href="{page}/kiem-tra" autofocus' in next_step


def test_words_that_mean_nobody_are_left_out(sign_in: SignIn, draft: Directive) -> None:
    browser, page = sign_in("oanh"), f"/van-ban/{draft.id}"
    action = f"{page}/don-vi"
    fields = fields_of(browser.get(page).text, action)
    assert browser.post(action, data=fields | {"chosen": "nobody"}).status_code == 303
    assert unknown(draft) == []
    shown = browser.get(page).text
    led_to = [task.id for task in tasks_of(draft) if f"/nhiem-vu/{task.id}/sua?tiep=chua-ro-" in shown]
    assert len(led_to) == 2  # both tasks have no lead now, and the list leads to each


def test_a_body_entered_meanwhile_is_offered_alone(sign_in: SignIn, draft: Directive) -> None:
    browser, page = sign_in("oanh"), f"/van-ban/{draft.id}"
    form = re.search(r'href="(/don-vi/moi\?ten=[^"]+)"', browser.get(page).text)
    assert form is not None
    assert f'value="{UNKNOWN}"' in browser.get(form[1]).text
    made = make_body(UNKNOWN)
    offered = re.findall(r'name="chosen" value="(body:\d+)"', browser.get(page).text)
    assert offered == [f"body:{made.id}"]


def test_a_form_reached_from_the_list_leads_on(sign_in: SignIn, draft: Directive) -> None:
    browser = sign_in("oanh")
    page = f"/van-ban/{draft.id}/nhiem-vu/{tasks_of(draft)[3].id}/sua"
    fields = fields_of(browser.get(f"{page}?tiep=chua-ro-1").text, page)
    typed = {
        "text": "Hướng dẫn.",
        "deadline_kind": "none",
        "recurrence": "",
        "add_lead": "UBND xã Đàm Thượng",
    }
    answer = browser.post(page, data=fields | typed)
    assert answer.headers["Location"] == f"/van-ban/{draft.id}#chua-ro-1"
