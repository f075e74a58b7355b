"""Who of the office follows a body or a directive: said once, changed, by several at once, and shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import func, select, update

from tests import make
from tests.world import World
from tracker import clock
from tracker.audit.models import AuditLine
from tracker.db import db, transaction
from tracker.directives.models import Directive
from tracker.errors import Conflict, NotAllowed, Refused
from tracker.intake import actions as intake
from tracker.officials import actions, queries
from tracker.officials.models import Official
from tracker.people import actions as people

SignIn = Callable[[str], FlaskClient]


def test_it_is_said_changed_and_taken_back(world: World) -> None:
    oanh = world.viewer("oanh")
    ky = make.make_person("Trịnh Bá Kỷ", "office", login="ky")
    actions.set_official(oanh, world.dam, person_id=oanh.id, version=0)
    actions.set_official(oanh, world.dam, person_id=ky.id, version=1)
    kept = queries.of(world.dam)
    assert kept is not None
    assert kept.person is not None
    assert (kept.person.name, kept.version) == ("Trịnh Bá Kỷ", 2)
    actions.set_official(oanh, world.dam, person_id=None, version=2)
    assert db.session.scalar(select(func.count()).select_from(Official)) == 1
    lines = db.session.execute(
        select(AuditLine.thing, AuditLine.before, AuditLine.after)
        .where(AuditLine.verb == "official.set")
        .order_by(AuditLine.seq)
    ).all()
    assert [tuple(line) for line in lines] == [
        (f"body:{world.dam.id}", {"official_id": None}, {"official_id": oanh.id}),
        (f"body:{world.dam.id}", {"official_id": oanh.id}, {"official_id": ky.id}),
        (f"body:{world.dam.id}", {"official_id": ky.id}, {"official_id": None}),
    ]


def test_the_second_of_two_is_told(world: World) -> None:
    oanh = world.viewer("oanh")
    actions.set_official(oanh, world.directive, person_id=oanh.id, version=0)
    with pytest.raises(Conflict, match="stale"):
        actions.set_official(oanh, world.directive, person_id=None, version=0)


def test_only_the_office_s_own_people_follow(world: World) -> None:
    gone = make.make_person("Đã nghỉ", "office", login="nghi")
    people.enable_person(world.viewer("an"), gone, is_enabled=False)
    for person_id in (world.people["binh"].id, world.people["lam"].id, gone.id, 987654):
        with pytest.raises(Refused, match="not_of_office"):
            actions.set_official(world.viewer("oanh"), world.dam, person_id=person_id)
    for name in ("lam", "khanh", "binh", "an"):
        with pytest.raises(NotAllowed):
            actions.set_official(world.viewer(name), world.dam, person_id=None)


def test_the_desk_leads_from_an_official_to_the_work(sign_in: SignIn, world: World) -> None:
    oanh = world.viewer("oanh")
    actions.set_official(oanh, world.directive, person_id=oanh.id)
    office = sign_in("oanh")
    assert f"/don-doc?chuyen-vien={oanh.id}" in office.get("/theo-doi").text
    page = office.get(f"/don-doc?xem=new&chuyen-vien={oanh.id}").text
    assert page.count('name="id" value=') == 3
    assert "Phạm Thị Oanh" in sign_in("lam").get(f"/van-ban/{world.directive.id}").text
    assert "Phạm Thị Oanh" in office.get(f"/theo-doi/van-ban/{world.directive.id}").text
    assert f"/theo-doi/van-ban/{world.directive.id}" in office.get(f"/van-ban/{world.directive.id}").text
    assert "/theo-doi/" not in sign_in("binh").get(f"/van-ban/{world.directive.id}").text


def test_what_was_typed_stays_when_somebody_was_first(sign_in: SignIn, world: World) -> None:
    office = sign_in("oanh")
    path = f"/theo-doi/don-vi/{world.dam.id}"
    token = office.get(path).text.split('name="csrf_token" value="')[1].split('"')[0]
    actions.set_official(world.viewer("oanh"), world.dam, person_id=world.people["oanh"].id)
    answer = office.post(path, data={"csrf_token": token, "person_id": 0, "version": 0})
    assert answer.status_code == 409
    assert "Phạm Thị Oanh" in answer.text.split("banner s-soon")[1]
    again = office.post(path, data={"csrf_token": token, "person_id": 0, "version": 1})
    assert again.status_code == 303


def ticked(page: str, mark: str = "") -> list[int]:
    """The ids offered to be ticked, of bodies or (v) of directives."""
    return [int(id) for id in re.findall(rf'name="id" value="{mark}(\d+)"', page)]


def test_many_bodies_come_by_pages(sign_in: SignIn, world: World) -> None:
    for n in range(55):
        make.make_body(f"UBND xã Thử {n:02}", world.commune)
    office = sign_in("oanh")
    first = office.get("/theo-doi").text
    assert len(ticked(first)) == 50
    following = first.split("sau=")[1].split('"')[0]
    assert len(ticked(office.get(f"/theo-doi?sau={following}").text)) == 8
    gone = queries.bodies(world.viewer("oanh"), clock.today(), None, "zzz")
    assert len(gone.rows) == 50


def test_many_directives_come_by_pages_the_latest_first(sign_in: SignIn, world: World) -> None:
    made = [world.directive.id, *(make.make_directive().id for _ in range(55))][::-1]
    office = sign_in("oanh")
    first = office.get("/theo-doi").text
    assert ticked(first, "v") == made[:50]
    following = first.split("sau-vb=")[1].split('"')[0]
    second = office.get(f"/theo-doi?sau-vb={following}").text
    assert ticked(second, "v") == made[50:]
    assert re.search(r'id="van-ban-more"[^>]*></nav>', second), "that was all"
    assert ticked(second) == ticked(first), "the bodies stay where they were"


def test_directives_of_one_official_and_of_nobody(sign_in: SignIn, world: World) -> None:
    oanh, mine = world.viewer("oanh"), make.make_directive(subject="Trồng rừng")
    actions.set_official(oanh, mine, person_id=oanh.id)
    office = sign_in("oanh")
    for chosen, there in ((oanh.id, [mine.id]), (0, [world.directive.id])):
        assert ticked(office.get(f"/theo-doi?chuyen-vien={chosen}").text, "v") == there
    assert "Trồng rừng" in sign_in("lam").get(f"/theo-doi?chuyen-vien={oanh.id}").text
    assert ticked(sign_in("lam").get("/theo-doi").text, "v") == [], "a leader reads and ticks nothing"


def test_the_workbook_of_directives_is_of_the_official_on_the_page(sign_in: SignIn, world: World) -> None:
    oanh, office = world.viewer("oanh"), sign_in("oanh")
    bare = make.make_directive(number="", subject="Kết luận giao ban")
    actions.set_official(oanh, bare, person_id=oanh.id)
    for chosen, there in (
        (oanh.id, [("Kết luận giao ban", "", "Phạm Thị Oanh")]),
        (0, [("1847/UBND-KTN", "đẩy nhanh tiến độ nông thôn mới", "")]),
    ):
        link = re.search(
            r'href="(/xuat/theo-doi-van-ban[^"]*)"', office.get(f"/theo-doi?chuyen-vien={chosen}").text
        )
        assert link
        sheet = load_workbook(BytesIO(office.get(link[1]).data)).active
        assert sheet is not None
        rows = sheet.iter_rows(min_row=5, values_only=True)
        assert [tuple(cell or "" for cell in row) for row in rows] == there


def test_drafts_are_the_office_s_alone_and_what_was_thrown_away_is_nobody_s(
    sign_in: SignIn, world: World
) -> None:
    oanh, draft = world.viewer("oanh"), intake.start_by_hand(world.viewer("oanh"), subject="Một bản nháp")
    actions.set_official(oanh, draft, person_id=oanh.id)
    page = f"/theo-doi?chuyen-vien={oanh.id}"
    shown = sign_in("oanh").get(page).text
    assert "Một bản nháp" in shown
    assert shown.count("tag s-new") == 1, "which is said of it"
    with transaction() as session:
        session.execute(update(Directive).where(Directive.id == world.directive.id).values(ending="replaced"))
    assert sign_in("oanh").get("/theo-doi").text.count("tag s-stop") == 1, "and of what has ended"
    assert "Một bản nháp" not in sign_in("lam").get(page).text
    assert [each.directives for each in queries.loads(oanh, clock.today())] == [1]
    assert [each.directives for each in queries.loads(world.viewer("lam"), clock.today())] == [0]
    with transaction() as session:
        session.execute(update(Directive).where(Directive.id == draft.id).values(state="withdrawn"))
    assert "Một bản nháp" not in sign_in("oanh").get(page).text
    assert [each.directives for each in queries.loads(oanh, clock.today())] == [0]
