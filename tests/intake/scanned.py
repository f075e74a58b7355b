"""Scans made by the tests themselves: lines of text drawn as pictures of A4 pages."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
from PIL import Image

from tests.conftest import missing
from tests.intake.files import pdf_of
from tracker.intake import scans


def needs_scanner() -> None:
    """Leaves the test out where the program that reads pictures is not installed."""
    if shutil.which(scans.PROGRAM) is None or not scans.is_available():
        missing(scans.PACKAGE)


def page_of(lines: Sequence[str]) -> str:
    """A page of 14 point text, a paragraph a line."""
    style = (
        "@page{size:A4;margin:20mm 15mm 20mm 30mm}body{font:14pt serif}p{margin:0 0 6pt}.n{break-before:page}"
    )
    return f"<meta charset=utf-8><style>{style}</style>" + "".join(f"<p>{line}</p>" for line in lines)


def pictures(pdf: Path, dpi: int = 200) -> list[Image.Image]:
    """The pages of a PDF as gray pictures."""
    document = pypdfium2.PdfDocument(str(pdf))
    return [page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L") for page in document]


def scan_of(pages: list[Image.Image], path: Path) -> Path:
    """The pictures as one file: a PDF without text, a TIFF of several pages, or one PNG or JPEG."""
    kind = {".pdf": "PDF", ".tif": "TIFF", ".png": "PNG", ".jpg": "JPEG"}[path.suffix]
    several = {"save_all": True, "append_images": pages[1:]} if kind in ("PDF", "TIFF") else {}
    pages[0].save(path, kind, dpi=(200, 200), **({"resolution": 200.0} if kind == "PDF" else {}), **several)
    return path


def scanned(lines: Sequence[str], path: Path) -> Path:
    """One page of these lines as a scan."""
    return scan_of(pictures(pdf_of(page_of(lines), path.with_suffix(".text.pdf"))), path)
