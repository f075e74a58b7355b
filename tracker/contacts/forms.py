"""What a body, or the office for it, types about its mailboxes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import EmailField, RadioField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Email, InputRequired, Length, Optional

from tracker.contacts.rules import addresses
from tracker.outbox.forms import WRONG
from tracker.outbox.rules import is_address
from tracker.web.forms import Form, VersionedForm

WISHES = {
    "replace": lazy_gettext("Another main mailbox"),
    "add": lazy_gettext("One more mailbox, with links of its own"),
    "copy": lazy_gettext("One more address that is only told"),
}
TOO_LONG = lazy_gettext("At most %(max)d characters.")


class MailboxForm(Form):
    """What the body wishes: another main mailbox, one more, one less; and who asks for it."""

    what = RadioField(lazy_gettext("What is to change"), default="replace")
    mailbox = EmailField(lazy_gettext("New mailbox"), [Length(max=200)])
    asked_by = StringField(
        lazy_gettext("Who asks"),
        [
            InputRequired(lazy_gettext("Write who asks; the other mailbox reads it.")),
            Length(max=120, message=TOO_LONG),
        ],
    )

    def of(self, places: Mapping[str, str]) -> MailboxForm:
        """The form with what can be wished for a body with these mailboxes (address to place)."""
        goes = {f"remove:{each}": gettext("Take away %(address)s", address=each) for each in further(places)}
        self.what.choices = [SelectChoice(*each) for each in ({**WISHES, **goes}).items()]
        return self

    def validate_mailbox(self, field: EmailField) -> None:
        """Needed for all but taking one away."""
        if str(self.what.data).startswith("remove:"):
            return
        if not field.data:
            raise ValidationError(gettext("Write the new mailbox."))
        if not is_address(field.data):
            raise ValidationError(str(WRONG))

    @property
    def wish(self) -> dict[str, Any]:
        """What is asked of the action."""
        word, _, address = self.what.data.partition(":")
        if word == "remove":
            return {"what": word, "mailbox": address}
        return {
            "what": "replace" if word == "replace" else "add",
            "is_copy": word == "copy",
            "mailbox": self.mailbox.data,
        }


class MailboxesForm(VersionedForm):
    """All mailboxes of a body, as the office enters them."""

    main = StringField(
        lazy_gettext("Official mailbox"),
        [Optional(), Length(max=200, message=TOO_LONG), Email(WRONG)],
        description=lazy_gettext("Letters go here. Without it nothing can be mailed to this body."),
    )
    further = TextAreaField(
        lazy_gettext("Further mailboxes"),
        [Optional(), Length(max=2000, message=TOO_LONG)],
        description=lazy_gettext("One a line. Each gets every letter to the body, with links of its own."),
    )
    copies = TextAreaField(
        lazy_gettext("Only told"),
        [Optional(), Length(max=2000, message=TOO_LONG)],
        description=lazy_gettext(
            "One a line. Each gets a copy; nobody can report from it without signing in."
        ),
    )

    def validate_further(self, field: TextAreaField) -> None:
        """Every one an address."""
        _require_addresses(field)

    def validate_copies(self, field: TextAreaField) -> None:
        """Every one an address."""
        _require_addresses(field)

    @property
    def mailboxes(self) -> dict[str, Any]:
        """What the action is told."""
        return {
            "main": self.main.data or "",
            "further": addresses(self.further.data or ""),
            "copies": addresses(self.copies.data or ""),
        }


def further(places: Mapping[str, str]) -> list[str]:
    """The mailboxes that can be taken away."""
    return [address for address, place in places.items() if place != "main"]


def _require_addresses(field: TextAreaField) -> None:
    wrong = [each for each in addresses(field.data or "") if not is_address(each)]
    if wrong:
        raise ValidationError(gettext("This is no e-mail address: %(text)s", text=", ".join(wrong)[:200]))


class AnswerForm(Form):
    """A button: the new mailbox's yes."""


class ObjectionForm(Form):
    """Why the old mailbox says no."""

    reason = TextAreaField(
        lazy_gettext("What is not right"),
        [
            InputRequired(lazy_gettext("Say what is not right; the office reads it.")),
            Length(max=1000, message=TOO_LONG),
        ],
    )


class RevokeForm(Form):
    """Why links are ended; the log keeps it."""

    reason = StringField(
        lazy_gettext("Reason"),
        [
            InputRequired(lazy_gettext("Say why; the log keeps it.")),
            Length(max=300, message=TOO_LONG),
        ],
    )
