"""The language a person chose goes with them to other browsers."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient

from tests.sending import fields_of
from tests.world import World


def test_it_is_remembered(world: World, sign_in: Callable[[str], FlaskClient]) -> None:
    browser = sign_in("oanh")
    sent = fields_of(browser.get("/tai-khoan").text, "/ngon-ngu")
    answer = browser.post("/ngon-ngu", data=sent | {"language": "en"})
    assert answer.status_code == 303
    assert '<html lang="en"' in browser.get("/tai-khoan").text
    assert '<html lang="en"' in sign_in("oanh").get("/tai-khoan").text
    assert '<html lang="vi"' in sign_in("binh").get("/tai-khoan").text
