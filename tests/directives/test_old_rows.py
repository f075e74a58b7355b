"""A database of before: its documents and citations get their numbers as compared, and lose nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.runtime.migration import MigrationContext
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from tests import pgcluster
from tests.conftest import config_for, release
from tracker.app import create_app
from tracker.db import db, transaction, writing
from tracker.directives.models import Directive, DirectiveLink
from tracker.intake.models import Reading
from tracker.migrations.upgrading import alembic_config, make_sqlite_file
from tracker.tasks.models import Task

DIRECTIVE = text(
    "INSERT INTO directive (id, state, origin, kind, number, issued_month, issuer, subject, signer_name, "
    "signer_position, urgency, text, sections, recipients, is_machine_read, demands_sign_in, demands_file, "
    "created_at, folded, version) VALUES (:id, 'issued', 'own', 'cong_van', :number, '', '', '', '', '', 'thuong', "
    "'', '[]', '[]', FALSE, FALSE, FALSE, '2026-03-02 02:00:00+00:00', '', 1)"
)
LINK = text(
    "INSERT INTO directive_link (directive_id, relation, number, issuer, target_id) "
    "VALUES (1, 'can_cu', '04/QĐ-UBND', 'UBND', 2)"
)


@pytest.fixture
def old(database_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """An application on a database as it was before citations had kinds, with two documents, one citing the other."""
    url = f"sqlite:///{tmp_path / 'dondoc.sqlite'}"
    if database_kind == "postgresql":
        url = pgcluster.fresh_database(request.getfixturevalue("postgresql"))
    config = config_for(tmp_path, url)
    if config.is_sqlite:
        make_sqlite_file(config)
    app = create_app(config)
    with app.app_context():
        command.upgrade(alembic_config(), "0002")
        with writing(), db.engine.begin() as connection:
            connection.execute(
                DIRECTIVE, [{"id": 1, "number": "9/UBND-VX"}, {"id": 2, "number": "04 / QĐ–UBND"}]
            )
            connection.execute(LINK)
    yield app
    release(app)
    if database_kind == "postgresql":
        pgcluster.drop_database(url)


READING = text(
    "INSERT INTO reading (id, state, name, held, node, origin, is_taken_anyway, pages_done, pages, problem, "
    "started_by_id, started_at, beat_at) VALUES (1, 'waiting', 'quét.pdf', 'van-ban-1', 'a', 'own', FALSE, 0, 9, '', "
    "1, '2026-03-02 02:00:00+00:00', '2026-03-02 02:00:00+00:00')"
)
PERSON = text(
    "INSERT INTO person (id, login, name, email, phone, role, sort_key, folded, is_enabled, created_at, version) "
    "VALUES (1, 'oanh', 'Oanh', 'o@x.example', '', 'office', 'oanh', 'oanh', TRUE, '2026-03-02 02:00:00+00:00', 1)"
)
TARGET = text(
    "INSERT INTO target (id, directive_id, position, quote, unit, planned) VALUES (1, 1, 1, '3/9 xã', 'xã', 9)"
)


def test_a_target_and_a_scan_of_before_go_on_as_they_were(old: Flask) -> None:
    """0006 and 0007 add columns to rows that are there; there is no way down but the backup made before."""
    with old.app_context():
        command.upgrade(alembic_config(), "0005")
        with writing(), db.engine.begin() as connection:
            for row in (PERSON, TARGET, READING):
                connection.execute(row)
        command.upgrade(alembic_config(), "0006")
        with db.engine.connect() as connection:
            assert connection.execute(text("SELECT quote, printed_percent FROM target")).all() == [
                ("3/9 xã", None)
            ]
        command.upgrade(alembic_config(), "0007")
        reading = db.session.get_one(Reading, 1)
        assert (reading.state, reading.pages, reading.unread, reading.is_enough) == ("waiting", 9, [], False)
        db.session.rollback()
        for version in ("0006", "0005"):
            with pytest.raises(NotImplementedError, match="restore the backup"):
                command.downgrade(alembic_config(), version)
        with db.engine.connect() as connection:
            assert MigrationContext.configure(connection).get_current_revision() == "0007"


def test_what_was_cited_still_leads_there(old: Flask) -> None:
    with old.app_context():
        command.upgrade(alembic_config(), "head")
        keys = db.session.scalars(select(Directive.number_key).order_by(Directive.id)).all()
        link = db.session.scalars(select(DirectiveLink)).one()
        assert keys == ["9/ubnd-vx", "4/qd-ubnd"]
        assert (link.relation, link.number_key, link.target_id) == ("can_cu", "4/qd-ubnd", 2)
        assert (link.is_by_hand, link.version) == (False, 1)
        for wrong in (
            DirectiveLink(directive_id=1, number="1/KH", relation="lạ"),
            Task(directive_id=1, position=1, text="x", state="lạ"),
        ):
            with pytest.raises(IntegrityError), transaction() as session:
                session.add(wrong)
