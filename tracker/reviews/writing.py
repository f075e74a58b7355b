"""Has a document written by a program of its own, so that its libraries never load where pages are served."""

from __future__ import annotations

import json
import subprocess
import sys
from threading import BoundedSemaphore
from typing import Any

from tracker.config import ROOT
from tracker.errors import Refused

WRITERS = {"word": "docx", "excel": "xlsx"}
PATIENCE = 60  # seconds
AT_ONCE = BoundedSemaphore(1)  # in each process: a server of two cores must go on answering


def write(kind: str, document: dict[str, Any]) -> bytes:
    """The file (`word` or `excel`) of a document. Raises Refused("document_failed") when it cannot be written."""
    with AT_ONCE:
        try:
            done = subprocess.run(
                [sys.executable, "-m", f"tracker.reviews.{WRITERS[kind]}"],
                input=json.dumps(document, ensure_ascii=False).encode(),
                capture_output=True,
                timeout=PATIENCE,
                check=True,
                cwd=ROOT,
            )
        except subprocess.SubprocessError as error:
            raise Refused("document_failed") from error
    return done.stdout
