"""The wording: message ids are the English text, the Vietnamese stands in one .po file.

The .po is read straight into memory at the first use in each process. Nothing is compiled to disk,
so a read-only checkout works and two workers starting together have nothing to fight over.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, g, has_app_context
from flask_babel import Babel, Domain, get_locale
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from tracker.web.filters import number

Made = TypeVar("Made")
VIETNAMESE = Path(__file__).resolve().parent.parent / "translations" / "vi" / "LC_MESSAGES" / "messages.po"


@cache
def vietnamese(path: Path = VIETNAMESE) -> Translations:
    """The Vietnamese wording; fuzzy entries are left out. Raises OSError when the file is not there."""
    with path.open("rb") as file:
        wording = read_po(file, locale="vi")
    compiled = BytesIO()
    write_mo(compiled, wording)
    compiled.seek(0)
    return Translations(compiled)


class Catalogue(Domain):  # type: ignore[misc]
    """Flask-Babel's door to the wording."""

    def get_translations(self) -> NullTranslations:
        return current_wording().translations


class CatalogueBabel(Babel):  # type: ignore[misc]
    """Flask-Babel with our catalogue instead of folders of .mo files."""

    domain_instance = Catalogue()


_ENGLISH = NullTranslations()


class Wording:
    """One language's messages as templates use them, each looked up once in the life of the process."""

    def __init__(self, translations: NullTranslations) -> None:
        self.translations = translations
        self.language = "en" if translations is _ENGLISH else "vi"
        self._plain: dict[str, Markup] = {}

    def plain(self, message: str) -> Markup:
        """A message without places to fill."""
        found = self._plain.get(message)
        if found is None:
            found = self._plain[message] = Markup(self.translations.ugettext(message)) % {}  # noqa: S704 (our wording)
        return found


_wording = cache(Wording)


def current_wording() -> Wording:
    """The wording of the language this request is answered in, Vietnamese where nobody asks."""
    if not has_app_context():
        return _wording(vietnamese())
    found: Wording | None = g.get("wording")
    if found is None:
        locale = get_locale()
        found = g.wording = _wording(
            _ENGLISH if locale is not None and locale.language == "en" else vietnamese()
        )
    return found


def by_language(kept: int) -> Callable[[Callable[..., Made]], Callable[..., Made]]:
    """Remember what a function makes of hashable facts in each language, `kept` answers: words are looked up once."""

    def decorate(make: Callable[..., Made]) -> Callable[..., Made]:
        @lru_cache(maxsize=kept)
        def once(language: str, *facts: Any) -> Made:
            return make(*facts)

        def answer(*facts: Any) -> Made:
            return once(current_wording().language, *facts)

        return answer

    return decorate


def gettext(message: str, **facts: Any) -> str:
    """flask_babel's `gettext`, for code that asks for many words on each page."""
    text: str = current_wording().translations.ugettext(message)
    return text % facts if facts else text


def ngettext(one: str, many: str, num: int, **facts: Any) -> str:
    """flask_babel's `ngettext`, likewise; the number is `%(num)s`."""
    text: str = current_wording().translations.ungettext(one, many, num)
    return text % {"num": number(num), **facts}


@pass_eval_context
def template_gettext(context: EvalContext, message: str, **facts: Any) -> str:
    """`_()` of the templates; facts are escaped where the template's are. A `%` is always written `%%`."""
    wording = current_wording()
    if context.autoescape and not facts:
        return wording.plain(message)
    text: str = wording.translations.ugettext(message)
    return (Markup(text) if context.autoescape else text) % facts  # noqa: S704 (our wording)


@pass_eval_context
def template_ngettext(context: EvalContext, one: str, many: str, num: int, **facts: Any) -> str:
    """`ngettext()` of the templates; the number is `%(num)s`, written as numbers are."""
    text: str = current_wording().translations.ungettext(one, many, num)
    return (Markup(text) if context.autoescape else text) % {"num": number(num), **facts}  # noqa: S704 (our wording)


def install(app: Flask) -> None:
    """Give templates our own look-up: the library's asks the request for its language several times a message."""
    app.jinja_env.globals.update(_=template_gettext, gettext=template_gettext, ngettext=template_ngettext)
