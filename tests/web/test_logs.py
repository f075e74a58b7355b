"""One JSON line an event, short, readable, and nothing in it that opens a door."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from tests.web.tiny import tiny_app
from tracker.web import logs


@pytest.fixture(autouse=True)
def configured() -> Iterator[None]:
    before = logging.getLogger().level, list(logging.getLogger().handlers)
    logs.configure("INFO")
    yield
    structlog.reset_defaults()
    logging.getLogger().setLevel(before[0])
    logging.getLogger().handlers = before[1]


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    err = capsys.readouterr().err
    assert "\r" not in err
    assert all(len(line.encode()) <= 8192 for line in err.splitlines())
    return [json.loads(line) for line in err.strip().split("\n") if line]


def test_a_request_leaves_one_line_with_its_number(capsys: pytest.CaptureFixture[str]) -> None:
    answer = tiny_app().test_client().get("/viec/7")
    (line,) = lines(capsys)
    assert (line["event"], line["path"], line["status"], line["level"]) == ("request", "/viec/7", 200, "info")
    assert line["request_id"] == answer.headers["X-Request-ID"]


def test_vietnamese_stays_readable(capsys: pytest.CaptureFixture[str]) -> None:
    structlog.get_logger("t").info("letter_sent", subject="Đề nghị báo cáo")
    assert "Đề nghị báo cáo" in capsys.readouterr().err


@pytest.mark.parametrize(
    "path",
    [
        "/b/7Kq2abc",
        "/b/7Kq2abc/tat-ca",
        "/dat-lai/Zk3_abcdefghij-klmnopQRS",
        "/khong-co/Zk3_abcdefghij-klmnopQRS",
    ],
)
def test_codes_of_links_never_reach_the_log(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    tiny_app().test_client().get(path)
    logging.getLogger("other").error("GET %s failed", path)
    err = capsys.readouterr().err
    assert "7Kq2abc" not in err
    assert "Zk3_" not in err
    assert "…" in err


def test_a_traceback_hides_them_too_and_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        raise ValueError("http://localhost/b/7Kq2abc\nhỏng")
    except ValueError:
        structlog.get_logger("t").exception("crashed")
    (line,) = lines(capsys)
    assert "7Kq2abc" not in line["exception"]
    assert "ValueError" in line["exception"]


@pytest.mark.parametrize("bad", ["\r\n", "\x1b[31m", "\x00", "\x7f", "\x85", "\u2028", "\u202e", "\ud800"])
def test_control_characters_are_escaped(bad: str, capsys: pytest.CaptureFixture[str]) -> None:
    structlog.get_logger("t").warning("odd", text=f"a{bad}b")
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert bad not in err
    assert json.loads(err)["text"] == f"a{bad}b"


def test_a_huge_event_is_one_short_line(capsys: pytest.CaptureFixture[str]) -> None:
    structlog.get_logger("t").info("big", **{f"k{each}": "ệ" * 1_000_000 for each in range(10)})
    (line,) = lines(capsys)
    assert line["k9"].startswith("ệ")


def test_configuring_again_does_not_double_the_lines(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("INFO")
    structlog.get_logger("t").info("once")
    assert len(lines(capsys)) == 1
