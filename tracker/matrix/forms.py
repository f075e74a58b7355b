"""What the address of the matrix says."""

from __future__ import annotations

from flask_babel import lazy_gettext
from wtforms import BooleanField, IntegerField, SelectChoice, SelectField
from wtforms.validators import NumberRange, Optional

from tracker.matrix.rules import Chosen
from tracker.web.forms import FilterForm

NUMBER = [Optional(), NumberRange(1, 2**31)]


class MatrixForm(FilterForm):
    """The matrix's choices; the names are those of the address."""

    vb = IntegerField(lazy_gettext("Directive"), validators=NUMBER)
    xep = SelectField(
        lazy_gettext("Order"),
        choices=[
            SelectChoice("", lazy_gettext("By type and name")),
            SelectChoice("cham", lazy_gettext("Longest overdue first")),
        ],
        default="",
    )
    cham = BooleanField(lazy_gettext("Overdue only"))
    dv = IntegerField(validators=NUMBER)
    nv = IntegerField(validators=NUMBER)

    @property
    def chosen(self) -> Chosen:
        """The choices; what cannot be read is left out."""
        self.validate()
        vb, dv, nv = (field.data or 0 if not field.errors else 0 for field in (self.vb, self.dv, self.nv))
        return Chosen(vb, self.xep.data == "cham", bool(self.cham.data), dv or 1, nv or 1)
