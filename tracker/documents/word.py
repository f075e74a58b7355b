"""Fills in a Word template. The text is small and made whole; the tables are written into it row by row.

A placeholder of a table leaves a mark in the text (letters nobody can type, `paper.clean` takes them out), and the
paragraph with the mark becomes the table while the file is packed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from tracker.documents import placeholders, rows
from tracker.documents.word_tables import pieces
from tracker.documents.wrong import Wrong

BODY = "word/document.xml"
OPEN, CLOSE = "\ue000", "\ue001"
_WITHIN = r"(?:(?!</w:p>|<w:p[ >]).)*?"
MARK = re.compile(rf"<w:p(?:\s[^>]*)?>{_WITHIN}{OPEN}(\w+){CLOSE}{_WITHIN}</w:p>", re.DOTALL)
RELATION = re.compile(r"<Relationship [^>]*>")
NAMED = re.compile(r"'([^']+)'")


def write(place: Path, template: Path, part: list[str], out: IO[bytes]) -> None:
    """The document of a folder as the template lays it out. Raises Wrong."""
    document = rows.document(place)
    filled = fill_in(template, placeholders.of(document, mark=lambda name: f"{OPEN}{name}{CLOSE}"))
    with ZipFile(filled) as source, ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for entry in source.infolist():
            with packed.open(entry.filename, "w", force_zip64=True) as target:
                if entry.filename != BODY:
                    target.write(source.read(entry))
                    continue
                for piece in with_tables(source.read(entry).decode(), document, place):
                    target.write(piece.encode())


def fill_in(template: Path, facts: dict[str, Any]) -> BytesIO:
    """The template with every placeholder filled in."""
    if loads_from_outside(template):
        raise Wrong("template_outside")
    names = ImmutableSandboxedEnvironment(undefined=StrictUndefined)
    made = BytesIO()
    try:
        paper = DocxTemplate(template)
        paper.render(facts, names, autoescape=True)
        paper.save(made)
        if not has_words(made, facts["dau_ban"]):
            paper.docx.add_paragraph(facts["dau_ban"])
            made = BytesIO()
            paper.save(made)
    except UndefinedError as problem:
        found = NAMED.findall(str(problem))
        raise Wrong("template_unknown", name=found[-1] if found else str(problem)) from problem
    except TemplateSyntaxError as problem:
        raise Wrong("template_wrong", what=str(problem.message or "")[:200]) from problem
    except (MemoryError, OverflowError) as problem:
        raise Wrong("template_heavy") from problem
    except TemplateError as problem:  # what the sandbox does not let a template do is one of these
        raise Wrong("template_wrong", what=str(problem)[:200]) from problem
    except (BadZipFile, KeyError, ValueError, AttributeError, TypeError, SyntaxError) as problem:
        raise Wrong("template_broken") from problem
    made.seek(0)
    return made


def has_words(made: IO[bytes], words: str) -> bool:
    """Whether some part of the file says this. An own template may have left out the line that ties the paper to its
    figures, their version and fingerprint: then the paper ends with it."""
    with ZipFile(made) as packed:
        return any(words in packed.read(name).decode() for name in packed.namelist() if name.endswith(".xml"))


def loads_from_outside(template: Path) -> bool:
    """Whether opening the file would fetch something: a linked picture, template or frame; links to press are none."""
    try:
        with ZipFile(template) as packed:
            related = [packed.read(name).decode() for name in packed.namelist() if name.endswith(".rels")]
    except (BadZipFile, KeyError, UnicodeDecodeError) as problem:
        raise Wrong("template_broken") from problem
    links = (link for text in related for link in RELATION.findall(text))
    return any('TargetMode="External"' in link and "/hyperlink" not in link for link in links)


def with_tables(text: str, document: dict[str, Any], place: Path) -> Iterator[str]:
    """The main part with each mark's paragraph given way to its table."""
    end = 0
    for found in MARK.finditer(text):
        yield text[end : found.start()]
        yield from pieces(document["tables"][found[1]], rows.rows(place, found[1]))
        end = found.end()
    yield text[end:]
