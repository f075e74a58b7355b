"""Every message a reader can meet has its Vietnamese, with the same placeholders, and none is a guess."""

from pathlib import Path

import pytest
from babel.messages import Catalog
from click.testing import CliRunner

from tracker.commands import translations
from tracker.web.catalogue import VIETNAMESE

LIMIT = "At most %(max)s characters."


@pytest.fixture(scope="module")
def wanted() -> Catalog:
    return translations.extracted()


def test_nothing_is_missing_empty_fuzzy_or_different(wanted: Catalog) -> None:
    assert translations.faults(translations.read(VIETNAMESE), wanted) == []


def test_nothing_in_the_wording_is_left_over(wanted: Catalog) -> None:
    kept = [translations.first(message) for message in translations.read(VIETNAMESE) if message.id]
    assert [name for name in kept if name not in wanted] == []


def test_code_templates_and_the_form_library_are_all_looked_through(wanted: Catalog) -> None:
    assert {"today", "Skip to the content", "This field is required."} <= {each.id for each in wanted}


@pytest.mark.parametrize(
    ("string", "flags", "fault"),
    [
        ("", (), "untranslated"),
        ("Tối đa %(max)s ký tự.", ("fuzzy",), "fuzzy"),
        ("Tối đa %(mx)s ký tự.", (), "other placeholders"),
        ("Không quá nhiều ký tự.", (), "other placeholders"),
        ("Tô\u0301i đa %(max)s ký tự.", (), "not composed (NFC)"),
    ],
)
def test_each_fault_is_found(string: str, flags: tuple[str, ...], fault: str) -> None:
    english, wording = Catalog(), Catalog(locale="vi")
    english.add(LIMIT)
    wording.add(LIMIT, string, flags=flags)
    assert translations.faults(wording, english) == [f"{fault}: {LIMIT!r}"]


def test_a_good_entry_is_no_fault_and_a_lacking_one_is() -> None:
    english, wording = Catalog(), Catalog(locale="vi")
    english.add(("%(num)s day", "%(num)s days"))
    assert translations.faults(wording, english) == ["missing: '%(num)s day'"]
    wording.add(("%(num)s day", "%(num)s days"), ("%(num)s ngày",))
    assert translations.faults(wording, english) == []


def test_update_takes_wording_from_a_file_and_drops_what_vanished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, wording = tmp_path / "vi" / "messages.po", tmp_path / "mine.po"
    monkeypatch.setattr(translations, "VIETNAMESE", target)
    wording.write_text('msgid "today"\nmsgstr "hôm nay"\n\nmsgid "vanished"\nmsgstr "x"\n', "utf-8")
    run = CliRunner().invoke(translations.translations, ["update", "--wording", str(wording)])
    assert run.exit_code == 0
    made = translations.read(target)
    assert made["today"].string == "hôm nay"
    assert "vanished" not in made
    before = target.read_bytes()
    CliRunner().invoke(translations.translations, ["update"])
    assert target.read_bytes() == before
    assert CliRunner().invoke(translations.translations, ["check"]).exit_code == 1
