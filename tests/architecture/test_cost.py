"""Laws of what pages cost, read from the source."""

from __future__ import annotations

import ast

from tests.architecture.source import modules, tree


def test_no_list_skips_rows_to_come_to_its_next_page() -> None:
    """A page begins behind the last key: OFFSET reads all it leaves out."""
    wrong = [
        f"{path}:{node.lineno}"
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "offset"
    ]
    assert wrong == []
