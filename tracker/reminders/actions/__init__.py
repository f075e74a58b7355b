"""Reminding, verb by verb: the clock's letters of a day, urging by hand, a telephone call."""

from tracker.reminders.actions.calling import note_call, take_back_call
from tracker.reminders.actions.ladder import queue_ladder
from tracker.reminders.actions.morning import queue_morning
from tracker.reminders.actions.urging import urge, urging_facts
from tracker.reminders.actions.wishes import choose

__all__ = ["choose", "note_call", "queue_ladder", "queue_morning", "take_back_call", "urge", "urging_facts"]
