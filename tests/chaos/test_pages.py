"""R21, R22 and R23 in short, through real pages, processes and threads, on both engines."""

from __future__ import annotations

import pytest

from tests.chaos.apart import apart
from tests.chaos.line import ENGINES

both = pytest.mark.parametrize("engine", ENGINES)


@both
def test_one_of_eight_editors_is_taken_and_no_words_are_lost(engine: str) -> None:
    result = apart("editors", engine, "--rounds", "6")
    assert result["statuses"] == {"200": 6, "409": 42}
    assert (result["other"], result["lost"]) == (0, 0)


@both
def test_a_form_sent_ten_times_at_once_has_one_effect(engine: str) -> None:
    result = apart("forms", engine, "--tokens", "9")
    assert (result["effects"], result["lost"], result["doubled"]) == (9, 0, 0)
    assert result["statuses"] == {"303": 90}


@both
def test_nothing_lands_in_a_period_after_its_closing(engine: str) -> None:
    result = apart("closing", engine, "--rounds", "2")
    assert (result["after_closing"], result["changed"], result["other"]) == (0, 0, {})
    assert result["effective"] > 0
    assert result["by_hand"] > 100
