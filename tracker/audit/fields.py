"""The facts of a line of the log: what their names mean, and what their values stand for.

Features say what their codes mean with `explain`, for the log stands below them all and cannot ask.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import LazyString, lazy_gettext

Words = Mapping[str, Any] | Callable[[str], str]

FIELDS: dict[str, str | LazyString] = {
    "accepted": lazy_gettext("Tasks accepted"),
    "added": lazy_gettext("Days added"),
    "addressees": lazy_gettext("Bodies named"),
    "alias": lazy_gettext("Other name"),
    "answer": lazy_gettext("Answer"),
    "assignment": lazy_gettext("Assignment of work"),
    "assignments": lazy_gettext("Assignments of work"),
    "bodies": lazy_gettext("Bodies"),
    "body": lazy_gettext("Body"),
    "body_id": lazy_gettext("Body"),
    "but": lazy_gettext("All sessions but number"),
    "by_mail": lazy_gettext("Sent by mail"),
    "by": lazy_gettext("Asked by"),
    "changed": lazy_gettext("Rows changed"),
    "cited": lazy_gettext("Documents cited"),
    "cited_by": lazy_gettext("Documents that cite it"),
    "channel": lazy_gettext("How it came"),
    "code": lazy_gettext("Code"),
    "confirmed_on": lazy_gettext("Confirmed on"),
    "coordinating": lazy_gettext("Coordinating bodies"),
    "deadline_kind": lazy_gettext("Kind of deadline"),
    "demands_file": lazy_gettext("A file must be attached"),
    "demands_sign_in": lazy_gettext("One must sign in to report"),
    "directive": lazy_gettext("Directive"),
    "document": lazy_gettext("Document"),
    "due_on": lazy_gettext("Due day"),
    "level": lazy_gettext("Level"),
    "note": lazy_gettext("Note"),
    "email": lazy_gettext("E-mail"),
    "ending": lazy_gettext("Came to its end"),
    "deputy_id": lazy_gettext("Deputy"),
    "enabled": lazy_gettext("May sign in"),
    "expected_output": lazy_gettext("Expected product"),
    "file_id": lazy_gettext("File"),
    "from": lazy_gettext("From day"),
    "group": lazy_gettext("Group of bodies"),
    "groups": lazy_gettext("Groups"),
    "files": lazy_gettext("Files"),
    "helping_due_on": lazy_gettext("Date of coordinating bodies"),
    "handler_id": lazy_gettext("Handled by"),
    "hours": lazy_gettext("Works for (hours)"),
    "is_done": lazy_gettext("Done"),
    "ip": lazy_gettext("IP address"),
    "is_head": lazy_gettext("Head of the body"),
    "is_working": lazy_gettext("Working day"),
    "issued_month": lazy_gettext("Month of issue"),
    "issued_on": lazy_gettext("Day of issue"),
    "issuer": lazy_gettext("Issued by"),
    "kind": lazy_gettext("Kind"),
    "kinds": lazy_gettext("Letters by kind"),
    "language": lazy_gettext("Language"),
    "last_on": lazy_gettext("Until the end of"),
    "lead": lazy_gettext("Lead bodies"),
    "letters_on_mention": lazy_gettext("A letter when mentioned"),
    "left_out": lazy_gettext("Words left out"),
    "letters": lazy_gettext("Letters"),
    "links": lazy_gettext("Links made for"),
    "login": lazy_gettext("Sign-in name"),
    "mailbox": lazy_gettext("Mailbox"),
    "mentioned": lazy_gettext("People mentioned"),
    "mentioned_bodies": lazy_gettext("Bodies mentioned"),
    "may_decide": lazy_gettext("May decide for the leader"),
    "merged": lazy_gettext("Merged with"),
    "mode": lazy_gettext("Work is"),
    "moved": lazy_gettext("Moved by places"),
    "name": lazy_gettext("Name"),
    "new": lazy_gettext("New due day"),
    "no_mailbox": lazy_gettext("Without a mailbox"),
    "notices": lazy_gettext("Notices"),
    "number": lazy_gettext("Number"),
    "old": lazy_gettext("Due day until then"),
    "origin": lazy_gettext("Whose document"),
    "own_due_on": lazy_gettext("The body's own day"),
    "pages": lazy_gettext("Pages"),
    "parent_id": lazy_gettext("Stands under"),
    "part": lazy_gettext("Part of the report"),
    "people": lazy_gettext("People"),
    "person_id": lazy_gettext("Person"),
    "period": lazy_gettext("Period"),
    "place": lazy_gettext("Place"),
    "phone": lazy_gettext("Telephone"),
    "plan": lazy_gettext("Planned change"),
    "problem": lazy_gettext("What stood in the way"),
    "post": lazy_gettext("Post"),
    "post_id": lazy_gettext("Post"),
    "posts": lazy_gettext("Posts"),
    "recurrence": lazy_gettext("Recurs"),
    "redo": lazy_gettext("Done again"),
    "relation": lazy_gettext("What it does to the document cited"),
    "removed": lazy_gettext("Removed"),
    "report": lazy_gettext("Report number"),
    "reports": lazy_gettext("Reports number"),
    "role": lazy_gettext("Role"),
    "round": lazy_gettext("Round"),
    "seconds": lazy_gettext("Seconds it took"),
    "section": lazy_gettext("Section"),
    "serves": lazy_gettext("Serves the upper task"),
    "session": lazy_gettext("Session number"),
    "sha256": lazy_gettext("Fingerprint (SHA-256)"),
    "signer_name": lazy_gettext("Signed by"),
    "signer_position": lazy_gettext("Position of the signer"),
    "sound": lazy_gettext("Sound"),
    "source": lazy_gettext("Source"),
    "split": lazy_gettext("Split into"),
    "step": lazy_gettext("Step"),
    "state": lazy_gettext("State"),
    "status": lazy_gettext("Reported"),
    "successor_id": lazy_gettext("Carried on by"),
    "successors": lazy_gettext("Successors"),
    "subject": lazy_gettext("Subject"),
    "target": lazy_gettext("Document in the register"),
    "targets": lazy_gettext("Targets"),
    "tasks": lazy_gettext("Tasks"),
    "text": lazy_gettext("Text"),
    "told_by": lazy_gettext("Who of the body told it"),
    "told_on": lazy_gettext("Day it was told"),
    "to": lazy_gettext("Mailbox"),
    "type_id": lazy_gettext("Type of body"),
    "undo": lazy_gettext("Taken back"),
    "until": lazy_gettext("Until day"),
    "urgency": lazy_gettext("Urgency"),
    "version": lazy_gettext("Version"),
    "via": lazy_gettext("Way in"),
    "when": lazy_gettext("Sent"),
    "without": lazy_gettext("Pages left out"),
    "words": lazy_gettext("Words"),
}

POINTS_TO = {
    "accepted": "task",
    "assignment": "assignment",
    "assignments": "assignment",
    "bodies": "body",
    "body": "body",
    "body_id": "body",
    "deputy_id": "person",
    "directive": "directive",
    "file_id": "stored_file",
    "files": "stored_file",
    "group": "body_group",
    "groups": "body_group",
    "handler_id": "person",
    "mentioned": "person",
    "mentioned_bodies": "body",
    "merged": "task",
    "parent_id": "body",
    "people": "person",
    "person_id": "person",
    "plan": "reform_plan",
    "post_id": "post",
    "posts": "post",
    "serves": "task",
    "split": "task",
    "successor_id": "person",
    "successors": "body",
    "target": "directive",
    "tasks": "task",
    "type_id": "body_type",
}
"""Facts that are a row's id, or several: the kind of that row. A count under the same name is a whole number."""
COUNTED = {"assignments", "bodies", "tasks"}

_codes: dict[tuple[str, str], Words] = {}


def explain(thing: str, **words: Words) -> None:
    """Say what the codes of a kind of thing stand for: the name of each fact and its codes' words."""
    _codes.update({(thing, name): said for name, said in words.items()})


def name_fields(words: Mapping[str, Any]) -> None:
    """Say what facts are called that a feature names elsewhere already."""
    FIELDS.update(words)


def words_of(thing: str, name: str, code: str) -> str:
    """A code in words; the code itself where nobody explained it."""
    known = _codes.get((thing, name))
    if known is None:
        return code
    return str(known(code) if callable(known) else known.get(code, code))
