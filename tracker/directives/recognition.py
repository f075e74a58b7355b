"""Tying citations to the documents of the register they mean, whenever either of the two is entered or corrected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from tracker.db import db
from tracker.directives.likeness import Likeness, Registered, likeness, recognised
from tracker.directives.models import Directive, DirectiveLink
from tracker.directives.queries import cited, registered


def recognise(directive: Directive, *, keys: Iterable[str] = ()) -> list[int]:
    """Settle the citations of a document and those that mean it or may; `keys` are numbers it bore before.

    Gives the ids of documents newly tied to it. What the office tied or untied by hand stays as it is.
    """
    meant = {key for key in (directive.number_key, *keys) if key}
    rows = db.session.scalars(
        select(DirectiveLink)
        .where(
            or_(
                DirectiveLink.directive_id == directive.id,
                DirectiveLink.target_id == directive.id,
                DirectiveLink.number_key.in_(meant),
            )
        )
        .options(joinedload(DirectiveLink.directive))
    ).all()
    before = {link.id for link in rows if link.target_id == directive.id}
    settle(rows)
    return [link.directive_id for link in rows if link.target_id == directive.id and link.id not in before]


def settle(links: Sequence[DirectiveLink]) -> None:
    """Point each citation (with its `directive` loaded) to the one document meant, or to none."""
    open_links = [link for link in links if not link.is_by_hand]
    known = registered(link.number_key for link in open_links)
    for link in open_links:
        others = [other for other in known.get(link.number_key, ()) if other.id != link.directive_id]
        link.target_id = _meant(link, others)


def _meant(link: DirectiveLink, others: list[Registered]) -> int | None:
    """Whom a citation means; a document it led to before stays while nothing speaks against it."""
    words = cited(link, link.directive)
    likely = {other.id for other in others if likeness(words, other) >= Likeness.LIKELY}
    return link.target_id if link.target_id in likely else recognised(words, others)
