"""A number for every request: on the error page, in each log line, in the answer's head."""

from __future__ import annotations

import secrets
from time import perf_counter

import structlog
from flask import Flask, Response, g, has_app_context, request

from tracker.web import logs


def request_id() -> str:
    """The number of the request being answered; "" outside one."""
    return str(g.get("request_id", "")) if has_app_context() else ""


def init_app(app: Flask) -> None:
    """Number each request and leave one line about it when it is answered. Call first of all."""

    @app.before_request
    def number() -> None:
        g.request_id = secrets.token_hex(8)
        g.request_began = perf_counter()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)

    @app.after_request
    def say(response: Response) -> Response:
        response.headers["X-Request-ID"] = request_id()
        logs.note(
            "request",
            request_id=request_id(),
            method=request.method,
            path=request.path,
            status=response.status_code,
            ms=round((perf_counter() - g.get("request_began", perf_counter())) * 1000, 1),
            address=request.remote_addr,
            person=g.get("person_id"),
        )
        return response
