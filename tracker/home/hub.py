"""What the page of administration leads to, by who may open it: one line of this table for each place."""

from __future__ import annotations

from typing import NamedTuple

from flask_babel import LazyString, lazy_gettext

from tracker.access.actors import Actor
from tracker.access.policy import Rule, roles

EVERYBODY = roles("office", "leader", "officer", "auditor", "admin")
OFFICE_OR_ADMIN = roles("office", "admin")
ADMIN = roles("admin")
READERS_OF_THE_LOG = roles("auditor", "admin")


class Place(NamedTuple):
    """A page to go to: its name, its address, what is done there, and for whom it opens."""

    label: LazyString
    url: str
    what: LazyString
    who: Rule


HUB: tuple[tuple[LazyString, tuple[Place, ...]], ...] = (
    (
        lazy_gettext("Bodies and people"),
        (
            Place(
                lazy_gettext("Bodies"), "/don-vi",
                lazy_gettext("Who there is, their mailboxes, telephones and other names."), EVERYBODY,
            ),
            Place(
                lazy_gettext("Groups"), "/don-vi/nhom",
                lazy_gettext("Lists such as “UBND các xã”, resolved on the day of issuing."), EVERYBODY,
            ),
            Place(
                lazy_gettext("Types of bodies"), "/don-vi/loai",
                lazy_gettext("Which are given work, and which are only asked."), EVERYBODY,
            ),
            Place(
                lazy_gettext("Changes of bodies"), "/don-vi/sap-xep",
                lazy_gettext("Renaming, merging, splitting, dissolving from a day on."), EVERYBODY,
            ),
            Place(
                lazy_gettext("Changes of mailboxes"), "/don-vi/doi-hom-thu",
                lazy_gettext("What bodies changed themselves, and what was objected to."), OFFICE_OR_ADMIN,
            ),
            Place(
                lazy_gettext("Away, and who stands in"), "/vang-mat",
                lazy_gettext("Leave and deputies."), EVERYBODY,
            ),
            Place(
                lazy_gettext("Accounts"), "/quan-tri/nguoi-dung",
                lazy_gettext("Who signs in, with which role, for which body."), ADMIN,
            ),
            Place(
                lazy_gettext("Register by Excel"), "/don-vi/danh-muc",
                lazy_gettext("Bodies, people, groups and posts, out and in."), ADMIN,
            ),
        ),
    ),
    (
        lazy_gettext("Letters"),
        (
            Place(
                lazy_gettext("Letters"), "/quan-tri/thu",
                lazy_gettext("What was sent, what waits, what could not be delivered."), OFFICE_OR_ADMIN,
            ),
            Place(
                lazy_gettext("What letters say and when they go"), "/quan-tri/thu/mau",
                lazy_gettext("Each kind of letter as it is sent, with an example."), OFFICE_OR_ADMIN,
            ),
            Place(
                lazy_gettext("When letters go"), "/quan-tri/thu/lich-gui",
                lazy_gettext("How many days before and after the due day, and the quiet hours."), OFFICE_OR_ADMIN,
            ),
        ),
    ),
    (
        lazy_gettext("Dates and obstacles"),
        (
            Place(
                lazy_gettext("Working calendar"), "/quan-tri/lich",
                lazy_gettext("Holidays and days worked instead."), OFFICE_OR_ADMIN,
            ),
            Place(
                lazy_gettext("Extensions"), "/gia-han",
                lazy_gettext("What bodies ask for, and what was decided."), EVERYBODY,
            ),
            Place(
                lazy_gettext("Difficulties"), "/vuong-mac",
                lazy_gettext("Obstacles reported, who answers them and by when."), EVERYBODY,
            ),
        ),
    ),
    (
        lazy_gettext("System"),
        (
            Place(
                lazy_gettext("System"), "/quan-tri/he-thong",
                lazy_gettext("The office's rules, the mail server, backups and health."), ADMIN,
            ),
            Place(
                lazy_gettext("Who may do what"), "/quan-tri/quyen",
                lazy_gettext("The table of rights, as the product keeps it."), ADMIN,
            ),
            Place(
                lazy_gettext("Audit log"), "/quan-tri/nhat-ky",
                lazy_gettext("Who did what and when, in a chain that cannot be changed."), READERS_OF_THE_LOG,
            ),
            Place(
                lazy_gettext("Security events"), "/quan-tri/nhat-ky/an-ninh",
                lazy_gettext("Sign-ins that failed and limits that were reached."), READERS_OF_THE_LOG,
            ),
        ),
    ),
)  # fmt: skip


def places(viewer: Actor) -> list[tuple[LazyString, list[Place]]]:
    """The places that open for a viewer, under their headings; headings without any are left out."""
    found = [(title, [place for place in group if place.who(viewer, None)]) for title, group in HUB]
    return [(title, group) for title, group in found if group]
