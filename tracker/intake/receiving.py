"""Taking in what was pasted or uploaded: read first, refused where it must be, kept only then."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tracker.config import Config
from tracker.errors import Refused
from tracker.files.keeping import Kept, keep
from tracker.files.rules import DIRECTIVES
from tracker.intake.readers import DEFAULT_LIMIT, Unreadable, read_file
from tracker.intake.refusal import refusal

CHUNK = 256 * 1024


@dataclass(frozen=True, slots=True)
class Received:
    """A directive's text; `kept` is its file where one was sent, `note` what the reader left out."""

    text: str
    kept: Kept | None = None
    note: str = ""


def receive_text(text: str, *, anyway: bool = False) -> Received:
    """A pasted text. Raises Refused: empty, secret, or (unless `anyway`) not_a_directive."""
    _check(text, anyway)
    return Received(text)


def receive_file(config: Config, stream: IO[bytes], name: str, *, anyway: bool = False) -> Received:
    """An uploaded file, read and then kept; call outside any transaction.

    Raises Refused with the codes of `readers.Unreadable`, of `receive_text` and of `files.keeping.keep`. A text
    marked secret is never laid down: it is read from a folder that is emptied at once.
    """
    with _aside(config, stream) as path:
        try:
            read = read_file(path, name)
        except Unreadable as problem:
            raise Refused(problem.code) from None
        try:
            _check(read.text, anyway)
        except Refused as refused:
            if refused.code == "not_a_directive":
                refused.facts["text"] = read.text
            raise
        with path.open("rb") as file:
            kept = keep(config, file, name, DEFAULT_LIMIT, kinds=DIRECTIVES)
    return Received(read.text, kept, read.note)


def _check(text: str, anyway: bool) -> None:
    code = refusal(text)
    if code and not (anyway and code == "not_a_directive"):
        raise Refused(code)


@contextmanager
def _aside(config: Config, stream: IO[bytes]) -> Iterator[Path]:
    """The upload as a file in quarantine while it is looked at; one byte past the limit is read, no more."""
    folder = config.instance / "quarantine"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"van-ban-{secrets.token_hex(8)}"
    left = DEFAULT_LIMIT + 1
    try:
        with path.open("xb") as file:
            while left > 0 and (piece := stream.read(min(CHUNK, left))):
                file.write(piece)
                left -= len(piece)
        yield path
    finally:
        path.unlink(missing_ok=True)
