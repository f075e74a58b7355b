"""The blueprint the handlers hang on, how a file is sent, and the sentences of what goes wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from os import SEEK_END
from pathlib import Path
from typing import IO

from flask import Blueprint, current_app
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from tracker.audit.fields import explain
from tracker.config import Config
from tracker.documents import making, queries
from tracker.documents.paper import Document
from tracker.documents.streaming import PIECE
from tracker.files.keeping import path_of
from tracker.web.sentences import register

bp = Blueprint("documents", __name__)
ENDINGS = {"word": "docx", "excel": "xlsx", "pdf": "pdf"}
MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "zip": "application/zip",
}
KINDS = {
    "bao_cao": lazy_gettext("Monthly report"),
    "cong_van": lazy_gettext("Official letter that urges"),
    "phieu": lazy_gettext("Slip of one assignment"),
}
PARTS = {
    "results": lazy_gettext("I. Results"),
    "late": lazy_gettext("II. Overdue tasks"),
    "judgement": lazy_gettext("III. Judgement"),
    "next": lazy_gettext("IV. Next period"),
}
STATES = {
    "trial": lazy_gettext("On trial"),
    "in_force": lazy_gettext("In force"),
    "aside": lazy_gettext("Set aside"),
}
explain("own_template", kind=KINDS, state=STATES)
explain("period", part=PARTS)

register(
    {
        "template_unknown": lazy_gettext(
            "The template uses the word “%(name)s”, which no document has. Correct it after the list of words and "
            "send the file again."
        ),
        "template_wrong": lazy_gettext(
            "A placeholder of the template is not written rightly (%(what)s). Compare it with ours and send it again."
        ),
        "template_broken": lazy_gettext(
            "The template cannot be filled in. Start from ours and change it in Word."
        ),
        "template_heavy": lazy_gettext("Filling in this template takes too much time or memory."),
        "template_outside": lazy_gettext(
            "The template loads something from another place (a linked picture or template). Put it into the file."
        ),
        "words_missing": lazy_gettext("Write the text, or take the generated sentences back."),
        "words_generated": lazy_gettext("The generated sentences stand already."),
        "too_many_letters": lazy_gettext(
            "At most %(most)s letters at once: choose fewer bodies, or one letter for all."
        ),
        "nothing_to_try": lazy_gettext("There is no assignment yet to try this template with."),
    }
)


def config() -> Config:
    """The deployment's settings."""
    found: Config = current_app.extensions["config"]
    return found


def made(kind: str, document: Document) -> IO[bytes]:
    """The file of a document, from the office's own template where one is in force."""
    return making.make(config(), kind, document, template=template_of(document["kind"]))


def template_of(kind: str) -> Path | None:
    """The own template in force, None for ours."""
    own = queries.in_force(kind)
    return path_of(config(), own.file.sha256) if own else None


def sent(file: IO[bytes], stem: str, kind: str) -> Response:
    """A file as a download, closed once it has been read; one bound in volumes is an archive."""
    ending = ENDINGS.get(kind, kind)
    if ending == "pdf" and file.read(2) == b"PK":
        ending = "zip"
    length = file.seek(0, SEEK_END)
    file.seek(0)
    headers = {
        "Content-Disposition": f'attachment; filename="{stem}.{ending}"',
        "Content-Length": str(length),
    }
    with ExitStack() as held:  # what fits one piece needs no open file
        held.enter_context(file)
        first = file.read(PIECE)
        if length > PIECE:
            held.pop_all()
    answer = Response(first if file.closed else _pieces(first, file), mimetype=MEDIA[ending], headers=headers)
    answer.call_on_close(file.close)
    return answer


def _pieces(first: bytes, file: IO[bytes]) -> Iterator[bytes]:
    with file:
        yield first
        while piece := file.read(PIECE):
            yield piece
