"""What the desk says of its own addresses, for `saved`, which stands below and cannot ask for it."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl

from flask import Flask

from tracker.home import queries
from tracker.home.chips import chips_of, views
from tracker.home.desk import Filters
from tracker.settings.queries import office_rules


def init_app(app: Flask) -> None:
    """Hand the desk's words down."""
    app.extensions["desk_words"] = Words()


class Words:
    """An address's filters as they are kept, and as they are read."""

    def query(self, args: Mapping[str, str]) -> str:
        """The filters among an address's arguments, as an address says them; the rest is left out."""
        return Filters.read(args).query()

    def said(self, query: str) -> str:
        """What an address shows, in the reader's words."""
        filters = Filters.read(dict(parse_qsl(query)))
        names = queries.names(filters)
        known = filters.changed(**dict.fromkeys(names.unknown))
        return ", ".join(
            [views(office_rules())[filters.view], *(chip["label"] for chip in chips_of(known, names))]
        )
