"""People with passwords."""

from __future__ import annotations

import pytest

from tests.world import World
from tracker import clock
from tracker.auth import passwords
from tracker.auth.actions import set_password
from tracker.people.queries import as_viewer

PASSWORD = "ba con vịt bơi qua ruộng"


@pytest.fixture
def known(world: World) -> World:
    """The cast; Oanh, Bình and An have a password."""
    hashed = passwords.hash_new(PASSWORD, world.people["oanh"])
    for name in ("oanh", "binh", "an"):
        person = world.people[name]
        set_password(as_viewer(person, clock.today()), person, hashed=hashed)
    return world
