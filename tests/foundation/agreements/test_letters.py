"""Saying “no concern” by the link in a letter: once, for oneself, while it is shown, and nothing else."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonhearth.foundation.accounts import letter_links
from commonhearth.foundation.agreements import services
from commonhearth.foundation.agreements.models import Clause, ClauseVersion, Response
from commonhearth.foundation.agreements.selectors.letters import answerable_by_letter
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.members import services as members
from tests.counting import asked

WHO = "neighbour"


@pytest.fixture
def harbour(world):
    with world.harbour.within():
        Response.objects.filter(by__member=world.harbour.acting(WHO)).delete()
        yield world.harbour


@pytest.fixture
def version(harbour):
    return ClauseVersion.objects.get(id=harbour.things["version_id"]["root"])


def _path(harbour, version, who=WHO):
    return urlsplit(
        letter_links.link(
            act="no-concern",
            person=harbour.persons[who],
            about=[str(version.id)],
            community_id=harbour.community.id,
            ends=version.closes,
            now=harbour.now,
        )
    ).path


def offered_to(harbour, people, who=WHO):
    offered = answerable_by_letter(people, now=harbour.now)
    return [version for version, _closes in offered.get(harbour.acting(who).id, [])]


def _said(harbour, version, who=WHO):
    with harbour.within():
        return list(version.responses.filter(by__member=harbour.acting(who)).values_list("agrees", flat=True))


def test_one_press_says_it_without_signing_in(harbour, version, world):
    visitor, path = world.client("visitor"), _path(harbour, version)
    assert visitor.get(path).status_code == 200
    assert _said(harbour, version) == [], "opening it says nothing"
    assert visitor.post(path).status_code == 200
    assert visitor.post(path).status_code == 200
    assert _said(harbour, version) == [True]


def test_forwarded_it_gives_nothing_away(harbour, version, world):
    page = world.client("stranger").get(_path(harbour, version)).content.decode()
    for inside in ("Harbour", version.text, version.clause.agreement.title, "Nils"):
        assert inside not in page


def test_an_old_letter_does_not_undo_a_concern(harbour, version, world):
    services.raise_concern(
        actor=harbour.acting(WHO), version=version, concern="It shuts out the night shift.", now=harbour.now
    )
    assert world.client("visitor").post(_path(harbour, version)).status_code == 410
    assert _said(harbour, version) == [False]


def test_not_after_it_was_shown_nor_after_leaving(harbour, version, world):
    path = _path(harbour, version)
    members.leave(actor=harbour.acting(WHO), now=harbour.now)
    assert world.client("visitor").post(path).status_code == 410
    token = path.split("/")[-2]
    with pytest.raises(letter_links.NotVisible):
        letter_links.read(token, community_id=harbour.community.id, now=version.closes + timedelta(seconds=1))


def test_not_under_another_community(harbour, version, world):
    path = _path(harbour, version).replace(str(harbour.community.id), str(world.meadow.community.id))
    assert world.client("visitor").post(path).status_code == 404


def test_letters_offer_it_to_those_who_have_not_answered(harbour, version):
    people = [harbour.acting(who) for who in ("member", WHO, "steward", "guest")]
    offered = answerable_by_letter(people, now=harbour.now)
    assert version.id in [one for one, _closes in offered[harbour.acting(WHO).id]]
    assert harbour.acting("guest").id not in offered, "newcomers see, and do not decide"
    services.agree(actor=harbour.acting(WHO), version=version, now=harbour.now)
    assert version.id not in offered_to(harbour, people)


def test_letters_offer_nothing_of_circles_by_invitation_nor_of_fixed_values(harbour, version):
    people = [harbour.acting(who) for who in ("member", WHO, "steward")]
    shown = {one for some in answerable_by_letter(people, now=harbour.now).values() for one, _ in some}
    circles = Circle.objects.filter(
        id__in=ClauseVersion.objects.filter(id__in=shown).values("circle")
    ).values_list("openness", flat=True)
    assert set(circles) == {"open"}
    Clause.objects.filter(id=version.clause_id).update(fixed=True)
    assert version.id not in offered_to(harbour, people)


def test_it_costs_the_same_for_few_and_many(harbour):
    few = [harbour.acting("member")]
    many = [harbour.acting(who) for who in ("member", WHO, "steward", "registrar")]
    found = []
    for people in (few, many):
        with CaptureQueriesContext(connection) as caught:
            answerable_by_letter(people, now=harbour.now)
        found.append(asked(caught))
    assert found == [3, 3]
