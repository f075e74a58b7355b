"""What a browser typed, made clean: the bases every form of the product stands on."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Iterator
from typing import Any, cast

from flask import g
from flask_babel import LazyString, get_translations, lazy_gettext
from flask_wtf import FlaskForm
from werkzeug.datastructures import FileStorage
from wtforms import (
    Field,
    FileField,
    FormField,
    HiddenField,
    IntegerField,
    MultipleFileField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
    TextAreaField,
    ValidationError,
)
from wtforms.csrf.core import CSRF, CSRFTokenField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from tracker.web.csrf import form_token

LONGEST_LINE, LONGEST_TEXT = 1_000, 20_000  # characters, where a field names no Length of its own

UNREADABLE = lazy_gettext(
    "There were invisible control characters in this text. They have been taken out: check it and send again."
)
TOO_LONG = lazy_gettext("This text is too long: at most %(max)s characters.")

_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_ZERO_WIDTH = re.compile("[\u200b\ufeff]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
_NO_ID = {"id": False}  # hidden fields stand on a page many times over


class _Catalogue:
    """WTForms' own messages through our catalogue (it ships no Vietnamese)."""

    def gettext(self, text: str) -> str:
        return str(get_translations().ugettext(text))

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return str(get_translations().ungettext(singular, plural, number))


class _PageToken(CSRF):  # type: ignore[misc]
    """The token the guard in `csrf.py` checks before any handler runs."""

    def generate_csrf_token(self, csrf_token_field: Field) -> str:
        return form_token()

    def validate_csrf_token(self, form: Any, field: Field) -> None:
        if not g.get("csrf_valid", False):
            raise ValidationError(field.gettext("CSRF failed."))


class CleanForm(FlaskForm):  # type: ignore[misc]
    """Strips and composes (NFC) what was typed; refuses control characters and direction overrides."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        csrf_class = _PageToken

        def get_translations(self, form: Any) -> _Catalogue:
            return _Catalogue()

    def __init__(self, *args: Any, scope: str = "", **kwargs: Any) -> None:
        """`scope` makes the fields' ids unique where one page holds the same form several times."""
        super().__init__(*args, **kwargs)
        for field in self:
            if scope:
                field.id = field.label.field_id = f"{scope}-{field.name}"
            if isinstance(field, CSRFTokenField):
                field.render_kw = _NO_ID
            elif isinstance(field, StringField):
                _clean(field)
            elif isinstance(field, FileField):
                field.data = _uploads(field)

    @property
    def ok(self) -> bool:
        """True when the form was sent and everything in it can be taken; fills the errors otherwise."""
        return bool(self.validate_on_submit())

    @property
    def clean(self) -> dict[str, Any]:
        """The values of the declared fields by name, text never None; tokens and the version are left out."""
        return {field.short_name: _value(field) for field in self if not _is_plumbing(field)}

    def error_list(self) -> list[tuple[str, str]]:
        """(id of the field, sentence) in the order of the form; "" for what concerns the whole form."""
        whole = [("", str(sentence)) for sentence in self.form_errors]
        return whole + [pair for field in self for pair in _errors(field)]

    def refuse(self, name: str, sentence: str | LazyString) -> None:
        """Put a refusal of the action on the field it concerns."""
        field = self[name]
        field.errors = [*field.errors, sentence]

    def populate_obj(self, obj: object) -> None:
        """Not used here: rows change only in actions, field by field. Raises TypeError."""
        raise TypeError("forms do not write rows: pass form.clean to an action")


class FilterForm(CleanForm):
    """For GET: filters and search boxes. No tokens; call with `request.args`."""

    class Meta(CleanForm.Meta):
        csrf = False

    @property
    def ok(self) -> bool:
        return bool(self.validate())


class Form(CleanForm):
    """For POST: carries the page's token and `rt`, the 128-bit request token that makes a repeat harmless."""

    rt = HiddenField(default=lambda: secrets.token_urlsafe(16), render_kw=_NO_ID)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not _TOKEN.fullmatch(self.rt.data or ""):
            self.rt.data = secrets.token_urlsafe(16)


class VersionedForm(Form):
    """For a row people edit: `version` goes out with the form and comes back with the save."""

    version = IntegerField(widget=HiddenInput(), render_kw=_NO_ID, validators=[InputRequired()])

    theirs: tuple[tuple[str, str], ...] | None = None
    """(label, value) of what somebody else saved meanwhile, where it is not what was typed here; None: nobody has."""

    def carry(self, version: int) -> None:
        """Send this version out with what was typed: the next save is meant to go over it."""
        self.version.data, self.version.raw_data = (
            version,
            None,
        )  # a field draws what was sent, if there is any

    def meet(self, row: Any, **more: Any) -> None:
        """Somebody else saved the row meanwhile: keep what was typed, show theirs, and let the next save go over it.

        `more` are the values of fields that are no columns of the row.
        """
        saved = type(self)(None, obj=row, **more)
        pairs = [(field, saved[field.short_name].data or "") for field in self if not _is_plumbing(field)]
        self.theirs = tuple(
            (field.label.text, _said(field, now)) for field, now in pairs if (field.data or "") != now
        )
        self.carry(row.version)


def chosen_id(word: str | None) -> int | None:
    """The id a pressed button carries; None for none, 0 (which no row has) for what is no number."""
    if not word:
        return None
    return int(word) if word.isdecimal() and len(word) < 19 else 0


def _said(field: Field, value: Any) -> str:
    """A value as the form's reader knows it: a choice by its label."""
    if isinstance(field, SelectField):
        return next((str(name) for key, name, *_ in field.iter_choices() if key == value), str(value))
    return str(value)


def _clean(field: StringField) -> None:
    """Make the field's text clean; what was refused is taken out, so that the second sending passes."""
    if not isinstance(field.data, str) or not field.raw_data:
        return
    field.data = unicodedata.normalize("NFC", field.data)
    if isinstance(field, PasswordField):
        return
    text = _ZERO_WIDTH.sub("", _BREAKS.sub("\n", field.data))
    if not isinstance(field, TextAreaField):
        text = text.replace("\t", " ")
    refused = _CONTROL if isinstance(field, TextAreaField) else re.compile(f"{_CONTROL.pattern}|\n")
    field.data = refused.sub("", text).strip()
    if refused.search(text.strip()):
        field.process_errors = [*field.process_errors, UNREADABLE]
    limit = LONGEST_TEXT if isinstance(field, TextAreaField) else LONGEST_LINE
    if len(field.data) > limit and not any(isinstance(check, Length) for check in field.validators):
        field.process_errors = [*field.process_errors, str(TOO_LONG) % {"max": limit}]


def _uploads(field: FileField) -> Any:
    """The files sent; words in a file's place, as no browser sends them, are none."""
    if isinstance(field, MultipleFileField):
        return [one for one in field.data or [] if isinstance(one, FileStorage)]
    return field.data if isinstance(field.data, FileStorage) else None


def _is_plumbing(field: Field) -> bool:
    return isinstance(field, CSRFTokenField | SubmitField) or field.short_name in {"rt", "version"}


def _value(field: Field) -> Any:
    if isinstance(field, FormField):
        return {part.short_name: _value(part) for part in field if not _is_plumbing(part)}
    if isinstance(field, SelectMultipleField | MultipleFileField):
        return [one for one in field.data or [] if one]
    if isinstance(field, FileField):
        return field.data or None
    return (field.data or "") if isinstance(field, StringField) else field.data


def _errors(field: Field) -> Iterator[tuple[str, str]]:
    parts = list(cast(Any, field)) if isinstance(field, FormField) or hasattr(field, "entries") else []
    if parts:
        for part in parts:
            yield from _errors(part)
        return
    place = f"{field.id}-0" if isinstance(field, RadioField) else field.id
    yield from ((place, str(sentence)) for sentence in field.errors)
