"""The slip of one assignment as a file."""

from __future__ import annotations

from flask import request
from flask_login import current_user
from werkzeug.wrappers import Response

from tracker import clock
from tracker.assignments import queries as assignments
from tracker.documents import queries, slip
from tracker.documents.views.blueprint import bp, made, sent


@bp.get("/phan-cong/<int:assignment_id>/phieu")
def download_slip(assignment_id: int) -> Response:
    work = assignments.card(current_user, assignment_id)
    kind = "pdf" if request.args.get("loai") == "pdf" else "word"
    return sent(
        made(kind, slip.document(work, queries.office(), clock.now())), f"phieu-{assignment_id}", kind
    )
