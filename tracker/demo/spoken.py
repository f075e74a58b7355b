"""What the province's people say about their work besides reports: whom they mention, what coordinating bodies send."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from tracker.access.actors import Viewer
from tracker.comments import actions as comments
from tracker.comments.models import Comment
from tracker.comments.queries import place
from tracker.db import db
from tracker.demo import above
from tracker.demo.days import ISSUED
from tracker.files.keeping import Kept

Deed = tuple[int, int, str, str, tuple[str, str, str, int], str]
"""(day, hour, login, verb, thing, words), as an event of the history."""

INSPECTION = ("Sở Nông nghiệp và Môi trường", above.NAME, "", 2)
PLANS = ("UBND xã Đàm Thượng", "dat-chuan", "1", 1)
BEGUN = ISSUED[above.NAME]

TABLE: tuple[Deed, ...] = (
    (
        BEGUN + 8,
        10,
        "nga",
        "comment",
        INSPECTION,
        "@Sở Tài chính cho biết danh mục vốn của các xã đăng ký đạt chuẩn; @UBND xã Đàm Thượng gửi biểu 3.",
    ),
    (
        BEGUN + 10,
        14,
        "tai",
        "comment",
        INSPECTION,
        "Sở Tài chính gửi kèm danh mục vốn, đã đối chiếu với kho bạc.",
    ),
    (
        BEGUN + 11,
        9,
        "an",
        "comment",
        INSPECTION,
        "Biểu 3 của xã:\n- Đường thôn: còn 1,2 km chưa cứng hóa.\n- Nhà văn hóa: 2/9 thôn chưa đạt.",
    ),
    (BEGUN + 11, 10, "tai", "comment", INSPECTION, "Danh mục trên còn thiếu 2 công trình thủy lợi."),
    (BEGUN + 11, 11, "tai", "take back", INSPECTION, ""),
    (
        -2,
        15,
        "hoa",
        "comment",
        INSPECTION,
        "@Phan Thúy Nga còn thiếu kết quả kiểm tra tại xã Lam Sơn, đề nghị Sở bổ sung.",
    ),
    (
        -1,
        8,
        "lam",
        "comment",
        INSPECTION,
        "Sở làm rõ nguyên nhân chậm. @Nguyễn Thị Hoa theo dõi, báo cáo tôi.",
    ),
    (-1, 9, "hoa", "comment", PLANS, "@Hoàng Văn Ân xã cho biết thôn nào chưa có nhà văn hóa."),
)


def say(actor: Viewer, assignment_id: int, words: str, kept: Sequence[Kept]) -> Comment:
    """A comment on an assignment, with a file where one is given."""
    return comments.write_comment(actor, place(actor, assignment_id), text=words, kept=kept)


def take_back(actor: Viewer, assignment_id: int) -> Comment:
    """The actor's latest comment on an assignment."""
    own = select(Comment).where(Comment.assignment_id == assignment_id, Comment.author_id == actor.id)
    return comments.withdraw_comment(
        actor, db.session.scalars(own.order_by(Comment.id.desc()).limit(1)).one()
    )
