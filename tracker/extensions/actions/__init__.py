"""A due day moves: asked for and decided, because the calendar has changed, or after a time of standing still."""

from tracker.extensions.actions.asking import ask, decide
from tracker.extensions.actions.calendar import change_day
from tracker.extensions.actions.event import set_event_day
from tracker.extensions.actions.extending import extend, take_back_extensions
from tracker.extensions.actions.stopping import cancel, exempt, resume, suspend
from tracker.extensions.actions.uncancelling import take_back_cancellation

__all__ = [
    "ask",
    "cancel",
    "change_day",
    "decide",
    "exempt",
    "extend",
    "resume",
    "set_event_day",
    "suspend",
    "take_back_cancellation",
    "take_back_extensions",
]
