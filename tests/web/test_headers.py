"""What every answer says to the browser about itself."""

import pytest
from flask import Response

from tests.web.tiny import tiny_app
from tracker.web.headers import POLICY, sandboxed


@pytest.mark.parametrize("path", ["/", "/viec", "/viec/1", "/khong-co", "/dang-nhap"])
def test_every_answer_carries_the_policy(path: str) -> None:
    answer = tiny_app().test_client().get(path)
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert "unsafe" not in POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "HX-Request" in answer.headers["Vary"]
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_a_mailed_link_never_leaves_in_a_referer() -> None:
    assert tiny_app().test_client().get("/b/7Kq2").headers["Referrer-Policy"] == "no-referrer"


def test_https_is_held_to_only_where_it_is_ours() -> None:
    assert "Strict-Transport-Security" not in tiny_app().test_client().get("/").headers
    answer = tiny_app(is_https=True).test_client().get("/")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_what_others_wrote_is_shown_in_a_sandbox() -> None:
    app = tiny_app()
    app.add_url_rule("/thu", "letter", lambda: sandboxed(Response("<b>thư</b>")))
    policy = app.test_client().get("/thu").headers["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'; style-src 'unsafe-inline'")


def test_a_browsers_report_is_taken_without_a_token_and_kept_short(
    capsys: pytest.CaptureFixture[str],
) -> None:
    browser = tiny_app().test_client()
    assert (
        browser.post("/csp", data=b'{"csp-report":{}}', headers={"Sec-Fetch-Site": "cross-site"}).status_code
        == 204
    )
    assert browser.post("/csp", data=b"x" * 1_000_000).status_code == 204
