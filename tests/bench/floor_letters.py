"""The floor of letters: the same letters from the same templates, packed and sent over one connection, nothing kept."""

from __future__ import annotations

import smtplib
import time
from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from flask import current_app

from tracker.config import Config
from tracker.db import db
from tracker.outbox.envelope import pack
from tracker.outbox.writing import write
from tracker.reminders import queries, rules
from tracker.reminders.telling import counts_for, day_facts, with_texts
from tracker.settings.queries import office_rules

PART = 200  # letters whose facts are read at once; reading them is not timed


def run(plan: queries.Plan, letters: Sequence[queries.Drawn], port: int) -> tuple[float, float, float]:
    """Seconds to build some of a day's letters (text, HTML, message), to send them, and of processor for both."""
    config = replace(current_app.extensions["config"], mail_from="vp@lamgiang.example")
    day = plan.on.day
    known, build, send, cpu = counts_for(plan.weekly, day), 0.0, 0.0, 0.0
    with smtplib.SMTP("127.0.0.1", port, local_hostname="localhost") as line:
        for start in range(0, len(letters), PART):
            part = letters[start : start + PART]
            said = with_texts(known, [each.rows for each in part], day)
            facts = [(each, day_facts(each, said, day)) for each in part]  # type: ignore[arg-type]
            db.session.rollback()
            began, worked = time.perf_counter(), time.process_time()
            made = [(each.to, _message(each, told, config)) for each, told in facts]
            built = time.perf_counter()
            for to, message in made:
                line.sendmail(config.mail_from, [to], message)
            build, send = build + built - began, send + time.perf_counter() - built
            cpu += time.process_time() - worked
    return build, send, cpu


def _message(letter: Any, facts: dict[str, Any], config: Config) -> bytes:
    ids = [row.id for row in letter.rows]
    written = write(rules.template_of(letter.kind), {"assignment_ids": ids, **facts})
    row: Any = SimpleNamespace(
        kind=letter.kind,
        to_addr=letter.to,
        to_name=letter.name,
        subject=written.subject,
        message_id=f"<{letter.to}>",
        thread_id="",
        is_optional=False,
    )
    return pack(row, written.text, written.html, config, office_rules()).message
