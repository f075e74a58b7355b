"""Taking a file in: streamed to quarantine, looked at by a child process, then laid down under its hash for good."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO

from tracker.config import Config
from tracker.errors import Refused
from tracker.files import rules

CHUNK = 256 * 1024
PATIENCE = 30  # seconds of wall time for the child; it has 10 of its own
CHILD = Path(__file__).with_name("child.py")


@dataclass(frozen=True, slots=True)
class Kept:
    """A file on disk, not yet in the database. `size` in bytes, `name` made harmless."""

    sha256: str
    size: int
    media_type: str
    name: str


def path_of(config: Config, digest: str) -> Path:
    """Where the bytes of a hash lie."""
    return config.instance / "files" / digest[:2] / digest


def keep(
    config: Config, stream: IO[bytes], name: str, limit_bytes: int, *, kinds: Set[str] = rules.EVIDENCE
) -> Kept:
    """Take one file in; call outside any transaction, then `actions.store` what comes back.

    `kinds` are the endings allowed. Raises Refused: file_type, file_too_big, file_empty, file_mismatch,
    file_broken, file_bomb, file_unsafe, file_nested, file_macros, file_not_text; OSError when the disk is full.
    """
    shown = rules.clean_name(name)
    ending = rules.extension(shown)
    if ending not in kinds:
        raise Refused("file_type", name=shown, kinds=", ".join(sorted(kinds)))
    with _quarantined(config) as path:
        digest, size = _receive(stream, path, limit_bytes, shown)
        media_type = _looked_at(path, ending, shown)
        _lay_down(path, path_of(config, digest))
    return Kept(digest, size, media_type, shown)


@contextmanager
def _quarantined(config: Config) -> Iterator[Path]:
    folder = config.instance / "quarantine"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{os.getpid()}-{secrets.token_hex(8)}"
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def _receive(stream: IO[bytes], path: Path, limit: int, name: str) -> tuple[str, int]:
    """Write the stream to disk, hashing; stop at the limit."""
    digest, size = sha256(), 0
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        while piece := stream.read(CHUNK):
            size += len(piece)
            if size > limit:
                raise Refused("file_too_big", name=name, limit_mb=limit // (1024 * 1024))
            digest.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    if size == 0:
        raise Refused("file_empty", name=name)
    return digest.hexdigest(), size


def ask_child(path: Path, question: str) -> bytes:
    """What the child says of a file. Raises SubprocessError when it dies of it or takes too long."""
    done = subprocess.run(
        [sys.executable, "-I", str(CHILD), str(path), question],
        capture_output=True,
        timeout=PATIENCE,
        check=True,
        env={"LC_ALL": "C.UTF-8"},
    )
    return done.stdout


def _looked_at(path: Path, ending: str, name: str) -> str:
    """What the child says of the file; a child that dies says the file is broken."""
    try:
        answer = json.loads(ask_child(path, ending))
    except (subprocess.SubprocessError, ValueError):
        raise Refused("file_broken", name=name) from None
    if "refused" in answer:
        raise Refused(answer["refused"], name=name)
    return str(answer["media_type"])


def _lay_down(path: Path, place: Path) -> None:
    """Give the file its lasting name. The same bytes may be there already: they stay as they are."""
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(path, place)  # unlike a rename, never overwrites
    except FileExistsError:
        return
    place.chmod(0o400)
    folder = os.open(place.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
