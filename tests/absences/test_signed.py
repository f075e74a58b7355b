"""What a deputy decides is signed by the deputy, in the place of who is away."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from tests.absences.test_absences import SignIn, away, stands
from tests.world import World
from tracker.assignments.actions import confirm, post_report
from tracker.assignments.models import Decision
from tracker.db import db
from tracker.extensions.actions import cancel


def test_a_decision_is_signed_by_the_deputy_in_the_place_of_who_is_away(
    world: World, sign_in: SignIn
) -> None:
    lam, oanh = world.people["lam"], world.people["oanh"]
    away(lam, oanh, may_decide=True)
    acting = replace(world.viewer("oanh"), stands=stands(oanh))
    post_report(world.viewer("binh"), world.work, status="done", note="Đã xong")
    confirm(acting, world.work)
    cancel(acting, world.other_work, reason="Không cần nữa", document="5/UB")
    signed = list(db.session.scalars(select(Decision.decided_by).order_by(Decision.id)))
    assert signed == [oanh.name, f"{oanh.name} thay Trần Quang Lâm"]
    assert signed[1] in sign_in("lam").get(f"/phan-cong/{world.other_work.id}").text
