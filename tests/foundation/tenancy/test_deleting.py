"""A person is deleted from the host although rows in several communities refer to them."""

from __future__ import annotations

import pytest
from django.db import models
from django.db.models import ProtectedError

from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.tenancy import NoCommunity
from commonhearth.foundation.tenancy.deleting import delete_everywhere

from .conftest import Place


@pytest.fixture
def person(heron: Place, wren: Place) -> Person:
    found = Person.objects.create(email="rosa@example.org")
    for place in (heron, wren):
        with place.within():
            Member.objects.create(name="Rosa", standing="member", person=found)
    return found


def test_their_rows_stay_without_them(person: Person, heron: Place, wren: Place) -> None:
    delete_everywhere(person)
    assert not Person.objects.exists()
    for place in (heron, wren):
        with place.within():
            assert Member.objects.get(name="Rosa").person_id is None


def test_djangos_own_delete_says_that_it_cannot_look(person: Person) -> None:
    with pytest.raises(NoCommunity):
        person.delete()


@pytest.mark.parametrize("how", [models.CASCADE, models.PROTECT])
def test_each_reference_is_let_go_in_its_own_way(
    person: Person, heron: Place, wren: Place, how: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Member._meta.get_field("person").remote_field, "on_delete", how)
    if how is models.PROTECT:
        with pytest.raises(ProtectedError):
            delete_everywhere(person)
    else:
        delete_everywhere(person)
    for place in (heron, wren):
        with place.within():
            assert Member.objects.filter(name="Rosa").exists() == (how is models.PROTECT)
    assert Person.objects.exists() == (how is models.PROTECT)
