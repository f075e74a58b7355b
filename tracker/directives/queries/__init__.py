"""Reading documents: the register, one document, what it cites and who cites it. Out of sight does not exist."""

from tracker.directives.queries.citations import (
    Citing,
    citable,
    citation,
    cited,
    citing,
    leaning_counts,
    may_be_meant,
    meant_by,
    registered,
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
    same_documents,
)

__all__ = [
    "Citing",
    "RegisterFilter",
    "RollUp",
    "card",
    "citable",
    "citation",
    "cited",
    "citing",
    "counted",
    "document_year",
    "in_sight_of",
    "leaning_counts",
    "may_be_meant",
    "meant_by",
    "register",
    "registered",
    "roll_ups",
    "same_documents",
    "years",
]
