"""Fixtures: the application on a fresh database of each kind, a named cast, a clock that stands still."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextvars import copy_context
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple
from weakref import WeakSet

import pytest
from flask import Flask
from flask.globals import _cv_app
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import event
from sqlalchemy.engine import Engine, make_url
from werkzeug.test import TestResponse

from tests import live, pgcluster
from tests.world import World, build_world, load_world
from tracker import clock, keys, sight
from tracker.app import create_app, flask_settings
from tracker.audit import trail
from tracker.config import Config, load
from tracker.db import db, disconnect, stand_before
from tracker.links import actions as links
from tracker.migrations import upgrading
from tracker.settings import seldom

os.environ["TRACKER_READY"] = "1"  # programs a test starts run in this same environment
MONDAY = clock.at(date(2026, 3, 2), 9)
KINDS = ("sqlite", "postgresql")
LONGEST = ("tests/chaos/", "tests/assignments/test_life.py", "tests/journeys/test_every_page.py")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=KINDS, help="run on this kind of database only")
    parser.addoption("--slow-line", type=int, default=0, help="milliseconds answers are late for the browser")


def pytest_configure(config: pytest.Config) -> None:
    live.LINE["ms"] = config.getoption("--slow-line")
    config.addinivalue_line("markers", "own_app: the test changes its application for good")
    config.addinivalue_line("markers", "databases(*kinds): what it tells of is possible on these kinds only")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database_kind" in metafunc.fixturenames:
        only = metafunc.config.getoption("--database")
        marker = metafunc.definition.get_closest_marker("databases")
        kinds = marker.args if marker else getattr(metafunc.module, "DATABASES", KINDS)
        metafunc.parametrize(
            "database_kind", [kind for kind in kinds if only in (None, kind)], scope="session"
        )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, so that no process ends the run alone with one of them; the rest as it was shuffled."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


def missing(what: str) -> None:
    """Skip for want of a tool; on CI a missing tool is a failure."""
    if os.environ.get("TRACKER_TEST_STRICT") == "1" or os.environ.get("CI") == "true":
        pytest.fail(f"{what} is missing, and on CI nothing is left out")
    pytest.skip(f"left out: {what} is not on this machine")


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    """Every test starts on Monday 2 March 2026 at 09:00 in Hà Nội."""
    with clock.frozen_at(MONDAY):
        yield


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The run's PostgreSQL server, shared by its workers."""
    if not pgcluster.is_available():
        missing("PostgreSQL")
    with pgcluster.shared_cluster(tmp_path_factory) as url:
        yield url


class Template(NamedTuple):
    """Databases to copy: migrated and empty, the same with the cast in it, and the key of its audit chain."""

    empty: str
    world: str
    key: Path


@pytest.fixture(scope="session")
def template(
    database_kind: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Template]:
    """What each test's database of this kind is copied from: made once, for making the cast takes a while."""
    folder = tmp_path_factory.mktemp(f"template-{database_kind}")
    if database_kind == "sqlite":
        empty, world = (str(folder / name) for name in ("empty.sqlite", "world.sqlite"))
        migrate(config_for(folder, f"sqlite:///{empty}"))
        shutil.copy(empty, world)
        people(config_for(folder, f"sqlite:///{world}"))
        yield Template(empty, world, folder / "audit.key")
        return
    server = request.getfixturevalue("postgresql")
    empty = pgcluster.fresh_database(server)
    migrate(config_for(folder, empty))
    world = pgcluster.fresh_database(server, template=empty)
    people(config_for(folder, world))
    yield Template(empty, world, folder / "audit.key")
    for url in (empty, world):
        pgcluster.drop_database(url)


def migrate(config: Config) -> None:
    """Make the tables; the last connection to go moves SQLite's log into the file."""
    app = create_app(config)
    upgrading.bring_up_to_date(app)
    release(app)


def people(config: Config) -> None:
    """Make the cast, on Monday morning."""
    app = create_app(config)
    with clock.frozen_at(MONDAY), app.app_context():
        build_world()
    release(app)


def config_for(folder: Path, url: str, **more: str) -> Config:
    """Settings of a throw-away deployment in a folder."""
    return load({"TRACKER_INSTANCE": str(folder), "DATABASE_URL": url, "SECRET_KEY": "t" * 64} | more)


def release(app: Flask) -> None:
    """Close the application's connections."""
    with app.app_context():
        db.session.remove()
        disconnect()


@pytest.fixture
def config(
    template: Template, database_kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Config]:
    """A fresh database of this kind, with the cast where the test asks for it, and settings that name it."""
    source = template.world if "world" in request.fixturenames else template.empty
    shutil.copy(template.key, tmp_path / "audit.key")
    if database_kind == "sqlite":
        shutil.copy(source, tmp_path / "dondoc.sqlite")
        yield config_for(tmp_path, f"sqlite:///{tmp_path / 'dondoc.sqlite'}")
        return
    url = pgcluster.fresh_database(request.getfixturevalue("postgresql"), template=source)
    yield config_for(tmp_path, url)
    close_all(url)
    pgcluster.drop_database(url)


OPENED: WeakSet[Any] = WeakSet()


@event.listens_for(Engine, "connect")
def note_connection(raw: Any, record: Any) -> None:
    """Remember connections to PostgreSQL: one that nobody closes is told of in whichever test runs when it is found."""
    if hasattr(raw, "pgconn"):
        OPENED.add(raw)


def close_all(url: str) -> None:
    """Close what the test's threads and requests have left open on its database."""
    name = make_url(url).database
    for raw in [each for each in OPENED if not each.closed]:
        if raw.info.dbname == name:
            raw.close()


class Compiled(BytecodeCache):
    """Templates compiled once per process, however many applications a test run makes."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


class Browser(FlaskClient):
    """A client whose requests know nothing of the test's own application context: `g`, the database session
    and who is signed in are each request's own, as in a real server. The frozen clock holds."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        return copy_context().run(self._open_alone, args, kwargs)

    def _open_alone(self, args: Any, kwargs: Any) -> TestResponse:
        _cv_app.set(None)  # type: ignore[arg-type]
        answer = super().open(
            *args, **({"buffered": True} | kwargs)
        )  # read whole and closed, as a server does
        answer.request.environ["wsgi.input"].close()  # a large form is kept in a file
        return answer


APPLICATIONS: dict[str, Moving] = {}


@pytest.fixture
def app(config: Config, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The application on a fresh database, with its context pushed. What a test does to it is undone after it;
    one marked `own_app` gets one of its own, to which addresses may be added."""
    made = create_app(config) if is_apart(config, request) else moving_app(config)
    made.test_client_class = Browser
    made.jinja_env.bytecode_cache = COMPILED
    extensions = dict(made.extensions)
    with made.app_context():
        yield made
    release(made)
    made.extensions.update(extensions)


def is_apart(config: Config, request: pytest.FixtureRequest) -> bool:
    """Whether the test wants an application of its own, or other settings than all the others."""
    plain = config_for(config.instance, config.database_url)
    return config != plain or request.node.get_closest_marker("own_app") is not None


def moving_app(config: Config) -> Flask:
    """The worker's one application for this kind of database, moved here: making one takes longer than most tests."""
    kind = "sqlite" if config.is_sqlite else "postgresql"
    if kind not in APPLICATIONS:
        APPLICATIONS[kind] = Moving(create_app(config))
    return APPLICATIONS[kind].move(config)


class Moving:
    """An application whose database is another one for each test."""

    def __init__(self, app: Flask) -> None:
        self.app, self.config = app, app.extensions["config"]
        with app.app_context():
            for engine in db.engines.values():
                event.listen(engine, "do_connect", self.connect)

    def move(self, config: Config) -> Flask:
        """The same application for this configuration."""
        self.config = self.app.extensions["config"] = config
        self.app.instance_path = str(config.instance)
        self.app.config.update(flask_settings(config))
        trail.use_key(keys.audit_key(config))
        links.use(keys.link_key(config), config.base_url)  # a story's server had its own
        seldom._kept.clear()  # as in a new process, whichever test was told before
        sight._shared.clear()
        stand_before(self.file)
        return self.app

    @property
    def file(self) -> str | None:
        return make_url(self.config.database).database if self.config.is_sqlite else None

    def connect(self, dialect: Any, record: Any, arguments: list[Any], named: dict[str, Any]) -> None:
        """Connect to where the application is now."""
        if self.config.is_sqlite:
            arguments[0] = self.file
        else:
            named.update(dialect.create_connect_args(make_url(self.config.database))[1])


@pytest.fixture
def world(app: Flask) -> World:
    """The named cast and their one directive."""
    return load_world()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser that is not signed in."""
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask, world: World) -> Callable[[str], FlaskClient]:
    """`sign_in("oanh")` gives a browser signed in as that member of the cast."""

    def enter(name: str) -> FlaskClient:
        browser = app.test_client()
        browser.set_cookie("s", world.session_cookie(name))
        return browser

    return enter
