"""What a reader found in a file."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Found:
    """`text` in reading order; `marks` stand outside of it (a page's head, a text box, the file's own facts).

    `pictures`: numbers of pages (from 0) that are pictures of text, of `pages` in all.
    """

    text: str
    marks: tuple[str, ...] = ()
    pictures: tuple[int, ...] = field(default=())
    pages: int = 0
