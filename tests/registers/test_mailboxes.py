"""Several mailboxes of a body in the cells of a workbook, out and in."""

from __future__ import annotations

from tests.registers.test_import import book, exported, take_in
from tests.world import World
from tracker.access.actors import SYSTEM
from tracker.contacts.actions import set_mailboxes
from tracker.registers import reading


def test_several_mailboxes_in_a_cell(world: World) -> None:
    """The first is the main one; a cell left empty changes nothing."""
    rows = reading.sheets(exported())["Đơn vị"][1:]
    line = next(row for row in rows if row[0] == world.dam.name)
    line[4], line[8] = (
        "Dam@lamgiang.example; hai@lamgiang.example, ba@lamgiang.example",
        "huyen@lamgiang.example",
    )
    assert take_in(book({"Đơn vị": [line]})) == []
    out = {row[0]: row for row in reading.sheets(exported())["Đơn vị"]}[world.dam.name]
    assert out[4] == "dam@lamgiang.example; hai@lamgiang.example; ba@lamgiang.example"
    assert out[8] == "huyen@lamgiang.example"
    line[4], line[8] = "", "phong@lamgiang.example"
    assert take_in(book({"Đơn vị": [line]})) == []
    out = {row[0]: row for row in reading.sheets(exported())["Đơn vị"]}[world.dam.name]
    assert out[4] == "dam@lamgiang.example; hai@lamgiang.example; ba@lamgiang.example"
    assert out[8] == "phong@lamgiang.example"
    line[4] = "dam@lamgiang.example; không-phải"
    assert [(each.column, each.code) for each in take_in(book({"Đơn vị": [line]}))] == [("E", "import_email")]
    line[4] = "; ".join(f"xa{n}@lamgiang.example" for n in range(12))
    assert [each.code for each in take_in(book({"Đơn vị": [line]}))] == ["import_mailboxes"]
    front = next(row for row in rows if row[0] == world.chi_body.name)
    set_mailboxes(SYSTEM, world.chi_body, main="")
    front[4], front[8] = "", "phong@lamgiang.example"
    assert [(each.column, each.code) for each in take_in(book({"Đơn vị": [front]}))] == [
        ("I", "import_needed")
    ]
