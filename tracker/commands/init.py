"""`tracker init`: a new installation: settings, database, the first administrator and the way in."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from flask import Flask

from tracker import config as settings
from tracker.access.actors import SYSTEM
from tracker.app import create_app
from tracker.auth import onetime, rules
from tracker.bodies.actions import create_type
from tracker.config import BadSetting, Config
from tracker.db import transaction
from tracker.migrations import upgrading
from tracker.settings.actions import change_rules

TYPES = (
    ("so", "Sở, ban, ngành", "giao"),
    ("phong", "Phòng, ban chuyên môn", "giao"),
    ("xa", "UBND xã, phường", "giao"),
    ("ban", "Ban Chỉ đạo, ban điều phối", "giao"),
    ("su-nghiep", "Đơn vị sự nghiệp", "giao"),
    ("mttq", "Mặt trận và các tổ chức chính trị - xã hội", "de_nghi"),
    ("ngoai", "Cơ quan, tổ chức ngoài hệ thống", "de_nghi"),
)
"""Kinds of bodies a new register starts with; the office adds its own."""

QUESTIONS: dict[str, tuple[str, str | None]] = {
    "authority": ("Tên cơ quan / name of the authority", None),
    "admin_name": ("Họ tên quản trị viên / administrator's full name", None),
    "admin_email": ("Thư công vụ của quản trị viên / administrator's e-mail", None),
    "base_url": ("Địa chỉ người dùng mở / address people open", "http://127.0.0.1:8000"),
    "smtp_host": ("Máy chủ thư, bỏ trống nếu chưa có / mail server, empty for none", ""),
}
"""Option to (question, default); None for what must be answered."""


def filled(text: str) -> str:
    """What must be said was said. A prompt asks again after UsageError."""
    if not text.strip():
        raise click.UsageError("chưa có câu trả lời / an answer is needed")
    return text.strip()


def as_setting(name: str) -> Callable[[str], str]:
    """What a setting's own check takes, judged as it will be when the product starts."""

    def checked(text: str) -> str:
        try:
            settings.load(os.environ | {name: text.strip().rstrip("/")})
        except BadSetting as error:
            raise click.UsageError(str(error)) from None
        return text.strip()

    return checked


CHECKS: dict[str, Callable[[str], str]] = {
    "authority": filled,
    "admin_name": filled,
    "admin_email": as_setting("MAIL_FROM"),
    "base_url": as_setting("BASE_URL"),
    "smtp_host": str.strip,
}
"""Question to what takes its answer; one that fails is asked again."""


@click.command()
@click.option("--authority", help="Name of the authority, as in UBND tỉnh Lam Giang.")
@click.option("--admin-name", help="The first administrator's full name.")
@click.option("--admin-email", help="The first administrator's e-mail address.")
@click.option("--admin-login", default="", help="Default: the part of the e-mail before @.")
@click.option("--base-url", help="The address people open, https://… (default http://127.0.0.1:8000).")
@click.option("--smtp-host", help="Mail server; empty for none: letters then wait in the outbox.")
@click.option("--smtp-port", type=int, help="Default: 25, 587 with starttls, 465 with tls.")
@click.option("--smtp-security", default="none", type=click.Choice(["none", "starttls", "tls"]))
@click.option("--smtp-user", default="", help="The password is asked for, or taken from SMTP_PASSWORD.")
@click.option("--mail-from", default="", help="Default: the administrator's address.")
@click.option("--json", "as_json", is_flag=True, help="Ask nothing, print one JSON object.")
def init(as_json: bool, **given: Any) -> None:
    """Make a new installation in the instance folder and print a one-time link for the first administrator."""
    config = before()
    if reason := taken(config):
        raise click.ClickException(f"{reason}: there is an installation here already; nothing was changed")
    asked(given, as_json)
    path = config.instance / "config.toml"
    try:
        write_config(path, stated(given))
        app = create_app(settings.load())
        click.echo(upgrading.prepare(app), err=True)
        link, hours = set_up(app, given), rules.FIRST_LIFE // rules.HOUR
    except BadSetting as error:
        path.unlink(missing_ok=True)
        raise click.ClickException(str(error)) from None
    except BaseException:
        path.unlink(missing_ok=True)
        if config.is_sqlite:  # made by us a moment ago
            upgrading.database_file(config).unlink(missing_ok=True)
        raise
    if as_json:
        click.echo(json.dumps({"link": link, "instance": str(config.instance), "hours": hours}))
        return
    click.echo(
        f"\nMở một lần, trong {hours} giờ, để đặt mật khẩu / open once, within {hours} hours:\n  {link}\n"
    )
    click.echo("Chạy / run: tracker serve")


def before() -> Config:
    """The settings as they are without us."""
    try:
        return settings.load()
    except BadSetting as error:
        raise click.ClickException(str(error)) from None


def asked(given: dict[str, Any], as_json: bool) -> None:
    """Fill in what no option stated: by asking, or (with --json) by its default."""
    for name, (words, default) in QUESTIONS.items():
        if given[name] is not None:
            given[name] = CHECKS[name](given[name])
            continue
        if as_json and default is None:
            raise click.UsageError(f"--json asks nothing: --{name.replace('_', '-')} is needed")
        given[name] = default if as_json else click.prompt(words, default=default, value_proc=CHECKS[name])
    given["smtp_password"] = os.environ.get("SMTP_PASSWORD", "")
    if given["smtp_user"] and not given["smtp_password"] and not as_json:
        given["smtp_password"] = click.prompt("Mật khẩu máy chủ thư / mail password", hide_input=True)


def stated(given: dict[str, Any]) -> dict[str, Any]:
    """What config.toml will say."""
    security = given["smtp_security"]
    return {
        "base_url": given["base_url"].strip().rstrip("/"),
        "smtp_host": given["smtp_host"].strip(),
        "smtp_port": given["smtp_port"] or {"none": 25, "starttls": 587, "tls": 465}[security],
        "smtp_security": security,
        "smtp_user": given["smtp_user"],
        "smtp_password": given["smtp_password"],
        "mail_from": given["mail_from"] or given["admin_email"].strip(),
    }


def taken(config: Config) -> str | None:
    """What shows that somebody has installed here before, None when nothing does."""
    if (config.instance / "config.toml").exists():
        return str(config.instance / "config.toml")
    if config.is_sqlite:
        path = upgrading.database_file(config)
        return str(path) if path.exists() else None
    found, _ = upgrading.versions(create_app(config))
    return "DATABASE_URL" if found else None


def write_config(path: Path, values: dict[str, Any]) -> None:
    """config.toml, readable by its owner only: it may hold the mail server's password."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [
        f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in values.items() if value != ""
    ]
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write("# Environment variables of the same names in capitals win over this file.\n")
        file.writelines(lines)


def set_up(app: Flask, given: dict[str, Any]) -> str:
    """Fill the new database with what nobody could do without: the name, types of bodies, the first administrator."""
    email = given["admin_email"].strip().lower()
    config: Config = app.extensions["config"]
    with app.app_context(), transaction():
        change_rules(SYSTEM, authority_name=given["authority"].strip())
        for position, (code, name, mode) in enumerate(TYPES, 1):
            create_type(SYSTEM, code=code, name=name, position=position, mode=mode)
        made = onetime.create_account(
            SYSTEM,
            base_url=config.base_url,
            by_mail=False,
            name=given["admin_name"].strip(),
            login=(given["admin_login"] or email.partition("@")[0]).lower(),
            email=email,
            role="admin",
        )
    return made.address
