"""What SQLite does to find who handles what: by an index each time, on the list and on the page."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.handling.test_pages import SignIn
from tests.home.test_plans import plans
from tests.world import World

DATABASES = ("sqlite",)


@pytest.mark.parametrize("path", ["/viec", "/viec?xem=mine", "/phan-cong/1"])
def test_nothing_arranged_is_read_whole(app: Flask, sign_in: SignIn, world: World, path: str) -> None:
    found = plans(app, sign_in("binh"), path)
    asked = {statement: steps for statement, steps in found.items() if "handling" in statement}
    assert asked
    for statement, steps in asked.items():
        scans = [step for step in steps if step.startswith(("SCAN handling", "SCAN step", "SCAN assignment"))]
        assert not scans, (statement, steps)
