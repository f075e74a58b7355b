"""The dashboard is looked at in a real browser too."""

from __future__ import annotations

import pytest

from tests.browser import chromium_path, launch_arguments
from tests.conftest import missing
from tests.live import live

__all__ = ["live"]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Debian's Chromium; without one the journeys are left out, and said to be."""
    if chromium_path() is None:
        missing("Chromium")
    return launch_arguments()
