"""What gunicorn loads in each process: apart from the command `web`, which brings the migration tool with it."""

from __future__ import annotations

import gc

from flask import Flask

from tracker.app import create_app
from tracker.web.memory import use_large_pages
from tracker.web.worker import OneByOne

OBJECTS_BETWEEN_LOOKS = 20_000
"""A page makes thousands that die with it; the collector's usual 700 has it look a dozen times on each."""


def served() -> Flask:
    """The application as a worker runs it: what it is made of is not looked through again for garbage."""
    app = create_app()
    app.wsgi_app = OneByOne(app.wsgi_app)  # type: ignore[method-assign]
    gc.collect()
    gc.freeze()
    use_large_pages()
    gc.set_threshold(OBJECTS_BETWEEN_LOOKS, 20, 20)
    return app
