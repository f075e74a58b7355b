"""A form filled from what is kept says which version it was filled from: the second of two savers is told."""

from __future__ import annotations

import ast
import importlib

from tests.architecture.source import PACKAGE, modules, parts, tree
from tracker.web.forms import CleanForm, VersionedForm

ALONE = {
    "WishForm": "a person's own choice, one switch a letter",
    "CloseForm": "a proposal taken from the last closing; what it makes is new",
    "LetterForm": "a proposal taken from the last closing; nothing of it is kept",
}
FILLED_FROM = {"obj", "data"}


def forms() -> dict[str, set[type[CleanForm]]]:
    """Every form of the product by its name."""
    found: dict[str, set[type[CleanForm]]] = {}
    for path in modules():
        if path.stem != "forms" or parts(path)[0] == "web":
            continue
        module = importlib.import_module(
            ".".join(("tracker", *path.relative_to(PACKAGE).with_suffix("").parts))
        )
        for name, each in vars(module).items():
            if isinstance(each, type) and issubclass(each, CleanForm):
                found.setdefault(name, set()).add(each)
    return found


def filled() -> dict[str, str]:
    """Forms that are begun with what is kept, to one file that does so."""
    found = {}
    for path in modules():
        for node in ast.walk(tree(path)):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id.endswith("Form")
                and FILLED_FROM & {word.arg for word in node.keywords}
            ):
                found[node.func.id] = str(path.relative_to(PACKAGE))
    return found


def test_what_edits_has_a_version() -> None:
    known, begun = forms(), filled()
    assert {"EditBodyForm", "RulesForm", "DayForm", "RemarkForm", "PassOnForm"} <= set(begun)
    bare = {
        name: place
        for name, place in begun.items()
        if name not in ALONE and not all(issubclass(each, VersionedForm) for each in known[name])
    }
    assert bare == {}


def test_exceptions_are_still_there() -> None:
    assert set(ALONE) <= set(filled())
