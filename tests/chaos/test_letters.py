"""Letters through faults, in short: kills (R1, R2), mornings (R3), slots (R4), faults (R8), none (R10), sleep (R26)."""

from __future__ import annotations

import pytest

from tests.chaos.apart import apart
from tests.chaos.line import ENGINES
from tests.outbox.faults import MODES

both = pytest.mark.parametrize("engine", ENGINES)


@pytest.mark.parametrize(("engine", "kills"), [("sqlite", 100), ("postgresql", 30)])
def test_no_letter_is_lost_and_every_copy_is_explained(engine: str, kills: int) -> None:
    result = apart("kill", engine, "--kills", str(kills))
    assert (result["lost"], result["unexplained"]) == (0, 0), result
    assert result["recorded"] == result["duplicates"]
    assert result["effective"] >= kills // 2, f"kills that hit nothing prove nothing: {result}"


@both
def test_workers_that_slept_through_their_lease_do_no_harm(engine: str) -> None:
    result = apart("zombie", engine, "--stops", "8")
    assert (result["lost"], result["unexplained"]) == (0, 0), result
    assert result["effective"], f"stops that hit nothing prove nothing: {result}"


@both
def test_a_morning_cut_short_tells_everybody_once(engine: str) -> None:
    result = apart("materialise", engine, "--kills", "12")
    assert (result["missing"], result["extra"], result["unexplained"]) == (0, 0, 0), result
    assert result["effective"] >= 4, f"kills that hit nothing prove nothing: {result}"


@both
def test_each_slot_is_run_once_whoever_dies(engine: str) -> None:
    result = apart("slots", engine, "--days", "5")
    assert (result["done"], result["lost"], result["unexplained"]) == (result["slots"], 0, 0), result
    assert result["effective"] >= 3, f"kills that hit nothing prove nothing: {result}"


def test_every_way_a_mail_server_fails_is_told_from_the_others() -> None:
    result = apart(
        "smtp", "postgresql", "--letters", "2"
    )  # the classes themselves: tests/outbox, on both engines
    assert (result["right"], result["wrong"]) == (len(MODES), 0), result
    assert (result["lost"], result["unexplained"]) == (0, 0), result


@both
def test_a_day_without_a_mail_server_loses_nothing_and_sends_nothing_stale(engine: str) -> None:
    result = apart("outage", engine, "--letters", "400")
    assert (result["lost"], result["unexplained"], result["out_of_order"]) == (0, 0, 0), result
    assert (result["sent"], result["expired"]) == (300, 100)
    assert result["tried_while_away"] < 288 / 2, (
        f"the breaker should have kept most rounds from trying: {result}"
    )
