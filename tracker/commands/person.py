"""`tracker person`: for whoever is locked out, and for the one who has to let them in."""

from __future__ import annotations

import json

import click

from tracker.access.actors import SYSTEM
from tracker.app import create_app
from tracker.auth import actions, onetime, rules
from tracker.config import Config
from tracker.db import transaction
from tracker.people.queries import by_login


@click.group()
def person() -> None:
    """Accounts."""


@person.command()
@click.argument("login")
@click.option("--json", "as_json", is_flag=True)
def link(login: str, as_json: bool) -> None:
    """Print a new one-time link to choose a password, and open passwords again for the account."""
    app = create_app()
    config: Config = app.extensions["config"]
    with app.app_context():
        found = by_login(login)
        if found is None:
            raise click.ClickException(f"nobody signs in as {login}")
        with transaction():
            actions.unlock(SYSTEM, found)
            made = onetime.make_password_link(
                SYSTEM, found, base_url=config.base_url, life=rules.FIRST_LIFE, by_mail=False
            )
    click.echo(json.dumps({"link": made.address, "login": found.login}) if as_json else made.address)
    if not found.is_enabled:
        click.echo("note: this account is disabled; an administrator has to enable it", err=True)
