"""R1 and R2: a hundred kills of sending workers lose nothing and explain every second copy."""

from __future__ import annotations

import pytest

from tests.chaos.apart import apart


@pytest.mark.parametrize(("engine", "kills"), [("sqlite", 100), ("postgresql", 30)])
def test_no_letter_is_lost_and_every_copy_is_explained(engine: str, kills: int) -> None:
    result = apart("kill", engine, "--kills", str(kills))
    assert (result["lost"], result["unexplained"]) == (0, 0), result
    assert result["recorded"] == result["duplicates"]
    assert result["effective"] >= kills // 2, f"kills that hit nothing prove nothing: {result}"
