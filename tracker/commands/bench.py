"""`tracker bench`: measure, in the environment of the tests. Not a test: nothing fails by being slow."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Sequence

import click

from tracker.config import ROOT

AS_THEY_ARE = {"ignore_unknown_options": True, "help_option_names": []}


@click.command(context_settings=AS_THEY_ARE)
@click.argument("name", required=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def bench(name: str | None, arguments: tuple[str, ...]) -> None:
    """Run one benchmark; list them without a NAME. ARGUMENTS are the benchmark's own (try NAME --help)."""
    run_program("bench", "benchmark", name, arguments)


def run_program(folder: str, noun: str, name: str | None, arguments: Sequence[str]) -> None:
    """Run a module of a folder of `tests/` with a command line of its own, or list what there is."""
    if not (ROOT / "tests" / folder).is_dir():
        raise click.ClickException(f"each {noun} is in the checkout, not in the installed package")
    known = programs(folder)
    if name not in known:
        for each, told in known.items():
            click.echo(f"{each:12} {told}")
        if name is not None and not name.startswith("-"):
            raise click.ClickException(f"there is no {noun} {name!r}")
        return
    sys.exit(
        subprocess.run([sys.executable, "-m", f"tests.{folder}.{name}", *arguments], cwd=ROOT).returncode
    )


def programs(folder: str) -> dict[str, str]:
    """Every module of the folder that has a `main`, with the first line of what it says of itself."""
    found = {}
    for path in sorted((ROOT / "tests" / folder).glob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        if any(isinstance(node, ast.FunctionDef) and node.name == "main" for node in tree.body):
            found[path.stem] = (ast.get_docstring(tree) or "").partition("\n")[0]
    return found
