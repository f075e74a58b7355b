"""Views of the desk kept under a name: shared, named anew, deleted, begun with."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests import make
from tests.world import World
from tracker.audit.models import AuditLine
from tracker.db import db
from tracker.errors import Conflict, NotAllowed, Refused
from tracker.saved import actions
from tracker.saved.models import FirstView, SavedView

SignIn = Callable[[str], FlaskClient]
HARD = "xem=new&tre=30&nhom=task"


def token(browser: FlaskClient) -> str:
    return browser.get("/don-doc/cach-xem").text.split('name="csrf_token" value="')[1].split('"')[0]


def post(browser: FlaskClient, path: str, **data: object) -> int:
    sent = {"csrf_token": token(browser), **data}
    return browser.post(path, data=sent).status_code


def test_what_one_saves_all_see(sign_in: SignIn, world: World) -> None:
    oanh = sign_in("oanh")
    assert "/don-doc/cach-xem?xem=new&amp;tre=30" in oanh.get("/don-doc?xem=new&tre=30").text
    page = oanh.get("/don-doc/cach-xem?xem=new&tre=30").text
    query = page.split('name="query"')[1].split('value="')[1].split('"')[0].replace("&amp;", "&")
    assert query == "xem=new&tre=30"
    assert post(oanh, "/don-doc/cach-xem", name="Trễ lâu", query=query) == 303
    for name in ("oanh", "lam", "khanh"):
        desk = sign_in(name).get("/don-doc").text
        assert 'href="/don-doc?xem=new&amp;tre=30"' in desk
        assert "Trễ lâu" in desk
    shown = oanh.get("/don-doc?xem=new&tre=30").text
    assert 'tre=30" aria-current="true">Trễ lâu' in shown
    assert "cach-xem?" not in shown, "what is saved is not offered again"


def test_only_what_is_a_filter_is_kept(sign_in: SignIn, world: World) -> None:
    assert post(sign_in("oanh"), "/don-doc/cach-xem", name="Lạ", query="xem=soon&x=<b>&tre=abc&sau=1") == 303
    assert db.session.scalar(select(SavedView.query)) == "xem=soon"


@pytest.mark.parametrize("name", ["", "  ", "x" * 81])
def test_a_name_is_needed(sign_in: SignIn, world: World, name: str) -> None:
    assert post(sign_in("oanh"), "/don-doc/cach-xem", name=name, query="xem=soon") == 422
    assert db.session.scalar(select(func.count()).select_from(SavedView)) == 0


def test_one_name_is_one_view_however_cased(world: World) -> None:
    actions.save_view(world.viewer("oanh"), name="Trễ lâu", query=HARD)
    with pytest.raises(Refused, match="view_name_taken"):
        actions.save_view(world.viewer("oanh"), name="TRỄ LÂU ", query="")


def test_there_is_an_end_to_them(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST", 2)
    for name in ("Một", "Hai"):
        actions.save_view(world.viewer("oanh"), name=name, query=HARD)
    with pytest.raises(Refused, match="too_many_views"):
        actions.save_view(world.viewer("oanh"), name="Ba", query=HARD)


def test_of_two_who_rename_the_second_is_told(sign_in: SignIn, world: World) -> None:
    view = actions.save_view(world.viewer("oanh"), name="Trễ lâu", query=HARD)
    office = sign_in("oanh")
    path = f"/don-doc/cach-xem/{view.id}"
    assert post(office, path, name="Rất trễ", version="1") == 303
    answer = office.post(path, data={"csrf_token": token(office), "name": "Quá trễ", "version": "1"})
    assert answer.status_code == 409
    assert "Rất trễ" in answer.text
    assert "Quá trễ" in answer.text
    assert post(office, path, name="Quá trễ", version="2") == 303
    with pytest.raises(Conflict, match="stale"):
        actions.delete_view(world.viewer("oanh"), db.session.get(SavedView, view.id), version=1)


def test_any_person_of_the_office_deletes_and_others_do_not(sign_in: SignIn, world: World) -> None:
    view = actions.save_view(world.viewer("oanh"), name="Trễ lâu", query=HARD)
    make.make_person("Trịnh Bá Kỷ", "office", login="ky")
    actions.begin_with(world.viewer("lam"), view)
    for name in ("lam", "khanh"):
        with pytest.raises(NotAllowed):
            actions.delete_view(world.viewer(name), view, version=1)
    assert post(sign_in("oanh"), f"/don-doc/cach-xem/{view.id}/xoa", version="1") == 303
    assert db.session.scalar(select(func.count()).select_from(SavedView)) == 0
    assert db.session.scalar(select(func.count()).select_from(FirstView)) == 0, (
        "who began with it is set free"
    )
    assert sign_in("lam").get("/").headers["Location"] == "/tong-quan"


def test_an_author_who_left_the_office_keeps_the_right(world: World) -> None:
    view = actions.save_view(world.viewer("oanh"), name="Trễ lâu", query=HARD)
    leader = world.viewer("lam")
    with pytest.raises(NotAllowed):
        actions.save_view(leader, name="Của lãnh đạo", query=HARD)
    with pytest.raises(NotAllowed):
        actions.rename_view(leader, view, name="Khác", version=1)


def test_somebody_begins_with_a_view_and_the_menu_still_leads_to_the_desk(
    sign_in: SignIn, world: World
) -> None:
    view = actions.save_view(world.viewer("oanh"), name="Trễ lâu", query=HARD)
    oanh = sign_in("oanh")
    assert post(oanh, "/don-doc/cach-xem/mo-dau", view=view.id) == 303
    assert oanh.get("/").headers["Location"] == "/don-doc?xem=new&tre=30&nhom=task"
    assert sign_in("khanh").get("/").headers["Location"] == "/don-doc"
    assert oanh.get("/don-doc").status_code == 200
    assert post(oanh, "/don-doc/cach-xem/mo-dau", view="") == 303
    assert oanh.get("/").headers["Location"] == "/don-doc"
    assert post(oanh, "/don-doc/cach-xem/mo-dau", view=999) == 404


def test_each_deed_is_in_the_log(world: World) -> None:
    oanh = world.viewer("oanh")
    view = actions.save_view(oanh, name="Trễ lâu", query=HARD)
    actions.rename_view(oanh, view, name="Rất trễ", version=1)
    actions.begin_with(oanh, view)
    actions.begin_with(oanh, None)
    actions.delete_view(oanh, view, version=2)
    verbs = db.session.scalars(
        select(AuditLine.verb).where(AuditLine.verb.startswith("view.")).order_by(AuditLine.seq)
    )
    assert list(verbs) == ["view.save", "view.rename", "view.first", "view.first", "view.delete"]


def test_a_saved_view_of_things_that_are_gone_still_opens(sign_in: SignIn, world: World) -> None:
    actions.save_view(world.viewer("oanh"), name="Đơn vị cũ", query="xem=new&don-vi=987654")
    office = sign_in("oanh")
    assert office.get("/don-doc?xem=new&don-vi=987654").status_code == 200
    assert office.get("/don-doc/cach-xem").status_code == 200
