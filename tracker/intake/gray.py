"""A picture in the plainest form there is (PGM): what the confined child hands to the program that reads letters."""

DPI = (
    250  # measured on pages scanned at 150 to 300 dpi: 200 misread letters, 300 reads no better and is slower
)
MOST_PIXELS = 12_000_000  # a page of A3 at 250 dpi has just that many


def as_gray(wide: int, high: int, rows: bytes, stride: int) -> bytes:
    """One byte a pixel, `stride` bytes from row to row."""
    if stride != wide:
        rows = b"".join(rows[at : at + wide] for at in range(0, high * stride, stride))
    return b"P5 %d %d 255\n" % (wide, high) + rows
