"""Newer keys while everything goes on: nothing is lost, and what was cut short is finished."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from commonhearth.foundation import sealed
from commonhearth.foundation.members.models import Application, Member
from commonhearth.foundation.sealed import cipher, hostkey, keys, rotation
from commonhearth.foundation.sealed.models import Key

from .conftest import SECRET, application, community


def read(row: Any) -> str:
    return sealed.open_for(Application.objects.get(id=row.id).answers, purpose="own-export")


def wrapping(owner: Any) -> set[uuid.UUID]:
    rows = Key.objects.filter(owner_kind="community", wrapped__isnull=False)
    return {cipher.head(bytes(row.wrapped or b"")).key_id for row in rows}


def test_the_host_key_changes_and_everything_opens(own_key_file: Any, house: Any) -> None:
    before = hostkey.load().current
    came = rotation.rotate_host_key()
    assert came.wrapped >= 1 and not came.resumed
    now = hostkey.load()
    assert list(now.by_id) == [came.key] and came.key != before
    assert wrapping(house) == {came.key}
    keys.forget()
    assert read(house.application) == SECRET


@pytest.mark.parametrize("where", ["after-adding", "half-wrapped"])
def test_a_host_rotation_cut_short_goes_on_with_the_same_key(
    own_key_file: Any, house: Any, now: Any, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    other = community("Second")
    from commonhearth.foundation.tenancy import in_community

    with in_community(other.id):
        second = application(now, "The second one's.")
    fresh = hostkey.add_key()
    if where == "half-wrapped":
        with monkeypatch.context() as patch:
            patch.setattr(keys, "community_ids", lambda: [house.community.id])
            assert keys.rewrap() == 1
    keys.forget()
    assert read(house.application) == SECRET, "while it is cut short everything opens"
    with in_community(other.id):
        assert read(second) == "The second one's."
    came = rotation.rotate_host_key()
    assert came.resumed and came.key == fresh
    assert list(hostkey.load().by_id) == [fresh]
    keys.forget()
    assert read(house.application) == SECRET
    with in_community(other.id):
        assert read(second) == "The second one's."


def test_a_key_made_meanwhile_is_not_left_behind(
    own_key_file: Any, db: None, now: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its row was written with the older host key, which went between our look at the file and the row."""
    from commonhearth.foundation.tenancy import in_community

    place, real = community("New"), cipher.seal
    calls: list[int] = []

    def slow(*args: Any) -> bytes:
        if not calls:
            calls.append(1)
            hostkey.add_key()
            hostkey.drop_older()
        return real(*args)

    monkeypatch.setattr(cipher, "seal", slow)
    with in_community(place.id):
        sealed.create_key("community", place.id)
        monkeypatch.undo()
        keys.forget()
        row = Key.objects.get(owner_kind="community")
        assert keys.open_community(row).secret


def test_a_community_gets_newer_keys_and_everything_is_sealed_with_them(
    own_key_file: Any, house: Any
) -> None:
    member, circle = house.rosa.id, uuid.uuid4()
    keys.create_key("member", member)
    keys.create_key("circle", circle)
    older = {row.pk for row in Key.objects.all()}
    came = rotation.rotate_community(now=timezone.now() + timedelta(days=400))
    assert (came.keys, came.resumed) == (3, False) and came.values >= 1
    newest = keys.to_seal("community", house.community.id)
    assert newest.version == 2 and newest.id not in older
    blob = Application.objects.get(id=house.application.id).__dict__["answers"]
    assert cipher.head(bytes(blob)).key_id == newest.id
    for kind, owner in (("member", member), ("circle", circle)):
        assert keys.to_seal(kind, owner).version == 2
    # The older keys still open older backups, and all are wrapped by the newest.
    assert older <= {row.pk for row in Key.objects.all()}
    for row in Key.objects.exclude(owner_kind="community"):
        assert cipher.head(bytes(row.wrapped or b"")).key_id == newest.id
    keys.forget()
    assert read(house.application) == SECRET
    again = rotation.rotate_community(now=timezone.now() + timedelta(days=800))
    assert again.keys == 3 and not again.resumed


def test_a_community_rotation_cut_short_goes_on(
    own_key_file: Any, house: Any, now: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys.create_key("member", house.rosa.id)
    more = [application(now, f"Words of {number}.") for number in range(5)]

    class Cut(Exception):
        pass

    with monkeypatch.context() as patch:
        patch.setattr(rotation, "BATCH", 2)
        real, seen = rotation._batch_again, []

        def batch(model: Any, rows: Any, fields: Any) -> int:
            if model is Application:
                seen.append(1)
                if len(seen) == 2:
                    raise Cut
            return real(model, rows, fields)

        patch.setattr(rotation, "_batch_again", batch)
        with pytest.raises(Cut):
            rotation.rotate_community(now=timezone.now() + timedelta(days=400))
    for number, row in enumerate(more):
        assert read(row) == f"Words of {number}."
    came = rotation.rotate_community(now=timezone.now() + timedelta(days=401))
    assert came.resumed and came.keys == 0 and came.values >= 1
    newest = keys.to_seal("community", house.community.id)
    assert newest.version == 2
    for row in Application.objects.all():
        assert cipher.head(bytes(row.__dict__["answers"])).key_id == newest.id


def test_what_was_destroyed_stays_destroyed(own_key_file: Any, house: Any) -> None:
    keys.create_key("member", house.rosa.id)
    keys.destroy_key("member", house.rosa.id)
    rotation.rotate_community(now=timezone.now() + timedelta(days=400))
    with pytest.raises(keys.KeyGone):
        keys.to_seal("member", house.rosa.id)
    assert Member.objects.filter(id=house.rosa.id).exists()
