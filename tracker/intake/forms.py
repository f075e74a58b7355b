"""What the office types while a text becomes tasks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext
from wtforms import (
    BooleanField,
    DateField,
    Field,
    FileField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, HiddenInput

from tracker.directives.forms import choices
from tracker.directives.labels import ORIGINS
from tracker.intake.change import Change
from tracker.intake.editing import sentences
from tracker.intake.plan import Named, helping_due_on, rejoined
from tracker.intake.queries import DraftPage
from tracker.tasks.labels import DEADLINE_KINDS, RECURRENCES
from tracker.tasks.models import Task
from tracker.web.forms import Form, VersionedForm

LONGEST_DIRECTIVE = 400_000  # characters: some 150 pages
PLACE = re.compile(r"chua-ro-\d{1,4}")
DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]


class Boxes(SelectMultipleField):  # type: ignore[misc]
    """Several choices as boxes."""

    option_widget = CheckboxInput()


class StartForm(Form):
    """A text to read: pasted, or in a file."""

    origin = RadioField(
        lazy_gettext("Whose directive is it?"),
        choices=choices({name: ORIGINS[name] for name in ("own", "upper")}),
        default="own",
    )
    text = TextAreaField(lazy_gettext("Text of the directive"), validators=[Length(max=LONGEST_DIRECTIVE)])
    file = FileField(lazy_gettext("File of the directive"))
    anyway = HiddenField()


class GoOnForm(Form):
    """Pages that could not be read were not looked at for a mark of secrecy either: a person says that they were."""

    seen = BooleanField(
        lazy_gettext(
            "I have looked at these pages in the original: they carry no mark of state secrecy "
            "(Mật, Tối mật, Tuyệt mật)"
        ),
        validators=[InputRequired()],
    )


class TaskForm(Form):
    """One task by hand. Names of bodies are parted by semicolons."""

    text = TextAreaField(lazy_gettext("Task"), validators=[InputRequired(), Length(max=10_000)])
    lead = Boxes(lazy_gettext("Lead"), choices=[], validate_choice=False)
    add_lead = StringField(lazy_gettext("Add a lead"))
    coordinating = Boxes(lazy_gettext("Works with"), choices=[], validate_choice=False)
    add_coordinating = StringField(lazy_gettext("Add one that works with the lead"))
    helping_due_on = DateField(
        lazy_gettext("Date for those that work with the lead"), format=DAY_FORMATS, validators=[Optional()]
    )
    deadline_kind = SelectField(
        lazy_gettext("Kind of deadline"), choices=choices(DEADLINE_KINDS), default="none"
    )
    due_on = DateField(lazy_gettext("Due"), format=DAY_FORMATS, validators=[Optional()])
    recurrence = SelectField(
        lazy_gettext("Repeats"),
        choices=[SelectChoice("", lazy_gettext("none")), *choices(RECURRENCES)],
        default="",
    )
    expected_output = StringField(lazy_gettext("Expected product"), default="Báo cáo kết quả")

    @property
    def change(self) -> Change:
        """The whole of it for an action."""
        return Change(
            text=self.text.data,
            deadline_kind=self.deadline_kind.data,
            due_on=self.due_on.data,
            recurrence=self.recurrence.data,
            expected_output=self.expected_output.data or "",
            lead=(*(self.lead.data or ()), *typed_names(self.add_lead.data)),
            coordinating=(*(self.coordinating.data or ()), *typed_names(self.add_coordinating.data)),
            helping_due_on=self.helping_due_on.data,
        )

    def offer(self, lead: Iterable[Named], coordinating: Iterable[Named]) -> None:
        """The task's addressees as boxes to keep or to empty; those ticked while somebody took them out stay offered."""
        for field, names in ((self.lead, lead), (self.coordinating, coordinating)):
            offered = {named.words or named.name: named.name for named in names}
            offered |= {words: words for words in field.data or () if words not in offered}
            field.choices = [SelectChoice(words, name) for words, name in offered.items()]


class Leading(Form):
    """Something that may be done from the list of what is unclear; `then` is its place there, to go on from."""

    then = StringField()

    @property
    def next(self) -> str:
        """The place that what comes next has taken; "" where the list was not used."""
        return self.then.data if PLACE.fullmatch(self.then.data or "") else ""


class EditTaskForm(TaskForm, VersionedForm, Leading):
    """Correcting a task."""


def typed_names(text: str | None) -> list[str]:
    """ "Sở Tài chính; UBND xã A" as two names."""
    return [name for piece in (text or "").split(";") if (name := " ".join(piece.split()))]


class SplitForm(VersionedForm):
    """Where to cut: where the cursor made a new line, or before some of the sentences."""

    whole = TextAreaField(lazy_gettext("Each task on a line of its own"), validators=[Length(max=10_000)])
    cuts = Boxes(lazy_gettext("Or: a new task begins with"), coerce=int, choices=[])

    def offer(self, text: str) -> None:
        """The sentences of a task but its first, each a place to cut."""
        pieces = [text[start:end] for start, end in sentences(text)]
        self.cuts.choices = [SelectChoice(n, piece) for n, piece in enumerate(pieces) if n]

    @property
    def lines(self) -> list[str]:
        """What was typed, a task a line."""
        return [line for line in (self.whole.data or "").splitlines() if line.strip()]

    def validate_whole(self, field: Field) -> None:
        if len(self.lines) < 2 and not self.cuts.data:
            raise ValidationError(
                lazy_gettext("Press Enter where the new task begins, or tick the sentence it begins with.")
            )

    def parts(self, text: str) -> list[str]:
        """The texts of the tasks to be; lines win over ticks."""
        return self.lines if len(self.lines) > 1 else rejoined(text, set(self.cuts.data or ()))


class CardForm(VersionedForm, Leading):
    """One press on a task's card; the button pressed names the verb."""

    verb = StringField()


class StepForm(Form):
    """Taking back the draft's last step, or doing it again: the step the page speaks of."""

    step_id = IntegerField(widget=HiddenInput(), render_kw={"id": False}, validators=[InputRequired()])


class ChooseForm(Leading):
    """Whom unclear words mean: one of the suggestions ("body:3"), a name typed, or nobody ("nobody")."""

    words = HiddenField(validators=[InputRequired()])
    chosen = StringField()
    other = StringField(lazy_gettext("Another body or group"))
    remember = BooleanField(lazy_gettext("Remember this way of writing it"), default=True)


class DatesForm(Form):
    """One day for all tasks without one."""

    due_on = DateField(
        lazy_gettext("One date for all of them"), format=DAY_FORMATS, validators=[InputRequired()]
    )


class LaterForm(Form):
    """Giving issued tasks to new members of groups: `seen` is the plan shown, the day for tasks whose own has passed."""

    seen = HiddenField()
    due_on = DateField(
        lazy_gettext("Due day of those whose own has passed"), format=DAY_FORMATS, validators=[Optional()]
    )


class IssueForm(Form):
    """Giving the tasks out; `seen` is the plan that was checked."""

    seen = HiddenField()


@dataclass(frozen=True, slots=True)
class DraftForms:
    """Every form on the page of a draft: by task, by unclear words, and the day for all."""

    cards: dict[int, CardForm]
    chooses: dict[str, ChooseForm]
    dates: DatesForm
    undo: StepForm
    redo: StepForm
    accept: Form


def draft_forms(page: DraftPage) -> DraftForms:
    """Fresh forms: nothing of a posted one is carried into them."""
    tasks: list[Task] = [*(planned.task for planned in page.plan.tasks), *page.dropped]
    return DraftForms(
        {task.id: CardForm(formdata=None, version=task.version) for task in tasks},
        {
            words: ChooseForm(formdata=None, scope=f"chua-ro-{number}", words=words)
            for number, words in enumerate(page.matches, 1)
        },
        DatesForm(formdata=None),
        StepForm(formdata=None, step_id=page.steps.last_id),
        StepForm(formdata=None, step_id=page.steps.next_id),
        Form(formdata=None),
    )


def shown_task(task: Task) -> dict[str, Any]:
    """A task's facts as the form shows them."""
    names = ("text", "deadline_kind", "due_on", "recurrence", "expected_output", "version")
    facts = {name: getattr(task, name) for name in names}
    return facts | {"helping_due_on": helping_due_on(task.addressees)}
