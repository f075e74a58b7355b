"""Pictures of pages: read by machine, marked as such, outside of the request, visibly, and never kept when secret."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from tests.intake.files import pdf_letter
from tests.intake.scanned import needs_scanner, pictures, scan_of, scanned
from tests.intake.test_readers import _is_the_letter
from tests.intake.test_upload import drafts, send, traces
from tests.sending import fields_of
from tests.world import World
from tracker import clock
from tracker.config import Config
from tracker.db import db, transaction
from tracker.intake import held, readers, scans
from tracker.intake.columns import Line
from tracker.intake.models import SILENCE, Reading
from tracker.intake.parser import parse
from tracker.intake.readers import Unreadable, Watch, read_file

SignIn = Callable[[str], FlaskClient]
PATIENCE = 60


@pytest.fixture(autouse=True)
def _scanner() -> None:
    needs_scanner()


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> list[Image.Image]:
    """The pages of the letter all tests read, as pictures."""
    return pictures(pdf_letter(tmp_path_factory.mktemp("letter") / "letter.pdf"))


@pytest.mark.parametrize("ending", [".pdf", ".png", ".jpg", ".tif"])
def test_a_scan_gives_the_draft_of_its_paper(letter: list[Image.Image], ending: str, tmp_path: Path) -> None:
    path = scan_of(letter, tmp_path / f"quet{ending}")
    read = read_file(path, path.name)
    assert read.by_machine
    _is_the_letter(parse(read.text))


@pytest.mark.parametrize("angle", [90, 180])
def test_a_page_laid_in_the_wrong_way_is_turned(
    letter: list[Image.Image], angle: int, tmp_path: Path
) -> None:
    path = scan_of([letter[0].rotate(angle, expand=True)], tmp_path / "quay.png")
    _is_the_letter(parse(read_file(path, path.name).text))


def test_pages_of_both_kinds_stand_in_their_order(letter: list[Image.Image], tmp_path: Path) -> None:
    path = scan_of([letter[0], letter[0]], tmp_path / "hai.tif")
    found = readers.look(path, path.name)
    assert (found.pictures, found.pages) == ((0, 1), ("", ""))
    told: list[tuple[int, int]] = []
    watch = Watch(told=lambda done, number, sheet: told.append((done, number)))
    read = readers.read_pictures(path, path.name, found, watch)
    assert told == [(1, 0), (2, 1)]
    assert read.text.count("Kính gửi: Sở Công Thương") == 2


def test_without_the_program_the_package_is_named(
    letter: list[Image.Image], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = scan_of(letter, tmp_path / "quet.pdf")
    monkeypatch.setattr(scans, "PROGRAM", "no-such-program")
    assert readers.accepted() == (".docx", ".odt", ".pdf", ".txt", ".xlsx", ".xls", ".ods")
    with pytest.raises(Unreadable) as caught:
        read_file(path, path.name)
    assert caught.value.code == "no_scanner"


def _until_read(reading_id: int) -> Reading:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        db.session.rollback()
        found = db.session.get_one(Reading, reading_id, populate_existing=True)
        if not found.is_open:
            return found
        time.sleep(0.2)
    raise AssertionError("still being read")


def _sent(browser: FlaskClient, path: Path) -> int:
    with path.open("rb") as file:
        answer = send(browser, text="", origin="upper", file=(file, path.name))
    assert answer.status_code == 303, answer.text
    place, _, number = answer.headers["Location"].rpartition("/")
    assert place == "/van-ban/dang-doc"
    return int(number)


def test_an_uploaded_scan_is_read_outside_of_the_request(
    sign_in: SignIn, world: World, config: Config, letter: list[Image.Image], tmp_path: Path
) -> None:
    browser = sign_in("oanh")
    reading_id = _sent(browser, scan_of(letter, tmp_path / "quet.pdf"))
    assert "quet.pdf" in browser.get("/van-ban/moi").text
    found = _until_read(reading_id)
    assert (found.state, found.problem, found.pages_done) == ("done", "", 1)
    (made,) = drafts()
    assert (made.id, made.is_machine_read, made.origin) == (found.directive_id, True, "upper")
    assert "Máy đọc, cần kiểm tra" in browser.get(f"/van-ban/{made.id}").text
    assert f'href="/van-ban/{made.id}"' in browser.get(f"/van-ban/dang-doc/{reading_id}").text
    assert [path for path in traces(config) if path.parent.name == "quarantine"] == []
    assert sign_in("binh").get(f"/van-ban/dang-doc/{reading_id}").status_code == 404


SECRET = (
    "UBND TỈNH HÒA AN",
    "Số: 12/BC-UBND",
    "TỐI MẬT",
    "Kính gửi: Sở Y tế.",
    "Giao Sở Y tế báo cáo hiến đất.",
)


def test_a_secret_scan_leaves_no_trace(sign_in: SignIn, config: Config, tmp_path: Path) -> None:
    browser = sign_in("oanh")
    reading_id = _sent(browser, scanned(SECRET, tmp_path / "bao-cao-kin.pdf"))
    found = _until_read(reading_id)
    assert (found.state, found.problem, found.name, found.held) == ("refused", "secret", "", "")
    assert drafts() == []
    end = time.monotonic() + 5
    while traces(config) and time.monotonic() < end:
        time.sleep(0.1)
    assert traces(config) == []
    page = browser.get(f"/van-ban/dang-doc/{reading_id}").text
    assert "bí mật nhà nước" in page
    assert "hiến đất" not in page


def _lying(config: Config, path: Path, world: World, state: str) -> Reading:
    """A reading whose process is not there."""
    place = held.path_of(config, "van-ban-thu")
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(path.read_bytes())
    with transaction() as session:
        silent = clock.now() - SILENCE - timedelta(minutes=1)
        row = Reading(
            state=state,
            name=path.name,
            held=place.name,
            node=held.node(config),
            origin="own",
            is_taken_anyway=False,
            pages=1,
            started_by_id=world.people["oanh"].id,
            started_at=silent,
            beat_at=silent,
        )
        session.add(row)
    return row


def test_a_reading_that_died_is_seen_and_read_again(
    sign_in: SignIn, world: World, config: Config, letter: list[Image.Image], tmp_path: Path
) -> None:
    row = _lying(config, scan_of(letter, tmp_path / "quet.pdf"), world, "reading")
    browser = sign_in("oanh")
    page = browser.get(f"/van-ban/dang-doc/{row.id}").text
    assert "dừng giữa chừng" in page
    again = f"/van-ban/dang-doc/{row.id}/doc-lai"
    assert browser.post(again, data=fields_of(page, again)).status_code == 303
    assert _until_read(row.id).state == "done"


def test_a_file_given_up_leaves_no_trace(
    sign_in: SignIn, world: World, config: Config, letter: list[Image.Image], tmp_path: Path
) -> None:
    row = _lying(config, scan_of(letter, tmp_path / "quet.pdf"), world, "reading")
    browser = sign_in("oanh")
    place = f"/van-ban/dang-doc/{row.id}"
    assert (
        browser.post(f"{place}/bo", data=fields_of(browser.get(place).text, f"{place}/bo")).status_code == 303
    )
    assert traces(config) == []
    assert browser.get(place).status_code == 404
    left = db.session.scalars(select(Reading.name)).all()
    assert left == [""]


def _with_a_map(letter: list[Image.Image], path: Path) -> Path:
    """A scan whose second page is a folded-out map: more dots than are ever drawn, so that it cannot be read."""
    rest = [Image.new("L", (11_000, 10_000), 255), letter[0]]
    letter[0].save(path, save_all=True, append_images=rest, compression="tiff_deflate")
    return path


def test_a_page_that_cannot_be_read_stops_no_other(letter: list[Image.Image], tmp_path: Path) -> None:
    read = read_file(path := _with_a_map(letter, tmp_path / "ba.tif"), path.name)
    assert read.unread == (2,)
    assert read.text.count("Kính gửi: Sở Công Thương") == 2


def test_a_page_that_takes_too_long_is_passed_over(
    letter: list[Image.Image], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limit is made short: a page of specks takes many times what a page of words does."""
    noise = Image.effect_noise((1654, 2339), 160).point([0 if value < 110 else 255 for value in range(256)])
    monkeypatch.setattr(scans, "SECONDS", 10)
    read = read_file(path := scan_of([letter[0], noise], tmp_path / "hai.tif"), path.name)
    assert read.unread == (2,)
    assert "Kính gửi: Sở Công Thương" in read.text


def test_the_office_reads_what_was_not_read_again_or_goes_on(
    sign_in: SignIn, world: World, config: Config, letter: list[Image.Image], tmp_path: Path
) -> None:
    browser = sign_in("oanh")
    reading_id = _sent(browser, _with_a_map(letter, tmp_path / "ba.tif"))
    found = _until_read(reading_id)
    assert (found.state, found.problem, found.unread, found.pages_done) == ("refused", "unread_pages", [2], 3)
    place = f"/van-ban/dang-doc/{reading_id}"
    assert "Trang 2 chưa đọc được" in browser.get("/van-ban/moi").text
    page = browser.get(place).text
    assert "Trang 2 chưa đọc được" in page

    begun = time.monotonic()
    browser.post(f"{place}/doc-lai", data=fields_of(page, f"{place}/doc-lai"))
    found = _until_read(reading_id)
    assert (found.problem, found.unread) == ("unread_pages", [2])
    assert sorted(held.sheets_of(held.path_of(config, found.held))) == [0, 2]
    assert time.monotonic() - begun < PATIENCE

    page = browser.get(place).text
    fields = fields_of(page, f"{place}/bo-trang")
    assert browser.post(f"{place}/bo-trang", data=fields).status_code == 422  # nobody has looked at page 2
    assert drafts() == []
    browser.post(f"{place}/bo-trang", data=fields | {"seen": "y"})
    found = _until_read(reading_id)
    assert (found.state, found.held) == ("done", "")
    (made,) = drafts()
    assert "Trang 2 chưa đọc được" in browser.get(f"/van-ban/{made.id}").text
    assert "Trang 2 chưa đọc được" in browser.get(f"/van-ban/{made.id}/kiem-tra").text
    assert [path for path in traces(config) if path.parent.name == "quarantine"] == []


def test_pages_read_before_a_death_are_not_read_again(
    sign_in: SignIn, world: World, config: Config, letter: list[Image.Image], tmp_path: Path
) -> None:
    row = _lying(config, scan_of([letter[0], letter[0]], tmp_path / "hai.tif"), world, "reading")
    kept = held.path_of(config, row.held)
    sheet = scans.read_picture(readers._child("draw", "picture", str(kept), "0").stdout)
    assert sheet is not None
    first = [
        Line((replace(line.parts[0], text=line.parts[0].text.replace("Công", "Riêng")),)) for line in sheet
    ]
    held.lay_down(kept, 0, first)
    browser = sign_in("oanh")
    again = f"/van-ban/dang-doc/{row.id}/doc-lai"
    browser.post(again, data=fields_of(browser.get(f"/van-ban/dang-doc/{row.id}").text, again))
    assert _until_read(row.id).state == "done"
    (made,) = drafts()
    assert "Sở Riêng Thương" in made.text
    assert "Sở Công Thương" in made.text
