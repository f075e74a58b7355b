"""One of everything an address can name, all of it UBND xã Đàm Thượng's, for the matrix of rights."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import Any

from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from tests import make
from tests.files.samples import PDF
from tests.world import World
from tracker import clock
from tracker.absences import actions as absences
from tracker.absences.models import Absence
from tracker.access.actors import SYSTEM
from tracker.assignments.models import Coordinator, Report
from tracker.auth.models import UserSession
from tracker.bodies import actions as bodies
from tracker.bulk import actions as bulk
from tracker.comments import actions as comments
from tracker.comments.queries import place
from tracker.db import db, transaction
from tracker.difficulties import actions as difficulties
from tracker.directives import actions as directives
from tracker.directives.actions.citations import Citation
from tracker.exports import actions as exports
from tracker.extensions import actions as extensions
from tracker.files.actions import store
from tracker.files.keeping import keep
from tracker.handling import actions as handling
from tracker.intake import actions as intake
from tracker.notices.models import Notice
from tracker.outbox.models import Letter
from tracker.people import actions as people
from tracker.people.models import Membership, PostHolding
from tracker.reforms.actions import change_bodies, plan_change
from tracker.reforms.rules import NewBody
from tracker.registers.forms import packed
from tracker.reminders import actions as reminders
from tracker.reviews import actions as reviews
from tracker.reviews.attaching import attach_signed_copy
from tracker.reviews.concluding import add_conclusion
from tracker.reviews.rules import current, neighbour
from tracker.saved.actions import save_view
from tracker.submissions import actions as submissions
from tracker.targets import actions as targets
from tracker.targets.models import TargetShare
from tracker.tasks import actions as tasks
from tracker.tasks.models import Task

LISTS_AND_CHARTS = {"overview": "theo-muc", "exports": "van-ban"}
ASKED = {"overview.rows": "?o=tuoi&phan=1-7"}
"""Arguments without which an address names nothing."""

TEXT = "1. UBND xã Đàm Thượng báo cáo kết quả trước ngày 20/3/2026."


@dataclass
class Stage:
    """What stands for each argument of an address; a draft's own where the feature is `intake`."""

    ids: dict[str, int | str] = field(default_factory=dict)
    draft: dict[str, int | str] = field(default_factory=dict)
    closed: dict[str, int | str] = field(default_factory=dict)

    def filled(self, data: dict[str, str]) -> dict[str, str]:
        """A form's values with real things in their places."""
        return {name: value.format(**self.ids) for name, value in data.items()}

    def url(self, rule: Rule) -> str:
        """The address of a rule with real things in it."""
        feature, page = rule.endpoint.split(".")
        known = self.ids | (self.draft if feature == "intake" else {})
        known |= self.closed if "reopening" in page or "signed_cop" in page else {}
        known |= {"kind": self.ids["bulk_kind"], "batch_id": self.ids["bulk_id"]} if feature == "bulk" else {}
        known |= {"kind": "phan-cong", "thing_id": self.ids["assignment_id"]} if feature == "history" else {}
        if feature in LISTS_AND_CHARTS and isinstance(known["name"], str):
            known |= {"name": LISTS_AND_CHARTS[feature]}
        return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(known[found[1]]), rule.rule) + ASKED.get(
            rule.endpoint, ""
        )


def build(app: Flask, world: World) -> Stage:
    """Make one of everything; all of it belongs to Bình's commune, so that Chi may see nothing."""
    binh, oanh, today = world.viewer("binh"), world.viewer("oanh"), clock.today()
    due_on, later = today + timedelta(days=10), today + timedelta(days=23)
    kept = keep(app.extensions["config"], BytesIO(PDF), "Báo cáo 118.pdf", 10_000)
    document = store(oanh, kept)
    directive = make.make_directive(number="77/UBND-NN", subject="riêng xã Đàm Thượng", file_id=document.id)
    task = make.make_task(directive, due_on=due_on)
    link = directives.add_citation(oanh, directive, said=Citation("1847/UBND-KTN", issued_on=today))
    tasks.serve(oanh, task, version=task.version, upper=world.task)
    work = make.make_assignment(world.dam, due_on, task)
    with transaction() as session:
        helper = make.make_body("Sở Phối hợp", world.commune)
        session.add(Coordinator(assignment_id=work.id, body_id=helper.id, due_on=due_on))
    difficulty = difficulties.report_difficulty(binh, work, what="Thiếu đất đắp", note="Đang chờ")
    step = handling.add_step(binh, work, title="Rà soát từng thôn")
    handling.add_step(binh, work, title="Trình Chủ tịch ký")
    extension = extensions.ask(binh, work, new_due_on=later, reason="Chờ thẩm định")
    evidence = store(binh, kept, body_id=world.dam.id)
    said = comments.write_comment(binh, place(binh, work.id), text="Xã đã đo đạc xong.")
    told = comments.write_comment(oanh, place(oanh, work.id), text="@Hoàng Văn Bình cho biết thêm.")
    batch = reminders.urge(oanh, assignment_ids=[world.work.id])
    called = bulk.call_all(oanh, seen={work.id: work.version}, note="Hẹn gửi chiều nay")
    put = submissions.submit(
        oanh, world.people["lam"], assignment_ids=[work.id], proposal="Nhắc riêng xã Đàm Thượng"
    )
    post = bodies.create_post(SYSTEM, world.dam, title="Chủ tịch UBND", is_head=True)
    people.take_post(SYSTEM, world.people["binh"], post, valid_from=make.LONG_AGO)
    target = targets.add_target(
        oanh, directive, unit="xã", planned=9, due_on=due_on.replace(month=12, day=31)
    )
    targets.give_parts(oanh, target, bodies=[world.dam.id], planned=1)
    draft = intake.start_draft(oanh, text=TEXT)
    reading = intake.start_reading(
        oanh, name="quét.pdf", held="van-ban-0", node="a", pages=3, origin="own", is_taken_anyway=False
    )
    period = reviews.open_period(SYSTEM, name=current(today))
    concluded = add_conclusion(oanh, period, words="UBND xã Đàm Thượng báo cáo nguồn vốn")
    closed = reviews.open_period(SYSTEM, name=str(neighbour(period.name, -1)))
    reviews.close_period(oanh, closed, signer_name="Trần Quang Lâm", signer_position="Chủ tịch")
    signed = attach_signed_copy(oanh, closed, kept=kept)
    workbook = exports.ask_for_file(oanh, kind="van-ban", arguments={}, title="Văn bản", language="vi")
    exports.make_waiting(app.extensions["config"].instance)
    before = make.make_body("UBND xã Cũ", world.commune)
    reform = change_bodies(
        oanh, kind="rename", day=today, old=[before.id], new=NewBody("UBND phường Mới", world.commune.id)
    )
    beside = make.make_person("Đinh Văn Dũng", body=world.dam)
    absence = absences.set_absence(
        binh,
        Absence(person_id=binh.id, body_id=world.dam.id, first_on=today, last_on=later),
        person=world.people["binh"],
        deputy=beside,
    )
    plan = plan_change(
        oanh, kind="dissolve", day=later, old=[make.make_body("UBND xã Sắp giải thể", world.commune).id]
    )
    view = save_view(oanh, name="Chưa nhận", query="xem=new")
    world.session_cookie("binh")
    ids: dict[str, int | str] = {
        "absence_id": absence.id,
        "assignment_id": work.id,
        "batch_id": batch.id,
        "body_id": world.dam.id,
        "bulk_id": called.id,
        "bulk_kind": "goi-dien",
        "change": "gia-han",
        "comment_id": said.id,
        "conclusion_id": concluded.id,
        "copy_id": signed.id,
        "difficulty_id": difficulty.id,
        "directive_id": directive.id,
        "export_id": workbook.id,
        "extension_id": extension.id,
        "file_id": evidence.id,
        "group_id": world.communes.id,
        "holding_id": first(PostHolding.id),
        "section": "chi-tieu",
        "form_id": 2,
        "kind": "excel",
        "letter_kind": "morning",
        "link_id": link.id,
        "letter_id": first(Letter.id, Letter.batch_id == batch.id),
        "membership_id": first(Membership.id, Membership.person_id == world.people["binh"].id),
        "name": period.name,
        "notice_id": first(Notice.id, Notice.comment_id == told.id),
        "other_body_id": make.make_body("UBND xã Tạm", world.commune).id,
        "packed_rows": packed(
            {"Đơn vị": [["Tên đơn vị", "Loại", "Có từ ngày"], ["UBND xã Nhập", "Xã, phường", "1/1/2026"]]}
        ),
        "office_id": world.people["oanh"].id,
        "person_id": world.people["binh"].id,
        "plan_id": plan.id,
        "reading_id": reading.id,
        "reform_id": reform.id,
        "report_id": first(Report.id, Report.assignment_id == work.id),
        "step_id": step.id,
        "submission_id": put.id,
        "session_id": first(UserSession.id, UserSession.person_id == world.people["binh"].id),
        "share_id": first(TargetShare.id),
        "target_id": target.id,
        "task_id": task.id,
        "task_version": task.version,
        "view_id": view.id,
    }
    own: dict[str, int | str] = {
        "directive_id": draft.id,
        "task_id": first(Task.id, Task.directive_id == draft.id),
    }
    shut: dict[str, int | str] = {"name": closed.name}
    db.session.remove()
    return Stage(ids, own, shut)


def first(column: Any, *conditions: Any) -> int:
    """The lowest id there is."""
    return int(db.session.scalars(select(column).where(*conditions).order_by(column).limit(1)).one())
