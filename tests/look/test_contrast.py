"""Every colour people read or aim at stands out enough, in both schemes (WCAG 2.2: 1.4.3 and 1.4.11)."""

from __future__ import annotations

import pytest

from tests.look.colours import SCHEMES, STATES, contrast, palette, state

TEXT, SHAPE = 4.5, 3.0
PAPERS = ("ground", "raised", "tint", "sel")
MASTHEAD = ("#ffffff", "#dce8f4", "#c9dbec")  # base.css: name, entries, second line


def too_weak(pairs: dict[str, tuple[str, str]], least: float) -> dict[str, float]:
    measured = {name: round(contrast(*pair), 2) for name, pair in pairs.items()}
    return {name: ratio for name, ratio in measured.items() if ratio < least}


def test_the_measure_itself() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#4a5560", "#ffffff") == pytest.approx(7.6, abs=0.05)
    assert too_weak({"grey": ("#999999", "#ffffff")}, TEXT)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_on_every_paper(scheme: str) -> None:
    colour = palette(scheme)
    inks = ("ink", "muted", "head", "link", "late-t")
    pairs = {f"{ink} on {paper}": (colour[ink], colour[paper]) for ink in inks for paper in PAPERS}
    pairs |= {f"{ink} on navy": (ink, colour["navy"]) for ink in MASTHEAD}
    pairs |= {f"on-fill on {fill}": (colour["on-fill"], colour[fill]) for fill in ("fill", "fill-over")}
    pairs["toast"] = (colour["ground"], colour["ink"])
    pairs["skip link"] = ("#1b1f24", colour["focus"])
    assert too_weak(pairs, TEXT) == {}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", STATES)
def test_states_are_read_on_their_tint_and_on_paper(scheme: str, name: str) -> None:
    colour, own = palette(scheme), state(name, scheme)
    pairs = {f"tag on {paper}": (own["t"], colour[paper]) for paper in PAPERS}
    pairs |= {f"{ink} in the banner": (colour[ink], own["b"]) for ink in ("ink", "muted", "head", "link")}
    pairs["on its tint"] = (own["t"], own["b"])
    assert too_weak(pairs, TEXT) == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_edges_and_charts_are_seen(scheme: str) -> None:
    colour = palette(scheme)
    shapes = ("edge", "fill", "head", "c-ontime", "c-open", "c-late", "c-over", "ink")
    pairs = {f"{shape} on {paper}": (colour[shape], colour[paper]) for shape in shapes for paper in PAPERS}
    lined = [name for name in STATES if name not in {"done", "donelate"}]  # finished work carries no border
    pairs |= {f"{name} line": (state(name, scheme)["l"], colour["ground"]) for name in lined}
    pairs["focus ring on navy"] = (colour["focus"], colour["navy"])
    assert too_weak(pairs, SHAPE) == {}
