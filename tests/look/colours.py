"""Reads the colours out of tokens.css, in either scheme, and measures contrast as WCAG 2 does."""

from __future__ import annotations

import re
from pathlib import Path

TOKENS = Path(__file__).parents[2] / "static" / "css" / "tokens.css"
SCHEMES = ("light", "dark")
STATES = ("late", "soon", "doing", "new", "wait", "back", "diff", "cycle", "stop", "done", "donelate")

_DECLARED = re.compile(r"--([\w-]+):\s*([^;]+);")
_PAIR = re.compile(r"light-dark\(\s*([^,]+),\s*([^)]+)\)")


def palette(scheme: str) -> dict[str, str]:
    """Every colour of :root by name, as #rrggbb, in the light or the dark scheme."""
    root = TOKENS.read_text("utf-8").split(":root {", 1)[1].split("\n}", 1)[0]
    chosen = {name: _in_scheme(value, scheme) for name, value in _DECLARED.findall(root)}
    resolved = {name: _resolve(value, chosen) for name, value in chosen.items()}
    return {name: value for name, value in resolved.items() if re.fullmatch(r"#[0-9a-f]{6}", value)}


def state(name: str, scheme: str) -> dict[str, str]:
    """Text `t`, tint `b` and line `l` of a state; a tint of none is the page's ground."""
    body = re.search(rf"^\.s-{name} {{(.*)}}$", TOKENS.read_text("utf-8"), re.MULTILINE)
    assert body is not None, name
    colours = palette(scheme)
    found = {key: _resolve(_in_scheme(value, scheme), colours) for key, value in _DECLARED.findall(body[1])}
    return {
        key: colours["ground"] if value in {"none", "transparent"} else value for key, value in found.items()
    }


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _in_scheme(value: str, scheme: str) -> str:
    pair = _PAIR.fullmatch(value.strip())
    return (pair[1 if scheme == "light" else 2] if pair else value).strip()


def _resolve(value: str, colours: dict[str, str]) -> str:
    while (named := re.fullmatch(r"var\(--([\w-]+)\)", value)) is not None:
        value = colours[named[1]]
    return value


def _luminance(colour: str) -> float:
    shares = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
