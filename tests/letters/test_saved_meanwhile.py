"""Two administrators set the same rules or texts: the second sees both, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.sending import fields_of, send
from tests.world import World
from tracker.db import db
from tracker.settings.queries import letter_rules, office_rules, wording

SignIn = Callable[[str], FlaskClient]
OFFICE, WHEN, LATE = "/quan-tri/he-thong", "/quan-tri/thu/lich-gui", "/quan-tri/thu/mau/late"
ORDER = {"weekly_weekday": "1", "leader_weekday": "1", "morning": "1"}
KEPT = {
    "office": lambda: office_rules().office_name,
    "when": lambda: letter_rules().remind_before,
    "texts": lambda: wording().get("late:opening", ""),
}


@pytest.mark.parametrize(
    ("what", "page", "action", "field", "texts", "rest"),
    [
        ("office", OFFICE, f"{OFFICE}/quy-dinh", "office_name", ("Phòng Một", "Phòng Hai"), {"period_first_day": "15"}),
        ("when", WHEN, WHEN, "remind_before", ("5", "4, 2"), ORDER),
        ("texts", LATE, LATE, "opening", ("Lời của người thứ nhất", "Lời của người thứ hai"), {}),
    ],
)  # fmt: skip
def test_the_second_of_two_sees_both(
    world: World, sign_in: SignIn, what: str, page: str, action: str, field: str, texts: tuple[str, str],
    rest: dict[str, str],
) -> None:  # fmt: skip
    first, second = sign_in("an"), sign_in("an")
    typed = fields_of(second.get(page).text, action) | rest | {field: texts[1]}
    assert send(first, page, action, **rest, **{field: texts[0]}).status_code == 303
    answer = second.post(action, data=typed)
    assert answer.status_code == 409
    assert all(text in answer.text for text in texts)
    assert KEPT[what]() == texts[0]
    again = fields_of(answer.text, action) | rest | {field: texts[1]}
    assert second.post(action, data=again).status_code == 303
    db.session.remove()
    assert KEPT[what]() == texts[1]
    assert second.post(action, data=again).status_code == 303, "sent once more it is one save"
