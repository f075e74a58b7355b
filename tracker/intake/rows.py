"""A row of a table of tasks: which column says what, and the task its cells make."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tracker.intake.letters import plain
from tracker.intake.unit import Unit

HEADINGS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("number", re.compile(r"(?:s?tt|so tt|so thu tu)$")),
    ("with", re.compile(r"(?:.{0,30} )?phoi hop\b.{0,20}$")),
    (
        "time",
        re.compile(
            r"(?:thoi gian|thoi han|tien do|thoi diem|han hoan thanh|han chot|hoan thanh|ngay hoan thanh)\b.{0,30}$"
        ),
    ),
    (
        "lead",
        re.compile(
            r"(?:(?:co quan|don vi|bo phan|to chuc|phong|nguoi|ban|trach nhiem) ?(?:[,/] ?(?:don vi|to chuc|dia phuong|ca nhan) )?)?"
            r"(?:chu tri|thuc hien|dau moi|phu trach|chiu trach nhiem|tham muu|duoc giao)\b.{0,20}$"
        ),
    ),
    ("content", re.compile(r"(?:ten |cac )?(?:noi dung|nhiem vu|cong viec|hoat dong|dau viec)\b.{0,40}$")),
    ("other", re.compile(r"(?:san pham|ket qua|ghi chu|kinh phi|du kien|cap trinh|hinh thuc)\b.{0,40}$")),
)
LINES = {"lead": "Chủ trì", "with": "Phối hợp", "time": "Thời gian"}
LABEL = re.compile(r"\d{1,3}(?:\.\d{1,2})*\.?")
GROUP_LABEL = re.compile(r"[IVX]{1,5}\.?|[A-HĐ]\.?|\d{1,3}(?:\.\d{1,2})*\.?")
SHORTEST = 8


@dataclass(frozen=True, slots=True)
class Cell:
    """What one column says in a row; `end` is the place after its last word, below which other cells may stand."""

    text: str
    start: int
    end: int


def role_of(text: str) -> str | None:
    """What a column with this heading says: number, content, lead, with, time, other; None for no heading."""
    flat = plain(text).strip(" .:*")
    return next((role for role, heading in HEADINGS if heading.match(flat)), None)


def are_headings(roles: list[str | None]) -> bool:
    """Whether columns of these roles make a table of tasks."""
    return "content" in roles and bool({"lead", "time"} & set(roles))


class Rows:
    """The rows of one table as they come; a row with a number and a title only stands over those below it."""

    def __init__(self) -> None:
        self.units: list[Unit] = []
        self.group: str | None = None
        self.said: dict[str, str] = {}

    def add(self, row: Mapping[str | None, Cell]) -> None:
        """One row by role."""
        content = row.get("content")
        if content is None or not any(letter.isalpha() for letter in content.text):
            return
        label = row["number"].text.rstrip(".") if "number" in row else ""
        own = {role: row[role].text for role in LINES if role in row and row[role].text}
        said = tuple(f"{LINES[role]}: {text}" for role, text in self._with_merged(own).items())
        if not own and label and not label.isdigit() and GROUP_LABEL.fullmatch(label):
            self.group, self.said = label, {}
        elif len(content.text) >= SHORTEST:
            self.units.append(Unit(content.text, content.start, content.end, self._section(label), (), said))

    def _with_merged(self, own: dict[str, str]) -> dict[str, str]:
        """What a row says with what a cell merged over several rows says for it: who leads (and who works with him),
        and by when."""
        kept = ("lead", "with") if "lead" not in own and "with" not in own else ()
        shared = {role: self.said[role] for role in (*kept, "time") if role in self.said and role not in own}
        self.said = {role: text for role in LINES if (text := own.get(role) or shared.get(role))}
        return self.said

    def _section(self, label: str) -> str | None:
        if not self.group or not label or label.startswith(f"{self.group}."):
            return label or self.group
        return f"{self.group}.{label}"
