"""A review with figures: the cast's work is due on 5 March; by the 16th the period of March has ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import make
from tests.world import World
from tracker import clock
from tracker.assignments import actions as assignments
from tracker.auth import passwords
from tracker.auth.actions import set_password

PASSWORD = "ba con vịt bơi qua ruộng"
AFTER = clock.at(date(2026, 3, 16))
SIGNER = {
    "signer_name": "Trần Quang Lâm",
    "signer_position": "Phó Chủ tịch",
    "authority_lines": "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH",
}


@pytest.fixture
def month(world: World) -> Iterator[World]:
    """Chí Minh Khai reported in time and was confirmed, Đàm Thượng is late; it is 16 March."""
    make.make_assignment(world.chi_body, date(2026, 3, 4), make.make_task(text="Báo cáo số liệu hộ nghèo."))
    make.make_assignment(world.dam, None, make.make_task(text="Phối hợp tuyên truyền."))
    with clock.frozen_at(clock.at(date(2026, 3, 4))):
        assignments.post_report(world.viewer("chi"), world.other_work, status="done", note="Đã xong")
        assignments.confirm(world.viewer("oanh"), world.other_work)
    with clock.frozen_at(AFTER):
        yield world


@pytest.fixture
def signer(month: World) -> World:
    """Oanh has a password to sign with."""
    person = month.people["oanh"]
    set_password(month.viewer("oanh"), person, hashed=passwords.hash_new(PASSWORD, person))
    return month


@pytest.fixture
def office(app: Flask, month: World, sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    """Oanh's browser on 16 March."""
    return sign_in("oanh")
