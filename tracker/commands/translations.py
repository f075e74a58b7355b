"""`tracker translations`: gather the English messages, keep the Vietnamese beside them, find what lacks."""

from __future__ import annotations

import importlib.util
import re
import unicodedata
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import click
from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po
from jinja2 import TemplateSyntaxError

from tracker.config import ROOT
from tracker.web.catalogue import VIETNAMESE

MARKS = {"_": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None, "lazy_ngettext": (1, 2)}
SOURCES = (("tracker", "*.py", "python"), ("templates", "*.html", "jinja2"), ("templates", "*.txt", "jinja2"))
JINJA = {"trimmed": "true", "silent": "false"}
HEADER = r"""# Vietnamese wording of Đôn Đốc; the message ids are the English.
msgid ""
msgstr ""
"Language: vi\n"
"Plural-Forms: nplurals=1; plural=0;\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"

"""
_PLACEHOLDER = re.compile(r"%\((\w+)\)|\{(\w+)\}")


@click.group()
def translations() -> None:
    """The wording in Vietnamese: gather, update, check."""


@translations.command()
def extract() -> None:
    """Print every English message of code, templates and form checks as a .pot."""
    printed = BytesIO()
    write_po(printed, extracted(), sort_output=True)
    click.echo(printed.getvalue().decode(), nl=False)


@translations.command()
@click.option(
    "--wording",
    "files",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A .po to take Vietnamese from; a later file wins over an earlier one.",
)
def update(files: tuple[Path, ...]) -> None:
    """Bring messages.po up to date: new messages in, vanished ones out, wording kept."""
    catalogue = read(VIETNAMESE) if VIETNAMESE.exists() else Catalog(locale="vi", domain="messages")
    for message in (found for file in files for found in read(file) if found.id and all(_texts(found))):
        catalogue.delete(first(message))  # the catalogue would keep its old wording
        catalogue[message.id] = message
    wanted = extracted()
    catalogue.update(wanted, no_fuzzy_matching=True)
    written = BytesIO()
    write_po(written, catalogue, sort_output=True, ignore_obsolete=True, omit_header=True, width=110)
    VIETNAMESE.parent.mkdir(parents=True, exist_ok=True)
    VIETNAMESE.write_bytes(HEADER.encode() + written.getvalue())
    click.echo(f"{len(catalogue)} messages, {len(faults(catalogue, wanted))} to mend", err=True)


@translations.command()
def check() -> None:
    """List what is missing, empty, fuzzy or has other placeholders; exit 1 when there is something."""
    found = faults(read(VIETNAMESE), extracted())
    for fault in found:
        click.echo(fault)
    raise SystemExit(1 if found else 0)


def extracted() -> Catalog:
    """Every message a reader can meet: ours, and those of the form library. Raises on a broken template."""
    catalogue = Catalog(domain="messages")
    for folder, pattern, method in SOURCES:
        for path in sorted((ROOT / folder).rglob(pattern)):
            for text in messages_in(path, method):
                catalogue.add(text)
    for message in library_messages():
        catalogue.add(message)
    return catalogue


def library_messages() -> Iterable[str | tuple[str, ...]]:
    """What WTForms and Flask-WTF say by themselves; neither ships Vietnamese."""
    for message in read(_package("wtforms") / "locale" / "wtforms.pot"):
        if message.id:
            yield message.id if isinstance(message.id, str) else tuple(message.id)
    yield from messages_in(_package("flask_wtf") / "file.py", "python")


def messages_in(path: Path, method: str) -> list[str | tuple[str, ...]]:
    """The messages marked in one file. Raises ClickException, naming the file, when it cannot be read."""
    try:
        return [text for _, text, _, _ in extract_from_file(method, path, MARKS, options=JINJA)]
    except (SyntaxError, TemplateSyntaxError) as error:
        raise click.ClickException(f"{path}: {error}") from error


def _package(name: str) -> Path:
    found = importlib.util.find_spec(name)
    if found is None or found.origin is None:
        raise click.ClickException(f"{name} is not installed")
    return Path(found.origin).parent


def read(path: Path) -> Catalog:
    """A .po or .pot file. Raises OSError or PoFileError."""
    with path.open("rb") as file:
        return read_po(
            file, locale="vi" if path.suffix == ".po" else None, domain="messages", abort_invalid=True
        )


def faults(wording: Catalog, wanted: Catalog) -> list[str]:
    """One line for each wanted message whose Vietnamese is missing, empty, fuzzy or of other placeholders."""
    pairs = ((message, wording.get(first(message))) for message in wanted if message.id)
    return [line for message, found in pairs for line in _faults_of(message, found)]


def _faults_of(message: Message, found: Message | None) -> Iterable[str]:
    name = repr(first(message))
    texts = _texts(found)
    if found is None:
        yield f"missing: {name}"
    elif not all(texts):
        yield f"untranslated: {name}"
    elif found.fuzzy:
        yield f"fuzzy: {name}"
    elif any(_placeholders(text) != _placeholders(_last(message)) for text in texts):
        yield f"other placeholders: {name}"
    elif any(unicodedata.normalize("NFC", text) != text for text in texts):
        yield f"not composed (NFC): {name}"


def _texts(message: Message | None) -> list[str]:
    if message is None:
        return []
    string = message.string or ""
    return [string] if isinstance(string, str) else [text or "" for text in string]


def first(message: Message) -> str:
    """The English of a message, the singular where it has two forms."""
    return message.id if isinstance(message.id, str) else message.id[0]


def _last(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[-1]


def _placeholders(text: str) -> set[str]:
    return {named or braced for named, braced in _PLACEHOLDER.findall(text)}
