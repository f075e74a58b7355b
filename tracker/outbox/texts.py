"""What letters say around their facts, as delivered and as an administrator has put it: plain text, no template."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tracker.settings.queries import wording

LONGEST = 600  # characters of one text
NEVER_ASKED = re.compile(r"quá\s+hạn|\bgiao\b", re.IGNORECASE)
"""What a body that is asked is never told (decision 6)."""


@dataclass(frozen=True, slots=True)
class Texts:
    """Sentences before and after the facts of a letter, and its line of who to turn to ("" is the office's own)."""

    opening: str = ""
    closing: str = ""
    signature: str = ""


IN_PAGE = "Có vướng mắc hoặc cần gia hạn: chọn ngay trong trang báo cáo."
NOTHING_CHANGES = "Mở trang không làm thay đổi gì; chỉ nút “Gửi báo cáo” mới ghi nhận."
ACCEPT = (
    "Bấm “Đã nhận việc” trong trang để tiếp nhận. Vướng mắc hoặc cần gia hạn: chọn ngay trong trang báo cáo."
)
TALK = "Cần trao đổi về nội dung hoặc thời gian: chọn ngay trong trang. Trân trọng cảm ơn."
HEAD = "Đề nghị người đứng đầu chỉ đạo hoàn thành và báo cáo. Bộ phận đầu mối của đơn vị đã được nhắc."
THANKS = "Trân trọng cảm ơn."

DELIVERED: dict[str, Texts] = {
    "assigned": Texts(closing=ACCEPT),
    "accept": Texts(closing=ACCEPT),
    "weekly": Texts(closing=f"{IN_PAGE} {NOTHING_CHANGES}"),
    "due": Texts(closing=f"{IN_PAGE} {NOTHING_CHANGES}"),
    "late": Texts(closing=f"{IN_PAGE} {NOTHING_CHANGES}"),
    "urge": Texts(closing=IN_PAGE),
    "head": Texts(closing=HEAD),
    "leader": Texts(closing="Danh sách đầy đủ, đến từng việc và từng lần đã nhắc, ở trang dưới đây."),
    "outcome": Texts(),
    "review": Texts(closing=f"{IN_PAGE} {NOTHING_CHANGES}"),
    "morning": Texts(),
}
"""Kind of letter to its texts, in the order of the list."""

DELIVERED_ASKED: dict[str, Texts] = {
    "assigned": Texts(closing=TALK),
    "accept": Texts(closing=TALK),
    "weekly": Texts(closing=THANKS),
    "due": Texts(closing=THANKS),
    "late": Texts(closing=THANKS),
    "urge": Texts(closing=THANKS),
    "outcome": Texts(),
    "review": Texts(closing=THANKS),
}
"""The same for bodies that are asked; kinds that only people or bodies given work get are not in it."""

NAMES = ("opening", "closing", "signature")
ASKED = "_asked"


def names_of(kind: str) -> tuple[str, ...]:
    """The texts of a kind that may be changed."""
    return (
        *NAMES[:2],
        *((f"{name}{ASKED}" for name in NAMES[:2]) if kind in DELIVERED_ASKED else ()),
        NAMES[2],
    )


def delivered(kind: str, name: str) -> str:
    """One text as the product came with it."""
    table, plain = (DELIVERED_ASKED, name.removesuffix(ASKED)) if name.endswith(ASKED) else (DELIVERED, name)
    return str(getattr(table.get(kind, Texts()), plain))


def texts_of(kind: str, mode: str) -> Texts:
    """The texts in force for a letter of a kind to a body that is given (`giao`) or asked (`de_nghi`)."""
    changed, ending = wording(), ASKED if mode == "de_nghi" and kind in DELIVERED_ASKED else ""

    def said(name: str) -> str:
        return changed.get(f"{kind}:{name}") or delivered(kind, name)

    return Texts(said(f"opening{ending}"), said(f"closing{ending}"), said("signature"))


def is_fit(name: str, text: str, kind: str) -> bool:
    """Whether a text may stand in a letter: what bodies that are asked read never says "quá hạn" or "giao".

    They read the signature of every kind that goes to them too.
    """
    is_asked = name.endswith(ASKED) or (name == "signature" and kind in DELIVERED_ASKED)
    return not is_asked or NEVER_ASKED.search(text) is None
