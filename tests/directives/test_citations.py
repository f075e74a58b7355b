"""What a document cites: recognised at entry and later, left open where two may be meant, mended by the office."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from tests import make
from tests.intake.drafts import TEXT, drafted
from tests.world import World
from tracker.access.actors import Viewer
from tracker.audit.models import AuditLine
from tracker.db import db
from tracker.directives import actions
from tracker.directives.actions.citations import Citation
from tracker.directives.models import Directive, DirectiveLink
from tracker.directives.queries import alike, card, citing, leaning_counts, undecided
from tracker.errors import Conflict, NotAllowed, Refused
from tracker.intake import actions as intake

PLAN: dict[str, Any] = {
    "number": "36/KH-UBND",
    "issued_on": date(2026, 1, 19),
    "issuer": "UBND tỉnh Lam Giang",
}
"""What the text of `tests/intake/drafts.py` says it carries out."""


@pytest.fixture
def oanh(world: World) -> Viewer:
    return world.viewer("oanh")


def link_of(directive: Directive) -> DirectiveLink:
    db.session.commit()
    rows = select(DirectiveLink).where(DirectiveLink.directive_id == directive.id)
    return db.session.scalars(rows.execution_options(populate_existing=True)).one()


def last_line() -> AuditLine:
    return db.session.scalars(select(AuditLine).order_by(AuditLine.seq.desc()).limit(1)).one()


def test_one_in_the_register_is_recognised_at_entry(world: World) -> None:
    plan = make.make_directive(
        **PLAN | {"number": "36 / kh–ubnd", "issuer": "Ủy ban nhân dân tỉnh Lam Giang"}
    )
    link = link_of(drafted(world))
    assert (link.relation, link.number, link.target_id) == ("thuc_hien", "36/KH-UBND", plan.id)
    assert (link.issued_on, link.issuer) == (PLAN["issued_on"], "UBND tỉnh")


@pytest.mark.parametrize("other", [{"issued_on": date(2025, 1, 19)}, {"number": "136/KH-UBND"}])
def test_another_is_not(world: World, other: dict[str, Any]) -> None:
    make.make_directive(**PLAN | other)
    assert link_of(drafted(world)).target_id is None


def test_one_entered_later_is_recognised_then(world: World, oanh: Viewer) -> None:
    citing_one = drafted(world)
    assert link_of(citing_one).target_id is None
    plan = intake.start_by_hand(oanh, origin="upper", kind="ke_hoach", subject="nông thôn mới", **PLAN)
    assert link_of(citing_one).target_id == plan.id
    after = last_line().after
    assert after is not None
    assert after["cited_by"] == [citing_one.id]


def test_a_number_filled_in_or_taken_away_later_counts(world: World, oanh: Viewer) -> None:
    citing_one = drafted(world)
    plan = intake.start_by_hand(oanh, subject="nông thôn mới", **PLAN | {"number": "/KH-UBND"})
    assert link_of(citing_one).target_id is None
    intake.edit_details(oanh, plan, version=plan.version, **PLAN)
    assert link_of(citing_one).target_id == plan.id
    intake.edit_details(oanh, plan, version=plan.version, **PLAN | {"number": "37/KH-UBND"})
    assert link_of(citing_one).target_id is None


def test_a_draft_thrown_away_is_nobody_s_target(world: World, oanh: Viewer) -> None:
    plan = intake.start_by_hand(oanh, subject="nông thôn mới", **PLAN)
    citing_one = drafted(world)
    intake.discard(oanh, plan)
    assert link_of(citing_one).target_id is None


def test_where_two_may_be_meant_both_are_offered(world: World) -> None:
    plans = [make.make_directive(**PLAN | {"issuer": issuer}) for issuer in ("UBND tỉnh Lam Giang", "")]
    citing_one = drafted(world)
    link = link_of(citing_one)
    assert link.target_id is None
    found = card(world.viewer("oanh"), citing_one.id)
    meant = alike(found, undecided(found)).meant[link.id]
    assert {each.id for each in meant} == {plan.id for plan in plans}


def test_a_twin_entered_later_takes_nothing_away(world: World) -> None:
    plan = make.make_directive(**PLAN)
    citing_one = drafted(world)
    intake.start_by_hand(world.viewer("oanh"), subject="bản sao", **PLAN)
    assert link_of(citing_one).target_id == plan.id


def test_the_office_ties_and_unties_by_hand(world: World, oanh: Viewer) -> None:
    plan, other = make.make_directive(**PLAN), make.make_directive(number="1/UBND-VX")
    citing_one = drafted(world)
    link = link_of(citing_one)
    actions.tie_citation(oanh, link, version=link.version, target=None)
    make.make_directive(**PLAN)
    twin = intake.start_by_hand(oanh, subject="bản sao", **PLAN)
    assert (link_of(citing_one).target_id, twin.number) == (None, plan.number)
    actions.tie_citation(oanh, link, version=link.version, target=other)
    intake.discard(oanh, twin)
    assert link_of(citing_one).target_id == other.id
    line = db.session.scalars(select(AuditLine).where(AuditLine.verb == "citation.edit")).all()[-1]
    assert (line.before or {})["target"] is None
    assert (line.after or {})["target"] == other.id
    with pytest.raises(Refused, match="cites_itself"):
        actions.tie_citation(oanh, link, version=link.version, target=citing_one)


def test_the_kind_changes_after_issue_too(world: World, oanh: Viewer) -> None:
    link = actions.add_citation(oanh, world.directive, said=Citation("36/KH-UBND"))
    said = Citation("36/KH-UBND", relation="sua_doi", issued_on=PLAN["issued_on"])
    actions.edit_citation(oanh, link, version=link.version, said=said)
    assert (link_of(world.directive).relation, last_line().verb) == ("sua_doi", "citation.edit")
    with pytest.raises(Conflict, match="stale"):
        actions.edit_citation(oanh, link, version=link.version - 1, said=said)


def test_one_added_by_hand_is_recognised_and_one_taken_off_is_gone(world: World, oanh: Viewer) -> None:
    plan = make.make_directive(**PLAN)
    link = actions.add_citation(
        oanh, world.directive, said=Citation("36/kh-ubnd", issued_on=PLAN["issued_on"])
    )
    assert link.target_id == plan.id
    actions.remove_citation(oanh, link, version=link.version)
    assert db.session.scalar(select(func.count()).select_from(DirectiveLink)) == 0
    assert (last_line().before or {})["number"] == "36/kh-ubnd"


@pytest.mark.parametrize("name", ["binh", "lam", "khanh", "an"])
def test_only_the_office_mends_them(world: World, oanh: Viewer, name: str) -> None:
    link = actions.add_citation(oanh, world.directive, said=Citation("36/KH-UBND"))
    stranger = world.viewer(name)
    attempts: list[Callable[[], object]] = [
        lambda: actions.add_citation(stranger, world.directive, said=Citation("1/KH-UBND")),
        lambda: actions.edit_citation(stranger, link, version=1, said=Citation("1/KH-UBND")),
        lambda: actions.tie_citation(stranger, link, version=1, target=None),
        lambda: actions.remove_citation(stranger, link, version=1),
    ]
    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()


def test_what_is_thrown_away_cites_nothing_new(world: World, oanh: Viewer) -> None:
    draft = drafted(world)
    intake.discard(oanh, draft)
    with pytest.raises(Conflict, match="draft_closed"):
        actions.add_citation(oanh, draft, said=Citation("1/KH-UBND"))


def test_who_cites_whom_and_how_many(world: World, oanh: Viewer) -> None:
    plan = make.make_directive(**PLAN)
    draft = drafted(world)
    actions.add_citation(
        oanh, world.directive, said=Citation("36/KH-UBND", "thay_the", PLAN["issued_on"], PLAN["issuer"])
    )
    for name, leaning in (("oanh", [draft.id]), ("lam", []), ("binh", [])):
        found = citing(world.viewer(name), plan.id)
        assert [row.id for row in found.leaning] == leaning
        assert [row.id for row in found.changing] == [world.directive.id]
        assert leaning_counts(world.viewer(name), [plan.id]) == ({plan.id: 1} if leaning else {})


def test_a_stranger_to_the_citing_one_is_not_told_of_it(world: World, oanh: Viewer) -> None:
    other = make.make_directive(number="9/UBND-VX")
    make.make_assignment(world.chi_body, task=make.make_task(other))
    said = Citation(world.directive.number, issued_on=world.directive.issued_on)
    actions.add_citation(oanh, other, said=said)
    assert citing(world.viewer("binh"), world.directive.id).leaning == []
    assert [row.id for row in citing(world.viewer("chi"), world.directive.id).leaning] == [other.id]


def test_recognising_many_is_few_statements(world: World) -> None:
    cited = "; ".join(f"Kế hoạch số {n}/KH-UBND ngày 19/01/2026 của UBND tỉnh" for n in range(40, 70))
    for n in range(40, 70):
        make.make_directive(**PLAN | {"number": f"{n}/KH-UBND"})
    draft = drafted(world, TEXT.replace("Thực hiện Kế hoạch", f"Căn cứ {cited}; Kế hoạch"))
    rows = select(DirectiveLink.relation, DirectiveLink.target_id).where(
        DirectiveLink.directive_id == draft.id, DirectiveLink.number != "36/KH-UBND"
    )
    found = db.session.execute(rows).all()
    assert len(found) == 30
    assert {row.relation for row in found} == {"can_cu"}
    assert all(row.target_id for row in found)
