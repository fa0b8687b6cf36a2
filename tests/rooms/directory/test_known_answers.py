"""The known answers of the real lists (data/directory/README.md; micro-utopia D3 to D6)."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from commonhearth.core.places.countries import GUESSES
from commonhearth.core.places.distance import Point
from commonhearth.foundation.access import VISITOR
from commonhearth.rooms.directory import selectors, services
from commonhearth.rooms.directory.gazetteer.lookup import FoundPlace
from commonhearth.rooms.directory.models import (
    DuplicateGroup,
    ImportNote,
    Listing,
    ListingIdentifier,
    Place,
)
from commonhearth.rooms.directory.selectors import Asked
from tests.rooms.directory.conftest import READ

pytestmark = pytest.mark.usefixtures("real_lists")
#: The point that the README measures from.
README_POINT = FoundPlace("Portsmouth", "Portsmouth", "GB", Point(50.7989, -1.0912), "50.7989, -1.0912")


def origins(results: selectors.Results) -> list[str]:
    rows = dict(Listing.objects.filter(id__in=[card.id for card in results.rows]).values_list("id", "origin"))
    return [rows[card.id] for card in results.rows]


def test_every_row_came_in(real_lists: dict[str, services.ImportReport]) -> None:
    assert {key: report.rows for key, report in real_lists.items()} == {
        "coops-uk": 7272,
        "ssedas": 1794,
        "smc-2013": 1734,
    }
    assert Listing.objects.count() == 10_800


def test_four_names_with_mental_health() -> None:
    coops = Listing.objects.filter(source__key="coops-uk", words__contains=" mental health")
    assert sorted(coops.values_list("origin", flat=True)) == ["R006276", "R007669", "R008825", "R015375"]


def test_health_and_care_among_the_coops() -> None:
    assert Listing.objects.filter(source__key="coops-uk", kind="care").count() == 118


def test_portsmouth_measured_from_the_readme_point() -> None:
    found = selectors.search(viewer=VISITOR, asked=Asked(README_POINT, kind="care"), now=READ)
    assert origins(found)[:3] == ["R008825", "R002419", "R005065"]
    assert [card.distance_km for card in found.rows[:3]] == pytest.approx([1.29, 19.46, 21.99], abs=0.01)


def test_portsmouth_as_a_person_types_it() -> None:
    answer = selectors.find_place("Portsmouth")
    found = selectors.search(viewer=VISITOR, asked=Asked(answer.chosen, kind="care"), now=READ)
    assert origins(found)[0] == "R008825"
    assert found.rows[0].distance_km == pytest.approx(1.3, abs=0.05)
    assert (
        found.rows[0].freshness_text == "We do not know if this still exists (from a 2022 list, not verified)"
    )
    assert (found.rows[0].state, found.rows[0].living) == ("unverified", "not-known")
    assert not found.any_living


def test_it_stands_on_the_first_page_of_its_town() -> None:
    answer = selectors.find_place("Portsmouth")
    found = selectors.search(viewer=VISITOR, asked=Asked(answer.chosen), now=READ)
    assert "R008825" in origins(found)


def test_coops_within_25_km() -> None:
    near = selectors.points_on_map(viewer=VISITOR, asked=Asked(README_POINT, 25), now=READ, most=1000)
    rows = Listing.objects.filter(
        id__in=[point.id for point in near], source__key="coops-uk", precision="exact"
    )
    assert rows.count() == 84


def test_rows_without_coordinates_are_found_by_their_town() -> None:
    """All 302, through the front: the place is typed as the list writes it."""
    rows = list(Listing.objects.filter(source__key="coops-uk").exclude(placed_by="postcode"))
    assert len(rows) == 302
    lost = []
    by_town: dict[str, list[Listing]] = {}
    for row in rows:
        by_town.setdefault(row.town, []).append(row)
    for town, here in by_town.items():
        place = selectors.find_place(town).chosen
        ids, after = set(), ""
        while place is not None:
            page = selectors.search(
                viewer=VISITOR, asked=Asked(place, 25, kind=here[0].kind), now=READ, after=after, size=50
            )
            ids |= {card.id for card in page.rows}
            after = page.next
            if not after:
                break
        lost += [(town, row.name) for row in here if row.kind == here[0].kind and row.id not in ids]
    assert lost == []


def test_the_bad_websites_are_flagged_and_kept() -> None:
    notes = ImportNote.objects.filter(field="contact:website", code__in=["website-bare", "website-not-one"])
    assert notes.count() == 176
    flagged = Listing.objects.filter(source__key="ssedas").exclude(website_doubt="")
    assert all(row.website_written for row in flagged)
    assert Listing.objects.get(name="Bulgarian Food Bank", website_written="update6").website == ""


def test_missing_websites() -> None:
    assert Listing.objects.filter(source__key="coops-uk", website_written="").count() == 2676


def test_countries_are_normalised(real_lists: dict[str, services.ImportReport]) -> None:
    """At least 98 % of the rows that state a country, and each guess is said."""
    notes = ImportNote.objects.filter(run_id=real_lists["ssedas"].run_id, code__startswith="country-")
    stated = 1718
    lost = Listing.objects.filter(source__key="ssedas", country="").count()
    assert (stated - lost) / stated >= 0.98
    guessed = Listing.objects.filter(
        source__key="ssedas", country_how__in=[str(how) for how in GUESSES]
    ).count()
    assert notes.filter(code__in=["country-spelling", "country-place", "country-conflict"]).count() == guessed
    codes = set(Listing.objects.filter(source__key="ssedas").values_list("country", flat=True))
    assert all(len(code) in (0, 2) for code in codes)


def test_duplicate_names_are_proposed_and_none_merged(real_lists: dict[str, services.ImportReport]) -> None:
    assert real_lists["ssedas"].duplicate_groups["same-name"] == 39
    groups = DuplicateGroup.objects.filter(reason="same-name", key__startswith="ssedas|")
    assert groups.count() == 39
    assert all(group.members.count() > 1 for group in groups)
    assert Listing.objects.filter(source__key="ssedas").count() == 1794


def test_every_card_names_its_source() -> None:
    for key, said in (
        ("coops-uk", "Co-operatives UK Open Data, ODC-By 1.0"),
        ("ssedas", "TransforMap, SSEDAS partners 2016–17, public domain"),
        ("smc-2013", "© 2013 Code for America, ohana-api, BSD-3-Clause"),
    ):
        row = Listing.objects.filter(source__key=key).first()
        assert row is not None
        assert selectors.listing(viewer=VISITOR, listing_id=row.id, now=READ).card.attribution == said


def test_the_list_of_2013_is_over_ten_years_old() -> None:
    row = Listing.objects.get(name="Heart and Soul, Inc.: Stamp Out Stigma Program (SOS)")
    card = selectors.listing(viewer=VISITOR, listing_id=row.id, now=READ).card
    assert "over ten years" in card.freshness_text
    years = {
        card.years for card in selectors.search(viewer=VISITOR, asked=Asked(words="library"), now=READ).rows
    }
    assert min(years) >= 4


def test_places_are_known_by_name() -> None:
    for name in ("Findhorn", "Lammas", "Lancaster Cohousing"):
        found = selectors.search(viewer=VISITOR, asked=Asked(words=name), now=READ)
        assert any(name.lower() in card.name.lower() for card in found.rows), name


def test_an_identifier_belongs_to_one() -> None:
    owners = Counter(ListingIdentifier.objects.values_list("scheme", "value"))
    assert max(owners.values()) == 1
    assert ListingIdentifier.objects.filter(scheme="gb-coh").count() == 915


def test_nothing_of_the_three_lists_is_lost_between_them() -> None:
    assert not Listing.objects.filter(name="").exists()
    assert Place.objects.count() == 234_908


def test_again_changes_nothing(real_lists: dict[str, services.ImportReport], shared_data: Path) -> None:
    with transaction.atomic():
        again = services.import_directory(
            path=shared_data / "directory/coops_uk_2022q2_standard.csv", now=READ
        )
        assert (again.added, again.changed, again.unchanged) == (0, 0, 7272)
        assert Listing.objects.count() == 10_800
        transaction.set_rollback(True)


def test_a_search_has_at_most_eight_queries() -> None:
    worst = 0
    for typed, words in (
        ("Portsmouth", ""),
        ("portsmuoth", "mentel helth"),
        ("PO1 2HA", "health"),
        ("", "mentl"),
        ("", ""),
    ):
        with CaptureQueriesContext(
            connection,
        ) as ran:
            place = selectors.find_place(typed).chosen
            selectors.search(viewer=VISITOR, asked=Asked(place, words=words), now=READ)
        worst = max(worst, len(ran))
    assert worst <= 8


def test_slips_are_forgiven_in_town_and_words() -> None:
    answer = selectors.find_place("portsmuoth")
    assert answer.how == "spelling"
    assert answer.chosen is not None
    assert answer.chosen.country == "GB"
    found = selectors.search(viewer=VISITOR, asked=Asked(answer.chosen, words="mentel helth"), now=READ)
    assert found.respelt == (("mentel", "mental"), ("helth", "health"))
    assert "R008825" in origins(found)
