"""A database of before: what it holds is found after the upgrade, by the same words the actions would have written."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text

from tests import pgcluster
from tests.conftest import config_for, release
from tracker import clock
from tracker.access.actors import SYSTEM
from tracker.app import create_app
from tracker.db import db, writing
from tracker.migrations.upgrading import alembic_config, make_sqlite_file
from tracker.search import queries
from tracker.search.parser import parse
from tracker.search.rebuild import rebuild

DIRECTIVE = text(
    "INSERT INTO directive (id, state, origin, kind, number, number_key, issued_month, issuer, subject, signer_name, "
    "signer_position, urgency, text, sections, recipients, is_machine_read, demands_sign_in, demands_file, "
    "created_at, folded, version) VALUES (1, 'issued', 'own', 'cong_van', '9/UBND-VX', '9/ubnd-vx', '', 'UBND tỉnh', "
    "'Phòng cháy', '', '', 'thuong', :said, '[]', '[]', FALSE, FALSE, FALSE, '2026-03-02 02:00:00+00:00', "
    "'9/ubnd-vx phong chay ubnd tinh', 1)"
)
FILE = text(
    "INSERT INTO stored_file (id, sha256, size, media_type, name, stored_by, stored_at) "
    "VALUES (1, 'a', 1, 'application/pdf', 'Đề_cương số 5.pdf', 'Bình', '2026-03-02 02:00:00+00:00')"
)


def test_rows_of_before_are_found(database_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    url = f"sqlite:///{tmp_path / 'dondoc.sqlite'}"
    if database_kind == "postgresql":
        url = pgcluster.fresh_database(request.getfixturevalue("postgresql"))
    config = config_for(tmp_path, url)
    if config.is_sqlite:
        make_sqlite_file(config)
    app = create_app(config)
    with app.app_context():
        command.upgrade(alembic_config(), "0017")
        said = "Kính gửi các xã.\n" + "Nội dung khác. " * 200 + "\nDiễn tập ở thôn Nà Pò.\n"
        with writing(), db.engine.begin() as connection:
            connection.execute(DIRECTIVE, {"said": said})
            connection.execute(FILE)
        command.upgrade(alembic_config(), "head")
        for kind, words in (("texts", "dien tap nà pò"), ("directives", "phòng cháy")):
            query = parse(words, clock.today())
            rows = queries.page(SYSTEM, kind, query, clock.today(), size=5).rows  # type: ignore[arg-type]
            assert [row.id for row in rows] == [1], kind
        assert db.session.scalar(text("SELECT folded FROM stored_file")) == "de_cuong so 5.pdf"
        db.session.rollback()
        assert set(rebuild().values()) == {0}
    release(app)
    if database_kind == "postgresql":
        pgcluster.drop_database(url)
