"""What is said of a text that is not taken, and of a verb that cannot be done."""

from __future__ import annotations

from flask_babel import LazyString, gettext, lazy_gettext, ngettext

from tracker.audit.fields import explain
from tracker.intake.models import DraftStep
from tracker.intake.plan import is_doubtful

REFUSALS: dict[str, LazyString] = {
    "empty": lazy_gettext("There is no text to read. Paste the directive's text or choose its file."),
    "secret": lazy_gettext(
        "This document carries a mark of state secrecy, so it may not be entered here. "
        "Nothing of it was kept; handle it by the rules for secret documents."
    ),
    "not_a_directive": lazy_gettext(
        "No addressee and no order was found: this does not look like a directive. "
        "Check the text, or enter the tasks by hand."
    ),
    "wrong_type": lazy_gettext("This file cannot be read as a directive. Accepted: %(kinds)s."),
    "old_word": lazy_gettext(
        "This is the Word format of before 2007. Open it in Word, save it as .docx and send that."
    ),
    "no_scanner": lazy_gettext(
        "These are pictures of pages, which this machine cannot read yet: the package %(package)s must be "
        "installed. Until then paste the text, or enter it by hand."
    ),
    "too_large": lazy_gettext(
        "This file is larger than 20 MB, or unpacks to far more than its size. Send a smaller one, or paste the text."
    ),
    "broken": lazy_gettext("This file is damaged and cannot be opened. Save it again, or paste the text."),
    "encrypted": lazy_gettext("This file is locked with a password. Save it without one, or paste the text."),
    "no_text": lazy_gettext("No text was found in this file. Paste the text, or enter it by hand."),
    "unread_pages": lazy_gettext("Not every page could be read."),
    "timed_out": lazy_gettext("Reading this file took too long. Paste the text, or split the file."),
}
"""By the codes of `refusal.refusal` and `readers.Unreadable`."""

PROBLEMS: dict[str, LazyString] = {
    "reading_moved_on": lazy_gettext(
        "This file is being read, has been read or is gone. Look at where it stands."
    ),
    "draft_closed": lazy_gettext("This directive is no longer a draft, so its tasks cannot be changed here."),
    "draft_changed": lazy_gettext(
        "The draft or a group has changed since you checked it. Check it once more."
    ),
    "newcomers_changed": lazy_gettext(
        "The groups have changed, or these bodies have been given their tasks."
    ),
    "day_passed": lazy_gettext("The day of some of these tasks has passed: choose a day to come for them."),
    "no_such_body": lazy_gettext("The register has no such body or group."),
    "no_tasks": lazy_gettext("There is no task to assign in this draft."),
    "not_ready": lazy_gettext("These tasks still lack a lead body or a date: %(numbers)s."),
    "draft_moved": lazy_gettext(
        "Somebody has changed the draft since this page was opened. Open it anew, then take back what should be."
    ),
    "nothing_to_merge": lazy_gettext("There is no task after this one to merge it with."),
    "split_one": lazy_gettext("Both parts need words: nothing was split."),
}

STEPS: dict[str, LazyString] = {
    "accept": lazy_gettext("accepting task %(number)s"),
    "add": lazy_gettext("adding a task"),
    "choose": lazy_gettext("choosing a body"),
    "date": lazy_gettext("setting the date of task %(number)s"),
    "drop": lazy_gettext("dropping task %(number)s"),
    "edit": lazy_gettext("correcting task %(number)s"),
    "leave_out": lazy_gettext("leaving out unclear words"),
    "merge": lazy_gettext("merging task %(number)s with the next"),
    "move": lazy_gettext("moving task %(number)s"),
    "name": lazy_gettext("naming the bodies of task %(number)s"),
    "restore": lazy_gettext("taking a dropped task in again"),
    "split": lazy_gettext("splitting task %(number)s"),
}
"""What each step of a draft did, as a thing that can be taken back."""

WHOLE_STEPS: dict[str, LazyString] = {
    "accept": lazy_gettext("accepting all that was left"),
    "date": lazy_gettext("setting one date for several tasks"),
    "edit": lazy_gettext("bringing back a task"),
}
"""The same of steps that no one task's number names."""

FACTS: dict[str, LazyString] = {
    "number": lazy_gettext("the number"),
    "date": lazy_gettext("the day"),
    "subject": lazy_gettext("the subject"),
    "signer": lazy_gettext("who signed"),
}
"""Facts of a document that its text may not give."""


def step_said(step: DraftStep) -> str:
    """What a step did, in words that follow "Undo:"."""
    said = STEPS[step.verb] if step.number else WHOLE_STEPS.get(step.verb, STEPS[step.verb])
    return str(said) % {"number": step.number}


def step_told(step: DraftStep) -> str:
    """What somebody has just done to the draft, in a sentence."""
    facts = {"who": step.actor_label, "what": step_said(step)}
    if step.way == "undo":
        return str(gettext("%(who)s has just taken back: %(what)s", **facts))
    return str(gettext("%(who)s has just changed the draft: %(what)s", **facts))


def pages_unread(numbers: list[int]) -> str:
    """Which pages of a scan could not be read."""
    named = ", ".join(map(str, numbers))
    said = ngettext(
        "Page %(pages)s could not be read", "Pages %(pages)s could not be read", len(numbers), pages=named
    )
    return str(said)


def fact_said(code: str) -> str:
    """A missing fact in words."""
    return str(FACTS[code])


def confidence(value: float | None) -> LazyString:
    """How sure the reading is; None was typed by hand."""
    if value is None:
        return lazy_gettext("Typed by hand")
    if value >= 0.85:
        return lazy_gettext("Read with certainty")
    return lazy_gettext("Read with doubt") if is_doubtful(value) else lazy_gettext("Read fairly surely")


def step_named(code: str) -> str:
    """A kind of step where no number is known."""
    return " ".join((str(STEPS[code]) % {"number": ""}).split())


explain("directive", undo=step_named, redo=step_named)
