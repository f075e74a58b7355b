"""Every table that names a person is either in the file of what is kept about one, or said here why it is not."""

from __future__ import annotations

import re

from sqlalchemy.sql import visitors

from tests.world import World
from tracker.db import Base
from tracker.history.kept import SECTIONS
from tracker.history.labels import COLUMN_NAMES

OTHERWISE = {
    "directive.created_by_id": "a deed: the log's line says who",
    "directive.issued_by_id": "a deed",
    "draft_step.actor_id": "a deed; kept only while the draft is one",
    "reading.started_by_id": "a deed; kept only until the text is read",
    "reform_plan.made_by_id": "a deed",
    "submission.leader_id": "the office's papers, not the person's; what was answered is a deed",
    "urge_batch.sent_by_id": "a deed",
    "mention.person_id": "who was named was given a notice, and that is in",
    "one_time_secret.person_id": "a secret's hash, which nobody is shown; the log says that it was made",
}


def columns_of_people() -> set[str]:
    """`table.column` for every reference to a person, and those that name one without a foreign key."""
    return {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if any(key.target_fullname == "person.id" for key in column.foreign_keys)
        or re.fullmatch(r"person_id|.*_person_id", column.name)
    }


def columns_read(world: World) -> set[str]:
    """`table.column` for all that a section's statement touches."""
    found = set()
    for made in SECTIONS.values():
        statement = made(world.people["binh"])
        for part in visitors.iterate(statement):
            table = getattr(getattr(part, "table", None), "element", getattr(part, "table", None))
            if part.__visit_name__ == "column" and hasattr(table, "name"):
                found.add(f"{table.name}.{part.name}")  # type: ignore[attr-defined]
    return found


def test_every_column_has_its_name(world: World) -> None:
    read = {
        column.name for made in SECTIONS.values() for column in made(world.people["binh"]).selected_columns
    }
    assert read - set(COLUMN_NAMES) == set()


def test_nothing_about_people_is_left_out(world: World) -> None:
    assert columns_of_people() - columns_read(world) == set(OTHERWISE)
