"""The pocket directory: as many as a sheet holds, said so; by kind; helplines on the back; refuges in their town."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from commonhearth.foundation.access import VISITOR
from commonhearth.kit import paper
from commonhearth.rooms.directory import selectors
from commonhearth.rooms.directory.selectors.booklet import INSIDE, MOST
from tests.counting import queries

AT = "/find/pocket/"
HERE = {"Town": "Portsmouth", "Country": "UK"}


def many(bring_in, count, **more):
    bring_in(
        *(
            {
                "Id": f"m{n}",
                "Name": f"Group {n:03}",
                "Kind": "food",
                "Y": f"50.80{n:03}",
                "X": "-1.09",
                **HERE,
            }
            | more
            for n in range(count)
        )
    )


def of(now, place="Portsmouth", **asked):
    chosen = selectors.find_place(place).chosen
    return selectors.pocket(viewer=VISITOR, asked=selectors.Asked(place=chosen, **asked), now=now)


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


def test_all_of_a_few_by_kind(bakery, bring_in, now):
    many(bring_in, 3, Kind="care")
    found = of(now)
    [page] = found.pages
    said = [one if isinstance(one, str) else one.name for one in page]
    assert said[0] == "Health and care" and said[4] == "Food and growing" and said[5] == "Harbour Bread Co-op"
    assert (found.shown, found.total) == (4, 4)


def test_no_more_than_a_sheet_holds_and_it_says_of_how_many(bring_in, now, client: Client):
    many(bring_in, 80)
    found = of(now)
    assert found.shown == MOST and found.total == 80 and len(found.pages) <= INSIDE
    assert "25 of 80: as many as this sheet holds" in words(
        client.get(AT, {"place": "Portsmouth"}).content.decode()
    )


def test_with_many_kinds_the_furthest_are_left_out_rather_than_a_page_too_many(bring_in, now):
    kinds = ["care", "peer", "community", "housing", "food", "learning", "advice", "work", "money", "energy"]
    bring_in(
        *(
            {"Id": f"k{n}", "Name": f"Group {n:03}", "Kind": kinds[n % 10], "Y": f"50.80{n:03}", "X": "-1.09", **HERE}
            for n in range(40)
        )
    )  # fmt: skip
    found = of(now)
    cards = [one for page in found.pages for one in page if not isinstance(one, str)]
    assert len(found.pages) <= INSIDE and 15 < found.shown < MOST and len(cards) == found.shown
    assert {card.name for card in cards} == {f"Group {n:03}" for n in range(found.shown)}


def test_a_refuge_is_in_its_town_only(bring_in, now, client: Client):
    bring_in(
        {"Id": "r", "Name": "Women's Refuge", "Street": "1 Mill Lane", "Postcode": "PO1 3AX", "Y": "50.7951",
         "X": "-1.1080", "Phone": "023 9200 0000", "Web": "http://refuge.example/1-mill-lane", **HERE}
    )  # fmt: skip
    html = client.get(AT, {"place": "Portsmouth"}).content.decode()
    assert "Women&#39;s Refuge" in html and "town centre" in html
    for leak in ("Mill", "PO1", "50.79", "mill-lane"):
        assert leak not in html


def test_helplines_of_the_country_and_sources_stand_on_it(bakery, client: Client):
    said = words(client.get(AT, {"place": "Portsmouth"}).content.decode())
    assert "Samaritans : 116 123" in said
    # After half a year without reading it again, the second.
    assert re.search(r"(From Samaritans, read|Last read) \d+ \w+ 20\d\d", said)
    assert "Our list, CC0, 2026" in said and "Places: GeoNames, CC BY 4.0" in said
    assert "Printed on" in said


def test_a_country_without_helplines_says_so(bring_in, client: Client):
    bring_in({"Id": "1", "Name": "Fjord", "Town": "Nuuk", "Country": "GL", "Y": "64.1814", "X": "-51.6941"})
    said = words(client.get(AT, {"place": "64.1814, -51.6941"}).content.decode())
    assert "Fjord" in said and "We know no numbers for this country" in said


def test_eight_pages_in_both_forms(bakery, client: Client):
    fold = client.get(AT, {"place": "Portsmouth"}).content.decode()
    sides = [
        re.findall(r'at-(\d)" aria-label="Page (\d)"', side) for side in fold.split('class="fold-side"')[1:]
    ]
    assert [[number for _at, number in sorted(side)] for side in sides] == [list("5481"), list("3627")]
    read = re.findall(r'pocket-number">(\d)<', fold)
    assert read == list("14582367"), "on a screen each side is read in its order, from the cover"
    pages = client.get(AT, {"place": "Portsmouth", "form": "pages"}).content.decode()
    assert re.findall(r'pocket-number">(\d)<', pages) == list("12345678")


def test_the_file_has_two_sides_or_eight_small_pages(bring_in, client: Client):
    many(bring_in, 40)
    for form, count in (("fold", 2), ("pages", 8)):
        html = client.get(AT, {"place": "Portsmouth", "form": form}).content.decode()
        assert paper.pdf_of(html).count(b"/Type /Page\n") in (0, count)
        answer = client.get(AT, {"place": "Portsmouth", "form": form, "pdf": "1"})
        assert answer["Content-Type"] == "application/pdf"


@pytest.mark.parametrize(
    "asked",
    [{}, {"place": ""}, {"place": "Atlantis"}, {"place": "\0"}, {"place": "x" * 5000}, {"place": "95, 200"},
     {"place": "Portsmouth", "within": "-1"}, {"place": "Portsmouth", "kind": "'"}, {"place": "0,0"},
     {"place": "Portsmouth", "form": "../"}],
)  # fmt: skip
def test_hostile_addresses_get_a_page(asked, towns, client: Client):
    assert client.get(AT, asked).status_code == 200


def test_names_that_are_very_long_or_hostile_stay_in_their_entry(bring_in, now, client: Client):
    bring_in({"Id": "1", "Name": "<b>" + "Long " * 50, "Phone": "1" * 190, "Y": "50.8", "X": "-1.09", **HERE})
    html = client.get(AT, {"place": "Portsmouth"}).content.decode()
    assert "<b>" not in html and "1" * 60 not in html


def test_asks_equally_often_for_few_and_many(bakery, bring_in, client: Client):
    few = queries(client, f"{AT}?place=Portsmouth")
    many(bring_in, 200)
    assert queries(client, f"{AT}?place=Portsmouth") == few <= 8


def test_the_results_lead_to_it(bakery, client: Client):
    html = client.get(reverse("directory:search"), {"place": "Portsmouth", "within": "50"}).content.decode()
    assert "/find/pocket/?place=Portsmouth&amp;within=50" in html
