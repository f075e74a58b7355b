"""What tests of letters share."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate for 127.0.0.1 that only its own maker trusts."""
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    part = path.with_name("key.pem")
    choices = "-x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1"
    subprocess.run(
        ["openssl", "req", *choices.split(), "-keyout", str(part), "-out", str(path)],
        check=True,
        capture_output=True,
    )
    path.write_bytes(path.read_bytes() + part.read_bytes())
    return path
