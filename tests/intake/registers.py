"""The registers of bodies the two real directives were written for, as far as their addressees go."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from tests import make
from tests.intake.texts import real_directives
from tracker import clock
from tracker.access.actors import SYSTEM, Viewer
from tracker.bodies import actions as bodies
from tracker.bodies.models import Body, BodyType
from tracker.people.queries import as_viewer

TRUNG_KHANH, BAC_GIANG = "trung-khanh-2023-ntm", "bac-giang-2023-ntm"

COMMUNES = ("Đàm Thủy", "Chí Viễn", "Phong Châu", "Đình Phong", "Ngọc Khê", "Ngọc Côn", "Khâm Thành")
DISTRICTS = (
    "huyện Lục Nam",
    "huyện Lục Ngạn",
    "huyện Sơn Động",
    "huyện Yên Thế",
    "huyện Lạng Giang",
    "huyện Tân Yên",
    "huyện Hiệp Hòa",
    "huyện Việt Yên",
    "huyện Yên Dũng",
    "thành phố Bắc Giang",
)


def real_text(name: str) -> str:
    """A real directive's text; they lie outside the product's repository."""
    return (real_directives() / f"{name}.txt").read_text("utf-8")


def gold(name: str) -> dict[str, Any]:
    """What a careful reader takes from it."""
    found: dict[str, Any] = json.loads((real_directives() / f"{name}.gold.json").read_text("utf-8"))
    return found


def office() -> Viewer:
    """Somebody of the office, alone in the register."""
    return as_viewer(make.make_person("Phạm Thị Oanh", "office"), clock.today())


@dataclass(frozen=True)
class Types:
    """Kinds of bodies both registers need."""

    local: BodyType
    agency: BodyType
    front: BodyType


def types() -> Types:
    return Types(
        bodies.create_type(SYSTEM, code="dia-phuong", name="UBND cấp dưới", position=21),
        bodies.create_type(SYSTEM, code="co-quan", name="Cơ quan chuyên môn", position=22),
        bodies.create_type(SYSTEM, code="doan-the", name="Mặt trận, đoàn thể", position=29, mode="de_nghi"),
    )


def body(name: str, kind: BodyType, *aliases: str) -> Body:
    return make.make_body(name, kind, email=f"hop-thu-{abs(hash(name))}@thu.example", aliases=aliases)


def group(name: str, members: list[Body], *aliases: str, type_id: int | None = None) -> None:
    """A group of a type, or of the listed members."""
    made = bodies.create_group(SYSTEM, name=name, type_id=type_id, aliases=aliases)
    for each in members:
        bodies.add_member(SYSTEM, made, body_id=each.id, valid_from=make.LONG_AGO)


def trung_khanh() -> None:
    """A district: its communes, the committee's members by their posts, the Front and the mass organisations."""
    kinds = types()
    for name in COMMUNES:
        body(f"UBND xã {name}", kinds.local)
    group("UBND các xã", [], "Ủy ban nhân dân các xã", type_id=kinds.local.id)
    committee = bodies.create_group(
        SYSTEM, name="Các thành viên BCĐ các Chương trình MTQG huyện", aliases=["Các thành viên Ban Chỉ đạo"]
    )
    for name in ("Phòng Nông nghiệp và PTNT", "Phòng Tài chính - Kế hoạch", "Phòng Văn hóa và Thông tin"):
        office = body(name, kinds.agency)
        post = bodies.create_post(SYSTEM, office, title="Trưởng phòng", is_head=True)
        bodies.add_member(SYSTEM, committee, body_id=office.id, post_id=post.id, valid_from=make.LONG_AGO)
    funded = [body(name, kinds.agency) for name in ("Ban Quản lý dự án huyện", "Phòng Dân tộc huyện")]
    group("Các đơn vị được giao vốn", funded)
    body("Ủy ban MTTQ Việt Nam huyện", kinds.front, "Ủy ban MTTQ Việt Nam")
    unions = [body(f"{name} huyện", kinds.front) for name in ("Hội Nông dân", "Hội LHPN", "Huyện đoàn")]
    group("Các đoàn thể huyện", unions)


def bac_giang() -> None:
    """A province: its districts, the agencies behind the criteria, the press, the Front."""
    kinds = types()
    districts = [body(f"UBND {name}", kinds.local) for name in DISTRICTS]
    group("UBND các huyện, thành phố", districts)
    criteria = [
        body(f"Sở {name}", kinds.agency)
        for name in ("Giao thông vận tải", "Công Thương", "Xây dựng", "Y tế", "Tài nguyên và Môi trường")
    ]
    words = "Các cơ quan, đơn vị phụ trách tiêu chí nông thôn mới"
    group(words, criteria, "các Sở, ngành phụ trách tiêu chí", "các cơ quan, đơn vị liên quan")
    group("Các sở, ban, ngành", criteria, "các sở, ngành")
    body("Sở Nông nghiệp và Phát triển nông thôn", kinds.agency)
    body("Văn phòng Điều phối nông thôn mới tỉnh", kinds.agency)
    press = [body("Báo Bắc Giang", kinds.agency), body("Đài PT-TH tỉnh", kinds.agency)]
    group("Các cơ quan thông tin truyền thông", press)
    body("Ủy ban MTTQ Việt Nam tỉnh", kinds.front)
    unions = [body(f"{name} tỉnh", kinds.front) for name in ("Hội Nông dân", "Hội LHPN", "Tỉnh đoàn")]
    group("Các tổ chức chính trị - xã hội", unions)
