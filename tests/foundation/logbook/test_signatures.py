"""A line is signed with the name somebody has in the place where they signed it, and with no other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction

from commonhearth.foundation import logbook
from commonhearth.foundation.circles.models import Circle, CircleMembership
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.logbook import selectors, verbs
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.tenancy import in_community


@pytest.fixture
def house(db: None, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setitem(
        verbs.VERBS._entries,
        "bench.moved",
        verbs.Verb("%(who)s moved the bench.", verbs.Kind.COMMUNITY, verbs.EVERYONE),
    )
    community = Community.objects.create(name="Heron", slug="heron", community_kind="other", public_key=b"-")
    with in_community(community.id):
        root = Circle.objects.create(circle_kind="root", openness="open", name="Everybody")
        circle = Circle.objects.create(
            circle_kind="support",
            openness="confidential",
            parent=root,
            sealed_name="Night",
            sealed_purpose="x",
        )
        rosa = Member.objects.create(name="Rosa", standing="member")
        CircleMembership.objects.create(circle=circle, member=rosa, name="Willow", joined=now)
        yield SimpleNamespace(circle=circle, rosa=rosa)


def sentences(house: Any, now: datetime, circle_id: Any) -> list[str]:
    with transaction.atomic():
        logbook.write(actor=house.rosa, verb="bench.moved", now=now, circle_id=circle_id)
    reader = Member(name="Tom", standing="member")
    reader.circle_ids = frozenset({house.circle.id})
    return [entry.sentence for entry in selectors.lines_for(reader, circle=circle_id).entries]


def test_in_the_community_by_the_name_there(house: Any, now: datetime) -> None:
    assert sentences(house, now, None) == ["Rosa moved the bench."]


def test_in_a_circle_by_the_name_in_that_circle(house: Any, now: datetime) -> None:
    assert sentences(house, now, house.circle.id) == ["Willow moved the bench."]


def test_somebody_who_left_the_circle_keeps_the_name_they_had(house: Any, now: datetime) -> None:
    CircleMembership.objects.update(left=now)
    assert sentences(house, now, house.circle.id) == ["Willow moved the bench."]


def test_somebody_who_never_was_in_it_is_a_member_and_no_more(house: Any, now: datetime) -> None:
    CircleMembership.objects.all().delete()
    assert sentences(house, now, house.circle.id) == ["A member moved the bench."]


def test_when_the_tie_was_cut_a_line_says_a_member(house: Any, now: datetime) -> None:
    import uuid

    sentences(house, now, None)
    Member.objects.filter(pk=house.rosa.pk).update(pseudonym=uuid.uuid4())
    assert sentences(house, now, None)[-1] == "A member moved the bench."
