"""The goals as this project has set them, and the table people read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

KB = 1024
Test = Callable[[dict[str, Any]], bool]

GOALS: dict[str, tuple[str, Test]] = {
    "desk_p50": ("(a) desk: p50 at most 4 times the floor's", lambda f: _desk(f, "p50", max) <= 4),
    "desk_cpu": ("(a) desk: processor time at most 4 times", lambda f: _desk(f, "cpu", max) <= 4),
    "desk_rate": (
        "(a) desk: at least 1/3 of its answers a second",
        lambda f: _desk(f, "per_second_8_clients", min) >= 1 / 3,
    ),
    "desk_p95": (
        "(a) desk: p95 at most 2.5 times our own p50",
        lambda f: _desk(f, "p95_to_own_p50", max) <= 2.5,
    ),
    "list_p50": ("(b) a body's list: p50 at most 3 times", lambda f: f["list"]["ratio"]["p50"] <= 3),
    "report_p50": ("(c) a report: p50 at most 5 times", lambda f: f["report"]["ratio"]["p50"] <= 5),
    "report_rate": ("(c) a report: at least 1/5 of its rate", lambda f: _rate(f, "report") >= 1 / 5),
    "report_errors": (
        "(c) reports by eight clients: no error",
        lambda f: f["report"]["errors"] + f["report"]["smtp"]["errors"] == 0,
    ),
    "report_smtp": (
        "(c) reports while the mail server hangs: p95 at most 20 % more",
        lambda f: f["report"]["smtp"]["change"] <= 0.2,
    ),
    "review_p50": ("(e) review: p50 at most 3 times", lambda f: f["review"]["ratio"]["p50"] <= 3),
    "memory": (
        "(g) two processes: at most 150 MB above the floor",
        lambda f: f["memory"]["product_mb"] <= f["memory"]["floor_mb"] + 150,
    ),
    "html": (
        "(h) HTML at most 40 KB",
        lambda f: max(f[name]["bytes"] for name in ("desk", "list")) <= 40 * KB,
    ),
    "compressed": (
        "(h) HTML at most 8 KB compressed",
        lambda f: max(f[name]["compressed"] for name in ("desk", "list")) <= 8 * KB,
    ),
    "first_visit": (
        "(h) first visit at most 60 KB in 4 requests",
        lambda f: f["page_weight"]["compressed"] <= 60 * KB and f["page_weight"]["requests"] <= 4,
    ),
    "fragment": ("(h) a report's fragment at most 1.5 KB", lambda f: f["report"]["bytes"] <= 1.5 * KB),
}


def _desk(found: dict[str, Any], name: str, worse: Callable[..., float]) -> float:
    """The worse of the desk's two: what it read kept while nobody writes, and read anew for every page."""
    return worse(found[page]["ratio"][name] for page in ("desk", "desk_anew"))


def _rate(found: dict[str, Any], name: str) -> float:
    rate: float = found[name]["ratio"]["per_second_8_clients"]
    return rate


def judged(found: dict[str, Any]) -> dict[str, bool]:
    """Which goals were met; a goal about something not measured is left out."""
    met = {}
    for name, (_, test) in GOALS.items():
        try:
            met[name] = test(found)
        except KeyError:
            continue
    return met


def show(found: dict[str, Any]) -> None:
    """The table, in the form README has it."""
    print(f"\n{found['rows']:,} assignments, two processes of four threads, {found['seconds']} s in all\n")
    print(
        "| | p50 | p95 | floor p50 | ratio | CPU ratio | 8 clients: a second | floor | p50 | p95 | SQL | KB | gzip |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|---|---|")
    for name in ("desk", "desk_anew", "list", "report", "review"):
        if name in found:
            print(_line(name, found[name]))
    if "report" in found:
        print(
            "\nWhile the mail server hangs: p95 {p95_hanging_ms} ms, else {p95_ms} ms".format(
                **found["report"]["smtp"]
            )
        )
    print("Memory: {product_mb} MB, floor {floor_mb} MB".format(**found["memory"]))
    weight = found["page_weight"]
    print(f"First visit: {weight['compressed'] / KB:.1f} KB in {weight['requests']} requests\n")
    for name, met in found["goals"].items():
        print(f"{'met   ' if met else 'MISSED'} {GOALS[name][0]}")


def _line(name: str, page: dict[str, Any]) -> str:
    floor, ratio = page["floor"], page["ratio"]
    figures = [
        page["p50_ms"], page["p95_ms"], floor["p50_ms"], f"{ratio['p50']:.1f}", f"{ratio['cpu']:.1f}",
        page["per_second_8_clients"], floor["per_second_8_clients"],
        page["p50_8_clients_ms"], page["p95_8_clients_ms"], page["statements"],
        f"{page['bytes'] / KB:.1f}", f"{page['compressed'] / KB:.1f}" if "compressed" in page else "",
    ]  # fmt: skip
    return f"| {name} | {' | '.join(str(figure) for figure in figures)} |"
