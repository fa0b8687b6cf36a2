"""A letter that everyone sends together: agreed like the rest, in the circle of everyone, printed without names."""

from __future__ import annotations

from datetime import timedelta

import pytest

from commonhearth.foundation.access import Refused
from commonhearth.foundation.agreements import services
from commonhearth.foundation.agreements.models import Agreement

WEEK = timedelta(days=7)
TEXT = "The last bus on Sundays leaves at four.\nSo nobody can come to our evenings."


@pytest.fixture
def letter(world) -> Agreement:
    place = world.harbour
    with place.within():
        member = place.acting("member")
        made = services.begin_agreement(
            actor=member,
            circle=place.circles["root"],
            kind="joint_letter",
            title="The bus on Sundays",
            now=world.now - 3 * WEEK,
        )
        version = services.propose_version(
            actor=member,
            agreement=made,
            text=TEXT,
            short="The bus should go later on Sundays.",
            closes=world.now - WEEK,
            now=world.now - 3 * WEEK,
        )
        made.proposed = version
    return made


def test_it_is_begun_in_the_circle_of_everyone_only(world):
    place = world.harbour
    with place.within(), pytest.raises(Refused) as no:
        services.begin_agreement(
            actor=place.acting("member"),
            circle=place.circles["open"],
            kind="joint_letter",
            title="The bus",
            now=world.now,
        )
    assert no.value.verdict.code == "letters_by_everyone"
    begin = "/c/harbour/circles/{}/agreements/new/"
    client = world.client("member")
    assert "joint_letter" in client.get(begin.format(place.circles["root"].id)).content.decode()
    path = begin.format(place.circles["open"].id)
    assert "joint_letter" not in client.get(path).content.decode()
    sent = client.post(path, {"title": "The bus", "kind": "joint_letter", "once_key": "k" * 22})
    assert sent.status_code == 422 and "The bus" in sent.content.decode()


def test_it_is_printed_when_it_is_agreed_and_not_before(world, letter):
    client, path = world.client("guest"), f"/c/harbour/agreements/{letter.id}/"
    assert client.get(f"{path}letter/").status_code == 404
    assert f"{path}letter/" not in client.get(path).content.decode()
    with world.harbour.within():
        member = world.harbour.acting("member")
        services.put_in_force(actor=member, version=letter.proposed, now=world.now)

    page = client.get(f"{path}letter/").content.decode()

    sheet = page.partition('<article class="paper-sheet letter">')[2].partition("</article>")[0]
    assert "<h1>The bus on Sundays</h1>" in sheet and "So nobody can come to our evenings." in sheet
    assert world.harbour.community.name in sheet and "no concern stood" in sheet
    assert str(member) not in sheet, "whose words or whose yes it was is nobody's business outside"
    assert f"{path}letter/" in client.get(path).content.decode()
    for who in ("visitor", "stranger", "former"):
        assert world.client(who).get(f"{path}letter/").status_code == 404


def test_it_is_no_rule_of_the_house(world, letter):
    """It does not stand among what we hold to on a circle's own page, nor among ground rules."""
    place = world.harbour
    with place.within():
        services.put_in_force(actor=place.acting("member"), version=letter.proposed, now=world.now)
    page = world.client("member").get(f"/c/harbour/circles/{place.circles['root'].id}/").content.decode()
    assert "The bus should go later on Sundays." not in page
