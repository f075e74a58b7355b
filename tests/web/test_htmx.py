"""POST answers: fragments for htmx, whole pages and redirects for everyone else."""

from pathlib import Path
from typing import Any

from flask import Flask, redirect

from tests.web.tiny import tiny_app, token
from tracker.web.htmx import refused, swap

HTMX = {"HX-Request": "true"}


def answering(folder: Path, answer: Any) -> Flask:
    """An application whose POST /lam answers so; a page shows `oob` is off unless a swap file sets it."""
    (folder / "part.html").write_text('<p id="a"{% if oob %} hx-swap-oob="true"{% endif %}>{{ what }}</p>')
    (folder / "swap.html").write_text(
        '{% include "part.html" %}{% with oob = true %}{% include "part.html" %}{% endwith %}'
    )
    (folder / "page.html").write_text("<html>{{ what }}</html>")
    app = tiny_app(templates=folder)
    app.add_url_rule("/lam", "act", answer, methods=["POST"])
    return app


def posted(app: Flask, heads: dict[str, str]) -> Any:
    browser = app.test_client()
    return browser.post("/lam", data={"csrf_token": token(browser)}, headers=heads)


def test_a_success_swaps_for_htmx_and_leads_on_for_a_browser(tmp_path: Path) -> None:
    app = answering(tmp_path, lambda: swap("swap.html", otherwise="/viec", what="xong"))
    assert (
        posted(app, HTMX).get_data(as_text=True) == '<p id="a">xong</p><p id="a" hx-swap-oob="true">xong</p>'
    )
    plain = posted(app, {})
    assert (plain.status_code, plain.headers["Location"]) == (303, "/viec")


def test_a_refusal_is_the_form_again(tmp_path: Path) -> None:
    app = answering(tmp_path, lambda: refused("part.html", page="page.html", what="<sai>"))
    htmx, plain = posted(app, HTMX), posted(app, {})
    assert (htmx.status_code, htmx.get_data(as_text=True)) == (422, '<p id="a">&lt;sai&gt;</p>')
    assert (plain.status_code, plain.get_data(as_text=True)) == (422, "<html>&lt;sai&gt;</html>")


def test_going_elsewhere(tmp_path: Path) -> None:
    app = answering(tmp_path, lambda: redirect("/viec", 303))
    htmx, plain = posted(app, HTMX), posted(app, {})
    assert (htmx.status_code, htmx.headers["HX-Redirect"], htmx.get_data()) == (200, "/viec", b"")
    assert (plain.status_code, plain.headers["Location"]) == (303, "/viec")
