"""`tracker intake FILE`: what the product would read from a directive, for a person or as JSON."""

import json
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from tracker.intake.draft import Draft

SENTENCES = {
    "wrong_type": "this is not one of the files that can be read here: {kinds}.",
    "old_word": "this is the Word format of before 2007; open it in Word and save it as .docx.",
    "no_scanner": "the file holds pictures of pages; install the package {package} to have them read.",
    "too_large": "the file is too large to be read.",
    "broken": "the file is damaged and cannot be read.",
    "encrypted": "the file is locked by a password; save it without one.",
    "no_text": "no text was found in the file.",
    "timed_out": "reading the file took too long and was stopped.",
    "empty": "the file holds no text.",
    "secret": "the text is marked as a state secret; nothing of it is read.",
    "not_a_directive": "no order to anybody was found; this does not look like a directive.",
}


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the draft as one JSON object and nothing else.")
@click.option("--text", "as_text", is_flag=True, help="Print the draft for a person (the default).")
def intake(file: Path, as_json: bool, as_text: bool) -> None:
    """Read a directive (text, Word, OpenDocument, PDF, scan) and print the tasks found in it."""
    if as_json and as_text:
        raise click.UsageError("choose --json or --text, not both.")
    draft, by_machine = _draft(file)
    if as_json:
        told = import_module("tracker.intake.draft").to_json(draft)
        click.echo(json.dumps(told | {"read_by": "machine" if by_machine else "text"}, ensure_ascii=False))
    else:
        warning = ["Read by machine from pictures: compare with the original."] if by_machine else []
        click.echo("\n".join([*warning, *_lines(draft)]))


def _draft(file: Path) -> "tuple[Draft, bool]":
    """The draft of the file's text, and whether a program read it off pictures.

    A refused or unreadable file ends the command with one sentence.
    """
    readers = import_module("tracker.intake.readers")
    parser = import_module("tracker.intake.parser")
    try:
        read = readers.read_file(file, file.name)
    except readers.Unreadable as problem:
        raise _refused(file, problem.code) from None
    draft: Draft = parser.parse(read.text)
    code = import_module("tracker.intake.refusal").refusal(read.text, draft, by_machine=read.by_machine)
    if code:
        raise _refused(file, code)
    return draft, read.by_machine


def _refused(file: Path, code: str) -> click.ClickException:
    kinds = ", ".join(import_module("tracker.intake.readers").accepted())
    package = import_module("tracker.intake.scans").PACKAGE
    return click.ClickException(f"{file.name}: {SENTENCES[code].format(kinds=kinds, package=package)}")


def _lines(draft: "Draft") -> list[str]:
    """The draft as a person reads it."""
    signer = f"{draft.signer.name}, {draft.signer.position}" if draft.signer else "-"
    lines = [
        f"{draft.number or draft.symbol or '-'}  {draft.issued_on or '-'}  {draft.issuer or '-'}",
        f"Subject: {draft.subject or '-'}",
        f"Signed by: {signer}",
        *(f"To: {name}" for name in draft.recipients),
        *(
            f"Cites: {one.number} {one.issued_on or ''} {one.issuer or ''}".rstrip()
            for one in draft.references
        ),
        *(f"Target: {one.quote} ({_figure(one.actual)}/{_figure(one.planned)})" for one in draft.targets),
    ]
    for number, task in enumerate(draft.tasks, 1):
        lines += [
            "",
            f"{number}. [{task.section or '-'}] {task.text}",
            f"   Lead: {'; '.join(task.lead) or '-'}",
            f"   With: {'; '.join(task.coordinating) or '-'}",
            f"   Due: {task.deadline or task.deadline_quote or task.deadline_kind} ({task.mode})",
        ]
    return lines


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:g}"
