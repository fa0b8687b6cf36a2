"""The way to say that something isn't right, beside a page of a handbook and beside letters."""

from __future__ import annotations

from django.urls import reverse

from commonhearth.rooms.care import selectors, services
from commonhearth.rooms.care.models import Case


def test_a_page_of_a_handbook_leads_there_and_is_named_only_if_the_reporter_says_so(world):
    place = world.harbour
    page_id = place.things["page_id"]["open"]
    client = world.client("neighbour")
    there = reverse("care:report_page", args=["harbour", page_id])
    assert there in client.get(reverse("handbook:page", args=["harbour", page_id])).content.decode()
    for say_where in (True, False):
        shown = client.get(there).content.decode()
        assert "the handbook page “" in shown
        given = {
            "words": "It names somebody.",
            "named": "yes",
            "secret": services.new_secret(),
            "once_key": shown.partition('name="once_key" value="')[2].partition('"')[0],
        }
        assert client.post(there, given | ({"say_where": "on"} if say_where else {})).status_code == 302
        with place.within():
            case = Case.objects.filter(reporter=place.acting("neighbour")).latest("created")
            assert (case.circle_id is not None) is say_where
            where = selectors.file_of(place.acting("neighbour"), case, now=place.now).where
            assert ("the handbook page “" in where) is say_where
            case.delete()


def test_letters_lead_there(world):
    place = world.harbour
    address = reverse("conversations:correspondence", args=["harbour", place.things["correspondence_id"]])
    assert "/isnt-right/" in world.client("member").get(address).content.decode()
