"""The managers' wall: rows are reached inside their community, and nowhere else."""

from __future__ import annotations

import ast
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.members.models import Member, Period
from commonhearth.foundation.tenancy import (
    NoCommunity,
    community_in_reach,
    current_community,
    in_community,
    in_own_rows,
)
from commonhearth.foundation.tenancy.models import house_models
from tests.databases import ROOT

from .conftest import Place


def test_outside_a_community_there_are_no_rows_but_an_error(heron: Place) -> None:
    for model in house_models("tenant"):
        with pytest.raises(NoCommunity):
            model.objects.all()
        with pytest.raises(NoCommunity):
            model._base_manager.all()
    with pytest.raises(NoCommunity):
        Member(name="Ada", standing="member").save()
    with pytest.raises(NoCommunity):
        current_community()
    assert community_in_reach() is None


def test_a_relation_is_not_followed_out_of_reach(heron: Place) -> None:
    period = heron.period
    period.__dict__.get("_state").fields_cache.clear()
    with pytest.raises(NoCommunity):
        period.member  # noqa: B018
    with pytest.raises(NoCommunity):
        heron.member.periods.all()


def test_inside_there_are_only_its_own_rows(heron: Place, wren: Place) -> None:
    with wren.within():
        assert list(Member.objects.all()) == [wren.member]
        assert not Member.objects.filter(pk=heron.member.pk).exists()
        assert not Period.objects.filter(member__pk=heron.member.pk).exists()


def test_the_community_in_reach_before_comes_back(heron: Place, wren: Place) -> None:
    with heron.within():
        with wren.within():
            assert Member.objects.get() == wren.member
        assert Member.objects.get() == heron.member
        with pytest.raises(KeyError), wren.within():
            raise KeyError
        assert Member.objects.get() == heron.member
    assert community_in_reach() is None


def test_an_error_in_the_database_is_not_hidden_by_leaving(heron: Place) -> None:
    """PostgreSQL refuses every statement after an error; the error itself must still arrive."""
    with pytest.raises(IntegrityError), transaction.atomic(), heron.within(), connection.cursor() as cursor:
        cursor.execute("UPDATE members_member SET standing = NULL")
    with heron.within():
        assert Member.objects.get() == heron.member


def test_after_a_refused_savepoint_the_community_is_still_in_reach(heron: Place, wren: Place) -> None:
    with heron.within():
        with pytest.raises(IntegrityError), transaction.atomic(), wren.within():
            Member(id=wren.member.pk, name="x", standing="member").save(force_insert=True)
        assert Member.objects.get() == heron.member


PAST_THE_FILTER: dict[str, Callable[[Place], Any]] = {
    "save": lambda place: place.member.save(),
    "delete": lambda place: place.member.delete(),
    "delete a row nothing refers to": lambda place: place.period.delete(),
    "bulk_create": lambda place: Member.objects.bulk_create(
        [Member(community_id=place.community.id, name="x", standing="member")]
    ),
    "create": lambda place: Member.objects.create(
        community_id=place.community.id, name="x", standing="member"
    ),
    "raw": lambda place: list(Member.objects.raw("SELECT * FROM members_member")),
    "conflict": lambda place: Member.objects.bulk_create(
        [Member(id=place.member.pk, name="taken over", standing="member")],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["name"],
    ),
}


@pytest.mark.parametrize("way", sorted(PAST_THE_FILTER))
def test_anothers_row_is_not_written_from_here(heron: Place, wren: Place, way: str) -> None:
    with wren.within(), pytest.raises(NoCommunity), transaction.atomic():
        PAST_THE_FILTER[way](heron)
    with heron.within():
        assert list(Member.objects.values_list("name", flat=True)) == ["One of Heron"]
        assert Period.objects.count() == 1


def test_anothers_row_is_neither_updated_nor_deleted_by_its_id(heron: Place, wren: Place) -> None:
    with wren.within():
        assert Member.objects.filter(pk=heron.member.pk).update(name="x") == 0
        assert Member.objects.filter(pk=heron.member.pk).delete()[0] == 0
        with pytest.raises(Member.DoesNotExist):
            Member.objects.select_for_update().get(pk=heron.member.pk)


def test_a_new_row_belongs_to_the_community_in_reach(heron: Place) -> None:
    with heron.within():
        row = Member(name="Ada", standing="member")
        row.save()
        (many,) = Member.objects.bulk_create([Member(name="Bo", standing="member")])
    assert row.community_id == many.community_id == heron.community.id


# --- One's own rows ----------------------------------------------------------------------------------


@pytest.fixture
def person(heron: Place, wren: Place) -> Person:
    found = Person.objects.create(email="rosa@example.org")
    for place in (heron, wren):
        with place.within():
            Member.objects.create(name="Rosa", standing="member", person=found)
    return found


def test_a_person_reads_their_own_rows_across_communities(person: Person) -> None:
    with in_own_rows(person.pk):
        assert {row.name for row in Member.own.all()} == {"Rosa"}
        assert Member.own.count() == 2
    with in_own_rows(uuid.uuid4()):
        assert Member.own.count() == 0
    with pytest.raises(NoCommunity):
        Member.own.all()


def test_own_rows_are_read_beside_communities_not_within(person: Person, heron: Place) -> None:
    with heron.within():
        with in_own_rows(person.pk):
            assert community_in_reach() is None
            assert Member.own.count() == 2
            with pytest.raises(NoCommunity):
                Member.objects.all()
        assert Member.objects.count() == 2
    with in_own_rows(person.pk), heron.within(), pytest.raises(NoCommunity):
        Member.own.all()


@pytest.mark.parametrize(
    "change",
    [
        lambda: Member.own.update(name="x"),
        lambda: Member.own.all().delete(),
        lambda: Member.own.create(name="x"),
        lambda: Member.own.first().save(),
        lambda: Member.own.first().delete(),
    ],
)
def test_own_rows_are_only_read(person: Person, change: Any) -> None:
    with in_own_rows(person.pk), pytest.raises(NoCommunity):
        change()


def test_a_model_without_own_rows_says_so(person: Person) -> None:
    from commonhearth.foundation.tenancy.models import OwnManager

    manager = OwnManager()
    manager.model = Period
    with in_own_rows(person.pk), pytest.raises(NoCommunity):
        manager.get_queryset()


def test_threads_do_not_see_each_others_community(heron: Place, now: datetime) -> None:
    import threading

    seen: list[Any] = []
    with in_community(heron.community.id):
        thread = threading.Thread(target=lambda: seen.append(community_in_reach()))
        thread.start()
        thread.join()
    assert seen == [None]


WAYS_IN = ("in_community(", "in_own_rows(", "transaction.atomic(")


def test_nothing_stops_half_way_inside_a_community() -> None:
    """What yields inside stays inside when nobody asks it for more, and goes out in the middle of something else."""
    found = []
    for path in sorted(ROOT.joinpath("commonhearth").rglob("*.py")):
        tree = ast.parse(path.read_text())
        for function in ast.walk(tree):
            if not isinstance(function, ast.FunctionDef) or any(
                "contextmanager" in ast.unparse(mark) for mark in function.decorator_list
            ):
                continue
            found += [
                f"{path.relative_to(ROOT)}: {function.name}"
                for inside in ast.walk(function)
                if isinstance(inside, ast.With)
                and any(way in ast.unparse(item) for item in inside.items for way in WAYS_IN)
                and any(isinstance(step, ast.Yield | ast.YieldFrom) for step in ast.walk(inside))
            ]
    assert found == []
