"""One style sheet, one script, one file of icons: named by content, compressed once, kept for ever."""

import gzip
import re
from pathlib import Path

import brotli
import pytest
from flask import Flask

from tracker.app import ui_folder
from tracker.web import assets

PARTS = {
    "css/tokens.css": '@layer tokens;\n@font-face{src:url("/static/vendor/inter.woff2")}',
    "css/base.css": "b{}",
    "css/components.css": "c{}",
    "css/desk.css": "d{}",
    "css/print.css": "p{}" + "/* long */" * 100,
    "js/app.js": "app()",
    "js/keys.js": "keys()",
    "js/counts.js": "counts()",
    "js/draft.js": "draft()",
    "js/panel.js": "panel()",
    "js/charts.js": "charts()",
    "js/plain.js": "plain()",
    "js/start.js": "start()",
    "vendor/htmx-4.0.1.min.js": "htmx()" * 200,
    "vendor/inter.woff2": "font",
    "icons.svg": "<svg>" + "<symbol/>" * 100 + "</svg>",
}


def served(folder: Path, parts: dict[str, str] | None = None) -> Flask:
    for name, text in (PARTS if parts is None else parts).items():
        path = folder / "static" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    app = Flask("assets", template_folder=str(folder / "templates"), static_folder=None)
    assets.init_app(app)
    return app


def test_parts_are_joined_in_order_and_the_script_comes_after_htmx(tmp_path: Path) -> None:
    app = served(tmp_path)
    address, browser = app.jinja_env.globals["asset_url"], app.test_client()
    css = browser.get(address("css")).get_data(as_text=True)
    assert re.sub(r"\s+", "", css).startswith("@layertokens;@font-face")
    assert css.index("b{}") < css.index("c{}") < css.index("p{}")
    script = browser.get(address("js")).get_data(as_text=True)
    assert script.endswith(";\napp();\nkeys();\ncounts();\ndraft();\npanel();\ncharts();\nplain();\nstart()")
    assert script.startswith("htmx()")


def test_names_carry_the_content_and_last_for_ever(tmp_path: Path) -> None:
    app = served(tmp_path / "one")
    other = served(tmp_path / "two", {**PARTS, "css/base.css": "other{}"})
    mine, theirs = app.extensions.get("assets"), other.jinja_env.globals["asset_url"]
    address = app.jinja_env.globals["asset_url"]
    assert mine is None
    assert re.fullmatch(r"/static/dondoc-[0-9a-f]{12}\.css", address("css"))
    assert address("css") != theirs("css")
    assert address("js") == theirs("js")
    head = app.test_client().get(address("css")).headers
    assert "immutable" in head["Cache-Control"]
    assert head["X-Content-Type-Options"] == "nosniff"
    assert "Access-Control-Allow-Origin" not in head


def test_fonts_named_in_the_style_sheet_are_named_by_content_too(tmp_path: Path) -> None:
    browser = served(tmp_path).test_client()
    address = served(tmp_path).jinja_env.globals["asset_url"]
    found = re.search(r'url\("([^"]+)"\)', browser.get(address("css")).get_data(as_text=True))
    assert found
    assert found[1] == address("vendor/inter.woff2")
    answer = browser.get(found[1])
    assert (answer.status_code, answer.mimetype) == (200, "font/woff2")


@pytest.mark.parametrize(
    ("accepts", "form"),
    [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("", None), ("br;q=0, gzip", "gzip"), ("identity", None)],
)
def test_the_smallest_form_the_browser_takes(tmp_path: Path, accepts: str, form: str | None) -> None:
    app = served(tmp_path)
    answer = app.test_client().get(
        app.jinja_env.globals["asset_url"]("js"), headers={"Accept-Encoding": accepts}
    )
    assert answer.headers.get("Content-Encoding") == form
    body = {"br": brotli.decompress, "gzip": gzip.decompress}.get(form or "", bytes)(answer.data)
    assert (
        body
        == (
            PARTS["vendor/htmx-4.0.1.min.js"]
            + ";\napp();\nkeys();\ncounts();\ndraft();\npanel();\ncharts();\nplain();\nstart()"
        ).encode()
    )
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_conditional_head_and_wrong_methods(tmp_path: Path) -> None:
    app = served(tmp_path)
    url, browser = app.jinja_env.globals["asset_url"]("css"), app.test_client()
    tag = browser.get(url).headers["ETag"]
    again = browser.get(url, headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    assert browser.head(url).data == b""
    assert browser.post(url).status_code == 405


def test_plain_names_and_nothing_outside(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("bí mật")
    browser = served(tmp_path).test_client()
    assert browser.get("/static/icons.svg").status_code == 200
    for path in (
        "/static/../secret.txt",
        "/static/%2e%2e/secret.txt",
        "/static/",
        "/static",
        "/static/css/none.css",
    ):
        assert browser.get(path).status_code == 404


def test_a_drawing_opened_by_itself_runs_nothing(tmp_path: Path) -> None:
    app = served(tmp_path)
    for url in ("/static/icons.svg", app.jinja_env.globals["asset_url"]("icons")):
        assert "default-src 'none'" in app.test_client().get(url).headers["Content-Security-Policy"]


def test_a_missing_part_is_told_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"app\.js"):
        served(tmp_path, {name: text for name, text in PARTS.items() if name != "js/app.js"})


def test_a_first_visit_of_the_product_is_light() -> None:
    app = Flask("assets", template_folder=str(ui_folder() / "templates"), static_folder=None)
    assets.init_app(app)
    address, browser = app.jinja_env.globals["asset_url"], app.test_client()
    sizes = [
        len(browser.get(address(name), headers={"Accept-Encoding": "br"}).data)
        for name in ("css", "js", "icons")
    ]
    assert sum(sizes) <= 52_000 - 8_000, sizes  # a page of 8 KB and headers make it 60 KB
