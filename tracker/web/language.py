"""Which language a reader gets, and the switch."""

from __future__ import annotations

from babel import Locale
from flask import Blueprint, Flask, current_app, has_request_context, redirect, request, session
from flask_login import current_user
from werkzeug.wrappers import Response

from tracker.web.catalogue import CatalogueBabel, install
from tracker.web.local_path import local_path

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}
LOCALES = {language: Locale(language) for language in LANGUAGES}
DEFAULT = "vi"

bp = Blueprint("language", __name__)


def init_app(app: Flask) -> None:
    """Set up gettext and the switch.

    `app.extensions["remember_language"]`, where set, is called with the signed-in person and the language.
    """
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    CatalogueBabel(
        app,
        default_locale=DEFAULT,
        default_timezone="Asia/Ho_Chi_Minh",
        locale_selector=lambda: LOCALES[chosen()],
    )
    install(app)
    app.jinja_env.globals.update(languages=LANGUAGES, language=chosen)
    app.register_blueprint(bp)


def chosen() -> str:
    """This browser's choice, else the signed-in person's, else Vietnamese (letters: nobody asks)."""
    if not has_request_context():
        return DEFAULT
    for language in (session.get("language"), getattr(current_user, "language", None)):
        if language in LANGUAGES:
            return str(language)
    return DEFAULT


def choose(language: str) -> None:
    """Keep a language for this browser, and for the person's other browsers when one is signed in."""
    session["language"] = language
    remember = current_app.extensions.get("remember_language")
    if remember is not None and getattr(current_user, "is_authenticated", False):
        remember(current_user, language)


@bp.post("/ngon-ngu")
def switch() -> Response:
    language = request.form.get("language", "")
    if language in LANGUAGES:
        choose(language)
    return redirect(local_path(request.form.get("next")) or "/", 303)
