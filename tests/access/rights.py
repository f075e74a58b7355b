"""Who may read and write what, in the words of the office: the table `test_matrix` holds every address against.

o office, l leader, b officer of the body concerned, c officer of another body, k auditor, a admin.
"""

from __future__ import annotations

SIGNED_IN = "olbcka"
SEES_ALL = "olk"
CONCERNED = "olkb"

READ: dict[str, str] = {
    "assignments.index": SIGNED_IN,
    "assignments.show": CONCERNED,
    "audit.index": "ka",
    "auth.account": SIGNED_IN,
    "bodies.edit": "oa",
    "bodies.group": SIGNED_IN,
    "bodies.groups": SIGNED_IN,
    "bodies.index": SIGNED_IN,
    "bodies.kinds": SIGNED_IN,
    "bodies.new": "oa",
    "bodies.show": SIGNED_IN,
    "difficulties.index": SIGNED_IN,
    "directives.download": CONCERNED,
    "directives.index": SIGNED_IN,
    "directives.show": CONCERNED,
    "extensions.index": SIGNED_IN,
    "extensions.new": "b",
    "files.show": CONCERNED,
    "home.confirmations": SEES_ALL,
    "home.desk": SEES_ALL,
    "home.index": SIGNED_IN,
    "intake.check": "o",
    "intake.confirm_discard": "o",
    "intake.details": "o",
    "intake.edit_task": "o",
    "intake.new": "o",
    "intake.new_by_hand": "o",
    "intake.new_task": "o",
    "intake.split": "o",
    "ops.show": "a",
    "ops.table_of_rights": "a",
    "outbox.index": "oa",
    "outbox.preview": "oa",
    "outbox.show": "oa",
    "people.index": "a",
    "people.new": "a",
    "people.show": "a",
    "reminders.call": "o",
    "reminders.preview": "o",
    "reminders.show": SEES_ALL,
    "reviews.closing": "o",
    "reviews.download": SEES_ALL,
    "reviews.index": SEES_ALL,
    "reviews.reopening": "o",
    "reviews.rows": SEES_ALL,
    "reviews.show": SEES_ALL,
    "reviews.versions": SEES_ALL,
    "tasks.show": CONCERNED,
}

APART = {"auth.end_session", "auth.update_password"}
"""One's own session and password: whoever is signed in has them, and nobody has another's."""

DAY = "2026-03-20"
NAMED: dict[str, str] = {"name": "Thử", "email": "", "phone": ""}

WRITE: dict[str, tuple[str, dict[str, str]]] = {
    "assignments.create_acceptance": ("ob", {}),
    "assignments.create_confirmation": ("o", {"version": "1"}),
    "assignments.create_report": ("ob", {"status": "done", "note": "Đã xong", "reporter": "Ai"}),
    "assignments.create_return": ("o", {"version": "1", "reason": "Thiếu minh chứng"}),
    "assignments.withdraw": ("ob", {"report": "{report_id}"}),
    "auth.end_other": ("b", {}),
    "bodies.create": ("oa", NAMED | {"type_id": "1", "valid_from": DAY}),
    "bodies.create_alias": ("oa", {"alias": "xã Đàm"}),
    "bodies.create_group": ("oa", {"name": "Các xã thử", "type_id": "0"}),
    "bodies.create_kind": ("oa", {"name": "Kiểu thử", "mode": "giao"}),
    "bodies.create_member": ("oa", {"body_id": "{body_id}", "valid_from": DAY}),
    "bodies.create_post": ("oa", {"title": "Phó Chủ tịch"}),
    "bodies.end": ("oa", {"valid_to": DAY}),
    "bodies.update": ("oa", NAMED | {"version": "1"}),
    "difficulties.create_answer": ("ol", {"text": "Đã bố trí"}),
    "extensions.create": ("b", {"new_due_on": "2026-03-30", "reason": "Chờ vốn"}),
    "extensions.create_decision": ("ol", {"granted": "yes", "document": "12/UBND", "note": ""}),
    "intake.choose_body": ("o", {"words": "UBND xã Đàm Thượng", "body_id": "{body_id}"}),
    "intake.create": ("o", {"text": "1. UBND xã Đàm Thượng báo cáo trước ngày 20/3/2026."}),
    "intake.create_by_hand": ("o", {"subject": "thử"}),
    "intake.create_split": ("o", {"version": "1", "parts": "a\nb"}),
    "intake.create_task": ("o", {"text": "Báo cáo."}),
    "intake.discard": ("o", {}),
    "intake.issue": ("o", {}),
    "intake.update_dates": ("o", {"due_on": DAY}),
    "intake.update_details": ("o", {"version": "1", "subject": "thử"}),
    "intake.update_task": ("o", {"version": "1", "text": "Báo cáo."}),
    "intake.update_task_state": ("o", {"version": "1", "do": "drop"}),
    "ops.create_test_letter": ("a", {"to": "an@lamgiang.example"}),
    "ops.update": ("a", {"office_name": "Thử"}),
    "outbox.drop": ("oa", {}),
    "outbox.readdress": ("oa", {"to": "moi@lamgiang.example"}),
    "outbox.release": ("oa", {}),
    "people.create": (
        "a",
        {"name": "Thử", "login": "thu", "email": "thu@lamgiang.example", "role": "officer"},
    ),
    "people.create_holding": ("a", {"post_id": "1", "valid_from": DAY}),
    "people.create_link": ("a", {}),
    "people.create_membership": ("a", {"body_id": "{body_id}", "valid_from": DAY}),
    "people.end_holding": ("a", {}),
    "people.end_membership": ("a", {}),
    "people.update": ("a", {"name": "Thử", "login": "thu", "email": "thu@lamgiang.example", "role": "admin"}),
    "people.update_lock": ("a", {}),
    "people.update_state": ("a", {"is_enabled": ""}),
    "reminders.create_call_selection": ("o", {"id": "{assignment_id}"}),
    "reminders.create": ("o", {"id": "{assignment_id}", "when": "now"}),
    "reminders.create_call": ("o", {"id": "{assignment_id}", "note": "gọi"}),
    "reminders.create_sample": ("o", {"id": "{assignment_id}"}),
    "reminders.create_selection": ("o", {"id": "{assignment_id}"}),
    "reviews.create_closing": ("o", {"signer_name": "A", "signer_position": "B", "password": "sai mật khẩu"}),
    "reviews.create_remark": ("ol", {"section": "summary", "words": "Nhận xét", "version": "0"}),
    "reviews.create_reopening": ("o", {"reason": "Sai số"}),
}
"""Who may send a form, and the form rightly filled in, so that only the right is missing."""
