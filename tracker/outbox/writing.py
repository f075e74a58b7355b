"""A letter's words: subject, text and HTML from `templates/emails/<letter>/`. Letters are in Vietnamese only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from flask import current_app

from tracker.config import Config
from tracker.outbox import rules
from tracker.outbox.models import Letter
from tracker.outbox.texts import texts_of
from tracker.settings.queries import office_rules

MARK = re.compile(r"⟦([a-z]+):\d+⟧")
DOOR = re.compile(r"⟦([a-z]+):(\d+)⟧")
ONLY_FOR_MAIL = re.compile(r"⟦(?:done|all):\d+⟧")  # lines that say nothing without the mailbox's own address
BLANK_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Written:
    """A letter as it will be kept: the subject fits in 60 characters, the text says all the HTML says."""

    subject: str
    text: str
    html: str


class _Inliner(Protocol):
    def inline(self, html: str) -> str: ...


def write(template: str, facts: Mapping[str, Any]) -> Written:
    """Render one letter. Link placeholders stay in it: addresses that open doors are filled in at sending.

    Templates know, besides the facts, `office` (the office's rules), `texts` (of the fact `kind`, else of the
    template) and the functions `report_link`, `all_link` and `page_link`. The application's context processors
    are not asked: a letter has no viewer.
    """
    jinja = current_app.jinja_env
    texts = texts_of(facts.get("kind", template), facts.get("mode", "giao"))
    links = SIGNED_IN if "copy_of" in facts else LINKS
    known = {"office": office_rules(), "texts": texts, **links, "page_link": page_link, **facts}
    subject, text, html = (
        jinja.get_template(f"emails/{template}/{part}").render(known)
        for part in ("subject.txt", "body.txt", "body.html")
    )
    if "stands_in_for" in facts:
        text = (
            f"Gửi anh/chị thay {facts['stands_in_for']} (vắng đến {facts['away_until']:%d/%m/%Y}).\n\n{text}"
        )
    if "copy_of" in facts:
        text = f"{COPY.format(facts['copy_of'])}\n\n{text}"
    plain = BLANK_LINES.sub("\n\n", text).strip() + "\n"
    return Written(rules.short_subject(subject), plain, inliner().inline(html))


def report_link(assignment_id: int, *, done: bool = False) -> str:
    """Where the address of an assignment's report page will stand; `done` opens it with that choice made."""
    return f"⟦{'done' if done else 'link'}:{assignment_id}⟧"


def all_link(assignment_id: int) -> str:
    """Where the address of the page with all of the body's open work will stand."""
    return f"⟦all:{assignment_id}⟧"


def page_link(path: str) -> str:
    """The full address of one of our own pages."""
    config: Config = current_app.extensions["config"]
    return f"{config.base_url.rstrip('/')}{path}"


def readable(text: str) -> str:
    """A kept letter for somebody to read: its marks stand for addresses and codes that are nobody else's business."""
    return MARK.sub(lambda found: page_link("/b/…") if found[1] in {"link", "done", "all"} else "…", text)


def for_chat(letter: Letter) -> str:
    """A letter's words for a chat such as Zalo; "" for a letter that opens a door to one person.

    Addresses good without a password are the mailbox's alone: the page for somebody signed in stands instead.
    """
    if letter.kind in rules.PERSONAL:
        return ""

    def signed_in(found: re.Match[str]) -> str:
        return page_link(f"/phan-cong/{found[2]}") if found[1] == "link" else ""

    lines = (line for line in letter.body_text.splitlines() if not ONLY_FOR_MAIL.search(line))
    words = DOOR.sub(signed_in, "\n".join(lines))
    return f"{letter.subject}\n\n{BLANK_LINES.sub(chr(10) * 2, words).strip()}\n"


def page_of_work(assignment_id: int, *, done: bool = False) -> str:
    """What stands for `report_link` where the letter opens no door: the page for somebody signed in."""
    return "" if done else page_link(f"/phan-cong/{assignment_id}")


LINKS = {"report_link": report_link, "all_link": all_link}
SIGNED_IN = {"report_link": page_of_work, "all_link": lambda _: page_link("/viec")}
"""For mailboxes that are only told: nobody reports from there without signing in."""
COPY = "Bản sao để biết. Thư chính gửi {}; báo cáo bằng liên kết trong thư đó, hoặc đăng nhập."


@lru_cache(maxsize=1)
def inliner() -> _Inliner:
    """Puts the style sheet on the elements; made once, and only where letters are written."""
    import css_inline

    made: _Inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
    return made
