"""A new installation, from `tracker init` to the first page, through real processes."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import release
from tests.sending import send
from tracker.app import create_app
from tracker.config import ROOT, load


def tracker(instance: Path, *words: str, typed: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command as a person would."""
    environment = {"PATH": os.environ["PATH"], "TRACKER_INSTANCE": str(instance), "TRACKER_READY": "1"}
    return subprocess.run(
        [sys.executable, "-m", "tracker", *words],
        cwd=ROOT, env=environment, input=typed, text=True, capture_output=True, timeout=120,
    )  # fmt: skip


STATED = (
    "--authority",
    "UBND tỉnh Lam Giang",
    "--admin-name",
    "Lê Bảo An",
    "--admin-email",
    "An@lamgiang.example",
)


def test_from_nothing_to_the_first_page(tmp_path: Path) -> None:
    instance = tmp_path / "instance"
    done = tracker(instance, "init", *STATED, "--smtp-host", "", "--json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    for name in ("config.toml", "secret.key", "audit.key"):
        assert stat.S_IMODE((instance / name).stat().st_mode) & 0o077 == 0, name

    again = tracker(instance, "init", *STATED, "--json")
    assert again.returncode == 1
    assert "already" in again.stderr

    app = create_app(load({"TRACKER_INSTANCE": str(instance)}))
    browser = app.test_client()
    path = answer["link"].removeprefix("http://127.0.0.1:8000")
    password = "ba con vịt bơi qua ruộng"
    assert send(browser, path, path, password=password, again=password).location == "/dang-nhap"
    assert send(browser, "/dang-nhap", "/dang-nhap", login="an", password=password).status_code == 303
    page = browser.get("/quan-tri/nguoi-dung")
    assert "Lê Bảo An" in page.text
    assert "UBND tỉnh Lam Giang" in page.text
    assert len(re.findall("<option", browser.get("/don-vi/moi").text)) > 5, (
        "there are types of bodies to choose from"
    )
    release(app)

    assert tracker(instance, "audit", "verify").stdout.startswith("sound:")
    link = tracker(instance, "person", "link", "an").stdout.strip()
    assert re.fullmatch(r"http://127\.0\.0\.1:8000/mat-khau/[0-9a-f]{32}", link)
    assert tracker(instance, "person", "link", "nobody").returncode == 1


def test_it_asks_what_was_not_said(tmp_path: Path) -> None:
    done = tracker(tmp_path / "i", "init", typed="UBND xã Đàm Thượng\nLê Bảo An\nan@lamgiang.example\n\n\n")
    assert done.returncode == 0, done.stderr
    assert "/mat-khau/" in done.stdout


def test_a_bad_answer_is_asked_for_again(tmp_path: Path) -> None:
    typed = "\n \nUBND xã\nLê Bảo An\nan tại xã\nan@lamgiang.example\nhttp://xa.vn\nhttps://xa.vn\n\n"
    done = tracker(tmp_path / "i", "init", typed=typed)
    assert done.returncode == 0, done.stderr
    assert "https://xa.vn/mat-khau/" in done.stdout
    for reason in ("an answer is needed", "MAIL_FROM='an tại xã'", "BASE_URL='http://xa.vn'"):
        assert reason in done.stdout + done.stderr, reason


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("--admin-name", " "), "an answer is needed"),
        (("--admin-email", "an tại xã", "--mail-from", "vp@xa.vn"), "an tại xã"),
        (("--base-url", "http://dondoc.tinh.vn"), "plain http"),
        (("--mail-from", "van phong"), "MAIL_FROM"),
    ],
)
def test_what_cannot_work_is_said_and_leaves_nothing(
    tmp_path: Path, words: tuple[str, ...], reason: str
) -> None:
    done = tracker(tmp_path / "i", "init", *STATED, *words, "--json")
    assert done.returncode in (1, 2)
    assert reason in done.stderr
    assert not (tmp_path / "i" / "config.toml").exists()
    assert "Traceback" not in done.stderr
