"""Numbers in addresses: what no table can hold is no address of ours, so it is 404 and never an error."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

BIGGEST = 2**63 - 1


class KeyConverter(IntegerConverter):
    """`<int:id>`: a key of a table, from 1 to the biggest a database holds."""

    def __init__(self, map: Map, *args: Any, **kwargs: Any) -> None:
        super().__init__(map, *args, **({"min": 0, "max": BIGGEST} | kwargs))


def init_app(app: Flask) -> None:
    """Replace Flask's unbounded integer."""
    app.url_map.converters["int"] = KeyConverter
