"""`tracker demo`: the invented province on a throw-away instance, with its letters to read in the browser."""

from __future__ import annotations

import json
import signal
import sys
import time
from urllib.error import URLError
from urllib.request import urlopen

import click

from tracker import clock

PATIENCE = 60  # seconds for the web to answer


@click.command()
@click.option("--port", default=8000, show_default=True, help="Port of the web on 127.0.0.1.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object when ready.")
def demo(port: int, as_json: bool) -> None:
    """Show the product with two directives and several weeks of history; ends with Ctrl-C and leaves nothing."""
    from tracker.app import ui_folder
    from tracker.commands.serve import run_together
    from tracker.demo import stage
    from tracker.demo.catcher import Catcher

    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))  # until `run_together` listens
    with stage.throw_away() as folder:
        catcher = Catcher(ui_folder() / "templates", "UBND tỉnh Lam Giang")
        catcher.start()
        settings = stage.settings(folder, port, catcher.smtp_port)
        click.echo("Đang dựng tỉnh Lam Giang… / building the invented province…", err=True)
        stage.build(settings, catcher.box)
        itself = [sys.executable, "-m", "tracker"]
        programs = {"web": [*itself, "web"], "jobs": [*itself, "jobs", "serve"]}
        code = run_together(programs, when_started=lambda: announce(settings.base_url, catcher.url, as_json))
        catcher.stop()
    sys.exit(code)


def announce(url: str, mail_url: str, as_json: bool) -> None:
    """Wait until the web answers, then say where everything is."""
    from tracker.demo import stage

    wait_for(f"{url}/readyz")
    if as_json:
        print(json.dumps({"url": url, "mail_url": mail_url, "accounts": stage.accounts()}), flush=True)
        return
    click.echo(f"\n  Đôn Đốc   {url}\n  Thư       {mail_url}\n")
    for account in stage.accounts():
        click.echo(f"  {account['role']:8} {account['login']:10} {account['password']}")
    click.echo("\nCtrl-C: kết thúc và xóa bản trình diễn / ends and removes the demonstration.")


def wait_for(url: str) -> None:
    """Raise TimeoutError when the address does not answer in time."""
    ends_at = clock.monotonic() + PATIENCE
    while clock.monotonic() < ends_at:
        try:
            with urlopen(url, timeout=2):  # noqa: S310 - our own loopback address
                return
        except (URLError, OSError):
            time.sleep(0.05)
    raise TimeoutError(f"{url} does not answer")
