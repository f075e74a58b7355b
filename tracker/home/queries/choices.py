"""What the desk may be narrowed to, and the names of what it is narrowed to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Date, Select, bindparam, func, select

from tracker.access.actors import Viewer
from tracker.bodies.models import Body, BodyPlace, BodyType
from tracker.db import KEY, fetch
from tracker.directives.models import Directive
from tracker.home.desk import Filters
from tracker.home.filters import NOBODY, OF_THINGS
from tracker.home.queries.desk import require_all_in_sight
from tracker.officials.queries import people
from tracker.people.models import Person
from tracker.settings.seldom import kept, marks_its_changes
from tracker.tasks.models import Task

LATEST = 30  # directives to choose from; an older one is chosen from its own page
MOST = 400  # bodies, tasks of one directive


@dataclass(frozen=True, slots=True)
class Choices:
    """(id, name) of what each filter may be; tasks only of the directive already chosen."""

    directive: tuple[Any, ...]
    task: tuple[Any, ...]
    type: tuple[Any, ...]
    area: tuple[Any, ...]
    body: tuple[Any, ...]
    official: tuple[Any, ...]


_NAME = func.coalesce(func.nullif(Directive.number, ""), Directive.subject)
marks_its_changes(BodyType)
_TYPES = select(BodyType.id, BodyType.name).order_by(BodyType.position)
_LATEST = (
    select(Directive.id, _NAME.label("name"))
    .where(Directive.state == "issued")
    .order_by(Directive.issued_on.desc(), Directive.id.desc())
    .limit(LATEST)
)
_TASKS = (
    select(Task.id, Task.section, Task.text)
    .where(Task.directive_id == bindparam("directive"), Task.state == "issued")
    .order_by(Task.position, Task.id)
    .limit(MOST)
)
_DAY: Any = bindparam("day", type_=Date)
_BODIES = (
    select(Body.id, Body.name).where(Body.is_valid_on(_DAY)).order_by(Body.sort_key, Body.id).limit(MOST)
)
_AREAS = _BODIES.where(Body.id.in_(select(BodyPlace.parent_id).where(BodyPlace.is_valid_on(_DAY))))


def choices(viewer: Viewer, filters: Filters, day: date) -> Choices:
    """What may be chosen on a day."""
    require_all_in_sight(viewer)
    return Choices(
        directive=fetch(_LATEST),
        task=fetch(_TASKS, directive=filters.directive) if filters.directive is not None else (),
        type=kept("kinds", lambda: fetch(_TYPES)),
        area=fetch(_AREAS, day=day),
        body=fetch(_BODIES, day=day),
        official=people(),
    )


class Names(NamedTuple):
    """What the things chosen are called, as (filter, name); `unknown`: filters whose id is nobody's."""

    pairs: tuple[tuple[str, str], ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def of(self) -> dict[str, str]:
        """Filter to name."""
        return dict(self.pairs)


_NAMES: dict[str, Select[Any]] = {
    "directive": select(_NAME).where(Directive.id == bindparam("directive", type_=KEY)),
    "task": select(Task.text).where(Task.id == bindparam("task", type_=KEY)),
    "type": select(BodyType.name).where(BodyType.id == bindparam("type", type_=KEY)),
    "area": select(Body.name).where(Body.id == bindparam("area", type_=KEY)),
    "body": select(Body.name).where(Body.id == bindparam("body", type_=KEY)),
    "official": select(Person.name).where(Person.id == bindparam("official", type_=KEY)),
}


@lru_cache(maxsize=64)
def _named(asked: tuple[str, ...]) -> Select[Any]:
    return select(*(_NAMES[name].scalar_subquery().label(name) for name in asked))


def names(filters: Filters) -> Names:
    """What the filters' things are called; one statement, and none where no thing is chosen."""
    asked = tuple(name for name in OF_THINGS if getattr(filters, name) not in (None, NOBODY))
    if not asked:
        return Names()
    [found] = fetch(_named(asked), **{name: getattr(filters, name) for name in asked})
    said = {name: getattr(found, name) for name in asked}
    return Names(
        tuple((name, value) for name, value in said.items() if value is not None),
        tuple(name for name, value in said.items() if value is None),
    )
