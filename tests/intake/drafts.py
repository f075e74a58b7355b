"""A short directive of our own writing for the cast's register, and its draft."""

from __future__ import annotations

from sqlalchemy import select

from tests.world import World
from tracker.db import db
from tracker.directives.models import Directive
from tracker.intake import actions
from tracker.tasks.models import Task

TEXT = """\
ỦY BAN NHÂN DÂN
TỈNH LAM GIANG

Số: 77/UBND-KT
V/v chỉnh trang đường làng

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Lam Giang, ngày 02 tháng 3 năm 2026

Kính gửi:
- UBND các xã;
- Ủy ban MTTQ Việt Nam tỉnh.

Thực hiện Kế hoạch số 36/KH-UBND ngày 19/01/2026 của UBND tỉnh, đến nay mới có 3/9 xã đạt chuẩn, Chủ tịch UBND tỉnh \
yêu cầu:

1. UBND các xã
- Rà soát các tuyến đường chưa đạt chuẩn; báo cáo UBND tỉnh trước ngày 20/3/2026.
- Lập danh sách các hộ hiến đất làm đường. Tổ chức khen thưởng kịp thời.
- Đối với UBND xã Đàm Thượng khẩn trương bàn giao mặt bằng tuyến số 2.
2. Giao Sở Xây dựng hướng dẫn các xã lập hồ sơ hoàn công theo quy định.
3. Đề nghị Ủy ban MTTQ Việt Nam tỉnh vận động nhân dân hiến đất, tham gia giám sát.

Nơi nhận:
- Như trên;
- Lưu: VT.

CHỦ TỊCH


Trần Quang Lâm
"""
UNKNOWN = "Sở Xây dựng"  # the cast's register has no such body


def drafted(world: World, text: str = TEXT) -> Directive:
    """The text as a draft, entered by the office."""
    return actions.start_draft(world.viewer("oanh"), text=text)


def tasks_of(directive: Directive) -> list[Task]:
    """Its tasks in order, as they are now."""
    db.session.commit()  # see what a browser's request has written since
    rows = (
        select(Task).where(Task.directive_id == directive.id, ~Task.is_gone).order_by(Task.position, Task.id)
    )
    return list(db.session.scalars(rows.execution_options(populate_existing=True)))
