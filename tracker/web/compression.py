"""HTML is compressed by the application, so that it is small where no proxy does it."""

from __future__ import annotations

from flask import Flask
from flask_compress import Compress

LEVEL = (
    4  # measured on a 40 KB page: 0.18 ms for 6.6 KB; brotli 4 takes 0.30 ms for 6.4, gzip 6 0.43 ms for 6.2
)


def init_app(app: Flask) -> None:
    """Compress pages and fragments. Secrets in them are masked anew in each answer (`csrf.form_token`)."""
    app.config["COMPRESS_ALGORITHM"] = ["gzip"]
    app.config["COMPRESS_LEVEL"] = LEVEL
    app.config["COMPRESS_MIMETYPES"] = ["text/html"]
    app.config["COMPRESS_STREAMS"] = False
    Compress(app)
