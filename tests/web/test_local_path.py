"""Nobody is sent to another site: only our own pages pass, however the address is dressed up."""

import pytest

from tests.web.tiny import tiny_app
from tracker.web.local_path import current_page, local_path

HOSTILE = [
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\\/evil.example",
    "//\\evil.example",
    "http://evil.example",
    "https://evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "HTTPS://evil.example",
    "http:\\\\evil.example",
    "ftp://evil.example/viec",
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "mailto:a@evil.example",
    "blob:https://evil.example/x",
    "//evil.example/viec",
    "//evil.example\\@localhost/viec",
    "//localhost@evil.example/viec",
    "https://localhost@evil.example",
    "https://localhost.evil.example/viec",
    "http://localhost:8000/viec",
    "evil.example",
    "viec",
    "./viec",
    "../viec",
    "?next=/viec",
    "#viec",
    "/../viec",
    "/./viec",
    "/viec/..//evil.example",
    "/.//evil.example",
    "/%2f%2fevil.example",
    "/%2fevil.example",
    "/%5cevil.example",
    "/%5c%5cevil.example",
    "/%09/evil.example",
    "/%0d%0aLocation:%20//evil.example",
    "/viec%0d%0aSet-Cookie:a=b",
    "/%00viec",
    "/khong-co",
    "/viec/chin",
    "/[",
    "/viec#//evil.example",
    "//[::1]/viec",
    "//%65vil.example",
    "/;//evil.example",
    "/&#47;evil.example",
]
INVISIBLE = [
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    " /viec",
    "/viec ",
    "/viec\x00",
    "/\x0b/evil.example",
    "/\u2028/evil.example",
    "\u200b//evil.example",
    "/\xa0/evil.example",
    "／／evil.example",
    "/／evil.example",
    "",
    None,
    "/viec?" + "a" * 2000,
    "/chi-post",
]


@pytest.mark.parametrize("payload", HOSTILE + INVISIBLE)
def test_another_address_is_refused(payload: str | None) -> None:
    app = tiny_app()
    app.add_url_rule("/chi-post", "post_only", lambda: "", methods=["POST"])
    with app.test_request_context("/"):
        answer = local_path(payload)
        assert answer is None or (payload == "/viec#//evil.example" and answer == "/viec")


def test_there_are_enough_payloads() -> None:
    assert len(set(HOSTILE) | set(INVISIBLE)) >= 60


@pytest.mark.parametrize(
    "page", ["/", "/viec", "/viec/42", "/viec?trang-thai=qua-han&q=ti%E1%BA%BFn", "/b/7Kq2?kq=xong"]
)
def test_our_own_pages_pass_unchanged(page: str) -> None:
    with tiny_app().test_request_context("/"):
        assert local_path(page) == page


def test_the_page_a_browser_stands_on_counts_only_on_our_host() -> None:
    with tiny_app().test_request_context("/"):
        assert current_page("http://localhost/viec?q=a", "localhost") == "/viec?q=a"
        assert current_page("http://evil.example/viec", "localhost") is None
        assert current_page("http://[", "localhost") is None
        assert current_page(None, "localhost") is None
