"""A register with some of everything to tell of."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import make
from tests.world import World
from tracker import clock


@pytest.fixture
def full(world: World) -> World:
    """Some of everything to tell of."""
    for days in (-40, -9, 0, 2, 30):
        make.make_assignment(world.dam, clock.today() + timedelta(days=days))
    return world
