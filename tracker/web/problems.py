"""When something cannot be done: the answer people see, with a reference they can read out."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

import structlog
from flask import Flask, Response, current_app, make_response, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from tracker.errors import Conflict, NotAllowed, NotFound, Problem, Refused, TooMany
from tracker.web.htmx import is_htmx
from tracker.web.local_path import current_page, local_path
from tracker.web.request_id import request_id
from tracker.web.resend import resendable, typed_texts
from tracker.web.sentences import sentence

STATUS: dict[type[Problem], int] = {NotAllowed: 403, NotFound: 404, Conflict: 409, Refused: 422, TooMany: 429}
PAGES = {400, 403, 404, 409, 413, 429, 500, 507}
FULL = ("database or disk is full", "disk I/O error", "No space left on device", "could not extend file")

log = structlog.get_logger("tracker.web")


@dataclass(frozen=True, slots=True)
class Shown:
    """What an error page tells: the code, the facts, and the sentence in the reader's language."""

    code: str
    facts: Mapping[str, Any]
    sentence: str


def init_app(app: Flask) -> None:
    """Answer every problem with a page that has a reference people can read out."""
    app.register_error_handler(Problem, _problem)
    app.register_error_handler(CSRFError, _csrf_lost)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _perhaps_full)
    app.register_error_handler(OSError, _perhaps_full)


def _problem(problem: Problem) -> AnyResponse:
    status = next((each for kind, each in STATUS.items() if isinstance(problem, kind)), 422)
    facts, headers = dict(problem.facts), {}
    if isinstance(problem, TooMany):
        seconds = max(1, ceil(facts.get("retry_after", 60)))
        facts["minutes"] = ceil(seconds / 60)
        headers["Retry-After"] = str(seconds)
    typed = typed_texts() if status == 409 else ()
    return answer(status, problem.code or ("too_many" if status == 429 else ""), facts, headers, typed=typed)


def _csrf_lost(error: CSRFError) -> AnyResponse:
    sent = resendable()
    return (
        answer(400, "csrf_lost", action=sent.address, fields=sent.fields)
        if sent
        else answer(400, "csrf_lost")
    )


def _http(error: HTTPException) -> AnyResponse | HTTPException:
    status = error.code or 500
    if status < 400 or error.response is not None:  # a redirect, or an answer somebody made ready
        return error
    if status == 401:
        return _to_sign_in()
    if status == 413:
        return answer(413, limit_mb=current_app.extensions["config"].upload_mb)
    if status >= 500 and (cause := getattr(error, "original_exception", None)):
        log.error("crashed", exc_info=cause)
    kept = {name: value for name, value in error.get_headers() if name in {"Allow", "Retry-After"}}
    return answer(status, headers=kept)


def _perhaps_full(error: OperationalError | OSError) -> AnyResponse:
    if getattr(error, "errno", None) not in {errno.ENOSPC, errno.EDQUOT} and not any(
        words in str(error) for words in FULL
    ):
        raise error
    log.error("disk_full", exc_info=error)
    return answer(507)


def _to_sign_in() -> AnyResponse:
    """Lead to the sign-in page and back; htmx is told to go there whole, not to swap it into the page."""
    if is_htmx():
        back = current_page(request.headers.get("HX-Current-URL"), request.host)
        return Response("", 401, headers={"HX-Redirect": _sign_in(back)})
    if request.method in {"GET", "HEAD"}:
        return redirect(_sign_in(local_path(request.full_path.rstrip("?"))), 302)
    return redirect(_sign_in(current_page(request.referrer, request.host)), 303)


def _sign_in(back: str | None) -> str:
    return url_for("auth.sign_in", next=back if back != "/" else None)


def answer(
    status: int,
    code: str = "",
    facts: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
    **shown: Any,
) -> AnyResponse:
    """The page of a problem. For htmx too: our script shows its `#problem` and leaves the form as it is."""
    page = status if status in PAGES else 500 if status >= 500 else 400
    try:
        text = sentence(code, facts or {}, status)
        shown.update(
            problem=Shown(code or str(status), facts or {}, text), sentence=text, reference=request_id()
        )
        body = render_template(f"errors/{page}.html", **shown)
    except Exception:  # whatever broke the page (the database, often) must not hide the answer
        log.exception("error_page_failed")
        body = LAST_RESORT.format(reference=request_id())
    response = make_response(body, status)
    response.headers.update(headers or {})
    return response


LAST_RESORT = """<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Đôn Đốc</title></head>
<body><section id="problem"><h1>Hệ thống đang gặp sự cố</h1>
<p>Thao tác vừa rồi chưa được lưu. Vui lòng thử lại sau ít phút; nếu vẫn lỗi, báo quản trị viên mã
<strong>{reference}</strong>.</p><p lang="en">The system is in trouble and nothing was saved by this request.
Try again in a few minutes; if it persists, give your administrator the reference {reference}.</p>
</section><p><a href="/">Về trang đầu / Back to the start</a></p></body></html>"""
