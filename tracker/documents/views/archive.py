"""Everything of one directive as one archive: an index to read without the product, and the files as they came."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from flask import Response, current_app
from flask_babel import force_locale
from flask_login import current_user

from tracker import clock
from tracker.access.actors import Viewer
from tracker.audit.labels import VERBS
from tracker.audit.naming import names
from tracker.audit.telling import mentioned, thing_said, told
from tracker.db import db, one_sight
from tracker.directives.models import Directive
from tracker.directives.queries import card
from tracker.documents import actions, dossier, making, streaming
from tracker.documents.rules import plain_name
from tracker.documents.slip import DECIDED, SAID, STATES
from tracker.documents.views.blueprint import bp, config
from tracker.errors import NotFound
from tracker.files.keeping import path_of
from tracker.files.models import StoredFile
from tracker.outbox.labels import KINDS as LETTERS

LINES_AT_ONCE = 50
NO_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
"""Signs that some machine has in no file's name."""


@bp.post("/van-ban/<int:directive_id>/ho-so")
def create_archive(directive_id: int) -> Response:
    directive = card(current_user, directive_id)
    if directive.state == "draft":
        raise NotFound("directive")
    actions.note_archive(current_user, directive)
    pages, files = written(current_user._get_current_object(), directive_id)
    packed = streaming.archive(chain(pages.taken(), files), clock.local(clock.now()))
    name = f"ho-so-{plain_name(directive.title)}-{clock.today()}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    answer = Response(packed, mimetype="application/zip", headers=headers)
    answer.call_on_close(pages.close)
    return answer


def written(viewer: Viewer, directive_id: int) -> tuple[streaming.Pages, list[tuple[str, Path]]]:
    """The archive's pages, written down from one sight of the rows, and its files; the read is over then.

    In Vietnamese: an archive is an official file whoever takes it.
    """
    pages = streaming.Pages(making.folder(config()))
    one_sight()
    directive = card(viewer, directive_id)
    files, missing = files_of(viewer, directive)
    with force_locale("vi"):
        for name, page in entries(viewer, directive, missing):
            pages.keep(name, page)
    db.session.commit()
    return pages, files


def files_of(viewer: Viewer, directive: Directive) -> tuple[list[tuple[str, Path]], list[str]]:
    """(name in the archive, where it lies) of every file, and the names of those whose bytes are not there."""
    files, missing = [], []
    for file in dossier.files(viewer, directive):
        path = path_of(config(), file.sha256)
        if path.exists():
            files.append((f"tep/{file_name(file)}", path))
        else:
            missing.append(file.name)
    return files, missing


def entries(
    viewer: Viewer, directive: Directive, missing: list[str]
) -> Iterator[tuple[str, Iterator[bytes]]]:
    """(name in the archive, page), each made when its turn comes."""
    given = dossier.tasks(viewer, directive)
    facts = {"directive": directive, "now": clock.now()}
    yield (
        "index.html",
        _page("documents/dossier.html", tasks=given, missing=missing, file_name=file_name, **facts),
    )
    words = {"states": STATES, "said": SAID, "decided": DECIDED, "file_name": file_name}
    for n, task in enumerate(given, 1):
        works = with_difficulties(viewer, task.id)
        page = _page("documents/dossier_task.html", task=task, n=n, works=works, **facts, **words)
        yield f"nhiem-vu/{n:03d}.html", page
    letters = dossier.letters(viewer, directive.id)
    yield "thu.html", _page("documents/dossier_letters.html", letters=letters, kinds=LETTERS, **facts)
    lines = with_names(dossier.lines(viewer, directive.id))
    yield "nhat-ky.html", _page("documents/dossier_log.html", lines=lines, verbs=VERBS, **facts)
    if missing:
        yield "thieu-tep.html", _page("documents/dossier_missing.html", files=missing, **facts)


def _page(template: str, **facts: Any) -> Iterator[bytes]:
    facts["language"] = lambda: "vi"  # whoever takes it
    current_app.update_template_context(facts)
    return (piece.encode() for piece in current_app.jinja_env.get_template(template).generate(facts))


def file_name(file: StoredFile) -> str:
    """What a file is called in the archive, on any machine: its number keeps two of one name apart."""
    return f"{file.id}-{NO_NAME.sub('-', file.name).rstrip('. ')}"


def with_difficulties(viewer: Viewer, task_id: int) -> Iterator[tuple[Any, list[Any]]]:
    """Each assignment of a task with what stood in its way."""
    for work in dossier.works(viewer, task_id):
        yield work, dossier.difficulties(viewer, [work.id]).get(work.id, [])


def with_names(lines: Iterator[Any]) -> Iterator[tuple[Any, str, Any]]:
    """(line, the thing it is about, its facts in words), named a few lines at a time."""
    batch: list[Any] = []
    for line in lines:
        batch.append(line)
        if len(batch) == LINES_AT_ONCE:
            yield from _named(batch)
            batch = []
    yield from _named(batch)


def _named(lines: list[Any]) -> Iterator[tuple[Any, str, Any]]:
    called = names(mentioned(lines))
    for line in lines:
        yield line, thing_said(line.thing, called), told(line, called)
