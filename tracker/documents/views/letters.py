"""Drafts of official letters that urge: from the desk's selection, from a review's overdue tasks, or for the month's
figures of targets alone. With work go the figures that the same bodies owe."""

from __future__ import annotations

from datetime import date
from typing import IO, Any

from flask import redirect, render_template, request, url_for
from flask_login import current_user

from tracker import clock
from tracker.access import policy
from tracker.documents import making, queries, urging
from tracker.documents.forms import LetterForm
from tracker.documents.paper import Document, Signature
from tracker.documents.rules import plain_name
from tracker.documents.urging_words import Figure, Owed, Said, Work
from tracker.documents.views.blueprint import bp, config, made, sent, template_of
from tracker.errors import Refused
from tracker.reminders import queries as reminders
from tracker.reminders.choosing import chosen, kept
from tracker.reviews import queries as reviews
from tracker.reviews import vietnamese as vi
from tracker.reviews.views.blueprint import asked_version
from tracker.targets import queries as targets

MOST_LETTERS = 300
CHOICE = {"id", "tat-ca", "loc", "tu", "ban", "so-lieu"}


@bp.post("/cong-van/chon")
def create_selection() -> Any:
    policy.require(current_user, "reminder.urge")
    return redirect(url_for(".letters", **kept()), 303)


@bp.get("/cong-van")
def letters() -> str:
    policy.require(current_user, "reminder.urge")
    last = reviews.last_signed()
    typed = (
        {"ky": last.signer_name, "chuc": last.signer_position, "quyen": last.authority_lines} if last else {}
    )
    return letters_page(LetterForm(None, data={"kieu": "tung", "loai": "word", **typed}))


@bp.get("/cong-van/tai")
def download_letters() -> Any:
    policy.require(current_user, "reminder.urge")
    form = LetterForm(request.args)
    if not form.ok:
        return letters_page(form), 422
    owed, as_of = owed_asked_for()
    if not owed.things:
        return letters_page(form)  # which says so
    signature = Signature(form.ky.data or "", form.chuc.data or "", form.quyen.data or "")
    said, office = Said(form.han.data, signature), queries.office()
    write = urging.for_all if form.kieu.data == "chung" else urging.letters
    papers = write(owed, office, said, as_of, clock.today())
    if len(papers) == 1:
        return sent(made(form.loai.data, papers[0][1]), f"cong-van-don-doc-{as_of}", form.loai.data)
    return sent(together(papers, form.loai.data), f"cong-van-don-doc-{as_of}", "zip")


def letters_page(form: LetterForm) -> str:
    """Whom the letters would go to, and what they add."""
    owed, as_of = owed_asked_for()
    asked = [(name, value) for name, value in request.args.items(multi=True) if name in CHOICE]
    facts = {"bodies": urging.by_body(owed), "owed": owed, "as_of": as_of, "asked": asked}
    return render_template("documents/letters.html", form=form, **facts)


def owed_asked_for() -> tuple[Owed, date]:
    """What the address names, and the day its tasks stand as of."""
    today = clock.today()
    if name := request.args.get("tu"):
        review = reviews.review(current_user, name, version=asked_version(), whole=True)
        as_of = review.account.figures.as_of
        return _with_figures([_frozen(row) for row in review.account.late], as_of), as_of
    if request.args.get("so-lieu"):
        return _with_figures([], today), today
    found = [row for row in reminders.selection(current_user, chosen(request.args)).everything if row.is_owed]
    return _with_figures([_live(row) for row in found], today, {row.body_id for row in found}), today


def _with_figures(works: list[Work], as_of: date, bodies: set[int] | None = None) -> Owed:
    """The works, and the figures of the month of `as_of` that have not come yet; of these bodies, or of all."""
    month = targets.month(as_of)
    rows = targets.awaited(current_user, clock.today(), month.first_on, bodies)
    return Owed(works, [_figure(row) for row in rows], month)


def _frozen(row: Any) -> Work:
    return Work(row.body, "giao", _document(row.number, row.issued_on), row.text, row.due_on)


def _live(row: Any) -> Work:
    document = _document(row.number or row.subject, row.issued_on)
    return Work(row.name, row.mode, document, row.text, row.due_on)


def _figure(row: Any) -> Figure:
    document = _document(row.number or row.subject, row.issued_on)
    return Figure(row.name, row.mode, document, row.unit, row.planned, row.actual, row.measured_on)


def _document(number: str, issued_on: date | None) -> str:
    return f"{number}, {vi.day(issued_on)}" if issued_on else number


def together(papers: list[tuple[str, Document]], kind: str) -> IO[bytes]:
    """One archive with a file for each body."""
    if len(papers) > MOST_LETTERS:
        raise Refused("too_many_letters", most=MOST_LETTERS)
    named = ((f"{n:03d}-{plain_name(name)}", paper) for n, (name, paper) in enumerate(papers, 1))
    return making.make_many(config(), kind, named, template=template_of("cong_van"))
