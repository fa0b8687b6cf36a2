"""The pages of looking after one's own listing: what they show, to whom, and how often they may be pressed."""

from __future__ import annotations

import re
from datetime import datetime

import time_machine
from django.test import Client
from django.urls import reverse

from commonhearth.foundation.accounts.models import Person
from commonhearth.rooms.directory.models import Listing
from commonhearth.rooms.directory.selectors.claims import claim_of
from commonhearth.rooms.directory.services import claiming
from tests.rooms.directory.claims import proved, waiting_for_file


def test_others_claims_are_not_told(house: Listing, stranger: Person, now: datetime, client: Client) -> None:
    address = reverse("directory:claim", args=[house.id])
    other = Person.objects.create_user("other@example.org")
    with time_machine.travel(now, tick=False):
        client.force_login(other)
        before = client.get(address).content
        proved(house, stranger, now)
        after = client.get(address).content
    hide = re.compile(rb'value="[A-Za-z0-9]{64}"|nonce="[^"]*"')
    assert hide.sub(b"", before) == hide.sub(b"", after)


def test_the_published_address_is_shown_after_a_press_only(
    house: Listing, bakery: Listing, client: Client
) -> None:
    page = client.get(reverse("directory:listing", args=[house.id])).content.decode()
    assert "hello@willow.example" not in page and "Show their e-mail address" in page
    answer = client.post(reverse("directory:email", args=[house.id]))
    assert "hello@willow.example" in answer.content.decode()
    assert client.post(reverse("directory:email", args=[bakery.id])).status_code == 404
    codes = [client.post(reverse("directory:email", args=[house.id])).status_code for _ in range(32)]
    assert codes[-1] == 429


def test_a_person_stops_looking_after_it(
    house: Listing, stranger: Person, now: datetime, client: Client
) -> None:
    proved(house, stranger, now)
    client.force_login(stranger)
    answer = client.post(reverse("directory:claim-stop", args=[house.id]), follow=True)
    assert "You look after this page no longer" in answer.content.decode()
    assert claim_of(stranger, house.id) is None
    assert client.post(reverse("directory:claim-stop", args=[house.id])).status_code == 404
    assert client.post(reverse("directory:claim-look", args=[house.id])).status_code == 404


def test_looking_for_a_file_is_a_job_and_throttled(
    house: Listing, stranger: Person, now: datetime, client: Client
) -> None:
    from commonhearth.foundation.jobs.models import Job

    with time_machine.travel(now, tick=False):
        waiting_for_file(house, stranger, now)
        client.force_login(stranger)
        for _ in range(claiming.LOOKS_A_DAY + 3):
            client.post(reverse("directory:claim-look", args=[house.id]))
    assert Job.objects.filter(task__endswith="look_for_claim_file").count() == claiming.LOOKS_A_DAY
