"""An archive sent while it is packed: what has been packed leaves, nothing is kept.

Pages made of rows are written down before anything leaves, so that no slow reader keeps a read of the database open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

PIECE = 256 * 1024
Content = Iterable[bytes] | Path


class Pages:
    """Pages under their names in one nameless file on the disk, read back one after the other."""

    def __init__(self, folder: Path) -> None:
        self._file = TemporaryFile(dir=folder)  # noqa: SIM115 - closed when the archive is sent
        self._lengths: list[tuple[str, int]] = []

    def keep(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write a page down."""
        self._lengths.append((name, sum(self._file.write(piece) for piece in pieces)))

    def taken(self) -> Iterator[tuple[str, Content]]:
        """Every page in its turn, each read to its end before the next is asked for."""
        self._file.seek(0)
        for name, length in self._lengths:
            yield name, self._piecewise(length)

    def _piecewise(self, length: int) -> Iterator[bytes]:
        while length:
            piece = self._file.read(min(length, PIECE))
            length -= len(piece)
            yield piece

    def close(self) -> None:
        """The file is gone."""
        self._file.close()


class Tape:
    """A file that only goes forward; what is written waits until it is taken."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._length = 0

    def write(self, piece: bytes) -> int:
        if piece:  # what is being packed gives nothing most of the time
            self._pieces.append(bytes(piece))
        self._length += len(piece)
        return len(piece)

    def flush(self) -> None:
        """Nothing waits anywhere but here."""

    def taken(self, least: int) -> Iterator[bytes]:
        """What waits, if it is as much as `least`."""
        if self._length >= least and self._pieces:
            yield b"".join(self._pieces)
            self._pieces, self._length = [], 0


def archive(entries: Iterable[tuple[str, Content]], at: datetime) -> Iterator[bytes]:
    """A zip of (name, content) as pieces of about 256 KB. A file is stored as it is, text is packed."""
    tape = Tape()
    with ZipFile(tape, "w") as bound:  # type: ignore[call-overload]
        for name, content in entries:
            entry = ZipInfo(name, at.timetuple()[:6])
            entry.compress_type = ZIP_STORED if isinstance(content, Path) else ZIP_DEFLATED
            with bound.open(entry, "w", force_zip64=True) as target:
                for piece in pieces_of(content):
                    target.write(piece)
                    yield from tape.taken(PIECE)
    yield from tape.taken(1)


def pieces_of(content: Content) -> Iterator[bytes]:
    """What is to be packed, piece by piece."""
    if not isinstance(content, Path):
        yield from content
        return
    with content.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece
