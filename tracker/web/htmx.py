"""Answers to a POST: changed fragments for htmx, whole pages and redirects for everyone else.

GET has one body whoever asks, so GET handlers use nothing of this.
"""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse


def init_app(app: Flask) -> None:
    """Give templates `oob`, the mark a swap file sets on fragments that change out of band."""
    app.jinja_env.globals["oob"] = False
    app.after_request(lead_on)


def lead_on(response: Response) -> Response:
    """A redirect after a POST is the browser's to follow: htmx would follow it unseen, under the old address."""
    if is_htmx() and response.status_code == 303:
        response.headers["HX-Redirect"] = response.headers.pop("Location")
        response.status_code = 200
        response.set_data(b"")
    return response


def is_htmx() -> bool:
    """True when the request came from htmx and not from the browser itself."""
    return request.headers.get("HX-Request") == "true"


def swap(template: str, *, otherwise: str, **facts: Any) -> AnyResponse | str:
    """After a successful POST: changed fragments for htmx, a 303 to `otherwise` for everyone else."""
    return render_template(template, **facts) if is_htmx() else redirect(otherwise, 303)


def refused(fragment: str, *, page: str, status: int = 422, **facts: Any) -> tuple[str, int]:
    """After a POST that cannot be taken: the same form again with what was typed and its errors."""
    return render_template(fragment if is_htmx() else page, **facts), status
