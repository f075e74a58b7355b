"""The addresses of bulk acts."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("bulk", __name__, url_prefix="/hang-loat")
