"""`tracker bench`: measure, in the environment of the tests. Not a test: nothing fails by being slow."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import click

from tracker.config import ROOT

FOLDER = ROOT / "tests" / "bench"


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("name", required=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def bench(name: str | None, arguments: tuple[str, ...]) -> None:
    """Run one benchmark; list them without a NAME. ARGUMENTS are the benchmark's own (try NAME --help)."""
    if not FOLDER.is_dir():
        raise click.ClickException("the benchmarks are in the checkout, not in the installed package")
    known = benchmarks()
    if name not in known:
        for each, told in known.items():
            click.echo(f"{each:12} {told}")
        if name is not None and not name.startswith("-"):
            raise click.ClickException(f"there is no benchmark {name!r}")
        return
    sys.exit(subprocess.run([sys.executable, "-m", f"tests.bench.{name}", *arguments], cwd=ROOT).returncode)


def benchmarks() -> dict[str, str]:
    """Every module of tests/bench that has a `main`, with the first line of what it says of itself."""
    found = {}
    for path in sorted(Path(FOLDER).glob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        if any(isinstance(node, ast.FunctionDef) and node.name == "main" for node in tree.body):
            found[path.stem] = (ast.get_docstring(tree) or "").partition("\n")[0]
    return found
