"""A picture of a page: how many pages its file holds, and one of them drawn upright and gray at a readable size."""

import warnings
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from tracker.intake.failed import Failed
from tracker.intake.found import Found
from tracker.intake.gray import MOST_PIXELS, as_gray
from tracker.intake.scans import DPI

KINDS = ("PNG", "JPEG", "TIFF")
MOST_DECODED = 100_000_000  # pixels of the file itself; more is made to fill the memory
MOST_PAGES = 400
A4_WIDTH = 8.27  # inches: what a picture is taken to show


def read(path: Path) -> Found:
    """As many pages as the file holds, all of them pictures. Failed: too_large, broken."""
    with _open(path) as picture:
        pages = getattr(picture, "n_frames", 1)
        if pages > MOST_PAGES:
            raise Failed("too_large")
        return Found.of_pages([""] * pages, list(range(pages)))


def draw(path: Path, number: int) -> bytes:
    """Page `number` (from 0) as a gray picture."""
    with _open(path) as picture:
        picture.seek(number)
        _check_size(picture)
        picture.draft("L", (int(A4_WIDTH * DPI), int(A4_WIDTH * DPI)))  # a JPEG can be decoded small at once
        gray = ImageOps.exif_transpose(picture).convert("L")
    across = min(gray.size)
    scale = min(A4_WIDTH * DPI / max(across, 1), (MOST_PIXELS / (gray.width * gray.height)) ** 0.5, 3.0)
    if not 0.8 < scale < 1.3:
        gray = gray.resize((round(gray.width * scale), round(gray.height * scale)), Image.Resampling.LANCZOS)
    return as_gray(gray)


def _open(path: Path) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = None  # our own limit is checked before anything is decoded
    warnings.simplefilter("ignore")
    try:
        picture = Image.open(path, formats=KINDS)
    except (UnidentifiedImageError, SyntaxError, ValueError) as problem:
        raise Failed("broken") from problem
    _check_size(picture)
    return picture


def _check_size(picture: Image.Image) -> None:
    if picture.width * picture.height > MOST_DECODED:
        raise Failed("too_large")
