"""Finding things by their words: the same on every database, and never what may not be seen."""

from __future__ import annotations

import subprocess
import sys
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonhearth.core.words import tiers
from commonhearth.foundation import search
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.search import engine, finding
from commonhearth.foundation.search.models import CommunityEntry, HostEntry
from commonhearth.foundation.tenancy import NoCommunity, in_community
from commonhearth.foundation.tenancy.ready import Ready
from tests.conftest import NOW
from tests.databases import ROOT

pytestmark = pytest.mark.django_db

#: Somebody inside, as search knows them.
READER = SimpleNamespace(id=uuid.uuid4(), is_inside=True)
#: name -> (title, text), as a small co-op might have them.
THINGS = {
    "garden": ("Garden circle", "We grow food behind the hall and share it."),
    "kitchen": ("Kitchen", "Cooking on Thursdays, soup from the garden."),
    "anna": ("Anna Gärtner", ""),
    "annika": ("Annika Holm", ""),
    "john": ("John Smith", ""),
    "jose": ("José Muñoz-García", ""),
    "soren": ("Søren Ærø", ""),
    "strasse": ("Haus Sonnenstraße 12", "Zimmer 101 und 102"),
    "portsmouth": ("Good Mental Health Co-operative", "Portsmouth, since 2016"),
    "quorum": ("Rule of the meeting", "The quorum is a third of all members."),
    "thursday": ("Thursday group", "For anyone who likes company."),
    "tokyo": ("東京の家", ""),
}


def test_id(name: str) -> UUID:
    return uuid.uuid5(uuid.NAMESPACE_URL, name)


test_id.__test__ = False  # type: ignore[attr-defined]
NAMES = {test_id(name): name for name in THINGS}


class Hidden:
    """Which ids nobody may see; kept in the database, where it is asked."""

    def add(self, *ids: UUID) -> None:
        HostEntry.objects.bulk_create(
            [HostEntry(about_kind="hidden", about_id=id, updated=datetime.now(UTC)) for id in ids]
        )


@pytest.fixture
def kinds(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hidden]:
    """Register a kind of a community and one of the host; gives what hides things from everybody."""
    hidden = HostEntry.objects.filter(about_kind="hidden").values("about_id")
    seen: Ready[tuple[str]] = Ready(
        lambda test: (
            CommunityEntry.objects.filter(about_kind="test", about_id=test)
            .exclude(about_id__in=hidden)
            .values_list("name_words")
        )
    )
    seen_of_host: Ready[tuple[str]] = Ready(
        lambda host: (
            HostEntry.objects.filter(about_kind="host", about_id=host)
            .exclude(about_id__in=hidden)
            .values_list("name_words")
        )
    )
    monkeypatch.setattr(search.KINDS, "_entries", dict(search.KINDS.items()))
    search.KINDS.add("test", search.Kind("Things", seen, lambda viewer: lambda id, scope: f"/things/{id}/"))
    search.KINDS.add(
        "host",
        search.Kind(
            "Host things", seen_of_host, lambda viewer: lambda id, scope: f"/host/{id}/", of_host=True
        ),
    )
    yield Hidden()
    Ready.every.remove(seen)
    Ready.every.remove(seen_of_host)


@pytest.fixture
def community(db: None) -> Community:
    return Community.objects.create(slug="hearth", name="Hearth")


@pytest.fixture
def filled(community: Community, kinds: Hidden, now: datetime) -> Iterator[Community]:
    with in_community(community.id):
        for name, (title, text) in THINGS.items():
            search.index(kind="test", id=test_id(name), title=title, text=text, now=now)
        yield community


def names(query: str, **more: Any) -> list[str]:
    arguments: dict[str, Any] = {"kinds": ["test"], "viewer": READER, "limit": 20} | more
    return [NAMES[hit.id] for hit in search.find(query, **arguments, now=NOW)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("garden", ["garden", "kitchen"]),  # in the name before in the text
        ("GARDEN  circle", ["garden"]),
        ("gar", ["anna", "garden", "jose"]),  # beginnings, of names only; by name among equals
        ("gadren", ["garden", "kitchen"]),  # two neighbours exchanged
        ("gartner", ["anna"]),  # without its dots
        ("Gärtner", ["anna"]),
        ("gaertner", ["anna"]),  # ae for ä is one slip
        ("jhon", ["john"]),
        ("jon", []),  # three letters: nothing forgiven
        ("smiht john", ["john"]),
        ("anna", ["anna"]),
        ("ann", ["anna", "annika"]),
        ("jose garcia", ["jose"]),
        ("munoz", ["jose"]),
        ("soren aero", ["soren"]),
        ("sonnenstrasse", ["strasse"]),
        ("sonenstrase", ["strasse"]),  # two slips in a long word of a name
        ("12", ["strasse"]),
        ("13", []),  # digits are never forgiven
        ("portsmuth mental", ["portsmouth"]),
        ("cooperative", ["portsmouth"]),  # two letters more than "operative"
        ("hall", ["garden"]),
        ("hal", []),  # beginnings of names only
        ("co-operative", ["portsmouth"]),
        ("quroum", ["quorum"]),
        ("thrusday", ["thursday"]),
        ("tuesday", []),
        ("東京", ["tokyo"]),
        ("garden zebra", []),  # every word must fit
        ("", []),
        ("  ,.;!? ", []),
        ("' OR 1=1 --", []),
        ('"*" NEAR (a) AND NOT keys:b', []),
        ("%s %(x)s {0} \\ | & ! <-> :*", []),
    ],
)
def test_what_is_found(filled: Community, query: str, found: list[str]) -> None:
    assert names(query) == found


def test_a_hit_says_what_it_is_and_where(filled: Community) -> None:
    (hit,) = search.find("quorum", kinds=["test"], viewer=READER, limit=5, now=NOW)
    assert (hit.kind, hit.title) == ("test", "Rule of the meeting")
    assert hit.text == "The quorum is a third of all members."
    assert hit.url == f"/things/{test_id('quorum')}/"


def test_what_a_viewer_may_not_see_is_not_there_and_not_counted(filled: Community, kinds: Hidden) -> None:
    kinds.add(test_id("garden"))
    found = search.find("garden", kinds=["test"], viewer=READER, limit=1, now=NOW)
    assert [NAMES[hit.id] for hit in found] == ["kitchen"]
    assert found.after == ""
    kinds.add(test_id("kitchen"))
    assert names("garden") == []


def test_new_words_take_the_place_of_the_old(filled: Community, now: datetime) -> None:
    search.index(kind="test", id=test_id("kitchen"), title="Bakery", now=now)
    assert names("kitchen") == []
    assert names("garden") == ["garden"]
    assert names("bakrey") == ["kitchen"]
    assert CommunityEntry.objects.filter(about_id=test_id("kitchen")).count() == 1


def test_what_is_forgotten_leaves_nothing_behind(filled: Community) -> None:
    search.forget(kind="test", id=test_id("anna"))
    assert names("anna") == []
    CommunityEntry.objects.all().delete()
    assert names("garden") == []
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM search_communityentry_keys_data WHERE id > 10 AND block != ''"
            )
            cursor.execute(
                "INSERT INTO search_communityentry_keys (search_communityentry_keys) VALUES ('integrity-check')"
            )


def test_a_circle_s_things_are_found_in_it_and_forgotten_with_it(filled: Community, now: datetime) -> None:
    circle = uuid.uuid4()
    search.index(kind="test", id=test_id("garden"), title="Garden circle", scope=circle, now=now)
    assert names("garden", scope=circle) == ["garden"]
    search.forget_scope(scope=circle)
    assert names("garden") == ["kitchen"]


def test_among_equals_weight_then_the_newer_stands_first(
    community: Community, kinds: Hidden, now: datetime
) -> None:
    order = ["john", "anna", "jose", "soren"]
    with in_community(community.id):
        for place, name in enumerate(order):
            search.index(
                kind="test", id=test_id(name), title="Lantern", now=now - timedelta(days=place),
                weight=1 if name == "soren" else 0,
            )  # fmt: skip
        assert names("lantern") == ["soren", "john", "anna", "jose"]


def test_pages_follow_each_other_without_gap_or_repeat(
    community: Community, kinds: Hidden, now: datetime
) -> None:
    ids = [uuid.uuid4() for _ in range(25)]
    with in_community(community.id):
        search.index_many(
            kind="test", things=[search.Thing(id, f"Lantern {n}") for n, id in enumerate(ids)], now=now
        )
        found: list[UUID] = []
        after = ""
        for _page in range(9):
            page = search.find("lantern", kinds=["test"], viewer=READER, limit=10, after=after, now=NOW)
            found += [hit.id for hit in page]
            after = page.after
            if not after:
                break
        assert not after
        assert sorted(found) == sorted(ids)
        assert len(set(found)) == 25
        assert (
            len(
                search.find(
                    "lantern", kinds=["test"], viewer=READER, limit=10, after="nonsense", now=NOW
                ).hits
            )
            == 10
        )
        assert search.find("lantern", kinds=["test"], viewer=READER, limit=10, after="12", now=NOW).hits == []


def test_of_a_common_word_the_weightiest_and_newest_are_looked_at(
    community: Community, kinds: Hidden, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "MOST_WEIGHED", 6)
    ids = [uuid.uuid4() for _ in range(20)]
    with in_community(community.id):
        for age, id in enumerate(ids):
            search.index(
                kind="test", id=id, title="", text="Lantern", weight=age == 19, now=now - timedelta(hours=age)
            )
        search.index(kind="test", id=ids[18], title="Lantern", now=now - timedelta(days=30))
        found = search.find("lantern", kinds=["test"], viewer=READER, limit=20, now=NOW)
        assert [hit.id for hit in found] == [ids[18], ids[19], *ids[:5]]
        assert found.bounded
        # Written anew it is the newest.
        search.index(kind="test", id=ids[17], title="", text="Lantern", now=now + timedelta(hours=1))
        found = search.find("lantern", kinds=["test"], viewer=READER, limit=3, now=NOW)
        assert [hit.id for hit in found] == [ids[18], ids[19], ids[17]]
        assert not search.find("kitchen", kinds=["test"], viewer=READER, limit=3, now=NOW).bounded


@pytest.mark.sqlite  # said of both, counted here
def test_better_tiers_are_looked_for_only_where_the_last_is_full(
    filled: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    def looked_for() -> list[tuple[int, int]]:
        """Return of each tier, the last first, how many it gave."""
        ran: list[str] = []
        with (
            connection.execute_wrapper(lambda run, sql, *rest: (ran.append(sql), run(sql, *rest))[1]),
            CaptureQueriesContext(connection) as caught,
        ):
            search.find("garden", kinds=["test"], viewer=READER, limit=20, now=NOW)
        assert "LIMIT %" not in ran[0], "with a limit that is put in SQLite makes its plan anew each time"
        asked, _seen = [query["sql"] for query in caught]
        with connection.cursor() as cursor:
            parts = [f"SELECT {place}, count(*) FROM tier_{place}" for place in range(4)]
            cursor.execute(asked[: asked.index("SELECT entry.number,")] + " UNION ALL ".join(parts))
            return cursor.fetchall()

    assert looked_for() == [(0, 2), (1, 0), (2, 0), (3, 0)]
    monkeypatch.setattr(finding, "MOST_WEIGHED", 2)
    assert looked_for() == [(0, 2), (1, 2), (2, 1), (3, 0)]


def test_many_that_may_not_be_seen_hide_none_that_may(
    community: Community, kinds: Hidden, now: datetime
) -> None:
    ids = [uuid.uuid4() for _ in range(40)]
    with in_community(community.id):
        for age, id in enumerate(ids):
            search.index(kind="test", id=id, title="Lantern", now=now - timedelta(hours=age))
        kinds.add(*ids[:38])
        found = search.find("lantern", kinds=["test"], viewer=READER, limit=5, now=NOW)
        assert [hit.id for hit in found] == ids[38:] and not found.after


def test_one_community_finds_nothing_of_another(filled: Community, now: datetime) -> None:
    other = Community.objects.create(slug="other", name="Other")
    with in_community(other.id):
        assert names("garden") == []
        search.index(kind="test", id=test_id("garden"), title="Garden of the others", now=now)
        assert [
            hit.title for hit in search.find("garden", kinds=["test"], viewer=READER, limit=9, now=NOW)
        ] == ["Garden of the others"]
        search.forget(kind="test", id=test_id("kitchen"))
    assert names("garden") == ["garden", "kitchen"]


def test_outside_a_community_only_the_host_s_things_are_found(kinds: Hidden, now: datetime) -> None:
    search.index(kind="host", id=test_id("portsmouth"), title="Good Mental Health", now=now)
    assert names("mentl helth", kinds=["host"]) == ["portsmouth"]
    with pytest.raises(NoCommunity):
        search.find("garden", kinds=["test"], viewer=READER, limit=1, now=NOW)
    with pytest.raises(NoCommunity):
        search.index(kind="test", id=uuid.uuid4(), title="Lost", now=now)
    search.forget(kind="host", id=test_id("portsmouth"))
    assert HostEntry.objects.count() == 0


def test_sealed_values_are_never_indexed(community: Community, kinds: Hidden, now: datetime) -> None:
    class Sealed:
        def __str__(self) -> str:
            return "the hidden name"

    with in_community(community.id), pytest.raises(search.NotText):
        search.index(kind="test", id=uuid.uuid4(), title=Sealed(), now=now)  # type: ignore[arg-type]


def test_the_index_is_made_again_where_it_is_missing(filled: Community) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER search_communityentry_keys_added")
        search.index(
            kind="test",
            id=uuid.uuid4(),
            title="Unnoticed lantern",
            now=datetime.fromisoformat("2026-01-01T00:00Z"),
        )
        assert list(search.find("lantern", kinds=["test"], viewer=READER, limit=1, now=NOW)) == []
        engine.prepare()
        assert len(list(search.find("lantern", kinds=["test"], viewer=READER, limit=1, now=NOW))) == 1
    else:
        with connection.cursor() as cursor:
            cursor.execute("SELECT indexname FROM pg_indexes WHERE indexname = 'search_communityentry_keys'")
            assert cursor.fetchone()


def test_a_find_asks_as_often_however_much_there_is(
    filled: Community, django_assert_max_num_queries: Any, now: datetime
) -> None:
    with django_assert_max_num_queries(2):  # what fits, and what of it may be seen
        names("garden")
    search.index_many(
        kind="test", things=[search.Thing(uuid.uuid4(), f"Garden {n}") for n in range(600)], now=now
    )
    with django_assert_max_num_queries(2):
        search.find("garden", kinds=["test"], viewer=READER, limit=20, now=NOW)


STOCK = """
import commonhearth, sqlite3, uuid
from datetime import UTC, datetime
import django
django.setup()
from django.db import connection
from commonhearth.foundation import search
def urls(viewer): return lambda id, scope: str(id)
from commonhearth.foundation.search.models import HostEntry
from commonhearth.foundation.tenancy.ready import Ready
seen = Ready(lambda lamp: HostEntry.objects.filter(about_id=lamp).values_list("name_words"))
search.KINDS.add("lamp", search.Kind("Lamps", seen, urls, of_host=True))
now = datetime(2026, 3, 5, tzinfo=UTC)
search.index(kind="lamp", id=uuid.uuid4(), title="Lantern by the door", now=now)
search.index(kind="lamp", id=uuid.UUID(int=7), title="Candle", now=now)
search.index(kind="lamp", id=uuid.UUID(int=7), title="Torch", now=now)
search.forget(kind="lamp", id=uuid.UUID(int=7))
print([hit.title for hit in search.find("lanetrn", kinds=["lamp"], viewer=None, limit=5, now=now)])
print([hit.title for hit in search.find("candle", kinds=["lamp"], viewer=None, limit=5, now=now)])
with connection.cursor() as cursor:
    cursor.execute("PRAGMA journal_mode")
    print(cursor.fetchone()[0])
"""


@pytest.mark.sqlite
def test_it_works_on_the_stock_engine_without_a_write_ahead_log(real_commits: Any) -> None:
    environment = real_commits.environment | {
        "HEARTH_STOCK_SQLITE": "1",
        "HEARTH_SQLITE_JOURNAL": "DELETE",
        "DJANGO_SETTINGS_MODULE": "commonhearth.site.settings",
    }
    said = subprocess.run(
        [sys.executable, "-c", STOCK], env=environment, capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout
    assert said.splitlines() == ["['Lantern by the door']", "[]", "delete"]


@pytest.mark.postgres
def test_the_wall_stands_in_the_database_too(filled: Community) -> None:
    asked = "(" + "|".join(sorted(tiers(["garden"])[0][0])) + ")"
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM search_communityentry_of_every(%s)", [asked])
        assert cursor.fetchone() == (1,)
        for elsewhere in ("", str(uuid.uuid4())):
            cursor.execute("SELECT set_config('hearth.community', %s, true)", [elsewhere])
            cursor.execute("SELECT count(*) FROM search_communityentry_of_every(%s)", [asked])
            assert cursor.fetchone() == (0,)
        cursor.execute("SELECT set_config('hearth.community', %s, true)", [str(filled.id)])
