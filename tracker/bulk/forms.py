"""What the office types for many assignments at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import request
from flask_babel import lazy_gettext
from werkzeug.datastructures import MultiDict
from wtforms import DateField, HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from tracker import clock
from tracker.bodies.forms import number
from tracker.bulk import rules
from tracker.officials.forms import DIRECTIVE, Choosing
from tracker.reminders.forms import chosen_ids
from tracker.web.forms import Form

TOO_LONG = lazy_gettext("At most %(max)d characters.")
REASON = lazy_gettext("Give a reason.")
MOST_DAYS = 250  # working days: a year


class BulkForm(Form):
    """What every such form carries: the chosen ids, each with the version it was shown in (None: not yet)."""

    seen = HiddenField(render_kw={"id": False})

    @property
    def versions(self) -> dict[int, int | None]:
        """Ids and versions."""
        return rules.unpacked(self.seen.data or "")

    @property
    def directives(self) -> dict[int, int | None]:
        """The same of the directives among them."""
        return rules.unpacked(self.seen.data or "", DIRECTIVE)

    def begin(self, ids: Iterable[int], said: MultiDict[str, str]) -> None:
        """Take over what was chosen, and what else the address says beforehand."""
        self.seen.data = rules.packed(dict.fromkeys(ids))

    def show(self, rows: Iterable[Any]) -> None:
        """Carry on what the page shows now."""
        self.seen.data = rules.packed(rules.shown(self.versions, rows))

    def look_only(self) -> None:
        """Check what was typed so far; words still missing are no fault of a form that is not sent yet."""
        self.validate_on_submit()
        for field in (self["reason"], self["document"]) if "reason" in self else ():
            field.errors = []

    @property
    def facts(self) -> dict[str, Any]:
        """What was typed, for the act."""
        return {name: value for name, value in self.clean.items() if name != "seen"}


class CallForm(BulkForm):
    """Who answered the telephone, and what was said."""

    spoken_to = StringField(lazy_gettext("Spoken to"), [Length(max=120, message=TOO_LONG)])
    note = TextAreaField(lazy_gettext("Said on the telephone"), [Length(max=500, message=TOO_LONG)])


class ExtendForm(BulkForm):
    """Until when, why, and the leader's document."""

    new_due_on = DateField(lazy_gettext("New due day"), [Optional()])
    working_days = IntegerField(
        lazy_gettext("Or so many working days more"),
        [Optional(), NumberRange(1, MOST_DAYS, lazy_gettext("Between 1 and %(max)d working days."))],
    )
    reason = TextAreaField(
        lazy_gettext("Reason"), [InputRequired(REASON), Length(max=2000, message=TOO_LONG)]
    )
    document = StringField(lazy_gettext("Document of the decision"), [Length(max=120, message=TOO_LONG)])

    def validate(self, extra_validators: Any = None) -> bool:
        """One of the two, and no day that is over."""
        good = super().validate(extra_validators)
        day, days = self.new_due_on.data, self.working_days.data
        if not self.new_due_on.errors and not self.working_days.errors:
            if (day is None) == (days is None):
                self.refuse(
                    "new_due_on", lazy_gettext("Choose a day or a number of working days, one of the two.")
                )
            elif day is not None and day < clock.today():
                self.refuse("new_due_on", lazy_gettext("This day has passed."))
        return bool(good and not self.new_due_on.errors)


class ConfirmForm(BulkForm):
    """Nothing but the yes."""


class ReassignForm(BulkForm):
    """To whom, why, and the leader's document."""

    body_id = SelectField(lazy_gettext("Give to"), coerce=number)
    due_on = DateField(
        lazy_gettext("New day"), [Optional()], description=lazy_gettext("For tasks whose own day has passed.")
    )
    reason = TextAreaField(
        lazy_gettext("Reason"), [InputRequired(REASON), Length(max=2000, message=TOO_LONG)]
    )
    document = StringField(lazy_gettext("Document of the decision"), [Length(max=120, message=TOO_LONG)])

    def validate_body_id(self, field: Any) -> None:
        """Nobody gets work by a slip."""
        if not field.data:
            self.refuse("body_id", lazy_gettext("Choose a body"))

    def offer(self, bodies: Any) -> None:
        """The bodies to choose from, as (id, name)."""
        nobody = SelectChoice(0, lazy_gettext("Choose a body"))
        self.body_id.choices = [nobody, *(SelectChoice(row.id, row.name) for row in bodies)]


class SubmitForm(BulkForm):
    """Before whom, and what the office proposes."""

    leader_id = RadioField(
        lazy_gettext("Leader"), [InputRequired(lazy_gettext("Choose the leader."))], coerce=number
    )
    proposal = TextAreaField(
        lazy_gettext("The office proposes"),
        [InputRequired(lazy_gettext("Write what the office proposes.")), Length(max=2000, message=TOO_LONG)],
    )

    def offer(self, leaders: Any) -> None:
        """The leaders to choose from, as (id, name); one alone is chosen."""
        self.leader_id.choices = [SelectChoice(row.id, row.name) for row in leaders]
        if len(leaders) == 1 and not self.leader_id.data:
            self.leader_id.data = leaders[0].id


class MailboxForm(BulkForm):
    """The new mailboxes stand beside their bodies."""

    @property
    def typed(self) -> dict[int, str]:
        """Body to the mailbox typed beside it."""
        typed = {name[3:]: value.strip() for name, value in request.form.items() if name.startswith("to-")}
        return {int(id): value for id, value in typed.items() if id.isdecimal() and len(id) < 19 and value}


class OfficialForm(Choosing, BulkForm):
    """Who is to follow the bodies and directives."""

    def begin(self, ids: Iterable[int], said: MultiDict[str, str]) -> None:
        """With the directives ticked, and who was chosen on the page before; what is no number is nobody yet."""
        words = (word for word in said.getlist("id") if word.startswith(DIRECTIVE))
        directives = chosen_ids(word.removeprefix(DIRECTIVE) for word in words)
        self._carry(dict.fromkeys(ids), dict.fromkeys(directives))
        word = said.get("person_id", "")
        self.person_id.data = int(word) if word.isdecimal() else None

    def show(self, rows: Iterable[Any]) -> None:
        rows = list(rows)
        self._carry(
            rules.shown(self.versions, [row for row in rows if not row.directive_id]),
            rules.shown(self.directives, [row for row in rows if row.directive_id]),
        )

    def _carry(self, bodies: Mapping[int, int | None], directives: Mapping[int, int | None]) -> None:
        self.seen.data = f"{rules.packed(bodies)} {rules.packed(directives, DIRECTIVE)}".strip()

    def validate_person_id(self, field: Any) -> None:
        """No body loses its official by a slip."""
        if field.data is None:
            self.refuse("person_id", lazy_gettext("Choose an official"))

    @property
    def chosen_name(self) -> str:
        """Who was chosen so far, "" while nobody was."""
        choices = self.person_id.iter_choices()
        return next((str(each.label) for each in choices if each.selected and each.value), "")


class UndoForm(Form):
    """Why more time is taken back: the bodies read it."""

    reason = StringField(lazy_gettext("Reason"), [Length(max=500, message=TOO_LONG)])
