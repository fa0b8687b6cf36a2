"""What is asked in SQL written once is what Django would ask, in every community and for everybody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from weakref import WeakKeyDictionary

import pytest
from django.db import connection, connections, models, transaction
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from commonhearth.foundation.agreements.models import Agreement
from commonhearth.foundation.circles.models import Circle, CircleMembership
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.sealed.models import Key
from commonhearth.foundation.tenancy import NoCommunity, context, in_community, in_own_rows, ready
from commonhearth.foundation.tenancy.models import TenantManager
from commonhearth.foundation.tenancy.ready import NotReady, Ready
from commonhearth.rooms.handbook.models import Page
from tests import postgres
from tests.world import NAMES, World

#: What each question is about: a person's own rows, or the community in reach.
OWN = {"slug", "id", "session"}


def fields_of(row: Any) -> Any:
    """Return everything that was read into a row, with what came along."""
    if not isinstance(row, Model):
        return row
    along = row._state.fields_cache
    return {name: repr(value) for name, value in vars(row).items() if name != "_state"} | {
        name: fields_of(other) for name, other in along.items()
    }


def values_for(question: Ready[Any], world: World, who: str) -> dict[str, Any]:
    """Return the values that a question takes, for one of the cast."""
    with world.harbour.within():
        every = {
            "slug": "harbour",
            "id": world.harbour.community.id,
            "session": world.session(who),
            "sign_in": world.persons[who].id,
            "member": world.harbour.acting(who).id,
            "circle": world.harbour.circles["open"].id,
            "topic": world.harbour.things["topic_id"]["open"],
            "post": world.harbour.things["post_id"]["open"],
            "person": CircleMembership.objects.filter(circle=world.harbour.circles["root"], left=None)[0].id,
            "agreement": Agreement.objects.filter(circle=world.harbour.circles["open"])[0].id,
            "handbook": Page.objects.filter(circle=world.harbour.circles["open"], put_away=None)[0].id,
            "meeting": world.harbour.things["meeting_id"]["open"],
            "case": world.harbour.things["case_id"],
            "key": Key.objects.exclude(owner_kind="community").order_by("id")[0].id,
            "since": world.now - timedelta(days=30),
            "lately": world.now - timedelta(days=14),
            "now": world.now + timedelta(hours=1),
            "today": (world.now + timedelta(hours=1)).date(),
        }
    return {name: every[name] for name in question.takes}


def test_it_is_the_plain_question(world: World) -> None:
    for question in Ready.every:
        told = 0
        for who in NAMES:
            values = values_for(question, world, who)
            person = world.persons[who].id
            for _ in range(2):  # written, and filled in
                with in_own_rows(person) if OWN & values.keys() else world.harbour.within():
                    plain = [fields_of(row) for row in question.question(**values)]
                    assert [fields_of(row) for row in question(**values)] == plain
                    told += len(plain)
        assert told, f"nobody was told anything: {question.written and question.written.sql}"


def test_each_community_gets_its_own(world: World) -> None:
    circles: Ready[Circle] = Ready(lambda: Circle.objects.order_by("id"))
    for place in (world.harbour, world.meadow, world.harbour):
        with place.within():
            rows = circles()
            assert rows and {row.community_id for row in rows} == {place.community.id}
            assert rows == list(Circle.objects.order_by("id"))
    Ready.every.remove(circles)


def test_without_a_community_it_raises_like_any_other(world: World) -> None:
    circles: Ready[Circle] = Ready(lambda: Circle.objects.all())
    own: Ready[Member] = Ready(lambda: Member.own.all())
    for _ in range(2):  # before it was written, and after
        with pytest.raises(NoCommunity):
            circles()
        with pytest.raises(NoCommunity):
            own()
        with in_community(world.harbour.community.id):
            assert circles()
            with pytest.raises(NoCommunity):
                own()
        with in_own_rows(world.persons["member"].id):
            assert own()
            with pytest.raises(NoCommunity):
                circles()
    Ready.every.remove(circles)
    Ready.every.remove(own)


def test_what_is_worked_out_from_a_value_is_refused(world: World) -> None:
    since: Ready[Circle] = Ready(lambda now: Circle.objects.filter(created__gte=now - timedelta(days=1)))
    of_word: Ready[Circle] = Ready(lambda word: Circle.objects.filter(name__icontains=word))
    with world.harbour.within():
        with pytest.raises(NotReady):
            since(now=world.now)
        with pytest.raises(NotReady):
            of_word(word="kitchen")
    Ready.every.remove(since)
    Ready.every.remove(of_word)


def test_it_asks_once(world: World, django_assert_num_queries: Any) -> None:
    circles: Ready[Circle] = Ready(lambda: Circle.objects.all())
    with world.harbour.within():
        for _ in range(2):
            with django_assert_num_queries(1):
                circles()
    Ready.every.remove(circles)


@pytest.mark.postgres
def test_planned_once_it_minds_who_is_in_reach(world: World, monkeypatch: Any) -> None:
    circles: Ready[Circle] = Ready(lambda kind: Circle.objects.filter(circle_kind=kind).order_by("id"))
    # The database's wall alone: the question itself is the same wherever it is asked.
    monkeypatch.setattr(TenantManager, "get_queryset", models.Manager.get_queryset)
    for _ in range(4):  # from the sixth time on PostgreSQL keeps its plan
        for place in (world.harbour, world.meadow):
            with place.within(), CaptureQueriesContext(connection) as caught:
                assert circles(kind="root") == [place.circles["root"]]
            assert sum("EXECUTE" in query["sql"] for query in caught) == 1
            with transaction.atomic():  # what is rolled back takes no plan along
                transaction.set_rollback(True)
    assert circles(kind="root") == []
    Ready.every.remove(circles)


@pytest.mark.postgres
def test_behind_a_pooler_nothing_is_planned_ahead(world: World, monkeypatch: Any) -> None:
    import psycopg

    # A pooler answers with a number of its own.
    monkeypatch.setattr(psycopg.ConnectionInfo, "backend_pid", 1)
    monkeypatch.setattr(ready, "_planned", WeakKeyDictionary())
    circles: Ready[Circle] = Ready(lambda kind: Circle.objects.filter(circle_kind=kind).order_by("id"))
    with world.harbour.within(), CaptureQueriesContext(connection) as caught:
        assert circles(kind="root") == [world.harbour.circles["root"]]
    assert not any("EXECUTE" in query["sql"] for query in caught)
    Ready.every.remove(circles)


@pytest.mark.postgres
def test_a_connection_made_anew_plans_anew(world: World, real_commits: Any) -> None:
    circles: Ready[Circle] = Ready(lambda kind: Circle.objects.filter(circle_kind=kind).order_by("id"))
    with world.harbour.within():
        assert circles(kind="root") == [world.harbour.circles["root"]]
        number = connection.connection.info.backend_pid
    postgres.execute(f"SELECT pg_terminate_backend({number}, 10000)")
    # As at the beginning of a request. The way in would ask before; without it the wall gives no row.
    asking: Any = connections["default"]
    asking.health_check_enabled, asking.health_check_done = True, False
    token = context._community.set(world.harbour.community.id)
    assert circles(kind="root") == []
    context._community.reset(token)
    assert connection.connection.info.backend_pid != number
    Ready.every.remove(circles)
