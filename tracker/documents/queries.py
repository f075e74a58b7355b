"""Reading the office's own words of a report and its own templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from tracker.access import policy
from tracker.access.actors import Viewer
from tracker.db import db
from tracker.documents.models import OwnTemplate, Wording
from tracker.errors import NotFound
from tracker.reviews import sentences
from tracker.reviews.queries import Review
from tracker.reviews.queries import review as shown
from tracker.settings.queries import office_rules

MOST_VERSIONS = 50


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a report on the page where it is worded: its head, what the figures say, what the office says.

    `number` is the newest version's (0 for none); `words` is None where the generated sentences stand.
    """

    key: str
    head: str
    generated: str
    number: int = 0
    words: str | None = None
    meant: str = ""
    by: str = ""
    at: datetime | None = None

    @property
    def is_outdated(self) -> bool:
        """Whether the figures have changed since the office wrote its words."""
        return self.words is not None and self.meant != self.generated

    @property
    def text(self) -> str:
        """What goes to paper."""
        return self.generated if self.words is None else self.words


def office() -> dict[str, str]:
    """What papers say of the authority."""
    rules = office_rules()
    names = ("authority_name", "parent_name", "authority_symbol", "place", "office_name")
    return {name: str(getattr(rules, name)) for name in names}


def parts(viewer: Viewer, name: str) -> tuple[Review, list[Part]]:
    """A period as it stands, and its report part by part. Raises NotFound."""
    review = shown(viewer, name, whole=True)
    latest = newest(review.period.id, None) if review.period else {}
    return review, [
        _part(key, head, "\n".join(lines), latest.get(key))
        for key, (head, lines) in zip(sentences.PARTS, sentences.parts(review.account), strict=True)
    ]


def _part(key: str, head: str, generated: str, row: Wording | None) -> Part:
    if row is None:
        return Part(key, head, generated)
    return Part(key, head, generated, row.number, row.words, row.generated, row.by, row.at)


def newest(period_id: int, for_version: int | None) -> dict[str, Wording]:
    """The newest version of each part; of those that go with a version of the figures where one is named."""
    which = [Wording.period_id == period_id]
    if for_version is not None:
        which.append(Wording.for_version <= for_version)
    last = (
        select(Wording.part, func.max(Wording.number).label("number"))
        .where(*which)
        .group_by(Wording.part)
        .subquery()
    )
    rows = db.session.scalars(
        select(Wording)
        .join(last, (last.c.part == Wording.part) & (last.c.number == Wording.number))
        .where(Wording.period_id == period_id)
    )
    return {row.part: row for row in rows}


def wording(review: Review) -> Mapping[str, str]:
    """The office's words of a report by part, those that go with the figures shown."""
    if review.period is None:
        return {}
    version = review.snapshot.number if review.snapshot else None
    found = newest(review.period.id, version)
    return {part: row.words for part, row in found.items() if row.words is not None}


def versions(viewer: Viewer, review: Review) -> Sequence[Wording]:
    """What has been written of a period's report, the newest first."""
    if review.period is None:
        return []
    rows = select(Wording).where(Wording.period_id == review.period.id)
    return db.session.scalars(rows.order_by(Wording.id.desc()).limit(MOST_VERSIONS)).all()


def own_templates(viewer: Viewer) -> dict[tuple[str, str], OwnTemplate]:
    """(kind, state) to the office's own template that is tried or in force."""
    policy.require(viewer, "template.use")
    rows = db.session.scalars(
        select(OwnTemplate).where(OwnTemplate.state != "aside").options(joinedload(OwnTemplate.file))
    )
    return {(row.kind, row.state): row for row in rows}


def in_force(kind: str) -> OwnTemplate | None:
    """The office's own template of a kind of document, None where ours is used."""
    return db.session.scalar(
        select(OwnTemplate)
        .where(OwnTemplate.kind == kind, OwnTemplate.state == "in_force")
        .options(joinedload(OwnTemplate.file))
    )


def standing(kind: str, state: str) -> OwnTemplate:
    """The own template of a kind that is tried or in force. Raises NotFound."""
    found = db.session.scalar(
        select(OwnTemplate)
        .where(OwnTemplate.kind == kind, OwnTemplate.state == state)
        .options(joinedload(OwnTemplate.file))
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("template")
    return found
