"""A picture in the plainest form there is (PGM), without rules and frames: what the confined child hands to the
program that reads letters. That program takes a framed word for a drawing, and marks of secrecy are framed."""

import re

from PIL import Image, ImageChops, ImageFilter

MOST_PIXELS = 12_000_000  # a page of A3 at 250 dpi has just that many
DARK = 150  # of 255
RULE = re.compile(rb"\x00{60,}")  # a quarter of an inch: no stroke of a letter is as long
WIDER = 5  # pixels of a rule's blurred edge, both sides together


def as_gray(picture: Image.Image) -> bytes:
    """One byte a pixel, row by row, after a line that gives the size."""
    plain = without_rules(picture.convert("L"))
    return b"P5 %d %d 255\n" % plain.size + plain.tobytes()


def without_rules(gray: Image.Image) -> Image.Image:
    """The picture with its long straight lines painted over, across and down."""
    dark = gray.point([0 if value < DARK else 255 for value in range(256)])
    across = _rules(dark)
    down = _rules(dark.transpose(Image.Transpose.TRANSPOSE)).transpose(Image.Transpose.TRANSPOSE)
    rules = ImageChops.lighter(across, down).filter(ImageFilter.MaxFilter(WIDER))
    gray.paste(255, mask=rules)
    return gray


def _rules(dark: Image.Image) -> Image.Image:
    """White where the picture has a long dark run in a row, black elsewhere."""
    found = RULE.sub(lambda run: b"\x01" * len(run[0]), dark.tobytes())
    only = Image.frombytes("L", dark.size, found)
    return only.point([255 if value == 1 else 0 for value in range(256)])
