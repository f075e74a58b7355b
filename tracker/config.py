"""Every deployment setting, its default and its check: the environment over `instance/config.toml`."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
LOOPBACK = {"127.0.0.1", "localhost", "[::1]", "::1"}


class BadSetting(Exception):
    """A setting cannot be used; the text says which and how to mend it."""


@dataclass(frozen=True, slots=True)
class Config:
    """One deployment. Names in the environment are these in capitals (`DATABASE_URL`)."""

    instance: Path = ROOT / "instance"
    database_url: str = ""  # "" = SQLite at instance/dondoc.sqlite
    base_url: str = "http://127.0.0.1:8000"
    bind: str = "127.0.0.1:8000"
    secret_key: str = ""  # "" = read from instance/secret.key, made by `tracker init`
    trusted_proxies: int = 0
    smtp_host: str = ""  # "" = letters wait in the outbox
    smtp_port: int = 25
    smtp_security: str = "none"  # none | starttls | tls
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_timeout: int = 20  # seconds for each step
    smtp_per_hour: int = 0  # letters the mail server takes from us in an hour; 0 = as many as there are
    mail_from: str = "don-doc@localhost"
    mail_reply_to: str = ""
    upload_mb: int = 15  # one evidence or directive file
    idle_minutes: int = 15
    session_hours: int = 8
    status_token: str = ""  # "" = /status does not exist
    backup_to: str = ""  # "" = no copy is made by night
    backup_keep: str = "7d,4w,12m"
    log_level: str = "INFO"

    @property
    def database(self) -> str:
        """The database address, SQLite in the instance folder by default."""
        return self.database_url or f"sqlite:///{self.instance / 'dondoc.sqlite'}"

    @property
    def is_sqlite(self) -> bool:
        return self.database.startswith("sqlite")

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def host(self) -> str:
        """The name letters and links carry."""
        return urlsplit(self.base_url).hostname or "localhost"


def load(environ: Mapping[str, str] = os.environ) -> Config:
    """Read and check the settings. Raises BadSetting with one sentence for the first bad one."""
    instance = Path(environ.get("TRACKER_INSTANCE") or ROOT / "instance").resolve()
    stated = _from_file(instance / "config.toml")
    values: dict[str, Any] = {"instance": instance}
    for field in fields(Config):
        raw = environ.get(field.name.upper(), stated.get(field.name))
        if field.name != "instance" and raw is not None:
            values[field.name] = _number(field.name, raw) if field.type == "int" else str(raw).strip()
    config = Config(**values)
    for name, (holds, mend) in CHECKS.items():
        if not holds(config):
            raise BadSetting(f"{name.upper()}={_shown(config, name)!r}: {mend}")
    return config


def kept_copies(text: str) -> dict[str, int]:
    """`7d,4w,12m` as {"d": 7, "w": 4, "m": 12}. Raises ValueError for anything else, and for keeping nothing."""
    parts = [re.fullmatch(r"(\d{1,3})([dwm])", part.strip()) for part in text.split(",")]
    found = {part[2]: int(part[1]) for part in parts if part}
    if len(found) != len(parts) or not any(found.values()):
        raise ValueError(text)
    return found


def _keeps(text: str) -> bool:
    try:
        return bool(kept_copies(text))
    except ValueError:
        return False


def _is_apart(config: Config) -> bool:
    folder = Path(config.backup_to)
    return not config.backup_to or (folder.is_absolute() and folder.resolve() != config.instance)


KEEP_SAID = "must be like 7d,4w,12m: the newest copy of each of 7 days, 4 weeks and 12 months is kept"


def _from_file(path: Path) -> dict[str, object]:
    if not path.exists():
        return {}
    try:
        stated = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSetting(f"{path}: is not TOML ({error}); mend or remove the file") from None
    known = {field.name for field in fields(Config)} - {"instance"}
    if unknown := sorted(set(stated) - known):
        raise BadSetting(f"{path}: unknown setting {unknown[0]!r}; known ones: {', '.join(sorted(known))}")
    return stated


def _number(name: str, raw: object) -> int:
    try:
        return int(str(raw))
    except ValueError:
        raise BadSetting(f"{name.upper()}={raw!r}: must be a whole number") from None


def _shown(config: Config, name: str) -> object:
    return "…" if any(word in name for word in ("password", "secret", "token")) else getattr(config, name)


def _is_base_url(config: Config) -> bool:
    parts = urlsplit(config.base_url)
    plain = parts.scheme == "http" and parts.hostname in LOOPBACK
    return bool(parts.hostname) and (parts.scheme == "https" or plain) and parts.path in {"", "/"}


CHECKS: dict[str, tuple[Callable[[Config], bool], str]] = {
    "base_url": (
        _is_base_url,
        "must be https://name without a path; plain http is taken for 127.0.0.1 and localhost only, "
        "because passwords would cross the network readable",
    ),
    "database_url": (
        lambda c: bool(re.match(r"sqlite:///.+|postgresql(\+psycopg)?://.+", c.database)),
        "must be sqlite:////path/to/file or postgresql://user:password@host/name",
    ),
    "bind": (
        lambda c: bool(re.fullmatch(r"(\S+:\d{1,5}|unix:/\S+)", c.bind)),
        "must be address:port (127.0.0.1:8000) or unix:/path",
    ),
    "secret_key": (
        lambda c: not c.secret_key or len(c.secret_key) >= 32,
        "must have at least 32 random characters; leave it out to use instance/secret.key",
    ),
    "status_token": (
        lambda c: not c.status_token or len(c.status_token) >= 20,
        "must have at least 20 random characters; leave it out for no /status",
    ),
    "smtp_security": (
        lambda c: c.smtp_security in {"none", "starttls", "tls"},
        "must be none, starttls or tls",
    ),
    "smtp_port": (lambda c: 1 <= c.smtp_port <= 65535, "must be between 1 and 65535"),
    "smtp_per_hour": (lambda c: c.smtp_per_hour >= 0, "must be 0 (no limit) or a number of letters"),
    "smtp_timeout": (lambda c: 1 <= c.smtp_timeout <= 20, "must be between 1 and 20 seconds"),
    "mail_from": (
        lambda c: bool(re.fullmatch(r"[^@\s<>,;]+@[^@\s<>,;]+", c.mail_from)),
        "must be one address such as van-phong@tinh.gov.vn",
    ),
    "trusted_proxies": (
        lambda c: 0 <= c.trusted_proxies <= 3,
        "must be the number of proxies in front, 0 to 3",
    ),
    "upload_mb": (lambda c: 1 <= c.upload_mb <= 100, "must be between 1 and 100 megabytes"),
    "idle_minutes": (lambda c: 5 <= c.idle_minutes <= 120, "must be between 5 and 120 minutes"),
    "session_hours": (lambda c: 1 <= c.session_hours <= 24, "must be between 1 and 24 hours"),
    "backup_to": (
        _is_apart,
        "must be a whole path such as /mnt/backup/dondoc, on another disk; leave it out for no copies by night",
    ),
    "backup_keep": (lambda c: _keeps(c.backup_keep), KEEP_SAID),
    "log_level": (
        lambda c: c.log_level in {"DEBUG", "INFO", "WARNING", "ERROR"},
        "must be DEBUG, INFO, WARNING or ERROR",
    ),
}
