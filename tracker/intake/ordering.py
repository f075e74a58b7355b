"""Texts that tell somebody to do something: the ordering words, and how a text begins that orders."""

import re

from tracker.intake.closings import is_closing
from tracker.intake.letters import lowered
from tracker.intake.names import begins_name
from tracker.intake.predicates import is_order, predicate_start

ORDERING = re.compile(
    r"(?:giao(?: nhiệm vụ)?(?: cho)?|đề nghị|yêu cầu|phân công(?! (?:lực lượng|cán bộ|công chức|nhiệm vụ|trách nhiệm|đội ngũ|các thành viên|cấp ủy viên|đảng viên|từng))|ủy quyền(?: cho)?|đối với|riêng|(?:trách nhiệm|nhiệm vụ(?:,? quyền hạn)?) của)\s+(?!của\b)"
)
# A numbered part before the order itself ("Bước 1: Lập danh sách …").
STEP = re.compile(
    r"(?:Bước|Đợt|Giai đoạn|Nội dung|Nhiệm vụ|Lần|Vòng|Việc) (?:thứ )?\w+(?: \([^)]*\))?\s*[:.-]\s+"
)
TOPIC_FIRST = re.compile(r"(?:Về|Đối với|Trong|Lĩnh vực|Công tác) [^:.;]{2,120}:\s+")


def names_addressee(text: str) -> bool:
    """Whether a paragraph begins with somebody and what he is told to do."""
    low = lowered(text)
    ordering = ORDERING.match(low)
    at = ordering.end() if ordering else 0
    if not begins_name(low, at):
        return False
    verb = predicate_start(text, at)
    return verb is not None and verb - at < 350 and "." not in text[at:verb].replace("TP.", "")


def looks_like_order(text: str) -> bool:
    """Whether an item, standing alone, tells somebody to do something."""
    step = STEP.match(text)
    text = text[step.end() if step else after_topic(text) :]
    low = lowered(text)
    ordering = ORDERING.match(low)
    concerns = bool(ordering and ordering[0].startswith(("đối với", "riêng")))
    ordered = bool(ordering and (not concerns or begins_name(low, ordering.end())))
    return is_order(text) or names_addressee(text) or ordered


def after_topic(text: str) -> int:
    """Where a passage begins after what it is about ("Về nguồn vốn: Sở Tài chính …")."""
    topic = TOPIC_FIRST.match(text)
    if not topic:
        return 0
    low = lowered(text)
    ordering = ORDERING.match(low, topic.end())
    return topic.end() if ordering or begins_name(low, topic.end()) else 0


def gives_order(text: str) -> bool:
    """Whether a text begins with an ordering word and whom it orders ("Giao Văn phòng …"), wherever it stands."""
    ordering = ORDERING.match(lowered(text))
    return bool(ordering and names_addressee(text) and not is_closing(text))
