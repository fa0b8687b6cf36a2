"""What is a member's own is in what they take along, table by table; what names them and is not, says why."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.files.arriving import Accepted
from commonhearth.foundation.members.models import Member, Removal
from commonhearth.foundation.members.services.erasing import own_models
from commonhearth.foundation.members.services.export import export_own, own_rows
from commonhearth.foundation.members.wording import BOOK, BOOKKEEPING, SHARES
from commonhearth.foundation.tenancy.models import house_models
from commonhearth.rooms.care.services import plan
from commonhearth.rooms.conversations import services as talk
from commonhearth.rooms.conversations.models import Mention, Topic
from commonhearth.rooms.meetings.models import Action, Note

#: Table -> why nobody takes its rows along as their own, although they name a member or a place of theirs.
NOT_THEIRS = {
    "care.Farewell": "about somebody who has died; what each remembers of them is in care.Remembered",
    "care.KeptOff": "who never sees a case; to be told of it would tell of the case",
    "care.Need": "what a circle lacks while a role is empty; the role is in circles.Role",
    "care.Neighbour": "somebody of another community who said yes; a list of the community’s",
    "care.Opening": "an act of two officers, in the logbook; whom it is about is told",
    "conversations.Correspondence": "between two; what each wrote is in conversations.Letter",
    "founding.Bringing": "an act of office: what the community brought along",
    "handbook.Page": "the circle’s; what each wrote is in handbook.Wording",
    "meetings.Meeting": "the circle’s; who comes is in meetings.Coming",
    "meetings.Poll": "the circle’s; what each said is in meetings.Says",
    "meetings.Series": "the circle’s",
    "members.Bar": "why somebody may not come back is told to them, and not taken along",
    "members.Death": "said by two of somebody who has died",
    "treasury.Count": "the circle’s; nobody’s own, whoever counted",
    "webhooks.Webhook": "an act of office",
}


def whose(row: Any) -> Member | None:
    """Return the member to whom a row belongs."""
    found = row
    for name in () if row.belongs_to == "self" else str(row.belongs_to).split("__"):
        found = getattr(found, name) if found is not None else None
    return found


def give_to(place: Any) -> None:
    """Give to the member what stands in the world and is nobody's there."""
    member, hidden = place.acting("member"), place.circles["hidden"]
    seat = CircleMembership.objects.get(circle=hidden, member=member, left=None)
    Action.objects.filter(circle=hidden).update(owner=seat)
    Note.objects.filter(circle=hidden).update(put_by=seat)
    Mention.objects.create(post_id=place.things["post_id"]["hidden"], person=seat)
    Removal.objects.update(member=member, seconded_by=place.acting("registrar"))


def test_every_row_of_ones_own_goes_along(world):
    empty = set()
    with world.harbour.within():
        give_to(world.harbour)
        taken: dict[Any, dict[str, set[str]]] = {}
        for model in own_models():
            rows = [row for row in model.objects.filter(**model.theirs_when) if whose(row) is not None]
            if not rows:
                empty.add(model._meta.label)
            for row in rows:
                member = whose(row)
                if member.id not in taken:
                    tables = own_rows(member)
                    taken[member.id] = {name: {one["id"] for one in found} for name, found in tables.items()}
                assert str(row.id) in taken[member.id].get(model._meta.db_table, ()), model._meta.label
    assert not empty, "a table of one's own without a row in the world says nothing"


def test_what_names_a_member_is_theirs_or_says_why_not():
    naming = {
        model._meta.label
        for model in house_models("tenant")
        if model.belongs_to is None
        and any(field.related_model in (Member, CircleMembership) for field in model._meta.concrete_fields)
    }
    assert naming == set(NOT_THEIRS)


def test_every_table_of_ones_own_has_a_heading_to_be_read_under():
    for model in own_models():
        table = model._meta.db_table
        assert table in BOOKKEEPING or table in BOOK or table in SHARES, table


def test_what_hangs_on_a_plan_and_on_a_post_goes_along_and_is_led_to(world):
    place = world.harbour
    papers = {"care_planpart": b"%PDF-1.4 what I signed", "conversations_post": b"%PDF-1.4 the tide table"}
    with place.within():
        member = place.acting("member")
        signed, tides = (
            Accepted(f"{table}.pdf", "application/pdf", content) for table, content in papers.items()
        )
        plan.write_part(actor=member, kind="crisis", text="Call Pavel.", attached=[signed], now=place.now)
        topic = Topic.objects.get(id=place.things["topic_id"]["hidden"])
        talk.write_post(actor=member, topic=topic, text="Here.", attached=[tides], now=place.now)
        others = export_own(place.acting("paused"), now=place.now)
        packed = export_own(member, now=place.now)
    with zipfile.ZipFile(io.BytesIO(packed)) as box:
        said = {one["on"]: one for one in json.loads(box.read("own.json"))["files"]}
        page = box.read("own.html").decode()
        for table, content in papers.items():
            assert box.read(said[table]["file"]) == content
            assert f'<a href="{said[table]["file"]}">{said[table]["name"]}</a>' in page
    with zipfile.ZipFile(io.BytesIO(others)) as box:
        assert json.loads(box.read("own.json"))["files"] == []


def test_what_was_sealed_as_one_is_read_as_words(world):
    with world.harbour.within():
        packed = export_own(world.harbour.acting("member"), now=world.now)
    with zipfile.ZipFile(io.BytesIO(packed)) as box:
        page = box.read("own.html").decode()
    assert "The kettle" in page and "{&#34;" not in page and "sealed" not in page
