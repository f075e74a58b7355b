"""What a bounce mail says, pasted or as a file: which letter of ours came back, from which mailbox, and why."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes, policy

from tracker.outbox import rules

RECIPIENT = re.compile(
    r"^(?:Final|Original)-Recipient:\s*[\w-]+;\s*<?([^\s<>]+@[^\s<>]+?)>?\s*$", re.IGNORECASE | re.MULTILINE
)
ACTION = re.compile(r"^Action:\s*(\w+)", re.IGNORECASE | re.MULTILINE)
REASON = re.compile(r"^Diagnostic-Code:\s*[\w-]+;\s*(.+(?:\n[ \t]+.+)*)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Returned:
    """A bounce mail as read (RFC 3464 where it has that form, else by its words)."""

    message_ids: list[str]
    mailboxes: list[str]
    why: str
    words: str
    is_final: bool


def read(text: str) -> Returned:
    """The Message-IDs and recipients a bounce mail names, and why it came; one about a delay is not final."""
    ids, named = rules.named_in(text)
    recipients = [each for each in RECIPIENT.findall(text) if rules.is_address(each)]
    said = REASON.search(text)
    actions = {each.lower() for each in ACTION.findall(text)}
    return Returned(
        ids,
        list(dict.fromkeys(recipients or named)),
        rules.bounce_class(text),
        " ".join((said[1] if said else text).split()),
        not actions or "failed" in actions,
    )


def text_of(raw: bytes) -> str:
    """The readable parts of a mail kept as a file, with the report and the headers of the letter that came back."""
    parts = [str(raw, "utf-8", "replace").partition("\n\n")[0]] if b":" in raw[:200] else []
    for part in message_from_bytes(raw, policy=policy.compat32).walk():
        parts.append("\n".join(f"{name}: {value}" for name, value in part.items()))
        if not part.is_multipart():
            content = part.get_payload(decode=True)
            parts.append(content.decode("utf-8", "replace") if isinstance(content, bytes) else "")
    return "\n".join(parts)
