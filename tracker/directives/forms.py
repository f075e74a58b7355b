"""What is typed of a document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import LazyString, lazy_gettext
from wtforms import (
    BooleanField,
    Field,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length

from tracker.directives.labels import KINDS, ORIGINS, STATES, URGENCIES
from tracker.directives.queries import RegisterFilter
from tracker.directives.rules import read_date, written_date
from tracker.web.forms import FilterForm, Form, VersionedForm

WRITTEN_DATE = lazy_gettext("Write a date as 28/9/2026, or 9/2026 where the day is blank.")
EVERYTHING = SelectChoice("", lazy_gettext("All"))


def choices(labels: Mapping[str, LazyString]) -> list[SelectChoice]:
    """Codes and their words as a field's choices."""
    return [SelectChoice(code, words) for code, words in labels.items()]


class RegisterFilterForm(FilterForm):
    """The register's filters; the names are those of the address."""

    tim = StringField(lazy_gettext("Number or subject"))
    loai = SelectField(lazy_gettext("Kind"), choices=[EVERYTHING, *choices(KINDS)], default="")
    trang_thai = SelectField(
        lazy_gettext("State"),
        choices=[EVERYTHING, *choices({name: STATES[name] for name in ("draft", "issued")})],
        default="",
    )

    @property
    def chosen(self) -> RegisterFilter:
        """The filter, what cannot be read left out."""
        known = self.ok
        kind = self.loai.data if known else ""
        return RegisterFilter(kind or "", (self.trang_thai.data or "") if known else "", self.tim.data or "")


class DetailFields:
    """The facts of a document; every one may be blank but the subject of one entered by hand."""

    origin = SelectField(lazy_gettext("Origin"), choices=choices(ORIGINS), default="own")
    kind = SelectField(lazy_gettext("Kind"), choices=choices(KINDS), default="cong_van")
    number = StringField(lazy_gettext("Number and symbol"), validators=[Length(max=80)])
    issued = StringField(lazy_gettext("Date of the document"))
    issuer = StringField(lazy_gettext("Issued by"), validators=[Length(max=300)])
    subject = TextAreaField(lazy_gettext("Subject"), validators=[Length(max=1000)])
    signer_name = StringField(lazy_gettext("Signed by"), validators=[Length(max=120)])
    signer_position = StringField(lazy_gettext("Signer's position"), validators=[Length(max=120)])
    urgency = SelectField(lazy_gettext("Urgency"), choices=choices(URGENCIES), default="thuong")
    demands_sign_in = BooleanField(lazy_gettext("Bodies must sign in to report"))
    demands_file = BooleanField(lazy_gettext("A report must carry a file"))

    def validate_issued(self, field: Field) -> None:
        try:
            read_date(field.data or "")
        except ValueError:
            raise ValidationError(WRITTEN_DATE) from None


class DetailsForm(DetailFields, VersionedForm):
    """Correcting the facts of a draft."""

    @property
    def details(self) -> dict[str, Any]:
        """The facts for `directives.actions.edit_details`."""
        return details_of(self.clean)


class ByHandForm(DetailFields, Form):
    """Entering a document without reading its text."""

    subject = TextAreaField(lazy_gettext("Subject"), validators=[InputRequired(), Length(max=1000)])
    text = TextAreaField(lazy_gettext("What was said"), validators=[Length(max=400_000)])

    @property
    def details(self) -> dict[str, Any]:
        """The facts for `intake.actions.start_by_hand`."""
        return details_of(self.clean)


def details_of(clean: dict[str, Any]) -> dict[str, Any]:
    """Clean values with the written date taken apart."""
    issued_on, issued_month = read_date(clean.pop("issued"))
    return clean | {"issued_on": issued_on, "issued_month": issued_month}


def shown_details(directive: Any) -> dict[str, Any]:
    """A directive's facts as the form shows them."""
    names = ("origin", "kind", "number", "issuer", "subject", "signer_name", "signer_position", "urgency")
    facts = {
        name: getattr(directive, name) for name in (*names, "demands_sign_in", "demands_file", "version")
    }
    return facts | {"issued": written_date(directive.issued_on, directive.issued_month)}
