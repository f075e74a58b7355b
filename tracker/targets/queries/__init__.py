"""Reading targets."""

from tracker.targets.queries.at import at_cut
from tracker.targets.queries.listing import Row, behind, listed, row, span_of
from tracker.targets.queries.one import card, measures, moves, revisions, share_card, shares, sharing
from tracker.targets.queries.owing import awaited, bodies_owing, month, owed, owed_by_body
from tracker.targets.queries.sight import standing_parts

__all__ = [
    "Row",
    "at_cut",
    "awaited",
    "behind",
    "bodies_owing",
    "card",
    "listed",
    "measures",
    "month",
    "moves",
    "owed",
    "owed_by_body",
    "revisions",
    "row",
    "share_card",
    "shares",
    "sharing",
    "span_of",
    "standing_parts",
]
