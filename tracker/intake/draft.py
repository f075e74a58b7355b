"""What is read from a directive before anybody has looked at it: plain, unchangeable facts and their JSON."""

from dataclasses import asdict, dataclass, field
from typing import Any

from tracker.directives.rules import percent_disagrees


@dataclass(frozen=True, slots=True)
class Signer:
    name: str
    position: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A document cited by number; `issued_on` is YYYY-MM-DD or None."""

    number: str
    issued_on: str | None
    issuer: str | None


@dataclass(frozen=True, slots=True)
class Target:
    """A goal figure: `planned` to be reached, `actual` reached so far or None; `printed_percent` as the text says it."""

    quote: str
    unit: str
    planned: float
    actual: float | None
    printed_percent: float | None = None

    @property
    def disagrees(self) -> bool:
        """Whether the percentage printed is not that of the figures, rounded as it is."""
        return percent_disagrees(self.planned, self.actual, self.printed_percent)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading over tasks: its path of marks ("II.1", None for an unmarked opening) and its words."""

    mark: str | None
    heading: str


@dataclass(frozen=True, slots=True)
class DraftTask:
    """One order. `start` and `end` are places in the collapsed text: collapsed[start:end] == text.

    `deadline` is YYYY-MM-DD or None, `recurrence` weekly | monthly | quarterly | semiannual | annual | ongoing or
    None, `deadline_kind` fixed | recurring | standing | yearly_plan | none | event, `mode` giao | de_nghi,
    `verb` the ordering word as the text has it, `confidence` 0 to 1.
    """

    text: str
    start: int
    end: int
    section: str | None
    lead: tuple[str, ...]
    coordinating: tuple[str, ...]
    deadline: str | None
    deadline_quote: str | None
    recurrence: str | None
    deadline_kind: str
    verb: str | None
    mode: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Draft:
    """A whole directive as read. `text` is the collapsed text; `symbol` is there even where the number is blank.

    `doubts`: what a person should look at once more: kind_and_symbol | target_percent | section_numbers.
    """

    text: str
    kind: str | None = None
    number: str | None = None
    symbol: str | None = None
    issued_on: str | None = None
    issuer: str | None = None
    subject: str | None = None
    urgency: str | None = None
    recipients: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    signer: Signer | None = None
    targets: tuple[Target, ...] = ()
    sections: tuple[Section, ...] = ()
    doubts: tuple[str, ...] = ()
    tasks: tuple[DraftTask, ...] = field(default=())


def to_json(draft: Draft) -> dict[str, Any]:
    """The draft as one JSON object; the collapsed text itself is left out."""
    whole = asdict(draft)
    del whole["text"]
    for target, entry in zip(draft.targets, whole["targets"], strict=True):
        entry["disagrees"] = target.disagrees
    return whole
