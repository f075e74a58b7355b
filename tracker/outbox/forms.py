"""What the office types about a stuck letter."""

from __future__ import annotations

from flask_babel import lazy_gettext
from wtforms import EmailField
from wtforms.validators import Email, InputRequired, Length

from tracker.web.forms import Form

WRONG = lazy_gettext("This is not one plain e-mail address.")


class AddressForm(Form):
    """Another mailbox for one letter."""

    to = EmailField(lazy_gettext("Mailbox"), [InputRequired(WRONG), Length(max=200), Email(WRONG)])
