"""The office's own Word templates: tried on real data, used, set aside; a stranger's template does no harm."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.documents.samples import NOW, account, signed, written
from tests.documents.test_report import said
from tests.world import World
from tracker.assets import word_templates
from tracker.audit.models import AuditLine
from tracker.db import db
from tracker.documents import making, report
from tracker.documents.rules import TEMPLATES
from tracker.errors import Refused

SignIn = Callable[[str], FlaskClient]
URL = "/quan-tri/mau-van-ban"


def template(*lines: str, outside: bool = False) -> bytes:
    """A small Word file of these paragraphs."""
    made = docx.Document()
    for line in lines:
        made.add_paragraph(line)
    if outside:
        made.part.relate_to("http://nghe-len.example/a.png", RELATIONSHIP_TYPE.IMAGE, is_external=True)
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def send(browser: FlaskClient, what: bytes, kind: str = "bao-cao", name: str = "mau.docx") -> Any:
    form = {"csrf_token": token(browser), "file": (BytesIO(what), name)}
    return browser.post(f"{URL}?mau={kind}", data=form, content_type="multipart/form-data")


def token(browser: FlaskClient) -> str:
    return browser.get(URL).text.split('name="csrf_token" value="')[1].split('"')[0]


def press(browser: FlaskClient, what: str, **form: str) -> Any:
    return browser.post(f"{URL}/{what}", data={"csrf_token": token(browser), **form})


def paper(browser: FlaskClient) -> str:
    return said(docx.Document(BytesIO(browser.get("/ra-soat/2026-03/tai/word").data)))


def test_an_own_template_is_tried_used_and_set_aside(office: FlaskClient, month: World) -> None:
    own = template(
        "Mẫu của tỉnh: {{ trich_yeu }}", "{%p for p in phan %}", "{{ p.dau_muc }}", "{%p endfor %}"
    )
    assert send(office, own).status_code == 303
    assert "Mẫu của tỉnh" not in paper(office), "on trial nothing changes"
    sample = office.get(f"{URL}/thu?mau=bao-cao&ban=thu")
    assert "Mẫu của tỉnh: Kết quả theo dõi" in said(docx.Document(BytesIO(sample.data)))
    assert press(office, "dung", mau="bao-cao").status_code == 303
    assert "Mẫu của tỉnh" in paper(office)
    assert office.get(f"{URL}/tai?mau=bao-cao&ban=dang-dung").data == own
    assert press(office, "dung", mau="bao-cao").status_code == 404, "there is none on trial any more"
    assert press(office, "bo", mau="bao-cao", ban="dang-dung").status_code == 303
    assert "Mẫu của tỉnh" not in paper(office)
    verbs = select(AuditLine.verb).where(AuditLine.verb.startswith("template.")).order_by(AuditLine.seq)
    assert db.session.scalars(verbs).all() == ["template.try", "template.use", "template.drop"]


def test_a_second_trial_takes_the_place_of_the_first_and_a_second_use_of_the_former(
    office: FlaskClient,
) -> None:
    for word in ("Một", "Hai"):
        assert send(office, template(f"{word} {{{{ trich_yeu }}}}")).status_code == 303
    assert press(office, "dung", mau="bao-cao").status_code == 303
    assert send(office, template("Ba {{ trich_yeu }}")).status_code == 303
    assert press(office, "dung", mau="bao-cao").status_code == 303
    assert paper(office).startswith("Ba ")


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (["{{ trich_yeo }}"], "“trich_yeo” không có trong văn bản nào"),
        (["{{ phan[0].dau_mucc }}"], "“dau_mucc” không có trong văn bản nào"),
        (["{% for x in phan %}"], "viết chưa đúng"),
        (["{{ so"], "viết chưa đúng"),
        (["{{ ''.__class__.__mro__[1].__subclasses__() }}"], "viết chưa đúng"),
        (["{{ phan.append(1) }}"], "viết chưa đúng"),
        (
            [
                "{% for a in range(99999) %}{% for b in range(99999) %}{{ b ~ '"
                + "x" * 4_000  # so that it meets its limit soon
                + "' }}{% endfor %}{% endfor %}"
            ],
            "quá nhiều",
        ),
        (["{{ 'x' * 9999999999 }}"], "quá nhiều"),
    ],
)
def test_what_is_wrong_is_said(office: FlaskClient, lines: list[str], sentence: str) -> None:
    answer = send(office, template(*lines))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "mau.docx" not in office.get(URL).text, "nothing is kept"


def test_strangers_files_are_refused(office: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "liên kết" in send(office, template("{{ so }}", outside=True)).text
    assert send(office, b"PK\x03\x04 khong phai", name="mau.docx").status_code == 422
    assert send(office, b"%PDF-1.4", name="mau.pdf").status_code == 422
    assert office.post(URL, data={"csrf_token": token(office)}).status_code == 422
    entity = BytesIO()
    with ZipFile(BytesIO(template("{{ so }}"))) as source, ZipFile(entity, "w") as target:
        for name in source.namelist():
            head = (
                b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
                if name == "word/document.xml"
                else b""
            )
            target.writestr(name, head + source.read(name))
    assert send(office, entity.getvalue()).status_code == 422
    monkeypatch.setattr("tracker.documents.views.templates.LARGEST_TEMPLATE", 1_000)
    assert send(office, template("{{ so }}")).status_code == 422


def test_only_the_office_changes_templates(month: World, sign_in: SignIn) -> None:
    for name in ("lam", "khanh", "an", "binh"):
        assert sign_in(name).get(URL).status_code in (403, 404)


@pytest.mark.parametrize("kind", list(TEMPLATES.values()))
def test_every_kind_can_be_tried_with_real_data(office: FlaskClient, kind: str) -> None:
    page = office.get(f"{URL}/thu?mau={kind}")
    assert page.status_code == 200
    text = said(docx.Document(BytesIO(page.data)))
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "{{" not in text
    assert "{%" not in text
    assert (
        office.get(f"{URL}/tai?mau={kind}").data
        == making.ours(dict(map(reversed, TEMPLATES.items()))[kind]).read_bytes()
    )  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", list(TEMPLATES.values()))
def test_the_templates_kept_are_those_the_program_makes(kind: str) -> None:
    file = BytesIO()
    word_templates.made(kind).save(file)
    kept = making.ours(dict(map(reversed, TEMPLATES.items()))[kind])  # type: ignore[arg-type]
    with ZipFile(file) as new, ZipFile(kept) as old:
        for name in ("word/document.xml", "word/styles.xml"):
            assert new.read(name) == old.read(name)


def test_tables_may_stand_anywhere_or_nowhere(tmp_path: Any) -> None:
    own = tmp_path / "mau.docx"
    own.write_bytes(template("{%p for pl in phu_luc %}", "{{ pl.bang }}", "{%p endfor %}", "Hết"))
    made = docx.Document(BytesIO(written("word", report.document(account(), signed(), NOW), own)))
    assert len(made.tables) == 2
    own.write_bytes(template("Chỉ có chữ"))
    assert (
        len(docx.Document(BytesIO(written("word", report.document(account(), signed(), NOW), own))).tables)
        == 0
    )
    own.write_bytes(b"khong phai zip")
    with pytest.raises(Refused, match="template_broken"):
        written("word", report.document(account(), signed(), NOW), own)
