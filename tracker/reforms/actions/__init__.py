"""Changing bodies from a day on: the verb, what it does to the work and to the register, and changes dated ahead."""

from __future__ import annotations

from tracker.reforms.actions.change import change_bodies, require_fit
from tracker.reforms.actions.plan import call_off, perform_due, plan_change

__all__ = ["call_off", "change_bodies", "perform_due", "plan_change", "require_fit"]
