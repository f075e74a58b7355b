"""Đôn Đốc: directives broken into tasks, followed, urged on and reviewed.

Nothing of other people's is imported here: `python3 -m tracker` reads this file before anything is installed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tracker.app import create_app

__all__ = ["create_app"]


def __getattr__(name: str) -> Any:
    """The application factory, loaded when somebody asks for it. AttributeError for any other name."""
    if name == "create_app":
        from tracker.app import create_app

        return create_app
    raise AttributeError(f"module 'tracker' has no attribute {name!r}")
