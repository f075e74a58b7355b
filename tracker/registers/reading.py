"""Has workbooks read and written by programs of their own: their libraries never load where pages are served."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from tempfile import TemporaryFile
from threading import BoundedSemaphore
from typing import Any

from tracker.config import ROOT
from tracker.errors import Refused

PATIENCE = 30  # seconds
AT_ONCE = BoundedSemaphore(1)  # in each process: a server of two cores must go on answering


def sheets(data: bytes) -> dict[str, list[list[str]]]:
    """The rows of a workbook by the titles of its sheets. Raises Refused("import_unreadable")."""
    try:
        answer: dict[str, Any] = json.loads(_run("sheets", data))
    except ValueError:
        answer = {}
    if "sheets" not in answer:
        raise Refused("import_unreadable")
    found: dict[str, list[list[str]]] = answer["sheets"]
    return found


def written(document: dict[str, Any]) -> bytes:
    """The .xlsx of a document (`queries.workbook`). Raises Refused("document_failed")."""
    if not (made := _run("workbook", json.dumps(document, ensure_ascii=False).encode())):
        raise Refused("document_failed")
    return made


def streamed(module: str, lines: Iterable[str]) -> bytes:
    """What a program of ours writes for lines that are handed to it one by one, so that they are never held whole.

    Raises Refused("document_failed").
    """
    with TemporaryFile("w+", encoding="utf-8") as said:
        said.writelines(f"{line}\n" for line in lines)
        said.seek(0)
        made = _answer(module, stdin=said)
    if not made:
        raise Refused("document_failed")
    return made


def _run(program: str, data: bytes) -> bytes:
    return _answer(f"tracker.registers.{program}", input=data)


def _answer(module: str, **given: Any) -> bytes:
    """What a program answers; nothing when it dies."""
    with AT_ONCE:
        try:
            done = subprocess.run(
                [sys.executable, "-m", module],
                capture_output=True,
                timeout=PATIENCE,
                check=True,
                cwd=ROOT,
                **given,
            )
        except subprocess.SubprocessError:
            return b""
    return bytes(done.stdout)
