"""The deployment's secrets: files in the instance folder, readable by its owner only, never in the database."""

from __future__ import annotations

import os
import secrets

from tracker import codes
from tracker.config import Config


def secret_key(config: Config) -> str:
    """The key that signs cookies: SECRET_KEY, else instance/secret.key (made on first use)."""
    return config.secret_key or _kept(config, "secret.key")


def audit_key(config: Config) -> bytes:
    """The key of the audit chain: instance/audit.key."""
    return _kept(config, "audit.key").encode()


def link_key(config: Config) -> bytes:
    """The key that mailed links are derived from."""
    return derived(config, "mailed links")


def derived(config: Config, purpose: str) -> bytes:
    """A key of its own for one purpose, derived from the secret key."""
    return codes.derived(secret_key(config).encode(), purpose)


def _kept(config: Config, name: str) -> str:
    path = config.instance / name
    if not path.exists():
        config.instance.mkdir(parents=True, exist_ok=True)
        fresh = config.instance / f".{name}.{os.getpid()}.{secrets.token_hex(4)}"
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32))
        try:
            os.link(fresh, path)  # two processes may start at once: the first link wins
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text().strip()
