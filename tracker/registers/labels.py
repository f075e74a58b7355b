"""What is wrong with a row, in words."""

from __future__ import annotations

from flask_babel import gettext, lazy_gettext

from tracker.registers.rules import Fault

FAULTS = {
    "import_no_sheet": lazy_gettext("None of the sheets has a known name: %(sheets)s."),
    "import_too_long": lazy_gettext("More than %(most)s rows: import in parts."),
    "import_no_column": lazy_gettext("Columns are missing: %(columns)s."),
    "import_needed": lazy_gettext("“%(head)s” is empty."),
    "import_too_much": lazy_gettext("At most %(most)s characters."),
    "import_day": lazy_gettext("“%(text)s” is no day: write day/month/year."),
    "import_yes": lazy_gettext("“%(text)s” means neither yes nor no: write x or leave it empty."),
    "import_mailboxes": lazy_gettext("A body has at most %(most)s mailboxes, those only told among them."),
    "import_email": lazy_gettext("“%(text)s” is no e-mail address."),
    "import_login": lazy_gettext("“%(text)s”: only unaccented letters, digits, dot, dash and underscore."),
    "import_role": lazy_gettext("“%(text)s” is no role. Roles: %(roles)s."),
    "import_twice": lazy_gettext("The same as row %(row_before)s."),
    "import_fixed": lazy_gettext(
        "The register says “%(there)s”: an import does not change this. Use the page of the body or person."
    ),
    "import_type": lazy_gettext("There is no type of body “%(text)s”. Add it first."),
    "import_body": lazy_gettext("Neither the register nor this file has the body “%(text)s”."),
    "import_post": lazy_gettext("Neither the register nor this file has this post in the body: “%(text)s”."),
    "import_person": lazy_gettext("Neither the register nor this file has the login “%(text)s”."),
    "import_person_differs": lazy_gettext("Other rows, or the register, say something else of “%(text)s”."),
    "import_taken": lazy_gettext("Somebody else has “%(text)s”."),
    "import_alias": lazy_gettext("Another body goes by the name “%(alias)s”."),
    "import_circle": lazy_gettext("A body cannot stand below itself."),
    "import_group_kind": lazy_gettext("A group is every body of a type or a list of bodies, not both."),
}


def said(fault: Fault, roles: str, sheets: str) -> str:
    """The sentence of a fault."""
    return str(FAULTS[fault.code]) % {"roles": roles, "sheets": sheets, **fault.facts}


def place(fault: Fault) -> str:
    """Where in the workbook it is."""
    if not fault.sheet:
        return str(gettext("Workbook"))
    return f"{fault.sheet}!{fault.column}{fault.row}" if fault.column else f"{fault.sheet}!{fault.row}"
