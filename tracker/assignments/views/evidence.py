"""Opening a file that was sent with a report or a comment, and looking at it without opening it."""

from __future__ import annotations

from flask import Response
from flask_login import current_user

from tracker.assignments import queries
from tracker.assignments.views.work import bp
from tracker.files.views import attachment, first_page


@bp.get("/tep/<int:file_id>")
def evidence(file_id: int) -> Response:
    return attachment(queries.readable(current_user, file_id))


@bp.get("/tep/<int:file_id>/trang-dau")
def leaf(file_id: int) -> Response:
    return first_page(queries.readable(current_user, file_id))
