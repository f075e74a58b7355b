"""What is typed when something is done to an issued directive."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext
from wtforms import DateField, Field, HiddenField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length, Optional

from tracker.directives.forms import WRITTEN_DATE
from tracker.directives.rules import read_date, written_date
from tracker.intake.change import Change
from tracker.intake.forms import TaskForm, typed_names
from tracker.web.forms import Form, VersionedForm, chosen_id

REASON_NEEDED = lazy_gettext("Give the reason.")


class ReasonFields:
    """Why, and the document that says so."""

    reason = TextAreaField(
        lazy_gettext("Reason"), validators=[InputRequired(REASON_NEEDED), Length(max=2000)]
    )
    document = StringField(lazy_gettext("Document that says so"), validators=[Length(max=120)])


class WithdrawForm(ReasonFields, VersionedForm):
    """Withdrawing a directive."""


class ReplaceForm(VersionedForm):
    """Which document takes this one's place: the button pressed carries its id."""

    reason = TextAreaField(lazy_gettext("Reason"), validators=[Length(max=2000)])
    target = StringField()

    @property
    def target_id(self) -> int:
        """The document chosen; 0 (which no document has) for none."""
        return chosen_id(self.target.data) or 0


class CorrectForm(ReasonFields, VersionedForm):
    """Correcting the facts of an issued directive."""

    number = StringField(lazy_gettext("Number and symbol"), validators=[Length(max=80)])
    issued = StringField(lazy_gettext("Date of the document"))
    issuer = StringField(lazy_gettext("Issued by"), validators=[Length(max=300)])
    subject = TextAreaField(
        lazy_gettext("Subject"),
        validators=[InputRequired(lazy_gettext("A directive has a subject.")), Length(max=1000)],
    )
    signer_name = StringField(lazy_gettext("Signed by"), validators=[Length(max=120)])
    signer_position = StringField(lazy_gettext("Signer's position"), validators=[Length(max=120)])

    def validate_issued(self, field: Field) -> None:
        try:
            read_date(field.data or "")
        except ValueError:
            raise ValidationError(WRITTEN_DATE) from None

    @property
    def said(self) -> dict[str, Any]:
        """The facts for `issued.actions.correct_directive`."""
        clean = self.clean
        issued_on, issued_month = read_date(clean.pop("issued"))
        return clean | {"issued_on": issued_on, "issued_month": issued_month}


class CorrectTaskForm(ReasonFields, VersionedForm):
    """Correcting the words of an issued task."""

    text = TextAreaField(
        lazy_gettext("Task"),
        validators=[InputRequired(lazy_gettext("A task has its words.")), Length(max=10_000)],
    )
    verb = StringField(lazy_gettext("Ordering word"), validators=[Length(max=60)])
    expected_output = StringField(
        lazy_gettext("Expected product"),
        validators=[InputRequired(lazy_gettext("Say what is to be handed in.")), Length(max=300)],
    )


class AddForm(TaskForm):
    """A task added after issue; `seen` is the plan that was shown, "" before one was."""

    section = StringField(lazy_gettext("Section"), validators=[Length(max=40)])
    reason = StringField(lazy_gettext("Why it is added"), validators=[Length(max=2000)])
    document = StringField(lazy_gettext("Document that says so"), validators=[Length(max=120)])
    seen = HiddenField()


def shown(directive: Any) -> dict[str, Any]:
    """A directive's facts as the form shows them."""
    names = ("number", "issuer", "subject", "signer_name", "signer_position", "version")
    facts = {name: getattr(directive, name) for name in names}
    return facts | {"issued": written_date(directive.issued_on, directive.issued_month)}


class GiveForm(Form):
    """Which bodies a conclusion of a review becomes a task of, and by when."""

    text = TextAreaField(
        lazy_gettext("Task"),
        validators=[InputRequired(lazy_gettext("A task has its words.")), Length(max=2_000)],
    )
    lead = StringField(
        lazy_gettext("Lead"),
        validators=[InputRequired(lazy_gettext("Name the bodies that are to do it.")), Length(max=1000)],
    )
    coordinating = StringField(lazy_gettext("Works with"), validators=[Length(max=1000)])
    due_on = DateField(lazy_gettext("Due"), validators=[Optional()])

    @property
    def change(self) -> Change:
        """The whole of it for an action."""
        return Change(
            text=self.text.data,
            deadline_kind="fixed" if self.due_on.data else "none",
            due_on=self.due_on.data,
            expected_output="Báo cáo kết quả",
            lead=tuple(typed_names(self.lead.data)),
            coordinating=tuple(typed_names(self.coordinating.data)),
        )
