"""What left comes back whole: row for row, field for field, on another host with another key."""

from __future__ import annotations

import json
from typing import Any

from commonhearth.foundation import sealed
from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.files.models import File
from commonhearth.foundation.logbook.chain import verify
from commonhearth.foundation.logbook.models import Line, Link
from commonhearth.foundation.members.models import Arrival, Member
from commonhearth.foundation.sealed.models import Key, Tombstone
from commonhearth.foundation.tenancy import in_community
from commonhearth.site.archive import shape
from commonhearth.site.archive.arriving import import_community, sealed_columns
from commonhearth.site.archive.register import moving, part_of
from commonhearth.site.archive.shape import columns_of
from commonhearth.site.backup.checking import check

from .boxes import PASSPHRASE, Packed, pack

#: What differs on purpose: what a community is to its host, and who signs in there.
OF_THE_HOST = {"origin", "frozen_since", "moved_to"}


def everything(community_id: Any) -> dict[str, list[dict[str, Any]]]:
    """Read all of a community's tables as plain values, sealed ones opened."""
    found: dict[str, list[dict[str, Any]]] = {}
    with in_community(community_id):
        for model in moving():
            sealed_names = set(sealed_columns(model))
            rows = []
            for row in model.objects.order_by("id"):
                values = {
                    name: column.write(getattr(row, column.field.attname))
                    for name, column in columns_of(model).items()
                    if name not in sealed_names
                }
                for name in sealed_names:
                    values[name] = sealed.open_all_for([getattr(row, name)], purpose="rotation")[0]
                rows.append(values)
            found[model._meta.label] = rows
        found["keys"] = [
            {"id": str(row.id), "owner": str(row.owner_id), "gone": row.wrapped is None}
            for row in Key.objects.order_by("id")
        ]
    found["stones"] = list(
        Tombstone.objects.filter(community_id=community_id).values("id", "label", "row_id")
    )
    return found


def test_a_round_trip_compares_equal(packed: Packed, another_host: Any, world: Any, tmp_path: Any) -> None:
    before = everything(packed.community_id)
    told = Community.objects.get(id=packed.community_id).__dict__
    assert any(before["circles.Circle"]) and any(before["logbook.Line"]) and before["keys"]
    with another_host():
        came = import_community(file=packed.file, passphrase=PASSPHRASE, now=world.now)
        after = everything(packed.community_id)
        added = {"logbook.Line", "logbook.Detail"}
        for label, rows in before.items():
            there = after[label]
            if label in added:  # the new host writes down that the community arrived
                ids = {row["id"] for row in rows}
                there = [row for row in there if row["id"] in ids]
                assert len(after[label]) - len(rows) <= 4
            assert there == rows, label
        here = Community.objects.get(id=packed.community_id)
        for name, value in told.items():
            if name not in OF_THE_HOST | {"_state"}:
                assert getattr(here, name) == value, name
        assert here.origin == packed.manifest()["host"]
        with in_community(here.id):
            assert not Member.objects.filter(person__isnull=False).exists()
            assert [fault for fault in verify(world.now) if fault.code != "not-linked"] == []
            assert Line.objects.filter(verb="community.arrived").count() == 1
            assert Link.objects.exists()
            assert Arrival.objects.count() == came.expected > 0
        assert [one for one in check(world.now) if one.serious] == []
        # And from there back into a file: the very same bytes, part for part.
        again = pack(here, tmp_path / "again.zip", world.now)
        theirs = {part["name"]: part["sha256"] for part in again.manifest()["parts"]}
    changed = {part_of(Line), part_of(Link), "rows/logbook.Detail.jsonl", shape.COMMUNITY, shape.KEYS}
    changed |= {shape.ARRIVALS}
    for part in packed.manifest()["parts"]:
        if part["name"] not in changed:
            assert theirs[part["name"]] == part["sha256"], part["name"]


def test_no_key_and_nobodys_sealed_words_stand_in_the_file_in_clear(packed: Packed) -> None:
    addresses = set(Person.objects.exclude(email=None).values_list("email", flat=True))
    for name in packed.names():
        if name.endswith(".jsonl"):
            text = json.dumps(packed.lines(name))
            assert "Company on Thursdays" not in text, name  # an applicant's sealed answer
            assert not [email for email in addresses if email in text], name


def test_every_model_of_a_community_is_in_the_archive_or_named_here() -> None:
    from commonhearth.foundation.tenancy.models import house_models
    from commonhearth.site.archive import register

    #: Table -> why its rows do not go along.
    stay = {
        "members.Arrival": "the letters and codes of this host; addresses go in arrivals.jsonl",
        "conversations.ReplyAddress": "letters are answered at this host; the next one there brings a new address",
        "webhooks.Delivery": "news on its way from this host",
        "meetings.Feed": "a calendar reads at an address of this host; on another a new one is made",
        "meetings.Invited": "letters of this host; calendars are told of changes from here only",
        "notices.Phone": "it was given to this host’s gateway; on another it is given anew",
        "notices.Text": "messages on their way from this host",
        "webhooks.Webhook": "a steward of this host let it out; on another it is named anew",
        "recovery.Recovery": "it is about a sign-in of this host; on another they come along by a letter or code",
        "sealed.Key": "keys go in keys.jsonl, wrapped anew",
        "site.Packing": "files packed on this host",
        "search.CommunityEntry": "the index is made anew from what arrived",
    }
    found = {model._meta.label for model in house_models("tenant") if not model.moves}  # type: ignore[attr-defined]
    assert found == set(stay), "a table that stays needs its reason here"
    assert register.faults() == []
    for model in moving():
        columns_of(model)  # each kind of column has a way to be written


def test_the_round_trip_above_carries_every_table_that_moves_and_every_file(
    packed: Packed, world: Any
) -> None:
    """A table without a row would compare equal whatever became of it: the world has at least one of each."""
    filled = {label for label, rows in everything(packed.community_id).items() if rows}
    empty = {model._meta.label for model in moving()} - filled
    assert not empty, "the world has no row of these, so the round trip says nothing of them"
    with world.harbour.within():
        rows = list(File.objects.all())
    names = {name for name in packed.names() if name.startswith(shape.FILES)}
    assert {f"{shape.FILES}{row.id}" for row in rows} <= names
    assert any(row.is_sealed for row in rows) and any(not row.is_sealed for row in rows)
