"""The box of words above a list."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext
from wtforms import StringField

from tracker.search.parser import LONGEST_QUERY, MOST_TERMS, is_cut


class WordsField(StringField):  # type: ignore[misc]
    """Words looked up by `matching.holds`; tells, beside the box, where it is asked for more than is looked for."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """What was typed, and whether some of it is left out."""
        super().process_formdata(valuelist)
        if is_cut(self.data or ""):
            self.description = lazy_gettext(
                "Only its beginning was looked for: at most %(words)s words and %(characters)s characters.",
                words=MOST_TERMS,
                characters=LONGEST_QUERY,
            )
