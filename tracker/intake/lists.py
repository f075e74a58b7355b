"""The list of bodies that begins at a place in running text."""

import re

from tracker.intake.fields import field_at
from tracker.intake.letters import CAPITALS, lowered
from tracker.intake.name_lists import split_names
from tracker.intake.names import begins_name
from tracker.intake.predicates import predicate_start

SENTENCE_END = re.compile(rf"(?<!TP)(?<! \d)\.\s+(?=[{CAPITALS}])|;")
LONGEST_LIST = 420


def list_at(text: str, at: int) -> list[str]:
    """The bodies of the list that begins at `at`, to where the predicate or the sentence ends."""
    ends = [predicate_start(text, at), at + LONGEST_LIST]
    for found in SENTENCE_END.finditer(text, at, at + LONGEST_LIST):
        if found[0] != ";" or not _names_next(text, found.end()):
            ends.append(found.start())
            break
    end = min(end for end in ends if end is not None)
    return split_names(text[at:end])


def _names_next(text: str, at: int) -> bool:
    """Whether a list goes on with another body after a semicolon."""
    low = lowered(text[at : at + 80].lstrip())
    return begins_name(low) or field_at(low, 0) > 0
