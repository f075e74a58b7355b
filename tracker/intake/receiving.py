"""Taking in what was pasted or uploaded: read first, refused where it must be, kept only then."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tracker.config import Config
from tracker.errors import Refused
from tracker.files.keeping import Kept, keep
from tracker.files.rules import DIRECTIVES
from tracker.intake.readers import DEFAULT_LIMIT, Unreadable, as_it_stands, look, needs_scanner
from tracker.intake.refusal import is_secret, refusal

CHUNK = 256 * 1024


@dataclass(frozen=True, slots=True)
class Received:
    """A directive's text; `kept` is its file where one was sent, `note` what the reader left out."""

    text: str
    kept: Kept | None = None
    note: str = ""
    by_machine: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file whose `pages` must be read off pictures; `held` is its name in the quarantine until then."""

    held: str
    pages: int


def receive_text(text: str, *, anyway: bool = False) -> Received:
    """A pasted text. Raises Refused: empty, secret, or (unless `anyway`) not_a_directive."""
    _check(text, anyway)
    return Received(text)


def receive_file(config: Config, stream: IO[bytes], name: str, *, anyway: bool = False) -> Received | Waiting:
    """An uploaded file, read and then kept, or held for a longer reading; call outside any transaction.

    Raises Refused with the codes of `readers.Unreadable`, of `receive_text` and of `files.keeping.keep`. A text
    marked secret is never laid down: it is read from a folder that is emptied at once.
    """
    path = _aside(config, stream)
    stays = False
    try:
        received = _received(config, path, name, anyway)
        stays = isinstance(received, Waiting)
        return received
    finally:
        if not stays:
            path.unlink(missing_ok=True)


def _received(config: Config, path: Path, name: str, anyway: bool) -> Received | Waiting:
    try:
        found = look(path, name)
    except Unreadable as problem:
        raise Refused(problem.code) from None
    if needs_scanner(found):
        if is_secret(found.text):
            raise Refused("secret")
        return Waiting(path.name, len(found.pictures))
    read = as_it_stands(found)
    try:
        _check(read.text, anyway, by_machine=read.by_machine)
    except Refused as refused:
        if refused.code == "not_a_directive":
            refused.facts["text"] = read.text
        raise
    with path.open("rb") as file:
        kept = keep(config, file, name, DEFAULT_LIMIT, kinds=DIRECTIVES)
    return Received(read.text, kept, read.note, read.by_machine)


def _check(text: str, anyway: bool, *, by_machine: bool = False) -> None:
    code = refusal(text, by_machine=by_machine)
    if code and not (anyway and code == "not_a_directive"):
        raise Refused(code)


def _aside(config: Config, stream: IO[bytes]) -> Path:
    """The upload as a file in quarantine, to be looked at; one byte past the limit is read, no more."""
    folder = config.instance / "quarantine"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"van-ban-{secrets.token_hex(8)}"
    left = DEFAULT_LIMIT + 1
    try:
        with path.open("xb") as file:
            while left > 0 and (piece := stream.read(min(CHUNK, left))):
                file.write(piece)
                left -= len(piece)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path
