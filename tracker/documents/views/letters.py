"""Drafts of official letters that urge: from the desk's selection, or from a review's overdue tasks."""

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
from tracker.documents.views.blueprint import bp, config, made, sent, template_of
from tracker.errors import Refused
from tracker.reminders import queries as reminders
from tracker.reminders.choosing import chosen, kept
from tracker.reviews import queries as reviews
from tracker.reviews import vietnamese as vi
from tracker.reviews.views.blueprint import asked_version

MOST_LETTERS = 300
CHOICE = {"id", "tat-ca", "loc", "tu", "ban"}


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
    works, as_of = works_asked_for()
    if not works:
        return letters_page(form)  # which says so
    signature = Signature(form.ky.data or "", form.chuc.data or "", form.quyen.data or "")
    said, office = urging.Said(form.han.data, signature), queries.office()
    write = urging.for_all if form.kieu.data == "chung" else urging.letters
    papers = write(works, office, said, as_of, clock.today())
    if len(papers) == 1:
        return sent(made(form.loai.data, papers[0][1]), f"cong-van-don-doc-{as_of}", form.loai.data)
    return sent(together(papers, form.loai.data), f"cong-van-don-doc-{as_of}", "zip")


def letters_page(form: LetterForm) -> str:
    """Whom the letters would go to, and what they add."""
    works, as_of = works_asked_for()
    bodies: dict[str, list[urging.Work]] = {}
    for work in works:
        bodies.setdefault(work.body, []).append(work)
    asked = [(name, value) for name, value in request.args.items(multi=True) if name in CHOICE]
    facts = {"bodies": bodies, "works": works, "as_of": as_of, "asked": asked, "most": MOST_LETTERS}
    return render_template("documents/letters.html", form=form, **facts)


def works_asked_for() -> tuple[list[urging.Work], Any]:
    """The tasks the address names, and the day they stand as of."""
    if name := request.args.get("tu"):
        review = reviews.review(current_user, name, version=asked_version(), whole=True)
        late = (_frozen(row) for row in review.account.late)
        return urging.in_order(late), review.account.figures.as_of
    found = reminders.selection(current_user, chosen(request.args)).everything
    return urging.in_order(_live(row) for row in found if row.is_owed), clock.today()


def _frozen(row: Any) -> urging.Work:
    return urging.Work(row.body, "giao", _document(row.number, row.issued_on), row.text, row.due_on)


def _live(row: Any) -> urging.Work:
    document = _document(row.number or row.subject, row.issued_on)
    return urging.Work(row.name, row.mode, document, row.text, row.due_on)


def _document(number: str, issued_on: date | None) -> str:
    return f"{number}, {vi.day(issued_on)}" if issued_on else number


def together(papers: list[tuple[str, Document]], kind: str) -> IO[bytes]:
    """One archive with a file for each body."""
    if len(papers) > MOST_LETTERS:
        raise Refused("too_many_letters", most=MOST_LETTERS)
    named = ((f"{n:03d}-{plain_name(name)}", paper) for n, (name, paper) in enumerate(papers, 1))
    return making.make_many(config(), kind, named, template=template_of("cong_van"))
