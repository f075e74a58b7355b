"""A browser's long description of itself, as a person would say it, and the words for the choice of keys."""

from __future__ import annotations

from flask_babel import LazyString, lazy_gettext

from tracker.audit.fields import explain

KEYS: dict[str, LazyString] = {
    "auto": lazy_gettext("Where there is a mouse or a keyboard; not on telephones"),
    "on": lazy_gettext("Always"),
    "off": lazy_gettext("Never"),
}
explain("person", keys=KEYS)

BROWSERS = (
    ("Edg", "Edge"),
    ("coc_coc", "Cốc Cốc"),
    ("OPR/", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrom", "Chrome"),
)
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def browser_of(agent: str) -> str:
    """ "Chrome, Windows" for a User-Agent; the first words of it where nothing is known."""
    known = [next((name for mark, name in table if mark in agent), "") for table in (BROWSERS, SYSTEMS)]
    if not known[0] and "Safari" in agent:
        known[0] = "Safari"
    return ", ".join(word for word in known if word) or agent[:40]
