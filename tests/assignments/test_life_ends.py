"""A life recalled with its issue, and one that ends with its directive, against the same model."""

from __future__ import annotations

from datetime import timedelta

from tests.assignments.test_life import Lives, cast
from tests.assignments.whole import whole
from tests.world import World


def test_a_life_ends_with_its_directive(world: World) -> None:
    """Recalled while nobody had begun, it never was; later its directive is withdrawn, and it stays stopped."""
    lives = type("Lives", (Lives,), {"world": world, "known": cast(world)})
    never = lives()
    never.begin(due_in=3)
    whole(never, "recall", "leader")
    whole(never, "recall", "office")
    assert never.is_over
    one = lives()
    one.begin(due_in=10)
    one.step("accept", "officer")
    whole(one, "recall", "office")
    one.step("ask", "officer")
    one.now += timedelta(hours=1)
    whole(one, "recall", "office")
    whole(one, "end", "officer")
    whole(one, "end", "office", document=False)
    whole(one, "end", "leader", document=False)
    whole(one, "end", "office")
    one.step("reopen", "office")
    one.it_stands_as_the_model_says()
    one.teardown()
    assert one.model.state == "cancelled"
