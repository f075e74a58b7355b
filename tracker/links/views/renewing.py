"""Asking for a link that works: the answer is the same whether there ever was one."""

from __future__ import annotations

from flask import render_template

from tracker.auth import rates
from tracker.links import actions, queries
from tracker.links.forms import RenewForm
from tracker.links.views.door import HOUR, bp
from tracker.settings.queries import office_rules


@bp.post("/lien-ket-moi")
def renew() -> str:
    form = RenewForm()
    link = queries.genuine(form.code.data or "", actions.link_key()) if form.ok else None
    if link is not None:
        rates.count(f"link:renew:{link.id}", limit=3, seconds=HOUR)
        actions.renew(queries.holder_of(link), link)
    return render_template("links/renewed.html", office=office_rules())
