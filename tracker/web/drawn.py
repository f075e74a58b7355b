"""Parts of pages that are the same from one request to the next, drawn once and remembered."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask import Flask, current_app
from markupsafe import Markup

from tracker.web import csrf
from tracker.web.catalogue import current_wording

KEPT = 500  # parts


def init_app(app: Flask) -> None:
    """Give templates `drawn(template, macro, *facts)`."""
    app.jinja_env.globals["drawn"] = drawn


def draw(template: str, macro: str, *facts: Any) -> Markup:
    """What a macro of a template's file makes of these facts."""
    made: Markup = getattr(current_app.jinja_env.get_template(template).module, macro)(*facts)
    return made


def drawn(template: str, macro: str, *facts: Any) -> Markup:
    """The same, remembered for the reader's language.

    The facts must be hashable and everything the macro shows must be in them: nothing of the request, the
    viewer or the clock. A form in it has its token all the same: each answer's own is put in its place.
    """
    kept = _drawn(current_wording().language, template, macro, facts)
    if csrf.PLACE not in kept:
        return kept
    return Markup(kept.replace(csrf.PLACE, csrf.form_token()))  # noqa: S704 (a template's, and our token)


@lru_cache(maxsize=KEPT)
def _drawn(language: str, template: str, macro: str, facts: tuple[Any, ...]) -> Markup:
    with csrf.place_kept():
        return draw(template, macro, *facts)
