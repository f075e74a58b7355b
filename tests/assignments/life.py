"""The life of an assignment written down a second time, as a model that knows nothing of the product."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from tests.assignments.weekdays import count, plus

BODY = {"head", "officer", "link", "office"}
DECIDING = {"leader", "office"}
WHO: dict[str, set[str]] = {
    "accept": BODY,
    "doing": BODY,
    "done": BODY,
    "withdraw": BODY,
    "object": {"head", "officer", "office"},
    "ask": {"head", "officer"},
    "pass on": {"head", "officer"},
    "own day": {"head", "officer"},
    "step": {"head", "officer"},
    "confirm": {"office"},
    "return": {"office"},
    "exempt": {"office"},
    "reopen": {"office"},
    "uphold": DECIDING,
    "suspend": DECIDING,
    "resume": DECIDING,
    "cancel": DECIDING,
    "uncancel": DECIDING,
    "take_back": {"office"},
    "grant": DECIDING,
}
"""Who may do what (domain 1.2): everybody else, the coordinating body among them, may do nothing."""

OWED = {"assigned", "in_progress", "returned", "objected"}
OPEN = OWED | {"submitted"}
FROM: dict[str, set[str]] = {
    "accept": {"assigned"},
    "doing": {"assigned", "in_progress", "returned"},
    "done": {"assigned", "in_progress", "returned", "submitted"},
    "object": {"assigned"},
    "confirm": {"submitted"},
    "return": {"submitted"},
    "exempt": OPEN | {"suspended"},
    "reopen": {"completed", "cancelled"},
    "uphold": {"objected"},
    "suspend": OPEN,
    "resume": {"suspended"},
    "cancel": OPEN | {"suspended"},
    "uncancel": {"cancelled"},
    "take_back": {"completed"},
    "pass on": OPEN | {"suspended"},
    "own day": OPEN | {"suspended"},
    "step": OPEN | {"suspended"},
}
TO = {"accept": "in_progress", "doing": "in_progress", "done": "submitted", "object": "objected",
      "confirm": "completed", "take_back": "submitted", "return": "returned", "exempt": "cancelled",
      "uphold": "assigned", "suspend": "suspended", "cancel": "cancelled"}  # fmt: skip
NEEDS_REASON = {"return", "object", "uphold", "suspend", "resume", "cancel", "exempt", "reopen"}
NEEDS_DOCUMENT = {"uphold", "suspend", "resume", "cancel"}
ASKED_AHEAD, MOST_GRANTED = 1, 2
"""An extension is asked for so many working days ahead, and granted so often (the office's rules as delivered)."""
DECISIONS = NEEDS_REASON | {"confirm", "take_back", "uncancel"}
STANDING = {"reopen", "take_back", "uncancel"}
"""What is not done to work of a directive that has come to its end."""
VERBS = sorted(WHO)


@dataclass
class Said:
    """A report as the model remembers it."""

    status: str
    round: int
    before: str
    at: datetime


@dataclass
class Life:
    """One assignment; `due` None is work without a day."""

    assigned_on: date
    due: date | None
    state: str = "assigned"
    round: int = 1
    received: bool = False
    reported_on: date | None = None
    confirmed_on: date | None = None
    stopped_on: date | None = None
    stood: str = ""
    asked: tuple[date, date] | None = None
    reports: list[Said] = field(default_factory=list)
    decisions: list[str] = field(default_factory=list)
    lines: int = 0
    letters: int = 0
    ended: bool = False
    handler: str = ""
    own_day: date | None = None
    steps: int = 0
    passed: int = 0
    granted: int = 0
    before_cancel: tuple[str, date | None, str, tuple[date, date] | None] | None = None

    def refusal(self, verb: str, who: str, now: datetime, *, reason: bool, document: bool) -> str | None:
        """The code the product must answer with, None where it must do as it is told."""
        if (closed := self._no_way(verb, who)) is not None:
            return closed
        special = {"withdraw": self._no_withdrawal, "ask": self._no_request, "grant": self._no_grant,
                   "own day": self._no_own_day}  # fmt: skip
        if verb in special:
            return special[verb](who, now, document)
        if verb in NEEDS_REASON and not reason:
            return "reason_needed"
        is_leaders = verb == "reopen" and self.state == "cancelled" and self.decisions[-1] == "cancel"
        if who == "office" and not document and (verb in NEEDS_DOCUMENT or is_leaders):
            return "document_needed"
        if verb == "object" and who != "office":
            if who != "head":
                return "not_head"
            return "object_late" if now.date() > plus(self.assigned_on, 2) else None
        return None

    def _no_way(self, verb: str, who: str) -> str | None:
        """What stands in the way whatever is said."""
        if who not in WHO[verb]:
            return "not_allowed"
        if verb in FROM and self.state not in FROM[verb]:
            return "moved_on"
        if verb in STANDING and self.ended:
            return "directive_ended"
        return "moved_on" if verb == "uncancel" and self.decisions[-1] != "cancel" else None

    def no_end(self, who: str, *, reason: bool, document: bool) -> str | None:
        """Why the whole directive cannot be withdrawn."""
        if who not in DECIDING:
            return "not_allowed"
        if self.ended:
            return "stale"
        if not reason:
            return "reason_needed"
        return "document_needed" if who == "office" and not document else None

    def no_recall(self, who: str, now: datetime, until: datetime) -> str | None:
        """Why the issue that made it cannot be taken back."""
        if who != "office":
            return "not_allowed"
        if self.ended or now >= until:
            return "recall_over"
        return "taken_up" if self.lines else None

    def end(self, today: date) -> None:
        """The directive is withdrawn: what is open is cancelled and told of, what is done stays."""
        self.ended = True
        if self.state in FROM["cancel"]:
            self.decisions.append("cancel")
            self.state, self.stopped_on, self.stood, self.asked = "cancelled", today, "", None
            self.letters += 1

    def _no_withdrawal(self, who: str, now: datetime, document: bool) -> str | None:
        last = self.reports[-1]
        there = {"done": "submitted", "doing": "in_progress"}[last.status]
        if (self.state, self.round) != (there, last.round):
            return "moved_on"
        return "withdraw_late" if now - last.at > timedelta(hours=24) else None

    def _no_request(self, who: str, now: datetime, document: bool) -> str | None:
        if self.state not in OWED:
            return "extension_not_owed"
        if self.due is None:
            return "extension_no_day"
        if now.date() >= self.due:
            return "extension_late"
        if count(now.date(), self.due) < ASKED_AHEAD:
            return "extension_too_near"
        if self.granted >= MOST_GRANTED:
            return "extension_times"
        return "extension_pending" if self.asked else None

    def _no_own_day(self, who: str, now: datetime, document: bool) -> str | None:
        if self.due is None or now.date() <= self.due or self.own_day == now.date():
            return None
        return "own_day_after_due"

    def _no_grant(self, who: str, now: datetime, document: bool) -> str | None:
        assert self.asked
        if who == "office" and not document:
            return "document_needed"
        return None if self.state in OWED and self.due and self.asked[1] > self.due else "moved_on"

    def do(self, verb: str, who: str, now: datetime) -> None:
        """What the product must have done."""
        today, before = now.date(), self.state
        self.lines += 1
        self._inside(verb, who)
        if verb in DECISIONS:
            self.decisions.append(verb)
        if verb in {"doing", "done"}:
            self.reports.append(Said(verb, self.round, before, now))
            self.received = True
            if verb == "done" and before != "submitted":
                self.reported_on = today
        self.state = TO.get(verb, before)
        special = {"accept": self._accept, "withdraw": self._withdraw, "confirm": self._confirm,
                   "take_back": self._unconfirm, "uncancel": self._uncancel,
                   "return": self._come_back, "reopen": self._reopen, "resume": self._resume,
                   "ask": self._ask, "grant": self._grant, "own day": self._own_day}  # fmt: skip
        if verb in special:
            special[verb](today)
        if verb in {"suspend", "cancel", "exempt"}:
            self.stopped_on = today
            self.stood = before if verb == "suspend" else ""
        if verb in {"cancel", "exempt"}:
            self.asked = None
        if verb in {"confirm", "return", "uphold", "grant"} or (verb, before) == ("cancel", "objected"):
            self.letters += 1

    def _accept(self, today: date) -> None:
        self.received = True

    def _withdraw(self, today: date) -> None:
        last = self.reports.pop()
        self.state = last.before
        if last.before != "submitted":
            self.reported_on = None
        if last.before == "assigned":
            self.received = False

    def _confirm(self, today: date) -> None:
        self.confirmed_on = today

    def _unconfirm(self, today: date) -> None:
        self.confirmed_on = None

    def _uncancel(self, today: date) -> None:
        """As it stood before, a request for more time that had waited with it too."""
        assert self.before_cancel
        self.state, self.stopped_on, self.stood, self.asked = self.before_cancel

    def _come_back(self, today: date) -> None:
        ended = self.reported_on if self.confirmed_on or not self.stopped_on else self.stopped_on
        if self.due is not None and (ended or today) <= self.due:
            self.due = max(self.due, plus(today, 2))
        self.reported_on = self.confirmed_on = self.stopped_on = None
        self.round += 1

    def _reopen(self, today: date) -> None:
        was_done = self.confirmed_on is not None
        self._come_back(today)
        self.state = "in_progress" if was_done or self.received else "assigned"

    def _resume(self, today: date) -> None:
        assert self.stopped_on
        moved = count(self.stopped_on, today)
        self.state, self.stopped_on, self.stood = self.stood, None, ""
        self.due = plus(self.due, moved) if self.due else None
        if self.asked:
            self.asked = (plus(self.asked[0], moved), plus(self.asked[1], moved))

    def _inside(self, verb: str, who: str) -> None:
        """A step more; who has it now (each gives it to the other, told unless they have it); how it stood."""
        self.steps += verb == "step"
        if verb == "cancel":
            self.before_cancel = (self.state, self.stopped_on, self.stood, self.asked)
        if verb == "pass on":
            before, self.handler = self.handler, {"head": "officer", "officer": "head"}[who]
            self.passed += self.handler != before

    def _own_day(self, today: date) -> None:
        self.own_day = today

    def _ask(self, today: date) -> None:
        assert self.due
        self.asked = (self.due, plus(self.due, 5))

    def _grant(self, today: date) -> None:
        assert self.asked
        self.due, self.asked = self.asked[1], None
        self.granted += 1

    def bucket(self, cut: date) -> str:
        """Where the monthly review counts it."""
        if self.state in {"suspended", "cancelled"}:
            return self.state
        if self.state == "completed":
            assert self.reported_on
            return (
                "done_undated" if not self.due else self._timed("done_on_time", "done_late", self.reported_on)
            )
        if not self.due:
            return "open_undated"
        judged = self.reported_on if self.state == "submitted" and self.reported_on else cut
        return self._timed("open_in_time", "open_overdue", judged)

    def _timed(self, good: str, bad: str, day: date) -> str:
        assert self.due
        return good if day <= self.due else bad
