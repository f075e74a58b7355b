"""What every official document is made of, as one plain object the programs that write files take (decree 30/2020).

A document is {"kind", "parent", "authority", "symbol", "number", "place_day", "title", "subject", "draft",
"addressees", "parts": [{"head", "paragraphs", "tables"}], "recipients", "signing": {"lines", "position", "name"},
"stamp", "annexes": [{"number", "title", "enclosed", "tables", "note"}], "tables": {name: a table of
`reviews/tables.py`}}. Tables are named in parts and annexes; their rows are read once.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.reviews import vietnamese as vi

Document = dict[str, Any]
END = "./."
BLANK_NUMBER = " " * 10
KEPT = "\n\t"


@dataclass(frozen=True, slots=True)
class Signature:
    """The signing block: lines such as "TM. ỦY BAN NHÂN DÂN" and "KT. CHỦ TỊCH", the position, the name."""

    name: str = ""
    position: str = ""
    authority_lines: str = ""

    @property
    def block(self) -> dict[str, Any]:
        lines = [line.strip() for line in self.authority_lines.splitlines() if line.strip()]
        return {"lines": lines, "position": self.position, "name": self.name}


def head(office: Mapping[str, Any], symbol: str, day: date | None, today: date, number: str = "") -> Document:
    """Boxes 1 to 4: whose document it is, its number, the place and the day; blanks where these are not known."""
    return {
        "parent": vi.in_full(str(office["parent_name"])),
        "authority": vi.in_full(str(office["authority_name"])),
        "symbol": symbol,
        "number": padded(number) or BLANK_NUMBER,
        "place_day": place_day(str(office["place"]), day, today),
    }


def padded(number: str) -> str:
    """A number under 10 gets a 0 before it (appendix I, section II.3)."""
    return f"0{number}" if number.isdecimal() and len(number) == 1 else number


def place_day(place: str, day: date | None, today: date) -> str:
    """Lam Giang, ngày 05 tháng 01 năm 2026; days are left blank in a draft."""
    written = _written(day, today)
    return f"{place}, {written}" if place else written


def _written(day: date | None, today: date) -> str:
    return vi.written_day(day) if day else f"ngày      tháng      năm {today.year}"


def enclosed(kind: str, symbol: str, day: date | None, today: date, authority: str, number: str = "") -> str:
    """The line under an annex's title that says what it comes with; days are left blank in a draft."""
    written = _written(day, today)
    return f"(Kèm theo {kind} số {padded(number) or BLANK_NUMBER}{symbol} {written} của {authority})"


def part(head: str, paragraphs: Iterable[str], tables: Sequence[str] = ()) -> dict[str, Any]:
    """One part of the text; tables named stand below its paragraphs."""
    return {"head": head, "paragraphs": list(paragraphs), "tables": list(tables)}


def ended(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The last sentence ends with "./." (appendix I, section II.6)."""
    said = [each for each in parts if each["paragraphs"]]
    if said:
        said[-1]["paragraphs"][-1] = said[-1]["paragraphs"][-1].rstrip(" .") + END
    return parts


def annex(number: str, title: str, enclosed: str, tables: Sequence[str], note: str = "") -> dict[str, Any]:
    """An annex on landscape pages with page numbers of its own; `number` is "" where it is the only one."""
    return {
        "number": f"Phụ lục {number}".strip(),
        "title": title,
        "enclosed": enclosed,
        "tables": list(tables),
        "note": note,
    }


def clean(value: Any) -> Any:
    """The same with every text composed (NFC) and without signs that no document can hold."""
    if isinstance(value, str):
        composed = unicodedata.normalize("NFC", value)
        return "".join(sign for sign in composed if sign in KEPT or _is_writable(sign))
    if isinstance(value, Mapping):
        return {name: clean(each) for name, each in value.items()}
    return [clean(each) for each in value] if isinstance(value, list | tuple) else value


def _is_writable(sign: str) -> bool:
    return unicodedata.category(sign) not in {"Cc", "Cs", "Co"} and sign not in "\ufffe\uffff"
