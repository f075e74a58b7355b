"""Wiring: the only file that knows every feature."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from tracker import config as settings
from tracker import keys, postgresql
from tracker.audit import trail
from tracker.config import Config
from tracker.db import READER, db, prepare
from tracker.home import menu, selection, words
from tracker.sqlite import driver, is_sound
from tracker.web import logs

FEATURES = (
    "audit",
    "ops",
    "bodies",
    "people",
    "absences",
    "auth",
    "home",
    "overview",
    "queues",
    "assignments",
    "directives",
    "officials",
    "tasks",
    "intake",
    "extensions",
    "difficulties",
    "comments",
    "notices",
    "handling",
    "targets",
    "links",
    "outbox",
    "contacts",
    "reminders",
    "reviews",
    "reforms",
    "registers",
    "letters",
    "feeds",
    "issued",
    "saved",
    "submissions",
    "bulk",
    "history",
    "matrix",
    "search",
    "exports",
    "documents",
)
"""Folders with a `views.py` that has a blueprint `bp`, in the order of the house."""

MODELS = (
    "audit",
    "settings",
    "bodies",
    "people",
    "absences",
    "auth",
    "files",
    "workdays",
    "directives",
    "officials",
    "tasks",
    "assignments",
    "difficulties",
    "comments",
    "notices",
    "extensions",
    "handling",
    "targets",
    "links",
    "outbox",
    "contacts",
    "intake",
    "reminders",
    "scheduler",
    "reviews",
    "intake",
    "reforms",
    "feeds",
    "issued",
    "saved",
    "submissions",
    "bulk",
    "overview",
    "documents",
)

PLUMBING = (
    "converters",
    "request_id",
    "macros",
    "drawn",
    "language",
    "csrf",
    "gate",
    "headers",
    "problems",
    "filters",
    "htmx",
    "assets",
    "compression",
)
"""Modules of `web/` in the order they look at a request."""


class Application(Flask):
    """Flask with nothing asynchronous in it."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """What was given: Flask would look at every hook of every request, whether it can be awaited."""
        return func


def create_app(config: Config | None = None) -> Flask:
    """Build the application for one deployment. Raises BadSetting when it cannot be run as configured."""
    config = config or settings.load()
    folder = ui_folder()
    app = Application(
        "tracker",
        root_path=str(Path(__file__).parent),
        instance_path=str(config.instance),
        template_folder=str(folder / "templates"),
        static_folder=None,
    )
    app.extensions["config"] = config
    logs.configure(config.log_level)
    app.config.update(flask_settings(config))
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    trail.use_key(keys.audit_key(config))
    start_database(app, config)
    for plumbing in PLUMBING:
        import_module(f"tracker.web.{plumbing}").init_app(app)
    for feature in FEATURES:
        app.register_blueprint(import_module(f"tracker.{feature}.views").bp)
    menu.init_app(app)
    selection.init_app(app)
    words.init_app(app)
    if proxies := config.trusted_proxies:  # else every visitor would share the proxy's address and its limits
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]
    return app


def ui_folder() -> Path:
    """Where templates/ and static/ lie: beside the package in a checkout, inside it in a wheel."""
    inside = Path(__file__).parent / "_ui"
    return inside if inside.exists() else settings.ROOT


def flask_settings(config: Config) -> dict[str, object]:
    """Flask's own settings. Its cookie holds the CSRF seed, the language and flashes; sessions are rows."""
    return {
        "SECRET_KEY": keys.secret_key(config),
        "SESSION_COOKIE_NAME": "__Host-f" if config.is_https else "f",
        "SESSION_COOKIE_SECURE": config.is_https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=config.session_hours),
        "MAX_CONTENT_LENGTH": (config.upload_mb + 1) * 1024 * 1024 * 2,
        "MAX_FORM_MEMORY_SIZE": 4 * 1024 * 1024,
        "WTF_CSRF_TIME_LIMIT": None,
        "SQLALCHEMY_DATABASE_URI": config.database,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(config, reads=False),
        "SQLALCHEMY_BINDS": {READER: {"url": config.database, **engine_options(config, reads=True)}},
        "TEMPLATES_AUTO_RELOAD": False,
    }


def engine_options(config: Config, *, reads: bool) -> dict[str, object]:
    """How to connect: a sound SQLite, the warmest line first, or PostgreSQL."""
    if config.is_sqlite:
        return {"module": driver(), "connect_args": {"timeout": 15}, "pool_use_lifo": True}
    return postgresql.options(reads=reads)


def start_database(app: Flask, config: Config) -> None:
    """Load every model, connect, and refuse a SQLite that may corrupt its log."""
    for name in MODELS:
        import_module(f"tracker.{name}.models")
    if config.is_sqlite and not is_sound(driver().sqlite_version_info):
        raise settings.BadSetting(
            f"SQLite {driver().sqlite_version} may corrupt a write-ahead log; install pysqlite3 0.6.1 or newer"
        )
    db.init_app(app)
    with app.app_context():
        prepare()
