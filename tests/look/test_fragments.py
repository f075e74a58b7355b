"""Out-of-band marks: on a fragment's own root, switched by `oob`, and off for what the fragment includes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parents[2] / "templates"
FRAGMENTS = sorted(path for path in TEMPLATES.rglob("_*.html") if path.parent.name not in {"ui", "layouts"})

_COMMENT = re.compile(r"{#.*?#}", re.DOTALL)
_ROOT = re.compile(r"<[a-z][^>]*>")
_MARK = "{% if oob %} hx-swap-oob="
_WITHOUT = re.compile(r"{%-? with oob ?= ?false -?%}.*?{%-? endwith -?%}", re.DOTALL)


def oob_faults(text: str) -> list[str]:
    """What is wrong with the marks of one fragment; nothing when it has none."""
    text = _COMMENT.sub("", text)
    if "hx-swap-oob" not in text:
        return []
    faults = []
    root = _ROOT.search(text)
    if root is None or "hx-swap-oob" not in root[0]:
        faults.append("the mark belongs on the root")
    elif root[0].startswith("<template"):
        faults.append("a template as root would stay on the page, inert")
    if text.count("hx-swap-oob") != text.count(_MARK):
        faults.append("the mark is switched by oob")
    if text.count("hx-swap-oob") > 1:
        faults.append("one root, one mark")
    if re.search(r"{%-? include ", _WITHOUT.sub("", text)):
        faults.append("what it includes must have the mark off")
    return faults


@pytest.mark.parametrize(
    "text",
    [
        '<li id="a"><b hx-swap-oob="true"></b></li>',
        '<li id="a" hx-swap-oob="true"></li>',
        '<template id="a"{% if oob %} hx-swap-oob="true"{% endif %}></template>',
        '<li id="a"{% if oob %} hx-swap-oob="true"{% endif %}>{% include "x/_y.html" %}</li>',
    ],
)
def test_faults_are_seen(text: str) -> None:
    assert oob_faults(text)


def test_a_good_fragment_passes() -> None:
    good = (
        '{# needs: a #}\n<li id="a"{% if oob %} hx-swap-oob="true"{% endif %}>'
        '{% with oob = false %}{% include "x/_y.html" %}{% endwith %}</li>'
    )
    assert oob_faults(good) == []


def test_fragments_mark_only_their_root() -> None:
    found = {str(path.relative_to(TEMPLATES)): oob_faults(path.read_text("utf-8")) for path in FRAGMENTS}
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_a_swap_changes_at_most_three_places() -> None:
    for path in TEMPLATES.rglob("swaps/*.html"):
        within = re.findall(
            r"{%-? with oob ?= ?true -?%}(.*?){%-? endwith -?%}", path.read_text("utf-8"), re.DOTALL
        )
        assert sum(len(re.findall(r"{%-? include ", part)) for part in within) <= 3, path.name
