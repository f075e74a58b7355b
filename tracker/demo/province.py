"""The invented province of Lam Giang: departments, communes and wards directly under it, committee, Front."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker import clock
from tracker.access.actors import SYSTEM, Actor, LinkHolder
from tracker.bodies import actions as bodies
from tracker.bodies.models import Body
from tracker.people import actions as people
from tracker.people.models import Person
from tracker.people.queries import as_viewer
from tracker.reminders import actions as reminders
from tracker.settings.actions import change_letter_rules, change_rules
from tracker.vietnamese import fold

SINCE = date(2025, 7, 1)
DOMAIN = "lamgiang.example"

TYPES = (
    ("so", "Sở, ban, ngành", 1, "giao"),
    ("xa", "Xã, phường", 2, "giao"),
    ("mttq", "Mặt trận Tổ quốc và đoàn thể", 8, "de_nghi"),
    ("luc-luong", "Lực lượng vũ trang", 9, "de_nghi"),
)

DEPARTMENTS = (
    "Văn phòng UBND tỉnh",
    "Văn phòng Điều phối nông thôn mới tỉnh",
    "Sở Nông nghiệp và Môi trường",
    "Sở Tài chính",
    "Sở Xây dựng",
    "Sở Công Thương",
    "Sở Y tế",
    "Sở Giáo dục và Đào tạo",
    "Sở Văn hóa, Thể thao và Du lịch",
    "Sở Khoa học và Công nghệ",
    "Sở Nội vụ",
    "Sở Dân tộc và Tôn giáo",
    "Ban Quản lý dự án đầu tư xây dựng các công trình nông nghiệp và phát triển nông thôn tỉnh",
)

COMMUNES = (
    "xã Đàm Thượng",
    "xã Chí Minh Khai",
    "xã Lam Sơn",
    "xã Ngọc Uyên",
    "xã Quảng Thắng",
    "xã Phúc Ứng",
    "xã Đại Đồng Thành",
    "xã Yên Hòa Bắc",
    "xã Thượng Nguyên Khê",
    "xã An Lão Đông",
    "xã Ea Sơn",
    "phường Nguyễn Trãi",
    "phường Ân Thi",
)

ORGANISATIONS = (
    "Ủy ban MTTQ Việt Nam tỉnh",
    "Hội Nông dân tỉnh",
    "Hội Liên hiệp Phụ nữ tỉnh",
    "Tỉnh Đoàn Lam Giang",
    "Hội Cựu chiến binh tỉnh",
    "Liên đoàn Lao động tỉnh",
)

FORCES = ("Công an tỉnh", "Bộ Chỉ huy Quân sự tỉnh")

COMMITTEE = (
    "Sở Nông nghiệp và Môi trường",
    "Sở Tài chính",
    "Sở Xây dựng",
    "Sở Công Thương",
    "Sở Y tế",
    "Sở Giáo dục và Đào tạo",
)

PEOPLE = (
    ("hoa", "Nguyễn Thị Hoa", "office", "Văn phòng Điều phối nông thôn mới tỉnh"),
    ("ky", "Trịnh Bá Kỷ", "office", "Văn phòng UBND tỉnh"),
    ("lam", "Trần Quang Lâm", "leader", ""),
    ("khanh", "Đỗ Gia Khánh", "auditor", ""),
    ("quantri", "Lê Bảo An", "admin", ""),
    ("an", "Hoàng Văn Ân", "officer", "UBND xã Đàm Thượng"),
    ("dung", "Đinh Văn Dũng", "officer", "UBND xã Đàm Thượng"),
    ("uyen", "Nông Thị Uyển", "officer", "UBND xã Chí Minh Khai"),
    ("son", "Lò Văn Sơn", "officer", "UBND xã Lam Sơn"),
    ("tai", "Bùi Đức Tài", "officer", "Sở Tài chính"),
    ("nga", "Phan Thúy Nga", "officer", "Sở Nông nghiệp và Môi trường"),
    ("thu", "Đặng Thị Thu", "officer", "UBND xã Đàm Thượng"),
    ("quy", "Hà Quốc Quý", "officer", "UBND xã Đàm Thượng"),
    ("mai", "Vi Thị Mai", "officer", "Ủy ban MTTQ Việt Nam tỉnh"),
)
COLLEAGUES = {"thu", "quy"}
"""Not the contact of their body: somebody else there is."""
HEADS = {
    "son": ("UBND xã Lam Sơn", "Chủ tịch UBND xã"),
    "tai": ("Sở Tài chính", "Phó Giám đốc phụ trách"),
}
"""Who heads a body: they are told of what is long overdue in it."""
PASSWORD = "don-doc-trinh-dien"


@dataclass(frozen=True, slots=True)
class Province:
    """The invented province once made: everything by its name."""

    bodies: dict[str, Body]
    people: dict[str, Person]


def found_province() -> Province:
    """Make the authority, its bodies with their other names, groups, posts and people."""
    change_rules(
        SYSTEM,
        authority_name="UBND tỉnh Lam Giang",
        authority_symbol="UBND",
        place="Lam Giang",
        office_name="Văn phòng Điều phối nông thôn mới tỉnh Lam Giang",
        office_phone="0206 3600 118",
        office_email=f"van-phong@{DOMAIN}",
    )
    types = {
        code: bodies.create_type(SYSTEM, code=code, name=name, position=position, mode=mode).id
        for code, name, position, mode in TYPES
    }
    named = {
        "so": DEPARTMENTS,
        "xa": tuple(f"UBND {name}" for name in COMMUNES),
        "mttq": ORGANISATIONS,
        "luc-luong": FORCES,
    }
    made = {
        name: _body(name, types[code], number, alias=code == "xa")
        for code, names in named.items()
        for number, name in enumerate(names)
    }
    _groups(types, made)
    known = {login: _person(login, name, role, made.get(body)) for login, name, role, body in PEOPLE}
    for login, (body, title) in HEADS.items():
        chair = bodies.create_post(SYSTEM, made[body], title=title, is_head=True)
        people.take_post(SYSTEM, known[login], chair, valid_from=SINCE)
    change_letter_rules(SYSTEM, leader_after=10)
    wishing = known["uyen"]
    reminders.choose(as_viewer(wishing, clock.today()), wishing, kind="weekly", is_on=True, weekday=2)
    return Province(made, known)


def _body(name: str, type_id: int, number: int, *, alias: bool) -> Body:
    short = name.removeprefix("UBND ")
    mailbox = fold(short).replace(",", "").replace(" ", "-")[:40]
    return bodies.create_body(
        SYSTEM,
        name=name,
        type_id=type_id,
        valid_from=SINCE,
        email=f"{mailbox}@{DOMAIN}",
        phone=f"0206 3{600 + len(name)} {100 + number * 7:03d}",
        aliases=[short] if alias else [],
    )


def _groups(types: dict[str, int], made: dict[str, Body]) -> None:
    bodies.create_group(
        SYSTEM,
        name="UBND các xã, phường",
        type_id=types["xa"],
        aliases=["Ủy ban nhân dân các xã", "UBND các xã", "Chủ tịch UBND các xã, phường"],
    )
    bodies.create_group(
        SYSTEM,
        name="Các Sở, cơ quan thuộc UBND tỉnh",
        type_id=types["so"],
        aliases=["các sở, ban, ngành", "Các Sở, cơ quan phụ trách tiêu chí nông thôn mới"],
    )
    bodies.add_alias(SYSTEM, made[ORGANISATIONS[0]], alias="Ủy ban Mặt trận Tổ quốc Việt Nam")
    _listed(
        "Các Tổ chức chính trị - xã hội tỉnh",
        [made[name] for name in ORGANISATIONS[1:]],
        ["các Đoàn thể tỉnh", "các Tổ chức CT-XH tỉnh"],
    )
    committee = bodies.create_group(
        SYSTEM,
        name="Các thành viên Ban Chỉ đạo các Chương trình mục tiêu quốc gia tỉnh",
        aliases=["Các thành viên BCĐ các Chương trình MTQG tỉnh", "các thành viên Ban Chỉ đạo"],
    )
    for name in COMMITTEE:
        post = bodies.create_post(SYSTEM, made[name], title="Giám đốc, thành viên Ban Chỉ đạo", is_head=True)
        bodies.add_member(SYSTEM, committee, body_id=made[name].id, post_id=post.id, valid_from=SINCE)


def _listed(name: str, members: list[Body], aliases: list[str]) -> None:
    group = bodies.create_group(SYSTEM, name=name, aliases=aliases)
    for body in members:
        bodies.add_member(SYSTEM, group, body_id=body.id, valid_from=SINCE)


def _person(login: str, name: str, role: str, body: Body | None) -> Person:
    person = people.create_person(SYSTEM, name=name, login=login, email=f"{login}@{DOMAIN}", role=role)
    if body is not None:
        people.join_body(
            SYSTEM, person, body, valid_from=SINCE, is_focal=role == "officer" and login not in COLLEAGUES
        )
    return person


def signed_in(actor: Actor) -> LinkHolder:
    """A body of the history as its officer: what only a signed-in one may do."""
    return LinkHolder(label=actor.label, body_ids=actor.body_ids, kind="person", role="officer")
