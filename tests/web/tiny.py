"""A small application of the plumbing's own: no database, no feature, the product's templates."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

from flask import Flask, render_template_string, request
from flask_login import LoginManager
from jinja2 import StrictUndefined
from wtforms import PasswordField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from tracker.app import ui_folder
from tracker.web import compression, csrf, filters, headers, htmx, language, problems, request_id
from tracker.web.forms import Form


@dataclasses.dataclass(frozen=True)
class Settings:
    """What the plumbing asks of the deployment's settings."""

    is_https: bool = False
    upload_mb: int = 15


class NoteForm(Form):
    title = StringField("Title", [InputRequired(), Length(max=20)])
    note = TextAreaField("Note")
    password = PasswordField("Password")


def tiny_app(*, is_https: bool = False, templates: Path | None = None) -> Flask:
    """The plumbing in the order of the product, and three routes: /, /viec (GET, POST) and /dang-nhap."""
    app = Flask("tiny", template_folder=str(templates or ui_folder() / "templates"), static_folder=None)
    app.config.update(SECRET_KEY="t" * 64, MAX_CONTENT_LENGTH=2_000_000, TESTING=True)
    app.extensions["config"] = Settings(is_https=is_https)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.globals.update(site={"name": "Tỉnh Lam Giang"}, asset_url=lambda name: f"/static/{name}")
    LoginManager(app).request_loader(lambda _: None)
    for plumbing in (request_id, language, csrf, headers, problems, filters, htmx, compression):
        plumbing.init_app(app)
    app.add_url_rule("/", "home", lambda: "home")
    app.add_url_rule("/viec", "work", work, methods=["GET", "POST"])
    app.add_url_rule("/viec/<int:number>", "one", lambda number: f"one {number}")
    app.add_url_rule("/b/<code>", "link", lambda code: "link")
    app.add_url_rule("/dang-nhap", "auth.sign_in", lambda: "sign in")
    return app


def work() -> Any:
    form = NoteForm()
    if request.method == "POST" and not form.ok:
        return {"errors": form.error_list()}, 422
    if request.method == "POST":
        return form.clean
    return render_template_string(
        "<form method='post'>{{ form.hidden_tag() }}{{ form.title() }}</form>", form=form
    )


def token(browser: Any) -> str:
    """A fresh token for this browser's forms, as a page would carry it."""
    page = browser.get("/viec").get_data(as_text=True)
    return str(page.split('name="csrf_token" type="hidden" value="')[1].split('"')[0])
