"""Where the letter to Bình's commune leads."""

from __future__ import annotations

import pytest

from tests.world import World
from tracker.links.actions import fill


@pytest.fixture
def url(world: World) -> str:
    """Where the letter to Bình's commune leads."""
    address = fill(world.dam.id, "dam@lamgiang.example", f"⟦link:{world.work.id}⟧")
    return address.removeprefix("http://127.0.0.1:8000")
