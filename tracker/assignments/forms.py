"""What a body types to report, and the office to answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from flask_babel import lazy_gettext
from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    MultipleFileField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput

from tracker.assignments.actions.on_behalf import Told
from tracker.assignments.labels import CHANNELS
from tracker.audit.fields import explain
from tracker.files.queries import Sent
from tracker.web.filters import day, size
from tracker.web.forms import Form, VersionedForm

MOST_FILES = 10
STATUSES = [
    SelectChoice("done", lazy_gettext("Done")),
    SelectChoice("doing", lazy_gettext("In progress")),
    SelectChoice("difficulty", lazy_gettext("There are difficulties")),
]
explain("assignment", status={choice.value: choice.label for choice in STATUSES})
TOO_LONG = lazy_gettext("At most %(max)d characters.")


class Boxes(SelectMultipleField):  # type: ignore[misc]
    """Several choices, each a box of its own; `notes` are lines under them, by value."""

    option_widget = CheckboxInput()
    notes: Mapping[str, str] = MappingProxyType({})

    def offer_files(self, files: Sequence[Sent]) -> None:
        """Let files sent before be chosen again; the action sees to it that they are the body's."""
        self.choices = [SelectChoice(file.id, file.name) for file in files]
        self.notes = {str(file.id): f"{size(file.size)}, {day(file.stored_at)}" for file in files}


class ReportForm(Form):
    """One report: three choices, a line of result, evidence; the difficulty's fields count only with that choice."""

    status = RadioField(
        lazy_gettext("How it stands"),
        [InputRequired(lazy_gettext("Choose how the work stands."))],
        choices=STATUSES,
    )
    what = TextAreaField(lazy_gettext("What stands in the way"), [Length(max=4000, message=TOO_LONG)])
    asked_of = StringField(lazy_gettext("Who is asked to solve it"), [Length(max=300, message=TOO_LONG)])
    proposal = TextAreaField(lazy_gettext("What the body proposes"), [Length(max=4000, message=TOO_LONG)])
    note = TextAreaField(lazy_gettext("Result"), [Length(max=4000, message=TOO_LONG)])
    result_number = StringField(lazy_gettext("Result document's number"), [Length(max=80, message=TOO_LONG)])
    result_on = DateField(lazy_gettext("Date of the document"), [Optional()])
    files = MultipleFileField(lazy_gettext("Evidence"))
    earlier = Boxes(lazy_gettext("Files sent before"), coerce=int, validate_choice=False, choices=[])
    reporter = StringField(lazy_gettext("Reported by"), [Length(max=120, message=TOO_LONG)])

    def validate_what(self, field: TextAreaField) -> None:
        """A difficulty needs its words."""
        if self.status.data == "difficulty" and not field.data:
            raise ValidationError(lazy_gettext("Say what stands in the way."))

    def validate_files(self, field: MultipleFileField) -> None:
        """At most ten files in one report."""
        if len([file for file in field.data or [] if file]) > MOST_FILES:
            raise ValidationError(lazy_gettext("At most %(max)s files in one report.", max=MOST_FILES))

    @property
    def facts(self) -> dict[str, Any]:
        """What `post_report` is told, without files."""
        clean = self.clean
        names = ("note", "result_number", "result_on")
        return {name: clean[name] for name in names} | {
            "reporter_name": clean["reporter"],
            "file_ids": clean["earlier"],
        }

    @property
    def difficulty(self) -> dict[str, str]:
        """What stands in the way, whom it is put to and what is proposed."""
        return {name: self.clean[name] for name in ("what", "asked_of", "proposal")}


class ToldFields:
    """Who of the body told the office, when and by which way."""

    reporter = StringField(
        lazy_gettext("Who of the body told it"),
        [
            InputRequired(lazy_gettext("Name who of the body told the office.")),
            Length(max=120, message=TOO_LONG),
        ],
    )
    channel = RadioField(
        lazy_gettext("How it came"),
        [InputRequired(lazy_gettext("Say how it came."))],
        choices=[SelectChoice(code, label) for code, label in CHANNELS.items()],
    )
    told_on = DateField(lazy_gettext("Day it was told"), [InputRequired(lazy_gettext("Say on which day."))])
    paper = StringField(lazy_gettext("Number and day of the paper"), [Length(max=120, message=TOO_LONG)])

    @property
    def told(self) -> Told:
        """Who told it, for an action."""
        clean: dict[str, Any] = self.clean  # type: ignore[attr-defined]
        return Told(clean["reporter"], clean["channel"], clean["told_on"], clean["paper"])


class OfficeReportForm(ToldFields, ReportForm):
    """A report the office writes down for a body."""

    @property
    def facts(self) -> dict[str, Any]:
        """What `post_report` is told, without files: who told the office besides."""
        return super().facts | {"told": self.told}


class NoteForm(ToldFields, Form):
    """What else the office writes down for a body: that it has received the work, that it takes a report back."""

    deed = RadioField(
        lazy_gettext("What the body said"), [InputRequired(lazy_gettext("Choose what the body said."))]
    )

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Let one of these be chosen; a single one is chosen from the start."""
        self.deed.choices = [SelectChoice(deed, label) for deed, label in choices]
        if len(choices) == 1 and self.deed.data is None:
            self.deed.data = choices[0][0]


class NextForm(Form):
    """A button; `next` is the page to go back to."""

    next = HiddenField()


class WithdrawForm(NextForm):
    """Which report is taken back."""

    report = IntegerField(validators=[InputRequired()])


class DecisionForm(VersionedForm):
    """The office's yes to what it has read (the version says which)."""

    next = HiddenField()


class ObjectForm(VersionedForm):
    """Why a body says the work is not its own."""

    reason = TextAreaField(
        lazy_gettext("Why it is not the body's work"),
        [
            InputRequired(lazy_gettext("Say why; the office and the leader read it.")),
            Length(max=2000, message=TOO_LONG),
        ],
    )
    document = StringField(lazy_gettext("Document of the objection"), [Length(max=120, message=TOO_LONG)])


class MoveForm(VersionedForm):
    """One of the decisions open to whoever looks, with its reason and the document that carries it."""

    verb = RadioField(lazy_gettext("Decision"), [InputRequired(lazy_gettext("Choose the decision."))])
    reason = TextAreaField(
        lazy_gettext("Reason"),
        [InputRequired(lazy_gettext("Give the reason.")), Length(max=2000, message=TOO_LONG)],
    )
    document = StringField(lazy_gettext("Document of the decision"), [Length(max=120, message=TOO_LONG)])

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Let one of these be chosen; a single one is chosen from the start."""
        self.verb.choices = [SelectChoice(verb, label) for verb, label in choices]
        if len(choices) == 1 and self.verb.data is None:
            self.verb.data = choices[0][0]


class ReturnForm(DecisionForm):
    """The office's no, with the reason the body will read."""

    reason = TextAreaField(
        lazy_gettext("Reason for returning"),
        [
            InputRequired(lazy_gettext("Give the reason; the body reads it.")),
            Length(max=2000, message=TOO_LONG),
        ],
    )
