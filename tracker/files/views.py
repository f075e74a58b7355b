"""Sending a kept file to a browser, and taking in what a form sends."""

from __future__ import annotations

from collections.abc import Iterable, Set

from flask import Response, current_app, send_file
from flask_babel import lazy_gettext
from werkzeug.datastructures import FileStorage

from tracker.config import Config
from tracker.errors import NotFound
from tracker.files import rules
from tracker.files.drawing import first_page_of
from tracker.files.keeping import Kept, keep, path_of
from tracker.files.models import StoredFile
from tracker.web.headers import sandboxed
from tracker.web.sentences import register

register(
    {
        "file_type": lazy_gettext("%(name)s: this kind of file is not taken. Accepted: %(kinds)s."),
        "file_too_big": lazy_gettext(
            "%(name)s is larger than %(limit_mb)s MB. Take the photo again or send a PDF."
        ),
        "file_empty": lazy_gettext("%(name)s is empty."),
        "file_mismatch": lazy_gettext(
            "%(name)s is not what its ending says. Save it again in the right format."
        ),
        "file_broken": lazy_gettext("%(name)s cannot be read. Open it on your computer and save it again."),
        "file_bomb": lazy_gettext("%(name)s unpacks to far more than its size and was refused."),
        "file_unsafe": lazy_gettext("%(name)s contains parts that are not accepted. Save it as PDF."),
        "file_nested": lazy_gettext("%(name)s contains other files packed inside. Save it as PDF."),
        "file_macros": lazy_gettext("%(name)s contains macros. Save it without them or as PDF."),
        "file_not_text": lazy_gettext("%(name)s is not plain text in UTF-8."),
    }
)


def attachment(stored: StoredFile) -> Response:
    """The file as a download: never opened by the browser in our own name. Raises NotFound when it is gone."""
    config: Config = current_app.extensions["config"]
    path = path_of(config, stored.sha256)
    if not path.exists():
        raise NotFound("file")
    answer = send_file(
        path,
        mimetype=stored.media_type,
        as_attachment=True,
        download_name=stored.name,
        etag=False,
        conditional=False,
        max_age=0,
    )
    return sandboxed(answer)


def first_page(stored: StoredFile) -> Response:
    """The first page of a PDF as a picture of our own drawing. Raises NotFound for what cannot be drawn."""
    config: Config = current_app.extensions["config"]
    picture = first_page_of(path_of(config, stored.sha256)) if stored.media_type == rules.PDF else b""
    if not picture:
        raise NotFound("file")
    return sandboxed(Response(picture, mimetype="image/png"))


def take(uploads: Iterable[FileStorage | None], kinds: Set[str] = rules.EVIDENCE) -> list[Kept]:
    """Take in what a form sent; fields left empty are passed over. Raises Refused for the first bad file."""
    config: Config = current_app.extensions["config"]
    limit = config.upload_mb * 1024 * 1024
    return [
        keep(config, upload.stream, upload.filename, limit, kinds=kinds)
        for upload in uploads
        if upload is not None and upload.filename
    ]
