"""The letters' pages: the eleven kinds with their samples and texts, when they go, and a person's own choice."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from flask_login import current_user

from tracker import clock
from tracker.access import policy
from tracker.errors import Conflict, NotFound
from tracker.letters import labels, queries
from tracker.letters.forms import LetterRulesForm, WishForm, WordingForm
from tracker.letters.samples import Sample, sample
from tracker.outbox.labels import KINDS
from tracker.outbox.texts import DELIVERED, DELIVERED_ASKED, delivered, names_of
from tracker.outbox.writing import readable
from tracker.people import queries as people
from tracker.reminders import actions
from tracker.settings.actions import change_letter_rules, change_wording
from tracker.settings.queries import letter_rules, wording, wording_version
from tracker.web.headers import sandboxed
from tracker.web.sentences import register

bp = Blueprint("letters", __name__)
MODES = {"giao": "giao", "de-nghi": "de_nghi"}

register(
    {
        "days_unreadable": lazy_gettext("The days are whole numbers with commas between them."),
    }
)


@bp.get("/quan-tri/thu/mau")
def index() -> str:
    return kinds_page()


@bp.get("/quan-tri/thu/lich-gui")
def edit_rules() -> str:
    return rules_page(LetterRulesForm(None, obj=letter_rules()))


@bp.post("/quan-tri/thu/lich-gui")
def update_rules() -> Any:
    form = LetterRulesForm()
    policy.require(current_user, "setting.change")
    if not form.ok:
        return rules_page(form), 422
    try:
        change_letter_rules(current_user, version=form.version.data, **form.clean)
    except Conflict:
        form.meet(letter_rules())
        return rules_page(form), 409
    flash(gettext("Saved. The rules hold from the next letter on."))
    return redirect(url_for(".edit_rules"), 303)


@bp.get("/quan-tri/thu/mau/<letter_kind>")
def show(letter_kind: str) -> str:
    return kind_page(known(letter_kind), said(letter_kind))


@bp.get("/quan-tri/thu/mau/<letter_kind>/xem")
def preview(letter_kind: str) -> Response:
    shown = found(known(letter_kind))
    return sandboxed(make_response(readable(shown.written.html) if shown else ""))


@bp.post("/quan-tri/thu/mau/<letter_kind>")
def update(letter_kind: str) -> Any:
    kind = known(letter_kind)
    form = WordingForm().of(kind)
    policy.require(current_user, "setting.change")
    if not form.ok or not form.fits(kind):
        return kind_page(kind, form), 422
    texts = {name: "" if text == delivered(kind, name) else text for name, text in form.clean.items()}
    try:
        change_wording(current_user, kind, texts=texts, version=form.version.data)
    except Conflict:
        form.meet(SimpleNamespace(**in_force(kind)))
        return kind_page(kind, form), 409
    flash(gettext("Saved. Letters queued from now on say so."))
    return redirect(url_for(".show", letter_kind=kind), 303)


@bp.post("/quan-tri/thu/mau/<letter_kind>/nhu-ban-dau")
def reset(letter_kind: str) -> Any:
    kind = known(letter_kind)
    change_wording(current_user, kind, texts=dict.fromkeys(names_of(kind), ""))
    flash(gettext("The texts are as delivered again."))
    return redirect(url_for(".show", letter_kind=kind), 303)


@bp.get("/tai-khoan/thu")
def own() -> str:
    letters = queries.own_letters(current_user)
    forms = {each.kind: WishForm(None, obj=each, scope=each.kind) for each in letters}
    return render_template(
        "letters/own.html", letters=letters, forms=forms, kinds=KINDS, weekly=labels.weekly
    )


@bp.post("/tai-khoan/thu/<letter_kind>")
def update_own(letter_kind: str) -> Any:
    form, person = WishForm(), people.account(current_user)
    chosen = form.weekday.data if letter_kind != "morning" and form.weekday.data in labels.WEEKDAYS else None
    actions.choose(current_user, person, kind=letter_kind, is_on=form.is_on.data, weekday=chosen)
    flash(gettext("Saved."))
    return redirect(url_for(".own"), 303)


def known(kind: str) -> str:
    """One of the eleven. Raises NotFound for another, NotAllowed for whoever does not keep letters."""
    policy.require(current_user, "letter.preview")
    if kind not in DELIVERED:
        raise NotFound("page")
    return kind


def said(kind: str) -> WordingForm:
    """The form with the texts in force."""
    return WordingForm(None, data=in_force(kind)).of(kind)


def in_force(kind: str) -> dict[str, Any]:
    """The texts of a kind by name, with their version."""
    changed = wording()
    texts = {name: changed.get(f"{kind}:{name}") or delivered(kind, name) for name in names_of(kind)}
    return texts | {"version": wording_version(kind)}


def found(kind: str) -> Sample | None:
    """The kind's sample for the bodies the address asks for."""
    return sample(current_user, kind, MODES.get(request.args.get("cho", ""), "giao"))


def kinds_page() -> str:
    """The eleven letters and when each goes next."""
    day, counts = queries.next_letters(current_user, clock.now())
    return render_template(
        "letters/index.html",
        kinds=labels.kinds(),
        to=labels.TO,
        when={kind: labels.when(kind, letter_rules()) for kind in DELIVERED},
        changed={name.partition(":")[0] for name in wording()},
        day=day,
        counts=counts,
        days=queries.next_days(current_user, day, clock.now()),
    )


def rules_page(form: LetterRulesForm) -> str:
    """When letters go, to be set, with the next ones beside."""
    day, counts = queries.next_letters(current_user, clock.now())
    return render_template(
        "letters/rules.html",
        form=form,
        day=day,
        counts=counts,
        days=queries.next_days(current_user, day, clock.now()),
        kinds=labels.kinds(),
        may_change=policy.may(current_user, "setting.change"),
    )


def kind_page(kind: str, form: WordingForm) -> str:
    """One kind: its sample at two widths and as text, and its texts beside what they were delivered as."""
    shown = found(kind)
    return render_template(
        "letters/show.html",
        kind=kind,
        form=form,
        name=KINDS[kind],
        to=labels.TO[kind],
        when=labels.when(kind, letter_rules()),
        sample=shown,
        text=readable(shown.written.text) if shown else "",
        has_asked=kind in DELIVERED_ASKED,
        is_asked=request.args.get("cho") == "de-nghi",
        delivered={name: delivered(kind, name) for name in names_of(kind)},
        is_changed=any(name.startswith(f"{kind}:") for name in wording()),
        may_change=policy.may(current_user, "setting.change"),
    )
