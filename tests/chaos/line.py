"""The command line of a fault run: how often, on which engine, from which seed; what it prints and how it ends."""

from __future__ import annotations

import argparse
import json
import random
import signal
import sys
from collections.abc import Callable
from typing import Any

ENGINES = ("sqlite", "postgresql")


def told(
    run: Callable[[int, str], dict[str, Any]], count: str, default: int, broken: tuple[str, ...]
) -> None:
    """Read the command line, run, print with the seed; the exit says whether a figure in `broken` is not 0."""
    parser = argparse.ArgumentParser()
    parser.add_argument(f"--{count}", type=int, default=default)
    parser.add_argument("--engine", choices=ENGINES, default="sqlite")
    parser.add_argument("--seed", type=int, default=None, help="of the dice; another each time unless given")
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")
    given = parser.parse_args()
    signal.signal(
        signal.SIGTERM, lambda *_: sys.exit(143)
    )  # through every `finally`, so that no server is left
    seed = given.seed if given.seed is not None else random.SystemRandom().randrange(10**6)
    random.seed(seed)
    result = run(getattr(given, count), given.engine) | {"seed": seed}
    lines = [json.dumps(result)] if given.json else [f"{name}: {value}" for name, value in result.items()]
    print("\n".join(lines))
    sys.exit(any(result[name] for name in broken))
