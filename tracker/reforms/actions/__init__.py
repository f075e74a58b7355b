"""Changing bodies from a day on: one verb, what it does to the work, and what it does to the register."""

from __future__ import annotations

from tracker.reforms.actions.change import change_bodies

__all__ = ["change_bodies"]
