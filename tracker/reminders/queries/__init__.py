"""Reading for reminders, by question: who is told today, whom an urging reaches, what is still to be sent."""

from tracker.reminders.queries.chosen import (
    Group,
    Selection,
    batch,
    batch_letters,
    in_sight,
    lock,
    selection,
)
from tracker.reminders.queries.coming import coming
from tracker.reminders.queries.day import DayLetter, owed, works_on
from tracker.reminders.queries.escalation import HeadLetter, LeaderLetter, OwnLetter, long_overdue
from tracker.reminders.queries.figures import FiguresLetter
from tracker.reminders.queries.occasion import Occasion, occasion_of, urged_on
from tracker.reminders.queries.plan import Drawn, Plan, plan_of
from tracker.reminders.queries.standing import still_due

__all__ = [
    "DayLetter",
    "Drawn",
    "FiguresLetter",
    "Group",
    "HeadLetter",
    "LeaderLetter",
    "Occasion",
    "OwnLetter",
    "Plan",
    "Selection",
    "batch",
    "batch_letters",
    "coming",
    "in_sight",
    "lock",
    "long_overdue",
    "occasion_of",
    "owed",
    "plan_of",
    "selection",
    "still_due",
    "urged_on",
    "works_on",
]
