"""A workbook on its way in: the file, and what was read from it, to be sent again with the confirmation."""

from __future__ import annotations

import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext
from wtforms import FileField

from tracker.errors import Refused
from tracker.web.forms import Form

Book = Mapping[str, Sequence[Sequence[str]]]
MOST_BYTES = 8 * 1024 * 1024  # unpacked


class ImportForm(Form):
    """The workbook."""

    file = FileField(lazy_gettext("Workbook"))


def packed(book: Book) -> str:
    """What was read as one word for a hidden field."""
    return urlsafe_b64encode(zlib.compress(json.dumps(book, ensure_ascii=False).encode(), 9)).decode()


def unpacked(word: str) -> dict[str, list[list[str]]]:
    """The rows again. Raises Refused("import_unreadable") for anything that is not what `packed` made."""
    try:
        opener = zlib.decompressobj()
        text = opener.decompress(urlsafe_b64decode(word.encode()), MOST_BYTES)
        book = json.loads(text) if opener.eof else None
    except (ValueError, zlib.error):
        book = None
    if not isinstance(book, dict):
        raise Refused("import_unreadable")
    return {
        str(title): [[str(cell) for cell in row] for row in rows if isinstance(row, list)]
        for title, rows in book.items()
        if isinstance(rows, list)
    }
