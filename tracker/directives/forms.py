"""What is typed of a document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import LazyString, lazy_gettext
from wtforms import (
    BooleanField,
    DateField,
    Field,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from tracker.directives.labels import ENDINGS, KINDS, ORIGINS, RELATIONS, STATES, URGENCIES
from tracker.directives.queries import RegisterFilter
from tracker.directives.rules import number_key, read_date, written_date
from tracker.search.boxes import WordsField
from tracker.web.forms import FilterForm, Form, VersionedForm, chosen_id

WRITTEN_DATE = lazy_gettext("Write a date as 28/9/2026, or 9/2026 where the day is blank.")
EVERYTHING = SelectChoice("", lazy_gettext("All"))


def choices(labels: Mapping[str, LazyString]) -> list[SelectChoice]:
    """Codes and their words as a field's choices."""
    return [SelectChoice(code, words) for code, words in labels.items()]


class RegisterFilterForm(FilterForm):
    """The register's filters; the names are those of the address."""

    tim = WordsField(lazy_gettext("Number or subject"))
    loai = SelectField(lazy_gettext("Kind"), choices=[EVERYTHING, *choices(KINDS)], default="")
    trang_thai = SelectField(
        lazy_gettext("State"),
        choices=[EVERYTHING, *choices({name: STATES[name] for name in ("draft", "issued")} | ENDINGS)],
        default="",
    )
    nguon = SelectField(lazy_gettext("Origin"), choices=[EVERYTHING, *choices(ORIGINS)], default="")
    vien_dan = IntegerField(validators=[Optional(), NumberRange(1, 2**63 - 1)])

    @property
    def chosen(self) -> RegisterFilter:
        """The filter, what cannot be read left out."""
        if not self.ok:
            return RegisterFilter(text=self.tim.data or "")
        return RegisterFilter(
            kind=self.loai.data or "",
            state=self.trang_thai.data or "",
            text=self.tim.data or "",
            origin=self.nguon.data or "",
            leans_on=self.vien_dan.data or 0,
        )


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


class CitationFields:
    """What is said of a document cited."""

    relation = SelectField(
        lazy_gettext("What this document does to it"), choices=choices(RELATIONS), default="can_cu"
    )
    number = StringField(lazy_gettext("Number and symbol"), validators=[InputRequired(), Length(max=80)])
    issued_on = DateField(
        lazy_gettext("Date of the document"), format=["%Y-%m-%d", "%d/%m/%Y"], validators=[Optional()]
    )
    issuer = StringField(lazy_gettext("Issued by"), validators=[Length(max=300)])

    def validate_number(self, field: Field) -> None:
        if field.data and not number_key(field.data):
            raise ValidationError(lazy_gettext("A number begins with a figure: 50/KH-UBND."))


class AddCitationForm(CitationFields, Form):
    """A document cited that the reading missed."""


class CitationForm(CitationFields, VersionedForm):
    """Correcting a document cited."""


class TieForm(VersionedForm):
    """Which document of the register is meant: the button pressed carries its id, "" for none."""

    target = StringField()

    @property
    def target_id(self) -> int | None:
        """The document chosen; None for none, 0 (which no document has) for what is no number."""
        return chosen_id(self.target.data)


class FindDocumentForm(FilterForm):
    """Looking for a document of the register."""

    tim = WordsField(lazy_gettext("Number or subject"))


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
