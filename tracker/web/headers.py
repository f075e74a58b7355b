"""What every answer says to the browser about itself, and the door for reports of breaches."""

from __future__ import annotations

import structlog
from flask import Blueprint, Flask, Response, request

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; report-uri /csp"
)
SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
}
KEYS = (
    "/b/",
    "/lich/",
)  # the address of a mailed link or a calendar is itself the key: it never leaves in a Referer
CALENDARS = "/lich/"  # fetched again and again by programs, which say for themselves how long they keep it
LONGEST_REPORT = 4_000  # characters kept of a browser's report

log = structlog.get_logger("tracker.web")
bp = Blueprint("csp", __name__)


def init_app(app: Flask) -> None:
    """Put the security headers on every answer; HSTS only where the address is https."""
    app.register_blueprint(bp)
    is_https = app.extensions["config"].is_https

    @app.after_request
    def dress(response: Response) -> Response:
        response.headers.extend(FIXED)  # nobody else says these
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers["Referrer-Policy"] = (
            "no-referrer" if request.path.startswith(KEYS) else "same-origin"
        )
        if is_https:
            response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if not request.path.startswith("/static/"):
            is_calendar = request.path.startswith(CALENDARS) and response.status_code in {200, 304}
            if not is_calendar:
                response.headers["Cache-Control"] = "no-store"
            response.vary.add("HX-Request")
        return response


def sandboxed(response: Response) -> Response:
    """For what somebody else wrote (a letter's preview, an uploaded file): no script, no form, no loading."""
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


@bp.post("/csp")
def create() -> tuple[str, int]:
    report = request.get_data(cache=False, as_text=True) if (request.content_length or 0) <= 65_536 else ""
    log.warning("csp_report", report=report[:LONGEST_REPORT])
    return "", 204
