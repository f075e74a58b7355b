"""The office's rules with their defaults. Numbers of days are working days unless the name says otherwise."""

from __future__ import annotations

from dataclasses import dataclass


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
    answer_days: int = 5  # to answer a difficulty, each level anew
    silent_days: int = 30  # calendar days
    withdraw_hours: int = 24
    recall_minutes: int = 10  # the letters of issuing wait so long; 0 sends them at once
    period_first_day: int = (
        15  # 15 = from the 15th to the 14th (decree 09/2019/NĐ-CP, article 12); 1 = calendar months
    )
    ranking_minimum: int = 5
    link_days_after_due: int = 14  # calendar days
    link_days_without_due: int = 60  # calendar days
