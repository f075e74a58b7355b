"""What a list is to a workbook: columns, rows a page at a time, and how many are made while one waits. No database."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tracker.paging import Page
from tracker.vietnamese import fold

AT_ONCE = 5_000  # rows; more are made behind the page
KEPT = timedelta(days=7)
ARGUMENTS = 2_000  # characters of an address's arguments that are kept


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `kind`: text, int, number, percent, date or moment; `width` in characters."""

    head: str
    kind: str = "text"
    width: int = 18


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as the viewer sees it, under the filters of its address.

    `page` reads rows after a key as the list on the screen does; `row` gives a row's values in the columns' order.
    """

    title: str
    in_force: str
    columns: Sequence[Column]
    page: Callable[[str | None], Page[Any]]
    row: Callable[[Any], Sequence[Any]]

    def rows(self) -> Iterator[Sequence[Any]]:
        """Every row, read a page at a time: never all of them in memory."""
        key: str | None = None
        while True:
            found = self.page(key)
            yield from map(self.row, found.rows)
            if found.next_key is None:
                return
            key = found.next_key


def once(rows: Sequence[Any]) -> Callable[[str | None], Page[Any]]:
    """The pages of a list that is short by its nature and read whole."""
    return lambda key: Page(tuple(rows))


def file_name(title: str, moment: datetime) -> str:
    """A name that tells what is in the file and of when: quá hạn of 09:20 is qua-han-20261120-0920.xlsx."""
    words = re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")[:60].strip("-")
    return f"{words or 'danh-sach'}-{moment:%Y%m%d-%H%M}.xlsx"
