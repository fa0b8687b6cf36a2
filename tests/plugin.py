"""Loaded before Django: which database a run is on, no way off this machine, a real PostgreSQL.

    pytest tests/foundation/members                  SQLite
    pytest tests/foundation/members --on postgres    a throw-away PostgreSQL cluster

Under xdist the first process makes what all share and ends it; its workers find the place in the
environment.
"""

from __future__ import annotations

import gc
import os
import re
import socket
from collections.abc import Generator
from typing import Any

import pytest
from _pytest import runner

from tests import chance
from tests.frames import with_room

_cluster: Any = None


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("hearth")
    group.addoption(
        "--on",
        choices=("sqlite", "postgres"),
        default=os.environ.get("HEARTH_TEST_ON", "sqlite"),
        help="the database that the tests run on",
    )


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, Any, Any]:
    global _cluster
    chosen = early_config.known_args_namespace.on
    os.environ["HEARTH_TEST_ON"] = chosen
    if early_config.known_args_namespace.nomigrations:
        os.environ["HEARTH_TEST_UNMIGRATED"] = "1"
    stay_on_this_machine()
    chance.draw_the_same_examples()
    # What a test makes it soon drops whole; Python need not look for cycles in it after each 700 objects.
    gc.set_threshold(20_000)
    if chosen == "postgres":
        from tests import postgres

        if postgres.PLACE not in os.environ:
            _cluster = postgres.Cluster.start()
            os.environ[postgres.PLACE] = _cluster.place
            postgres.migrate_template()
        os.environ["DATABASE_URL"] = postgres.url(postgres.TEMPLATE)
        os.environ["DATABASE_OWNER_URL"] = postgres.url(postgres.TEMPLATE, role=postgres.OWNER)
    else:
        for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
            os.environ.pop(name, None)
    return (yield)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    """Run a test as pytest does, with room for its calls."""
    return in_a_roomy_frame(item, nextitem)


in_a_roomy_frame = with_room(runner.pytest_runtest_protocol)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Function) -> None:
    """Point at the database that the test asks for, before any fixture opens it, and draw its lots."""
    if _touches_a_database(item):
        from pytest_django.plugin import blocking_manager_key

        from tests import databases

        chance.draw_for("the cast")
        with item.config.stash[blocking_manager_key].unblock():
            databases.choose("world" if {"world", "walled"} & set(item.fixturenames) else "plain")
    chance.draw_for(item.nodeid)


def pytest_sessionfinish(session: pytest.Session) -> None:
    from pytest_django.plugin import blocking_manager_key

    from tests import databases

    with session.config.stash[blocking_manager_key].unblock():
        databases.remove_all()


def pytest_unconfigure() -> None:
    global _cluster
    if _cluster is not None:
        _cluster.stop()
        _cluster = None


#: Tests that go through all there is, draw many examples, or start the product again and again: left out of
#: `make test-fast`.
THOROUGH = (
    "confidence/",
    "foundation/accounts/test_limits.py",
    "foundation/agreements/test_law.py",
    "foundation/circles/test_hidden.py",
    "foundation/circles/test_pages.py",
    "foundation/tenancy/test_guards.py::test_migrating",
    "foundation/tenancy/test_ready.py",
    "foundation/tenancy/test_locks.py",
    "foundation/webhooks/",
    "house/test_absence.py",
    "house/test_patterns.py",
    "house/test_weight.py",
    "kit/test_markdown.py::test_twice",
    "kit/test_markdown_harmless.py",
    "kit/test_paper.py",
    "rooms/conversations/test_replies.py",
    "rooms/directory/exchange/",
    "rooms/directory/test_known_answers.py",
    "rooms/directory/test_refuges.py",
    "site/",
    "swap/",
)
#: Of these `make test-fast` runs what needs no database; a room's own tests are run by its folder.
BY_FOLDER = ("access_table/", "rooms/")


#: Of the tests in a browser one process begins with those that need a demo host, which takes most of a minute to
#: fill; the other with the longest, which need none.
NEED_A_DEMO = ("browser/test_front_door.py", "browser/test_start_your_own.py", "browser/test_done_when.py")
LONGEST = ("browser/test_every_page.py",)
#: Elsewhere one process begins with single tests that take long, so that none of them is the last; those that bring
#: in the same real lists go together, to bring them in once.
BEGIN_WITH = (
    "rooms/directory/exchange/test_formats.py",
    "rooms/directory/test_known_answers.py",
    "swap/test_forms.py",
    "site/archive/test_across.py",
    "rooms/care/test_apart_everywhere.py",
    "site/api/test_door.py",
    "site/api/test_what_is_shown.py",
)


#: Modules about what a page or an operation shows and weighs. They are left to SQLite: the services beneath are
#: asked on both, and on PostgreSQL the access table asks each address once for each answer that it gives.
ABOUT_PAGES = re.compile(r"pages?$|^test_weight$|^test_api")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark by folder, and leave out what the chosen database cannot run."""
    on_postgres = config.getoption("--on") == "postgres"
    kept, left = [], []
    for item in items:
        if item.path.is_relative_to(config.rootpath / "tests" / "browser"):
            item.add_marker("browser")
        if _is_thorough(item):
            item.add_marker("thorough")
        if _fits(item, on_postgres):
            kept.append(item)
        else:
            left.append(item)
    if left:
        config.hook.pytest_deselected(items=left)
    items[:] = _for_two(kept)


def _for_two(items: list[pytest.Item]) -> list[pytest.Item]:
    """Put items in the order in which two processes, each beginning at its half, end at about the same time."""
    first, longest, others = [], [], []
    for item in items:
        path = item.nodeid.removeprefix("tests/")
        early = path.startswith((*NEED_A_DEMO, *BEGIN_WITH))
        group = first if early else longest if path.startswith(LONGEST) else others
        group.append(item)
    middle = max(len(items) // 2 - len(first), 0) if longest else 0
    return [*first, *others[:middle], *longest, *others[middle:]]


def _is_thorough(item: pytest.Item) -> bool:
    path = item.nodeid.removeprefix("tests/")
    if path.startswith(THOROUGH) or ABOUT_PAGES.search(item.path.stem):
        return True
    return path.startswith(BY_FOLDER) and _touches_a_database(item)


def _fits(item: pytest.Item, on_postgres: bool) -> bool:
    needs_postgres = item.get_closest_marker("postgres") is not None
    if not on_postgres:
        return not needs_postgres
    module = item.path.stem
    if item.get_closest_marker("sqlite") or ABOUT_PAGES.search(module) or item.path.parent.name == "api":
        return False
    # What touches no database says the same on every database, and has said it on SQLite.
    return needs_postgres or _touches_a_database(item)


def _touches_a_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return (
        bool(fixtures & {"db", "real_commits", "world", "walled", "empty_host"})
        or item.get_closest_marker("django_db") is not None
    )


class OffThisMachine(RuntimeError):
    """A test tried to reach another host."""


def stay_on_this_machine() -> None:
    """Refuse every connection and every name look-up that leaves this machine."""
    if getattr(socket.socket.connect, "guarded", False):
        return
    connect, connect_ex, getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo
    here = {"localhost", "127.0.0.1", "::1", "", None}

    def check(host: object) -> None:
        name = host.decode() if isinstance(host, bytes) else host
        if name not in here and not str(name).startswith("127."):
            raise OffThisMachine(f"tests reach nothing beyond this machine, and this one tried {name}")

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            check(address[0])
        return connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            check(address[0])
        return connect_ex(self, address)

    def guarded_getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        check(host)
        return getaddrinfo(host, *args, **kwargs)

    guarded_connect.guarded = True  # type: ignore[attr-defined]
    socket.socket.connect = guarded_connect  # type: ignore[method-assign,assignment]
    socket.socket.connect_ex = guarded_connect_ex  # type: ignore[method-assign]
    socket.getaddrinfo = guarded_getaddrinfo
