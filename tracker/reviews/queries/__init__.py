"""The review's reads: figures as the database stands, and what was frozen. The system reads here: no viewer."""

from tracker.reviews.queries.annexes import annexes, late_rows
from tracker.reviews.queries.counting import bucket_sql, figures, given_by_body, in_period, total
from tracker.reviews.queries.kept import (
    conclusion,
    conclusion_card,
    last_signed,
    period,
    periods,
    signed_copies,
    signed_copy,
    snapshot,
    totals,
    versions,
)
from tracker.reviews.queries.parts import parts, targets
from tracker.reviews.queries.rows import Line, Lines, behind_frozen, behind_live, listed, members, sources
from tracker.reviews.queries.shown import (
    Review,
    form_rows,
    found_days,
    review,
    review_parts,
    rows_behind,
    signed_version,
)
from tracker.reviews.queries.telling import account, changes, compared, warnings

__all__ = [
    "Line",
    "Lines",
    "Review",
    "account",
    "annexes",
    "behind_frozen",
    "behind_live",
    "bucket_sql",
    "changes",
    "compared",
    "conclusion",
    "conclusion_card",
    "figures",
    "form_rows",
    "found_days",
    "given_by_body",
    "in_period",
    "last_signed",
    "late_rows",
    "listed",
    "members",
    "parts",
    "period",
    "periods",
    "review",
    "review_parts",
    "rows_behind",
    "signed_copies",
    "signed_copy",
    "signed_version",
    "snapshot",
    "sources",
    "targets",
    "total",
    "totals",
    "versions",
    "warnings",
]
