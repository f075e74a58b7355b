"""A form whose token is lost is not thrown away: the same fields can be sent once more with a fresh one."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request
from werkzeug.exceptions import HTTPException

from tracker.web.csrf import FIELD

SECRET = ("password", "secret", "code", "otp")  # never written into a page


@dataclass(frozen=True, slots=True)
class Resend:
    """Where to post again, and what: every field as (name, text). Files must be chosen anew."""

    address: str
    fields: tuple[tuple[str, str], ...]


def resendable() -> Resend | None:
    """The form being refused, ready to be sent again; None when it held a secret or cannot be read."""
    try:
        sent = list(request.form.items(multi=True))
    except HTTPException:
        return None
    if any(word in name for name, _ in sent for word in SECRET):
        return None
    kept = tuple((name, text) for name, text in sent if name != FIELD)
    return Resend(request.full_path.rstrip("?"), kept)


def typed_texts() -> tuple[str, ...]:
    """What a person wrote in the form being refused: whatever has words in it, in the form's order, no secrets."""
    sent = resendable() if request.method == "POST" else None
    return tuple(dict.fromkeys(text for _, text in sent.fields if len(text.split()) > 1)) if sent else ()
