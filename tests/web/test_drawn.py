"""Parts of pages drawn once: never a token of an earlier answer, never another language, never old facts."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from flask import session
from flask.testing import FlaskClient
from markupsafe import Markup

from tests.web.tiny import tiny_app
from tests.world import World
from tracker import clock
from tracker.assignments import actions
from tracker.web.catalogue import gettext
from tracker.web.csrf import PLACE, form_token
from tracker.web.drawn import remembered

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
SignIn = Callable[[str], FlaskClient]


def test_it_is_drawn_once_for_the_same_facts_in_each_language() -> None:
    app, drawn = tiny_app(), list[str]()

    @remembered(10)
    def part(fact: str) -> Markup:
        drawn.append(fact)
        return Markup(f"{gettext('Today')} {fact}")  # noqa: S704

    said = []
    for language in ("vi", "vi", "en", "en"):
        with app.test_request_context():
            session["language"] = language
            said += [part("a"), part("b")]
    assert drawn == ["a", "b", "a", "b"]
    assert said[:2] == said[2:4] != said[4:6] == said[6:]


def test_each_answer_has_its_own_token_in_it() -> None:
    app = tiny_app()

    @remembered(10)
    def part(fact: str) -> Markup:
        return Markup(f"<{form_token()}>")  # noqa: S704

    tokens = []
    for _ in range(2):
        with app.test_request_context():
            tokens.append(part("a"))
            assert tokens[-1] == f"<{form_token()}>"
    assert tokens[0] != tokens[1]
    assert PLACE not in "".join(tokens)


def test_the_desk_shows_a_new_fact_at_once_and_its_forms_are_each_answers_own(
    sign_in: SignIn, world: World
) -> None:
    with clock.frozen_at(clock.at(date(2026, 3, 6), 9)):
        office = sign_in("oanh")
        first, again = office.get("/don-doc").text, office.get("/don-doc").text
        tokens = [set(TOKEN.findall(page)) for page in (first, again)]
        assert len(tokens[0]) == 1
        assert not tokens[0] & tokens[1]
        assert TOKEN.sub("", first) == TOKEN.sub("", again)
        assert f"/phan-cong/{world.work.id}" in again
        actions.post_report(world.viewer("binh"), world.work, status="done")
        assert f"/phan-cong/{world.work.id}" not in office.get("/don-doc").text


def test_a_bodys_list_shows_a_new_fact_at_once(sign_in: SignIn, world: World) -> None:
    officer = sign_in("binh")
    assert officer.get("/viec").text.count(f"/phan-cong/{world.work.id}") == 1
    actions.post_report(world.viewer("binh"), world.work, status="done")
    assert f"/phan-cong/{world.work.id}" not in officer.get("/viec").text
    assert f"/phan-cong/{world.work.id}" in officer.get("/viec?xem=waiting").text
