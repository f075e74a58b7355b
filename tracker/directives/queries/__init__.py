"""Reading documents: the register, one document, what it cites and who cites it. Out of sight does not exist."""

from tracker.directives.queries.citations import (
    Alike,
    Citing,
    alike,
    citable,
    citation,
    cited,
    citing,
    leaning_counts,
    registered,
    same_documents,
    undecided,
    years,
)
from tracker.directives.queries.register import (
    RegisterFilter,
    RollUp,
    card,
    counted,
    document_year,
    in_sight_of,
    register,
    roll_ups,
)

__all__ = [
    "Alike",
    "Citing",
    "RegisterFilter",
    "RollUp",
    "alike",
    "card",
    "citable",
    "citation",
    "cited",
    "citing",
    "counted",
    "document_year",
    "in_sight_of",
    "leaning_counts",
    "register",
    "registered",
    "roll_ups",
    "same_documents",
    "undecided",
    "years",
]
