"""The draft's page in a browser: opening it, and what a hand at the keyboard or the mouse does there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Locator, Page
from sqlalchemy import select

from tests.intake.drafts import TEXT, tasks_of
from tests.live import Live
from tests.make import make_person
from tracker import clock
from tracker.db import db
from tracker.directives.models import Directive
from tracker.intake import actions
from tracker.intake.change import Change
from tracker.people.models import Person
from tracker.people.queries import as_viewer
from tracker.tasks.models import Task

HOA = "Nguyễn Thị Hoa"


class Hand:
    """Counts what an official does: presses and pastes are actions; a field typed is an action and a typing."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.actions = self.typed = 0

    def press(self, what: Locator) -> None:
        self.actions += 1
        what.click()

    def paste(self, where: Locator, text: str) -> None:
        self.actions += 1
        where.fill(text)

    def type(self, where: Locator, text: str) -> None:
        self.actions += 1
        self.typed += 1
        where.fill(text)


def start(live: Live, text: str = TEXT) -> int:
    """A draft of the cast's office; its id."""
    with live.now():
        return actions.start_draft(live.world.viewer("oanh"), text=text).id


def tasks(live: Live, draft_id: int) -> list[Task]:
    """Its tasks that are not gone, in order, dropped ones among them."""
    with live.now():
        return tasks_of(db.session.get_one(Directive, draft_id))


def texts(live: Live, draft_id: int) -> list[str]:
    return [task.text for task in tasks(live, draft_id) if task.state != "dropped"]


def colleague() -> Person:
    """Somebody else of the office."""
    found = db.session.scalar(select(Person).where(Person.name == HOA))
    return found or make_person(HOA, "office")


def saved_by_colleague(live: Live, task_id: int, words: str) -> None:
    """The colleague changes a task, as from another room."""
    with live.now():
        task = db.session.get_one(Task, task_id)
        change = Change(words, lead=("UBND xã Đàm Thượng",))
        hoa = as_viewer(colleague(), clock.today())
        actions.edit_task(hoa, task, version=task.version, change=change)


@contextmanager
def office(
    live: Live, browser: Browser, width: int = 1440, *, script: bool = True
) -> Iterator[BrowserContext]:
    """A browser in which Oanh is signed in."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        java_script_enabled=script,
    )
    context.set_default_timeout(10_000)
    context.add_cookies([live.cookie("oanh")])  # type: ignore[list-item]
    yield context
    context.close()


def opened(live: Live, context: BrowserContext, draft_id: int) -> Page:
    """The draft's page."""
    page = context.new_page()
    page.goto(f"{live.url}/van-ban/{draft_id}")
    return page


def card(page: Page, task: Task) -> Locator:
    return page.locator(f"#nv-{task.id}")


def writing(page: Page, task: Task, words: str) -> Locator:
    """A task's form open in its card, with these words in its text, not saved."""
    card(page, task).locator('[data-key="e"]').click()
    typed = card(page, task).locator(".editor textarea")
    typed.fill(words)
    return typed
