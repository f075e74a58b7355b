"""The `tracker` command: one file per noun in `commands/`, loaded only when asked for."""

from __future__ import annotations

from importlib import import_module

import click

from tracker.config import BadSetting

COMMANDS = {
    "audit": "audit",
    "backup": "backup",
    "bench": "bench",
    "chaos": "chaos",
    "db": "database",
    "demo": "demo",
    "init": "init",
    "intake": "intake",
    "jobs": "jobs",
    "person": "person",
    "readings": "readings",
    "search": "search",
    "serve": "serve",
    "synth": "synth",
    "test": "test",
    "translations": "translations",
    "web": "web",
}
"""Command name to the module in `tracker.commands` that has a function or variable of that module's name."""


class Commands(click.Group):
    """Imports a command when it is called, so that `tracker intake` does not load the web."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module = COMMANDS[name]
        command: click.Command = getattr(import_module(f"tracker.commands.{module}"), module)
        return command


class Sentences(Commands):
    """Says what is wrong with a setting in one line, not in a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BadSetting as error:
            raise click.ClickException(str(error)) from None


@click.group(cls=Sentences, context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Đôn Đốc: theo dõi nhiệm vụ / directive and task tracker."""
