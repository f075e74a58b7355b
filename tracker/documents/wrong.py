"""What is wrong with a template, in the program that fills it in."""

from __future__ import annotations


class Wrong(Exception):
    """The template cannot be filled in; `facts` say where."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts
