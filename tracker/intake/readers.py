"""Files a directive can come in, read by a child process that may use little memory, time and nothing else."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

KINDS = {".txt": "txt", ".docx": "docx", ".pdf": "pdf"}
MEGABYTE = 1024 * 1024
DEFAULT_LIMIT = 20 * MEGABYTE
WALL_SECONDS = 30
CODES = ("wrong_type", "too_large", "broken", "encrypted", "no_text", "timed_out")
OLE_HEADER = bytes.fromhex("d0cf11e0a1b11ae1")


class Unreadable(Exception):
    """A file that cannot be read; `code` is one of CODES."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class ReadResult:
    """The text of a file; `note` is "" or says what was left out ("pages_without_text")."""

    text: str
    note: str


def kind_of(path: Path, name: str) -> str:
    """txt, docx or pdf, where the name's ending and the first bytes agree.

    Raises Unreadable: wrong_type; encrypted for a Word file under a password, which is another container.
    """
    kind = KINDS.get(Path(name).suffix.lower())
    if kind is None:
        raise Unreadable("wrong_type")
    with path.open("rb") as file:
        first = file.read(2048)
    if kind == "docx" and first.startswith(OLE_HEADER):
        raise Unreadable("encrypted")
    matches = {
        "pdf": b"%PDF-" in first[:1024],
        "docx": first.startswith(b"PK"),
        "txt": not first.startswith(
            (b"PK\x03\x04", b"%PDF-", OLE_HEADER, b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf")
        ),
    }
    if first and not matches[kind]:
        raise Unreadable("wrong_type")
    return kind


def read_file(path: Path, name: str, limit: int = DEFAULT_LIMIT) -> ReadResult:
    """The text of the file at `path`, whose own name is `name`; at most `limit` bytes. Raises Unreadable."""
    if path.stat().st_size > limit:
        raise Unreadable("too_large")
    kind = kind_of(path, name)
    try:
        child = subprocess.run(
            [sys.executable, "-B", "-m", "tracker.intake.child", kind, str(path.resolve())],
            capture_output=True,
            timeout=WALL_SECONDS,
            cwd=Path(__file__).resolve().parents[2],
            env=_environment(),
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Unreadable("timed_out") from None
    return _result(child)


def _environment() -> dict[str, str]:
    """No keys and no addresses of ours reach the process that opens a stranger's file."""
    kept = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "VIRTUAL_ENV", "LD_LIBRARY_PATH")
    return {key: os.environ[key] for key in kept if key in os.environ} | {"PYTHONIOENCODING": "utf-8"}


def _result(child: "subprocess.CompletedProcess[bytes]") -> ReadResult:
    """What the child said on its standard output; a child that was killed ran out of time or memory."""
    if child.returncode < 0:
        raise Unreadable("timed_out")
    try:
        answer = json.loads(child.stdout)
    except ValueError:
        raise Unreadable("broken") from None
    if "error" in answer:
        raise Unreadable(answer["error"] if answer["error"] in CODES else "broken")
    return ReadResult(answer["text"], answer["note"])
