"""`tracker audit`: is the log of who did what whole?"""

from __future__ import annotations

import json
import sys

import click
from sqlalchemy import select

from tracker.app import create_app
from tracker.audit import trail
from tracker.audit.models import AuditHead
from tracker.db import db


@click.group()
def audit() -> None:
    """The audit log."""


@audit.command()
@click.option("--json", "as_json", is_flag=True)
def verify(as_json: bool) -> None:
    """Recompute the chain; exit 1 with the number of the first line that is not sound.

    Compare the mark printed with one written down earlier (each closed review prints it): someone with the key and
    the database could rebuild a shorter chain, but not to the same mark.
    """
    with create_app().app_context():
        first_bad = trail.verify()
        head = db.session.execute(select(AuditHead.seq, AuditHead.mac)).one()
    facts = {
        "sound": first_bad is None,
        "first_bad": first_bad,
        "lines": head.seq,
        "mark": head.mac.hex()[:16],
    }
    if as_json:
        click.echo(json.dumps(facts))
    elif first_bad is None:
        click.echo(f"sound: {head.seq} lines, mark {facts['mark']}")
    else:
        click.echo(f"NOT sound from line {first_bad} on", err=True)
    sys.exit(0 if first_bad is None else 1)
