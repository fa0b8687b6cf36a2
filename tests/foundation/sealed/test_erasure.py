"""What was erased is erased again when an older copy comes back."""

from __future__ import annotations

import uuid
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction

from commonhearth.foundation import logbook
from commonhearth.foundation.access import System
from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.members.models import Application, Member, RegisterEntry
from commonhearth.foundation.sealed import erasure
from commonhearth.foundation.sealed.models import Tombstone

from .conftest import SECRET, application


def brought_back(row: Any) -> None:
    """Do what putting back an older copy does: the row stands again as it was."""
    row.save(force_insert=True)


def test_an_erased_row_goes_again(house: Any, now: datetime) -> None:
    row = house.application
    kept = Application.objects.get(pk=row.pk)
    erasure.erase(row)
    assert not Application.objects.filter(pk=kept.pk).exists()
    brought_back(kept)
    assert erasure.replay(Tombstone.objects.all()) == erasure.Replayed(1, [])
    assert not Application.objects.filter(pk=kept.pk).exists()
    assert erasure.replay(Tombstone.objects.all()).erased == 0


def test_erased_fields_are_emptied_again(house: Any) -> None:
    erasure.erase_fields(house.rosa, ["name", "back_on"])
    assert Member.objects.get(pk=house.rosa.pk).name == house.rosa.name == ""
    Member.objects.filter(pk=house.rosa.pk).update(name="Rosa")
    assert erasure.replay(Tombstone.objects.all()).erased == 1
    assert Member.objects.get(pk=house.rosa.pk).name == ""


def test_many_are_erased_at_once(house: Any, now: datetime) -> None:
    rows = [application(now) for _ in range(3)]
    assert erasure.erase_all(rows) == 3
    assert Tombstone.objects.count() == 3
    assert erasure.erase_all([]) == 0


def test_a_hosts_own_row_is_erased_without_a_community(db: None) -> None:
    person = Person.objects.create(email="rosa@example.org")
    kept = Person.objects.get(pk=person.pk)
    erasure.erase(person)
    brought_back(kept)
    assert erasure.replay(Tombstone.objects.all()).erased == 1
    assert not Person.objects.filter(pk=kept.pk).exists()


def test_a_tombstone_never_says_what_stood_there(house: Any) -> None:
    erasure.erase_fields(house.rosa, ["name"])
    (row,) = Tombstone.objects.values()
    assert "Rosa" not in repr(row)
    assert SECRET not in repr(row)


def test_when_erasing_fails_no_tombstone_stands(house: Any) -> None:
    RegisterEntry.objects.create(member=house.rosa, number=1, legal_name="x")
    with pytest.raises(Exception, match="protected"), transaction.atomic():
        erasure.erase(house.rosa)
    assert not Tombstone.objects.exists()


def test_what_cannot_go_again_is_named(house: Any) -> None:
    RegisterEntry.objects.create(member=house.rosa, number=1, legal_name="x")
    stone = Tombstone(community_id=house.community.id, label="members.Member", row_id=house.rosa.pk)
    assert erasure.replay([stone]) == erasure.Replayed(0, [f"members.Member {house.rosa.pk}"])


@pytest.mark.parametrize(
    "stone",
    [
        {"label": "gone.Model", "fields": []},
        {"label": "members.Member", "fields": ["shoe_size"]},
        {"label": "members.Member", "fields": [], "row_id": uuid.uuid4()},
    ],
)
def test_what_is_no_longer_there_needs_no_erasing(house: Any, stone: dict[str, Any]) -> None:
    given = SimpleNamespace(**({"community_id": house.community.id, "row_id": house.rosa.pk} | stone))
    assert erasure.replay([given]) == erasure.Replayed(0, [])
    assert Member.objects.filter(pk=house.rosa.pk).exists()


def test_lines_of_the_logbook_are_not_erased(house: Any, now: datetime) -> None:
    with transaction.atomic():
        line = logbook.write(actor=System("test"), verb="a.b", now=now)
    with pytest.raises(erasure.NotErasable):
        erasure.erase(line)
    assert not Tombstone.objects.exists()
