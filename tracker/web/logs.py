"""Log lines: JSON to standard error, one line an event, nothing in them that opens a door."""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Mapping
from threading import Lock
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from tracker import clock

LONGEST_VALUE = 1_500  # characters; a traceback keeps its end, where the cause stands
LONGEST_LINE = 8_000  # bytes
_one_at_a_time = Lock()
_CODE = re.compile(r"(/b/)[^/\s\"'?<>]+")
_LONG_TOKEN = re.compile(r"(?<=/)(?=[^/]*[A-Z0-9_])[A-Za-z0-9_-]{20,}(?=/|$|[?\s\"'])")
_UNPRINTABLE = re.compile("[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


def configure(level: str = "INFO") -> None:
    """Send structlog and the standard library's loggers through one JSON line writer. Safe to call again."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        hide_tokens,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = _StandardError()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, one_line],
        )
    )
    logging.getLogger("alembic").setLevel(logging.WARNING)  # it greets at every start
    root = logging.getLogger()
    root.handlers = [kept for kept in root.handlers if not isinstance(kept, _StandardError)] + [handler]
    root.setLevel(level)


def note(event: str, **facts: Any) -> None:
    """Write the line every request leaves: through structlog and logging it would take ten times as long."""
    if logging.getLogger().level > logging.INFO:
        return
    said = {**facts, "event": event, "level": "info", "logger": "tracker.web"}
    said["timestamp"] = clock.now().isoformat()
    line = one_line(None, "info", hide_tokens(None, "info", said))
    with _one_at_a_time:
        sys.stderr.write(f"{line}\n")


def hide_tokens(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Take the code out of mailed links and long random words out of paths, wherever they stand."""
    return {key: mask(value) if isinstance(value, str) else value for key, value in event.items()}


def mask(text: str) -> str:
    """The text without what opens a door: `/b/<code>` and `/…/<token of 20 and more>` become `…`."""
    return _LONG_TOKEN.sub("…", _CODE.sub(r"\1…", text))


def one_line(_logger: WrappedLogger, _method: str, event: Mapping[str, Any]) -> str:
    """JSON on one line of at most 8 KB; control and direction characters as escapes (S22)."""
    limit = LONGEST_VALUE
    while True:
        line = json.dumps({key: _cut(value, limit) for key, value in event.items()}, ensure_ascii=False)
        line = _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", line)
        if len(line.encode()) <= LONGEST_LINE or limit < 50:
            return line
        limit //= 2


def _cut(value: object, limit: int) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= limit else f"{text[: limit // 4]} … {text[-limit * 3 // 4 :]}"


class _StandardError(logging.StreamHandler[TextIO]):
    """Writes to whatever standard error is at that moment (a test may have put another in its place)."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> TextIO:  # type: ignore[override]
        return sys.stderr
