"""A tin's pages: written, sent twice, refused beside the field, read at the same cost however much there is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from commonhearth.foundation import once
from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.files.models import File
from commonhearth.rooms.treasury.models import Entry, Tin
from tests.counting import queries
from tests.foundation.files import samples


def at(place, more="", circle="open"):
    return f"/c/harbour/circles/{place.circles[circle].id}/tin/{more}"


def said(place, **more):
    return {
        "way": "out", "amount": "3,50", "day": place.now.date().isoformat(), "what": "Onions", "handled_by": "",
        "once_key": once.new_key(), **more,
    }  # fmt: skip


def test_an_entry_sent_twice_stands_once_with_its_receipt(place, world):
    client, form = world.client("member"), said(place)
    for _time in range(2):
        receipt = SimpleUploadedFile("till.jpg", samples.picture())
        assert client.post(at(place, "new/"), form | {"receipt": receipt}).status_code == 302
    entry = Entry.objects.get(what="Onions")
    assert entry.amount == -350
    assert File.objects.filter(about_id=entry.id).count() == 1
    shown = client.get(f"/c/harbour/tin/entries/{entry.id}/").content.decode()
    assert "out £3.50" in shown and "/small/" in shown


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"amount": "many"}, "in figures"),
        ({"amount": "1.234"}, "2 digits after the point"),
        ({"amount": "0"}, "above zero"),
        ({"amount": "9999"}, "short by GBP"),
        ({"what": ""}, "what it was for"),
        ({"way": "sideways"}, "wrong"),
        ({"day": "2099-01-01"}, "still to come"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(place, world, wrong, sentence):
    answer = world.client("member").post(at(place, "new/"), said(place, what="Onions and leeks") | wrong)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in text
    assert "Onions and leeks" in text or wrong == {"what": ""}
    assert not Entry.objects.filter(what__startswith="Onions").exists()


def test_a_payer_of_another_circle_is_not_found(place, world):
    with place.within():
        stranger = CircleMembership.objects.get(circle=place.circles["other"], left=None)
    answer = world.client("member").post(at(place, "new/"), said(place, way="dues", payer=str(stranger.id)))
    assert answer.status_code == 404


def test_a_count_sent_twice_is_one(place, world, tin):
    client, form = world.client("member"), {"amount": "12.00", "once_key": once.new_key()}
    assert [client.post(at(place, "count/"), form).status_code for _time in range(2)] == [302, 302]
    assert tin.counts.filter(state="waits").count() == 1
    assert client.post(at(place, "count/"), {"amount": "12", "once_key": once.new_key()}).status_code == 403


def test_a_tin_is_opened_where_there_is_none(place, world):
    client = world.client("neighbour")
    assert "no tin yet" in client.get(at(place, circle="other")).content.decode()
    form = {"currency": "jpy", "once_key": once.new_key()}
    for _time in range(2):
        assert client.post(at(place, "open/", "other"), form).status_code == 302
    assert Tin.objects.get(circle=place.circles["other"]).currency == "JPY"
    assert "¥0 in the tin" in client.get(at(place, circle="other")).content.decode()
    refused = client.post(at(place, "new/", "other"), said(place, way="in", amount="1.5"))
    assert "no smaller unit" in refused.content.decode()


def test_the_sheet_is_no_program(place, world, write):
    write(what='=HYPERLINK("x")')
    text = world.client("member").get(at(place, "book.csv")).content.decode()
    assert "'=HYPERLINK" in text and ",10.00,GBP," in text


@pytest.mark.parametrize("who", ["member", "guest"])
def test_a_long_book_costs_no_more_than_a_short_one(place, world, tin, here, who):
    def fill(count):
        seat = here("paused")
        Entry.objects.bulk_create(
            Entry(
                tin=tin, circle=tin.circle, kind="dues" if number % 3 else "money", amount=100 + number,
                day=place.now.date(), booked=place.now.date(), what="Fill" if number % 3 == 0 else "",
                handled_by=seat, payer=seat if number % 3 else None, created=place.now + timedelta(seconds=number),
            )
            for number in range(count)
        )  # fmt: skip

    fill(10)
    few = queries(world.client(who), at(place))
    fill(300)
    assert queries(world.client(who), at(place)) == few <= 8
    assert queries(world.client(who), at(place, f"years/{place.now.year}/")) <= 8


def test_paging_shows_each_entry_once(place, world, write):
    for number in range(35):
        write(what=f"Loaf {number}", now=place.now + timedelta(seconds=number))
    client, path, seen = world.client("guest"), at(place), []
    import re

    while path:
        text = client.get(path).content.decode()
        seen += re.findall(r"Loaf \d+", text)
        found = re.search(r'rel="next" href="([^"]+)"', text)
        path = at(place) + found[1] if found else ""
    assert sorted(seen) == sorted(f"Loaf {number}" for number in range(35))
    assert client.get(at(place) + "?after=nothing").status_code == 404
