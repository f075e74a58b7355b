"""What a browser typed comes out clean, or is refused with a sentence and kept on the screen."""

import re
import unicodedata
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import FileField, MultipleFileField, RadioField, StringField

from tests.web.tiny import NoteForm, tiny_app
from tracker.web.forms import CleanForm, FilterForm, Form, VersionedForm

TITLE = "Kế hoạch"


def sent(fields: dict[str, Any], form: type[CleanForm] = NoteForm) -> Any:
    """The form as posted, looked through; `said` is what it says to the reader."""
    with tiny_app().test_request_context("/viec", method="POST", data=fields):
        made: Any = form(meta={"csrf": False})
        made.passed, made.said = made.ok, made.error_list()
        return made


def test_text_is_stripped_and_composed() -> None:
    form = sent(
        {"title": "  " + unicodedata.normalize("NFD", TITLE) + "\u200b ", "note": " a\r\nb\u2028c \n"}
    )
    assert form.clean == {"title": TITLE, "note": "a\nb\nc", "password": ""}


def test_a_password_keeps_its_spaces() -> None:
    assert (
        sent({"title": TITLE, "password": " hai khoảng trắng  "}).clean["password"] == " hai khoảng trắng  "
    )


@pytest.mark.parametrize("bad", ["\x00", "\x1b", "\x07", "\x7f", "\u202e", "\u2066", "\r\n"])
def test_control_characters_and_overrides_in_a_line_are_refused_and_taken_out(bad: str) -> None:
    form = sent({"title": f"Kế{bad}hoạch"})
    assert form.said == [
        ("title", "Nội dung có ký tự điều khiển ẩn và đã được bỏ đi. Vui lòng xem lại rồi gửi.")
    ]
    assert form.title.data == "Kếhoạch"


def test_line_breaks_and_tabs_of_a_long_text_stay() -> None:
    assert sent({"title": TITLE, "note": "1\tmột\n\n2"}).clean["note"] == "1\tmột\n\n2"


def test_words_in_the_place_of_a_file_are_no_file() -> None:
    class Sending(Form):
        scan, files = FileField(), MultipleFileField()

    assert sent({"scan": "x", "files": "y"}, Sending).clean == {"scan": None, "files": []}


def test_a_text_without_a_limit_of_its_own_still_has_one() -> None:
    form = sent({"title": TITLE, "note": "a" * 20_001})
    assert form.said == [("note", "Nội dung quá dài: tối đa 20000 ký tự.")]


def test_messages_of_the_library_are_vietnamese_and_filled_in() -> None:
    assert sent({"title": "x" * 21}).said == [("title", "Ô này không được dài quá 20 ký tự.")]


def test_the_same_messages_in_english() -> None:
    app = tiny_app()
    with app.test_request_context("/viec", method="POST", data={}) as context:
        context.session["language"] = "en"
        form = NoteForm(meta={"csrf": False})
        assert not form.ok
        assert form.error_list() == [("title", "This field is required.")]


def test_the_request_token_is_new_on_a_fresh_form_and_kept_on_a_returned_one() -> None:
    app = tiny_app()
    with app.test_request_context("/viec"):
        first, second = NoteForm().rt.data, NoteForm().rt.data
    assert first != second
    assert re.fullmatch(r"[\w-]{22}", first)
    assert sent({"rt": first}).rt.data == first


@pytest.mark.parametrize("junk", ["", "short", "x" * 23, "'; drop table--"])
def test_a_request_token_we_did_not_make_is_replaced(junk: str) -> None:
    assert re.fullmatch(r"[\w-]{22}", sent({"title": TITLE, "rt": junk}).rt.data)


def test_hidden_fields_have_no_id_and_a_scope_makes_the_others_unique() -> None:
    with tiny_app().test_request_context("/viec"):
        form = NoteForm(scope="assignment-42")
        html = f"{form.hidden_tag()}{form.title.label}{form.title()}"
    assert re.findall(r'id="([^"]+)"', html) == ["assignment-42-title"]
    assert 'for="assignment-42-title"' in html


def test_a_versioned_form_asks_for_its_version_and_keeps_it_out_of_the_facts() -> None:
    class Edit(VersionedForm):
        title = StringField()

    assert sent({"title": TITLE}, Edit).said == [("version", "Ô này cần được điền.")]
    form = sent({"title": TITLE, "version": "3"}, Edit)
    assert (form.version.data, form.clean) == (3, {"title": TITLE})


def test_the_summary_leads_to_the_first_of_a_group_of_choices() -> None:
    class Choice(Form):
        state = RadioField(choices=["done", "doing"])

    assert sent({"state": "other"}, Choice).said == [("state-0", "Lựa chọn không có trong danh sách.")]


def test_an_action_can_refuse_a_field() -> None:
    with tiny_app().test_request_context("/viec", method="POST", data={"title": TITLE}):
        form = NoteForm(meta={"csrf": False})
        assert form.ok
        form.refuse("title", "Tên này đã có.")
        assert form.error_list() == [("title", "Tên này đã có.")]


def test_a_filter_form_reads_the_address_and_carries_no_token() -> None:
    class Find(FilterForm):
        q = StringField()

    with tiny_app().test_request_context("/viec?q=%20tien%20do%20"):
        form = Find(MultiDict({"q": " tien do "}))
        assert (form.ok, form.clean, [field.name for field in form]) == (True, {"q": "tien do"}, ["q"])


def test_forms_never_write_rows() -> None:
    with tiny_app().test_request_context("/viec"), pytest.raises(TypeError):
        NoteForm().populate_obj(object())
