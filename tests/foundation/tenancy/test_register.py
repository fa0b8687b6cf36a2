"""Every model says what it is: kind, field classes, no shape that the walls cannot hold."""

from __future__ import annotations

from typing import Any

import pytest

from commonhearth.foundation.members.models import Member
from commonhearth.foundation.tenancy import register
from commonhearth.foundation.tenancy.models import FIELD_CLASSES, house_models, kind_of
from commonhearth.foundation.tenancy.third_party import THIRD_PARTY


def test_every_model_of_the_house_and_of_others_says_what_it_holds() -> None:
    assert register.faults() == []


def test_every_model_of_ours_has_a_kind() -> None:
    ours = [model for model in register.stored_models() if model.__module__.startswith("commonhearth.")]
    assert set(ours) == set(house_models())
    assert {kind_of(model) for model in house_models()} == {"tenant", "reference", "global"}
    parts = [set(house_models(kind)) for kind in ("tenant", "reference", "global")]
    assert sum(map(len, parts)) == len(ours)


def test_the_register_of_others_names_no_model_that_is_gone() -> None:
    stored = {model._meta.label: model for model in register.stored_models()}
    assert set(THIRD_PARTY) <= set(stored)
    for label, fields in THIRD_PARTY.items():
        assert set(fields) == {field.name for field in stored[label]._meta.concrete_fields}
        assert set(fields.values()) <= FIELD_CLASSES


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({}, "members.Member.name: no class declared"),
        ({"name": "gossip"}, "members.Member.name: gossip is not a class"),
        (
            {"name": "community", "shoe_size": "person"},
            "members.Member.shoe_size: a class for a field that is not there",
        ),
    ],
)
def test_what_is_not_declared_is_named(monkeypatch: pytest.MonkeyPatch, changed: Any, fault: str) -> None:
    kept = {name: said for name, said in Member.field_classes.items() if name != "name"}
    monkeypatch.setattr(Member, "field_classes", kept | changed)
    assert fault in register.faults()


def test_a_third_partys_new_field_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(THIRD_PARTY["sessions.Session"], "session_data")
    assert register.faults() == ["sessions.Session.session_data: no class declared"]


def test_a_join_back_from_outside_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Member._meta.get_field("person").remote_field, "hidden", False)
    assert (
        "members.Member.person: a join back from outside the walls; give it related_name='+'"
        in register.faults()
    )


def test_what_is_kept_until_a_time_names_the_field_that_says_when(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Member, "kept_until", ("back_on",))
    assert register.faults() == []
    for wrong in ("name", "nothing"):
        monkeypatch.setattr(Member, "kept_until", (wrong,))
        assert register.faults() == [f"members.Member.{wrong}: no day or moment until which rows are kept"]
