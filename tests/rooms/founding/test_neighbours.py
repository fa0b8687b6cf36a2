"""The lone founder: a card, two neighbours who wait, and meeting only whoever says yes."""

from __future__ import annotations

import re
import threading
from datetime import timedelta

import pytest
from django.db import connection

from commonhearth.core.places.distance import Point
from commonhearth.foundation.access import VISITOR, NotVisible, Refused
from commonhearth.foundation.jobs.models import Job
from commonhearth.foundation.outbox.models import Mail
from commonhearth.rooms.directory import selectors as directory_selectors
from commonhearth.rooms.directory import services as directory
from commonhearth.rooms.directory import tokens
from commonhearth.rooms.directory.gazetteer.loading import place_id
from commonhearth.rooms.directory.models import BeingStarted, Listing, Place, TellMe
from commonhearth.rooms.directory.selectors import FoundPlace
from commonhearth.rooms.directory.services import waiting
from commonhearth.rooms.founding import services

PORTSMOUTH = FoundPlace("Portsmouth", "Portsmouth, England", "GB", Point(50.799, -1.091), "geo:1", geoname=1)
CHICHESTER = FoundPlace("Chichester", "Chichester, England", "GB", Point(50.836, -0.779), "geo:2", geoname=2)


def mails(to, kind="directory.tell-me"):
    rows = Mail.objects.filter(to=to, kind=kind).select_related("text").order_by("created", "id")
    return [f"{row.text.subject}\n{row.text.body}" for row in rows]


def wait(email, now, place=PORTSMOUTH, radius=30):
    row = directory.ask_to_be_told(actor=VISITOR, email=email, place=place, radius_km=radius, now=now)
    directory.confirm_tell_me(token=tokens.write(row.id, purpose="confirm"), now=now)
    return row


def say_yes(row, now, yes=True):
    return directory.answer_meeting(token=tokens.write(row.id, purpose="meet"), yes=yes, now=now)


@pytest.fixture
def starting(table):
    """Ana begins something in Portsmouth and would like to meet whoever waits within 25 km."""
    draft = table.draft()
    table.say(
        draft,
        purpose="Company for people who hear voices.",
        town="Portsmouth, England",
        country="GB",
        latitude=50.799,
        longitude=-1.091,
    )
    services.show_card(actor=table.person("Ana"), draft_id=draft.id, meet_within_km=25, now=table.now)
    return draft


def test_a_founder_and_two_neighbours_meet(table, starting, now):
    ben, cleo = wait("ben@neighbour.example", now), wait("cleo@neighbour.example", now, CHICHESTER)
    assert Job.objects.filter(task__endswith="ask_to_meet").exists(), "nobody waits for the night"
    assert waiting.ask_those_waiting_to_meet(now=now) == 2, "whoever shows the card has said yes with it"
    for address in ("ben@neighbour.example", "cleo@neighbour.example"):
        said = "\n".join(mails(address))
        assert "/directory/tell-me/meet/" in said
        assert "ana@example.org" not in said and "neighbour.example" not in said
    assert say_yes(ben, now)
    assert not any("neighbour.example" in said for said in mails("ana@example.org")), "two are not enough"
    assert say_yes(cleo, now)
    for address, others in {
        "ana@example.org": {"ben@neighbour.example", "cleo@neighbour.example"},
        "ben@neighbour.example": {"ana@example.org", "cleo@neighbour.example"},
        "cleo@neighbour.example": {"ana@example.org", "ben@neighbour.example"},
    }.items():
        said = "\n".join(mails(address))
        assert set(re.findall(r"\S+@\S+\.(?:org|example)", said)) == others
        assert "hear voices" not in said, "a letter says nothing of what it is about"
    bens, anas = "\n".join(mails("ben@neighbour.example")), "\n".join(mails("ana@example.org"))
    assert "Ana, who is beginning something here" in bens
    assert "make a link for each of them" in anas and "make a link for each of them" not in bens


def test_of_whoever_says_no_nothing_is_learnt(table, starting, now):
    ben, cleo = wait("ben@neighbour.example", now), wait("cleo@neighbour.example", now)
    waiting.ask_those_waiting_to_meet(now=now)
    say_yes(ben, now)
    say_yes(cleo, now, yes=False)
    everything = "\n".join(mails("ana@example.org") + mails("ben@neighbour.example"))
    assert "cleo" not in everything
    assert waiting.ask_those_waiting_to_meet(now=now + timedelta(days=200)) == 0, "a no is not asked again"


def test_whoever_is_too_far_is_neither_asked_nor_named(table, starting, now):
    ben = wait("ben@neighbour.example", now)
    far = wait("far@neighbour.example", now, CHICHESTER, radius=5)  # 22 km away and would go 5
    assert waiting.ask_those_waiting_to_meet(now=now) == 0
    assert not say_yes(far, now), "a link that was never sent opens nothing"
    assert not say_yes(ben, now)


def test_a_card_alone_asks_nobody(table, now):
    draft = table.draft()
    table.say(draft, purpose="Songs.", town="Portsmouth", country="GB", latitude=50.8, longitude=-1.09)
    services.show_card(actor=table.person("Ana"), draft_id=draft.id, meet_within_km=None, now=now)
    wait("ben@neighbour.example", now)
    wait("cleo@neighbour.example", now)
    assert waiting.ask_those_waiting_to_meet(now=now) == 0


def test_taking_the_card_down_ends_the_waiting(table, starting, now):
    assert TellMe.objects.filter(email="ana@example.org").exists()
    services.hide_card(actor=table.person("Ana"), draft_id=starting.id, now=now)
    assert not TellMe.objects.exists() and BeingStarted.objects.get().ended == now
    assert table.founder(starting, "Ana").card is None


def test_a_card_shown_again_says_the_words_of_today(table, starting, now):
    table.say(starting, purpose="Company, and tea.")
    services.show_card(actor=table.person("Ana"), draft_id=starting.id, meet_within_km=10, now=now)
    shown = BeingStarted.objects.get(ended=None)
    assert shown.purpose == "Company, and tea." and TellMe.objects.get().radius_km == 10


def test_a_card_says_a_purpose_and_a_town(table, now):
    draft = table.draft()
    with pytest.raises(services.NoPlaceYet):
        services.show_card(actor=table.person("Ana"), draft_id=draft.id, meet_within_km=25, now=now)


def test_only_a_founder_shows_and_hides_the_card(table, starting, now):
    for act in (services.hide_card, lambda **who: services.show_card(meet_within_km=5, **who)):
        with pytest.raises(NotVisible):
            act(actor=table.person("Zoe"), draft_id=starting.id, now=now)
    services.put_away(actor=table.person("Ana"), draft_id=starting.id, now=now)
    with pytest.raises(Refused):
        services.hide_card(actor=table.person("Ana"), draft_id=starting.id, now=now)


def test_whoever_shows_a_card_is_not_told_of_other_groups(table, starting, now):
    """They asked to meet, not to be told."""
    Place.objects.create(
        id=place_id(1),
        geoname=1,
        name="Portsmouth",
        folded="portsmouth",
        country="GB",
        region="England",
        near="",
        latitude=50.799,
        longitude=-1.091,
        population=210_000,
    )
    table.confirm(table.whole(others=("Ben", "Cleo")), "Ana", "Ben", "Cleo")
    listing = Listing.objects.get()
    wait("dan@neighbour.example", now)
    assert waiting.tell_those_waiting(listing_id=listing.id, now=now) == 1
    assert mails("ana@example.org") == []


def test_stepping_out_takes_the_card_along(table, starting, now):
    table.come(starting, "Ben")
    services.step_out(actor=table.person("Ana"), draft_id=starting.id, now=now)
    assert BeingStarted.objects.get().ended == now and not TellMe.objects.exists()


def test_of_two_last_yeses_at_once_everybody_hears(real_commits, now):
    from tests.rooms.founding.conftest import Table

    table = Table(now)
    draft = table.draft()
    table.say(draft, purpose="Tea.", town="Portsmouth", country="GB", latitude=50.799, longitude=-1.091)
    services.show_card(actor=table.person("Ana"), draft_id=draft.id, meet_within_km=25, now=now)
    rows = [wait("ben@neighbour.example", now), wait("cleo@neighbour.example", now)]
    waiting.ask_those_waiting_to_meet(now=now)
    ready = threading.Barrier(2)

    def last(row):
        ready.wait(10)
        try:
            say_yes(row, now)
        finally:
            connection.close()

    both = [threading.Thread(target=last, args=(row,)) for row in rows]
    for one in both:
        one.start()
    for one in both:
        one.join(60)
    assert any("cleo@neighbour.example" in said for said in mails("ben@neighbour.example"))
    assert any("ben@neighbour.example" in said for said in mails("cleo@neighbour.example"))
    assert directory_selectors.being_started_near(
        viewer=VISITOR, place=Point(50.8, -1.09), radius_km=10, now=now
    )
