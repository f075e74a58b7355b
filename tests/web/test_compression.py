"""Pages travel compressed; small things and files do not."""

import gzip
from io import BytesIO

from flask import send_file

from tests.web.tiny import tiny_app


def test_a_page_is_compressed_for_who_takes_it() -> None:
    app = tiny_app()
    app.add_url_rule("/dai", "long", lambda: "<p>dài</p>" * 500)
    packed = app.test_client().get("/dai", headers={"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert {"HX-Request", "Accept-Encoding"} <= set(packed.headers["Vary"].split(", "))
    assert gzip.decompress(packed.data).decode() == "<p>dài</p>" * 500
    assert "Content-Encoding" not in app.test_client().get("/dai").headers


def test_a_file_is_sent_as_it_is() -> None:
    app = tiny_app()
    app.add_url_rule("/tep", "file", lambda: send_file(BytesIO(b"%PDF" * 1000), "application/pdf"))
    answer = app.test_client().get("/tep", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers
    assert answer.data == b"%PDF" * 1000
