"""What browsers load besides the page: one style sheet, one script, one file of icons, all named by content.

The CSS parts are joined into one file and our script onto htmx when the application starts, in memory:
nothing is written, so a read-only checkout works and two workers starting together cannot race.
"""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import sha256
from http import HTTPStatus
from io import BytesIO
from pathlib import Path

import brotli  # type: ignore[import-untyped]
from flask import Flask
from whitenoise import WhiteNoise
from whitenoise.responders import Response

CSS_PARTS = ("css/tokens.css", "css/base.css", "css/components.css", "css/desk.css", "css/print.css")
SCRIPT_PARTS = (
    "vendor/htmx-*.min.js",
    "js/app.js",
    "js/keys.js",
    "js/counts.js",
    "js/draft.js",
    "js/panel.js",
    "js/charts.js",
    "js/plain.js",
    "js/start.js",
)
SHORT_NAMES = {"css": "dondoc.css", "js": "dondoc.js", "icons": "icons.svg"}
DRAWN_TAGS = {kind: kind for kind in ("late", "soon", "doing", "new", "wait", "back", "done", "diff", "stop")}
DRAWN_TAGS |= {"donelate": "done"}
"""Kinds of tags (`.s-late`) to the drawing of icons.svg that the style sheet can put before their word."""

FOREVER = "max-age=31536000, public, immutable"
_REFUSED = re.compile(r";\s*q=0(\.0*)?\s*$")
_SYMBOL = re.compile(r'<symbol id="i-([\w-]+)" viewBox="([^"]+)">(.*?)</symbol>', re.DOTALL)
_OUR_URL = re.compile(r"/static/([\w./-]+)")


def init_app(app: Flask) -> None:
    """Serve static/ before Flask sees the request; give templates `asset_url(name)`.

    A name is `css`, `js`, `icons`, or a path inside static/. Raises FileNotFoundError when a
    part is missing.
    """
    folder = Path(str(app.template_folder)).parent / "static"
    server = WhiteNoise(app.wsgi_app)
    addresses = _publish(folder, server)
    app.wsgi_app = server  # type: ignore[method-assign]
    for short, name in SHORT_NAMES.items():
        addresses[short] = addresses[name]
    app.jinja_env.globals["asset_url"] = addresses.__getitem__


def _publish(folder: Path, server: WhiteNoise) -> dict[str, str]:
    """Add every file under a name with its content in it; return the address of each."""
    addresses: dict[str, str] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in CSS_PARTS:
            _add(server, addresses, name, path.read_bytes())
    css = "\n".join([*(_part(folder, pattern) for pattern in CSS_PARTS), _drawn_tags(folder)])
    css = _OUR_URL.sub(lambda found: addresses.get(found[1], found[0]), css)
    _add(server, addresses, "dondoc.css", css.encode())
    _add(server, addresses, "dondoc.js", ";\n".join(_part(folder, name) for name in SCRIPT_PARTS).encode())
    return addresses


def _drawn_tags(folder: Path) -> str:
    """`--glyph` of each kind of tag, so that a long table need not name the file of icons in every row."""
    drawings = {name: (box, lines) for name, box, lines in _SYMBOL.findall(_part(folder, "icons.svg"))}
    pen = "fill='none' stroke='black' stroke-width='1.7' stroke-linecap='round' stroke-linejoin='round'"
    sheet = []
    for kind, name in DRAWN_TAGS.items():
        if name in drawings:
            box, lines = drawings[name]
            svg = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='{box}' {pen}>{lines}</svg>"
            svg = svg.replace("currentColor", "black").replace('"', "'").replace("#", "%23")
            sheet.append(f'.s-{kind}{{--glyph:url("data:image/svg+xml,{svg}")}}')
    return "\n".join(sheet)


def _part(folder: Path, pattern: str) -> str:
    found = sorted(folder.glob(pattern))
    if len(found) != 1:
        raise FileNotFoundError(f"static/{pattern}: {len(found)} files, exactly one is needed")
    return found[0].read_text("utf-8")


def _add(server: WhiteNoise, addresses: dict[str, str], name: str, content: bytes) -> None:
    """Publish under the plain name for an hour, under the name with its content in it for ever."""
    stem, dot, ending = name.rpartition(".")
    mark = sha256(content).hexdigest()
    addresses[name] = f"/static/{stem}-{mark[:12]}{dot}{ending}"
    file = Published(content, server.media_types.get_type(name), mark[:20])
    server.files[f"/static/{name}"] = file
    server.files[addresses[name]] = replace(file, cached=FOREVER)


@cache
def _brotli(content: bytes) -> bytes:
    """Compressed hard, which takes a moment: once per process, however many applications it makes."""
    squeezed: bytes = brotli.compress(content, quality=9)
    return squeezed


@dataclass
class Published:
    """One file in memory with its compressed forms; answers as WhiteNoise's own files do."""

    content: bytes
    kind: str
    mark: str
    cached: str = "max-age=3600, public"
    forms: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.forms and self.is_text and len(self.content) > 500:
            self.forms = {
                "br": _brotli(self.content),
                "gzip": gzip.compress(self.content, 9, mtime=0),
            }

    @property
    def is_text(self) -> bool:
        return self.kind.startswith(("text/", "image/svg")) or self.kind == "application/json"

    @property
    def headers(self) -> dict[str, str]:
        """What every answer about this file says."""
        heads = {"Cache-Control": self.cached, "ETag": f'"{self.mark}"', "X-Content-Type-Options": "nosniff"}
        heads["Cross-Origin-Resource-Policy"] = "same-origin"
        if self.is_text:
            heads["Vary"] = "Accept-Encoding"
        if self.kind == "image/svg+xml":  # opened by itself a drawing is a page
            heads["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
        return heads

    def get_response(self, method: str, environ: dict[str, str]) -> Response:
        """The WSGI answer: 405, 304, or the smallest form the browser takes."""
        if method not in ("GET", "HEAD"):
            return Response(HTTPStatus.METHOD_NOT_ALLOWED, [("Allow", "GET, HEAD")], None)
        heads = self.headers
        if environ.get("HTTP_IF_NONE_MATCH") == heads["ETag"]:
            return Response(HTTPStatus.NOT_MODIFIED, list(heads.items()), None)
        form = self._form_for(environ.get("HTTP_ACCEPT_ENCODING", ""))
        body = self.forms.get(form, self.content)
        heads["Content-Type"] = f"{self.kind}; charset=utf-8" if self.kind.startswith("text/") else self.kind
        heads["Content-Length"] = str(len(body))
        if form:
            heads["Content-Encoding"] = form
        return Response(HTTPStatus.OK, list(heads.items()), BytesIO(body) if method == "GET" else None)

    def _form_for(self, accepted: str) -> str:
        taken = {part.partition(";")[0].strip() for part in accepted.split(",") if not _REFUSED.search(part)}
        return next((form for form in self.forms if form in taken), "")
