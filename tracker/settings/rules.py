"""The office's rules with their defaults. Numbers of days are working days unless the name says otherwise."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from zlib import crc32


def version_of(values: Mapping[str, str | int]) -> int:
    """The version of values that are kept in several rows: another number for others, the same for the same."""
    return crc32(json.dumps(dict(values), sort_keys=True, ensure_ascii=False).encode())


@dataclass(frozen=True, slots=True)
class OfficeRules:
    """What an authority may set for itself (decisions 5, 7, 10 to 13)."""

    authority_name: str = "Ủy ban nhân dân tỉnh"
    parent_name: str = ""  # the line above the authority in a letterhead
    authority_symbol: str = "UBND"  # as in 12/BC-UBND
    place: str = ""  # "Lam Giang" in "Lam Giang, ngày 20 tháng 11 năm 2026"
    office_name: str = "Văn phòng"
    office_phone: str = ""
    office_email: str = ""
    due_soon_days: int = 3
    confirm_days: int = 2
    return_days: int = 2
    objection_days: int = 2
    extension_days: int = 1  # one is asked for so many days before the due day, or earlier
    extension_times: int = 2  # so many may be granted of one work
    answer_days: int = 5  # to answer a difficulty, each level anew
    silent_days: int = 30  # calendar days
    withdraw_hours: int = 24
    recall_minutes: int = 10  # the letters of issuing and confirming wait so long; 0: at once
    period_first_day: int = (
        15  # 15 = from the 15th to the 14th (decree 09/2019/NĐ-CP, article 12); 1 = calendar months
    )
    ranking_minimum: int = 5
    band_rate: int = 70  # per cent; the band under all done begins here (Đà Nẵng 2021)
    praise_tasks: int = 200  # commended with more tasks than that (Đà Nẵng 8/2020)
    praise_rate: int = 90  # per cent; and more than that completed of the due
    praise_late: int = 10  # per cent; and less than that of the completed late
    low_rate: int = 50  # per cent; reminded with less than that completed of the due (Đà Nẵng 8/2020)
    link_days_after_due: int = 14  # calendar days
    link_days_without_due: int = 60  # calendar days

    @property
    def version(self) -> int:
        """Of what a form was filled from."""
        return version_of(asdict(self))


@dataclass(frozen=True, slots=True)
class LetterRules:
    """When automatic letters go (decision 11). Days are working days; 0 stands for never."""

    remind_before: str = "3, 0"  # 0 is the due day itself
    remind_after: str = "1, 3, 7"
    remind_every: int = 5  # from one reminder to the next after the last of them
    accept_after: int = 2  # after the day of issue
    weekly_weekday: int = 1  # 1 is Monday
    head_after: int = 7
    leader_after: int = 14
    leader_weekday: int = 1
    review_before: int = 7  # before the cut
    review_silent: int = 3  # before the cut, to whoever has said nothing in the period
    morning: int = 1

    @property
    def before(self) -> tuple[int, ...]:
        """Days before the due day on which a body is told, the farthest first."""
        return tuple(sorted(day_numbers(self.remind_before) or (), reverse=True))

    @property
    def after(self) -> tuple[int, ...]:
        """Days after the due day on which a body is told, the nearest first."""
        return tuple(sorted(day_numbers(self.remind_after) or ()))

    @property
    def version(self) -> int:
        """Of what a form was filled from."""
        return version_of(asdict(self))


def day_numbers(text: str) -> tuple[int, ...] | None:
    """ "3, 0" as (3, 0); an empty text is none of them; None for what is no list of at most six numbers to 60."""
    words = [word.strip() for word in text.split(",") if word.strip()]
    if len(words) > 6 or not all(word.isdecimal() and len(word) < 3 and int(word) <= 60 for word in words):
        return None
    return tuple(dict.fromkeys(int(word) for word in words))
