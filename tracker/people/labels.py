"""Roles in words."""

from __future__ import annotations

from flask_babel import lazy_gettext

from tracker.audit.fields import explain

ROLE_NAMES = {
    "office": lazy_gettext("Office"),
    "leader": lazy_gettext("Leader"),
    "officer": lazy_gettext("Officer of a body"),
    "auditor": lazy_gettext("Auditor (reads only)"),
    "admin": lazy_gettext("Administrator"),
}

explain("person", role=ROLE_NAMES, language={"vi": "Tiếng Việt", "en": "English"})
