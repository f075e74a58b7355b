"""Imported once by the process that servers are forked from; making an application imports the rest of the product."""

from __future__ import annotations

import tempfile

import gunicorn.app.wsgiapp

from tests import live
from tracker.app import create_app
from tracker.commands import served
from tracker.config import load

__all__ = ["gunicorn", "live", "served"]

with tempfile.TemporaryDirectory() as folder:
    create_app(load({"TRACKER_INSTANCE": folder, "SECRET_KEY": "t" * 64}))
