"""Links in letters: one person, one act, for a while; opening does nothing, forwarded they give nothing away."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from allauth.usersessions.models import UserSession

from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.accounts import letter_links, mails
from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.outbox.models import Mail


@pytest.fixture
def anna(world):
    return world.persons["member"]


def _path(link: str) -> str:
    return urlsplit(link).path


def _not_me(person: Person, now) -> str:
    return _path(letter_links.link(act="not-me", person=person, now=now))


def _session(person: Person) -> UserSession:
    return UserSession.objects.create(
        user=person, session_key=f"key-of-{person.id.hex[:20]}", ip="127.0.0.1", user_agent="a phone"
    )


def test_a_letter_about_a_sign_in_carries_the_way_to_stop_it(anna, world):
    mails.tell(person=anna, code="new_device", params={"device": "a phone"}, now=world.now)
    body = Mail.objects.get(kind="safety").text.body
    assert "/letter/" in body
    mails.tell(person=anna, code="email_was", params={}, now=world.now, to="old@example.org")
    told = Mail.objects.get(to="old@example.org")
    assert "/letter/" not in told.text.body, "an address that opens nothing any more gets no such link"


def test_opening_does_nothing_and_the_press_signs_everybody_out(anna, world):
    session, other = _session(anna), _session(world.persons["steward"])
    visitor, path = world.client("visitor"), _not_me(anna, world.now)
    assert visitor.get(path).status_code == 200
    assert UserSession.objects.filter(pk=session.pk).exists()
    assert visitor.post(path).status_code == 200
    assert not UserSession.objects.filter(pk=session.pk).exists()
    assert UserSession.objects.filter(pk=other.pk).exists(), "nobody else is signed out"


def test_a_second_press_acts_no_more(anna, world):
    visitor, path = world.client("visitor"), _not_me(anna, world.now)
    visitor.post(path)
    session = _session(anna)
    assert visitor.post(path).status_code == 200
    assert UserSession.objects.filter(pk=session.pk).exists()


def test_forwarded_it_tells_nothing(anna, world):
    page = world.client("stranger").get(_not_me(anna, world.now)).content.decode()
    assert anna.email not in page
    assert "Mara" not in page


@pytest.mark.parametrize("days", [7.1, 400])
def test_it_runs_out(anna, world, days):
    token = _not_me(anna, world.now).split("/")[-2]
    with pytest.raises(NotVisible):
        letter_links.read(token, community_id=None, now=world.now + timedelta(days=days))


def test_it_is_ours_whole_and_for_this_place_only(anna, world):
    token = _not_me(anna, world.now).split("/")[-2]
    assert letter_links.read(token, community_id=None, now=world.now).person == anna
    for wrong in (token[:-1], token + "x", "", "a:b"):
        with pytest.raises(NotVisible):
            letter_links.read(wrong, community_id=None, now=world.now)
    with pytest.raises(NotVisible):
        letter_links.read(token, community_id=world.harbour.community.id, now=world.now)


def test_a_closed_sign_in_has_no_links(anna, world):
    token = _not_me(anna, world.now).split("/")[-2]
    Person.objects.filter(pk=anna.pk).update(is_active=False)
    with pytest.raises(NotVisible):
        letter_links.read(token, community_id=None, now=world.now)
