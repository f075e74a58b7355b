"""Parts of pages that are the same from one request to the next, drawn once and remembered.

Nothing here can be out of date: a part is found again by the facts it was drawn from, which are read anew for each
request, or kept only while nobody has written (`sight.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, current_app
from markupsafe import Markup

from tracker.web import csrf
from tracker.web.catalogue import by_language

KEPT = 500  # parts
Drawer = Callable[..., Markup]


def init_app(app: Flask) -> None:
    """Give templates `drawn(template, macro, *facts)`."""
    app.jinja_env.globals["drawn"] = drawn


def draw(template: str, macro: str, *facts: Any) -> Markup:
    """What a macro of a template's file makes of these facts."""
    made: Markup = getattr(current_app.jinja_env.get_template(template).module, macro)(*facts)
    return made


def draw_file(template: str, **facts: Any) -> Markup:
    """What a whole template's file makes of these facts; unlike `render_template` it knows nothing of the viewer."""
    return Markup(current_app.jinja_env.get_template(template).render(facts))  # noqa: S704 (a template's)


def remembered(kept: int) -> Callable[[Drawer], Drawer]:
    """Remember what a function draws, `kept` answers, by its facts and the reader's language.

    The facts must be hashable and everything it shows must be in them: nothing of the request, the viewer or the
    clock. A form in it has its token all the same: each answer's own is put in its place.
    """

    def decorate(make: Drawer) -> Drawer:
        @by_language(kept)
        def once(*facts: Any) -> Markup:
            with csrf.place_kept():
                return make(*facts)

        @wraps(make)
        def answer(*facts: Any) -> Markup:
            found = once(*facts)
            if csrf.PLACE not in found:
                return found
            return Markup(found.replace(csrf.PLACE, csrf.form_token()))  # noqa: S704 (a template's, and our token)

        return answer

    return decorate


drawn = remembered(KEPT)(draw)
"""`draw`, remembered."""
