"""The product as it answers when somebody has just written: nothing it has read is kept for the next page."""

from __future__ import annotations

from flask import Flask

from tracker.auth import queries
from tracker.commands import served as product


def served() -> Flask:
    """For gunicorn, as `tracker.commands.served`."""
    queries.read_at = lambda word: None
    return product.served()
