"""Has a document written by a program of its own: its libraries never load where pages are served, and a template
somebody uploaded is opened only there.

Nothing is held whole: rows go to files one by one, the program reads them as it writes, what it writes is a file.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from threading import BoundedSemaphore
from typing import IO, Any
from zipfile import ZIP_STORED, ZipFile

from tracker.config import ROOT, Config
from tracker.documents.paper import Document, clean
from tracker.documents.rules import TEMPLATES, plain_name, volumes
from tracker.errors import Refused

PATIENCE = 300  # seconds; twenty thousand rows take about half a minute
AT_ONCE = BoundedSemaphore(1)  # in each process: a server of two cores must go on answering
WRONG = 3  # how the program ends when the template is to blame


def make(config: Config, kind: str, document: Document, *, template: Path | None = None) -> IO[bytes]:
    """The document as `word`, `excel` or `pdf`: an open file that is gone when it is closed.

    `template` is the Word file to fill in, ours by default. Raises Refused("document_failed") when it cannot be
    written, or what is wrong with the template: template_unknown, template_wrong, template_broken, template_heavy.
    """
    with laid_down(config, document) as place:
        made = write(config, kind, place, template or ours(document["kind"]))
        return _bound(config, place, made) if kind == "pdf" else made


def _bound(config: Config, place: Path, made: IO[bytes]) -> IO[bytes]:
    """The PDF itself; one archive of it and its annexes where some are bound in volumes of their own."""
    said = json.loads((place / "document.json").read_text("utf-8"))
    apart = [
        (annex["number"], name, said["tables"][name]["volumes"])
        for annex in said["annexes"]
        for name in annex["tables"]
        if said["tables"][name]["is_apart"]
    ]
    if not apart:
        return made
    archive = TemporaryFile(dir=folder(config))  # noqa: SIM115 - handed to whoever sends it
    with made, ZipFile(archive, "w", ZIP_STORED) as bound:
        pack(bound, "van-ban.pdf", made)
        for number, name, count in apart:
            for volume in range(1, count + 1):
                with write(config, "pdf", place, place, name, str(volume)) as one:
                    pack(bound, f"{plain_name(number)}-{name}-quyen-{volume:02d}.pdf", one)
    archive.seek(0)
    return archive


def pack(bound: ZipFile, name: str, file: IO[bytes]) -> None:
    """Put a file into an archive piece by piece."""
    with bound.open(name, "w", force_zip64=True) as target:
        shutil.copyfileobj(file, target)


def ours(kind: str) -> Path:
    """The template of a kind of document as it came with the product."""
    return Path(__file__).with_name("word") / f"{TEMPLATES[kind]}.docx"


def folder(config: Config) -> Path:
    """Where documents lie while they are made."""
    place = config.instance / "making"
    place.mkdir(parents=True, exist_ok=True)
    return place


def make_many(
    config: Config, kind: str, documents: Iterable[tuple[str, Document]], *, template: Path | None = None
) -> IO[bytes]:
    """One archive of documents of one kind under the names given, made by one program one after the other."""
    with TemporaryDirectory(dir=folder(config)) as place:
        used = template
        for name, document in documents:
            (Path(place) / name).mkdir()
            lay_down(Path(place) / name, document)
            used = used or ours(document["kind"])
        return write(config, kind, Path(place), used or Path(place), "many")


@contextmanager
def laid_down(config: Config, document: Document) -> Iterator[Path]:
    """A folder with the document and its rows, for as long as it is written."""
    with TemporaryDirectory(dir=folder(config)) as name:
        lay_down(Path(name), document)
        yield Path(name)


def lay_down(place: Path, document: Document) -> None:
    """Put a document and its rows into a folder."""
    tables = {key: {**table, "rows": []} for key, table in document["tables"].items()}
    for key, table in document["tables"].items():
        length = _lay_rows(place / f"{key}.json", table["rows"])
        tables[key] |= {"length": length, "volumes": volumes(length), "is_apart": volumes(length) > 1}
    said = clean({**document, "tables": tables})
    (place / "document.json").write_text(json.dumps(said, ensure_ascii=False), "utf-8")


def _lay_rows(path: Path, rows: Iterable[dict[str, Any]]) -> int:
    """One JSON array with one row a line, so that it can be read whole or line by line; how many rows."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        file.write("[")
        for count, row in enumerate(rows, 1):
            file.write("\n" if count == 1 else ",\n")
            file.write(json.dumps(clean(row), ensure_ascii=False))
        file.write("\n]")
    return count


def write(config: Config, kind: str, place: Path, template: Path, *options: str) -> IO[bytes]:
    """What the program makes of a folder, read from its beginning."""
    made = TemporaryFile(dir=folder(config))  # noqa: SIM115 - handed to whoever sends it
    command = [sys.executable, "-m", "tracker.documents.child", kind, str(place), str(template), *options]
    try:
        with AT_ONCE:
            done = subprocess.run(command, stdout=made, stderr=subprocess.PIPE, timeout=PATIENCE, cwd=ROOT)
    except subprocess.SubprocessError as error:
        made.close()
        raise Refused("document_failed") from error
    if done.returncode:
        made.close()
        raise _refusal(kind, done)
    made.seek(0)
    return made


def _refusal(kind: str, done: subprocess.CompletedProcess[bytes]) -> Refused:
    if done.returncode == WRONG:
        said = json.loads(done.stderr.splitlines()[-1])
        return Refused(said.pop("code"), **said)
    return Refused("template_heavy" if kind == "word" and done.returncode < 0 else "document_failed")
