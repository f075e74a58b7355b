"""The wording: message ids are the English text, the Vietnamese stands in one .po file.

The .po is read straight into memory at the first use in each process. Nothing is compiled to disk,
so a read-only checkout works and two workers starting together have nothing to fight over.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask_babel import Babel, Domain, get_locale

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
        locale = get_locale()
        if locale is not None and locale.language == "en":
            return _ENGLISH
        return vietnamese()


class CatalogueBabel(Babel):  # type: ignore[misc]
    """Flask-Babel with our catalogue instead of folders of .mo files."""

    domain_instance = Catalogue()


_ENGLISH = NullTranslations()
