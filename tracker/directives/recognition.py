"""Tying citations to the documents of the register they mean, whenever either of the two is entered or corrected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import or_, select

from tracker.db import db
from tracker.directives.likeness import Cited, Likeness, Registered, likeness, recognised
from tracker.directives.models import Directive, DirectiveLink
from tracker.directives.queries import cited, registered, years


def recognise(directive: Directive, *, keys: Iterable[str] = ()) -> list[int]:
    """Settle the citations of a document and those that mean it or may; `keys` are numbers it bore before.

    Gives the ids of documents newly tied to it. What the office tied or untied by hand stays as it is.
    """
    meant = {key for key in (directive.number_key, *keys) if key}
    rows = db.session.scalars(
        select(DirectiveLink).where(
            or_(
                DirectiveLink.directive_id == directive.id,
                DirectiveLink.target_id == directive.id,
                DirectiveLink.number_key.in_(meant),
            )
        )
    ).all()
    before = {link.id for link in rows if link.target_id == directive.id}
    settle(rows)
    return [link.directive_id for link in rows if link.target_id == directive.id and link.id not in before]


def settle(links: Sequence[DirectiveLink]) -> None:
    """Point each citation to the one document of the register that is meant, or to none."""
    asked = [link for link in links if not link.is_by_hand]
    if not asked:
        return
    known, year = registered(link.number_key for link in asked), years(link.directive_id for link in asked)
    for link in asked:
        others = [other for other in known.get(link.number_key, ()) if other.id != link.directive_id]
        link.target_id = _meant(cited(link, year[link.directive_id]), others, link.target_id)


def _meant(words: Cited, others: list[Registered], before: int | None) -> int | None:
    """Whom a citation means; the document it led to before stays while nothing speaks against it."""
    likely = {other.id for other in others if likeness(words, other) >= Likeness.LIKELY}
    return before if before in likely else recognised(words, others)
