"""Verbs of a document: entering, correcting and throwing away its draft; saying what it cites."""

from tracker.directives.actions.citations import (
    add_citation,
    edit_citation,
    remove_citation,
    tie_citation,
)
from tracker.directives.actions.details import Details, create_directive, discard, edit_details

__all__ = [
    "Details",
    "add_citation",
    "create_directive",
    "discard",
    "edit_citation",
    "edit_details",
    "remove_citation",
    "tie_citation",
]
