"""Communities side by side: what is compared, where each value is from, in which order, and for whom."""

from __future__ import annotations

import csv
import io
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from commonhearth.core.places.precision import Precision
from commonhearth.core.sheets import csv_of
from commonhearth.foundation.access import VISITOR, NotVisible, Refused
from commonhearth.kit import saying
from commonhearth.rooms.directory import selectors, services
from commonhearth.rooms.directory.forms import QualitiesForm
from commonhearth.rooms.directory.models import Claim, Listing, ListingChange, OwnQuality, QualityValue
from commonhearth.rooms.directory.qualities import ASKED, BY_KEY, NotAValue, in_order, valid
from tests.counting import queries


@pytest.fixture
def three(bring_in):
    """Three groups of one list."""
    bring_in(
        {"Id": "1", "Name": "Alder Row", "Kind": "housing", "Town": "Leeds", "Country": "UK", "Open": "yes"},
        {"Id": "2", "Name": "Birch Farm", "Kind": "food", "Town": "Graz", "Country": "AT"},
        {"Id": "3", "Name": "Cedar House", "Kind": "community", "Town": "Vienna", "Country": "AT"},
    )
    return list(Listing.objects.filter(source__key="our-list").order_by("origin"))


def table(found):
    return {row.quality.key: row.cells for _title, rows in found.groups for row in rows}


def compared(rows, now, **asked):
    return selectors.compare(viewer=VISITOR, listing_ids=[row.id for row in rows], now=now, **asked)


def names(found):
    return [card.name for card in found.cards]


# --- What is compared ----------------------------------------------------------------------------


def test_at_least_thirty_qualities_and_all_that_seekers_filter_by():
    assert len(BY_KEY) >= 30
    seekers = {
        "spiritual", "standing", "shape", "people", "land", "setting", "income", "decides", "meals", "diet",
        "land_owner", "founded", "join_fee", "rent", "open", "languages", "lowest_age", "lived_board", "meets",
        "access", "children", "pets", "stage", "economy", "cost", "trial_days", "visiting", "joining",
        "place_shown", "checked",
    }  # fmt: skip
    assert seekers <= BY_KEY.keys()


def test_every_precision_has_its_words():
    assert {str(one) for one in Precision} == {code for code, _label in BY_KEY["place_shown"].choices}


def test_every_choice_is_kept_and_said():
    for quality in ASKED:
        for code, label in quality.choices:
            assert valid(quality, code) == code
            assert quality.say(code) == str(label)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("shape", "castle"), ("shape", ""), ("shape", ["cohousing"]), ("rent", "True"), ("rent", 1), ("founded", True),
        ("founded", -1), ("founded", 1999.5), ("founded", 10**9), ("land", float("nan")), ("land", float("inf")),
        ("access", ""), ("access", "   "), ("access", "x" * 301), ("access", {"a": 1}), ("people", "12"),
    ],
)  # fmt: skip
def test_what_is_none_of_its_values_is_refused(key, value):
    with pytest.raises(NotAValue):
        valid(BY_KEY[key], value)


def test_what_nobody_said_is_not_said(three, now):
    cells = table(compared(three, now))
    assert [cell.words for cell in cells["meals"]] == ["not said"] * 3
    assert [cell.sign for cell in cells["meals"]] == ["", "", ""]
    assert [cell.words for cell in cells["open"]] == ["yes", "not said", "not said"]


def test_each_value_says_where_it_is_from_and_when(three, reviewer, now):
    services.describe_listing(actor=reviewer, listing_id=three[0].id, told={"meals": "daily"}, now=now)
    services.correct(actor=reviewer, listing_id=three[1].id, changes={"open_to_members": False}, now=now)
    found = compared(three, now)
    cells, origins = table(found), dict(found.origins)
    assert cells["meals"][0].words == "every day"
    assert origins[cells["meals"][0].sign] == "written down by a reviewer of this host, 5 March 2026"
    assert origins[cells["kind"][0].sign] == "from Our list, 15 January 2026"
    assert origins[cells["open"][1].sign] == "written down by a reviewer of this host, 5 March 2026"
    assert {cell.sign for row in cells.values() for cell in row} - {""} == origins.keys()


def test_a_community_of_this_host_says_it_itself(world):
    place = world.harbour
    with place.within():
        services.describe_community(
            actor=world.actor("steward"), community=place.community, told={"diet": "vegan"}, now=world.now
        )
    listing = Listing.objects.get(community=place.community)
    found = compared([listing], world.now)
    cells, origins = table(found), dict(found.origins)
    assert cells["diet"][0].words == "vegan"
    assert origins[cells["diet"][0].sign] == f"said by the community itself, {saying.day_year(world.now)}"
    assert cells["trial_days"][0].words == "60 days"
    assert cells["lowest_age"][0].words == "18 years"


# --- The order -----------------------------------------------------------------------------------


def test_sorted_by_a_quality_with_what_is_not_said_last_both_ways(three, reviewer, now):
    for row, people in ((three[0], 40), (three[2], 7)):
        services.describe_listing(actor=reviewer, listing_id=row.id, told={"people": people}, now=now)
    assert names(compared(three, now, sort="people")) == ["Cedar House", "Alder Row", "Birch Farm"]
    assert names(compared(three, now, sort="people", down=True)) == ["Alder Row", "Cedar House", "Birch Farm"]
    assert names(compared(three, now, sort="town")) == ["Birch Farm", "Alder Row", "Cedar House"]
    assert names(compared(three[::-1], now, sort="none such")) == ["Cedar House", "Birch Farm", "Alder Row"]


@given(
    st.lists(st.tuples(st.text(max_size=4), st.none() | st.integers(0, 9)), max_size=8),
    st.booleans(),
)
def test_the_order_holds_for_any_values(things, down):
    quality = BY_KEY["people"]
    ordered = in_order(
        things, quality=quality, value_of=lambda one: one[1], name_of=lambda one: one[0], down=down
    )
    assert sorted(map(repr, ordered)) == sorted(map(repr, things))
    values = [value for _name, value in ordered if value is not None]
    assert values == sorted(values, reverse=down)
    assert [value for _name, value in ordered][len(values) :] == [None] * (len(things) - len(values))


def test_every_quality_can_be_sorted_by(three, world):
    rows = [*three, Listing.objects.get(community=world.harbour.community)]
    for key in BY_KEY:
        for down in (False, True):
            assert len(compared(rows, world.now, sort=key, down=down).cards) == 4


# --- Refuges -------------------------------------------------------------------------------------


def test_of_a_refuge_no_free_words_lead_to_the_door(three, reviewer, now):
    told = {"access": "Ramp at 22 Mill Lane. Quiet room.", "spiritual_words": "Next to 4 Church Street."}
    services.describe_listing(actor=reviewer, listing_id=three[0].id, told=told, now=now)
    services.correct(actor=reviewer, listing_id=three[0].id, changes={"sheltered": True}, now=now)
    assert not QualityValue.objects.exists(), "what was written before it was known to be one is gone"
    services.describe_listing(actor=reviewer, listing_id=three[0].id, told=told, now=now)
    assert list(QualityValue.objects.values_list("value", flat=True)) == ["Quiet room."]
    QualityValue.objects.update(value="Ramp at 22 Mill Lane. Quiet room.")
    assert "Mill" not in repr(compared(three, now))


# --- Who may say it ------------------------------------------------------------------------------


def test_only_who_may_says_it(world, reviewer, stranger, three):
    now = world.now
    for actor in (stranger, world.actor("member"), VISITOR):
        with pytest.raises(Refused):
            services.describe_listing(actor=actor, listing_id=three[0].id, told={"diet": "vegan"}, now=now)
        with pytest.raises(Refused):
            selectors.as_described(viewer=actor, listing_id=three[0].id)
    own = Listing.objects.get(community=world.harbour.community)
    with pytest.raises(Refused):
        services.describe_listing(actor=reviewer, listing_id=own.id, told={"diet": "vegan"}, now=now)
    with world.harbour.within(), pytest.raises(Refused):
        services.describe_community(
            actor=world.actor("member"), community=world.harbour.community, told={}, now=now
        )
    with pytest.raises(NotVisible):
        services.describe_listing(actor=reviewer, listing_id=uuid4(), told={}, now=now)
    assert not QualityValue.objects.exclude(said_by="community").exists()


def test_whoever_looks_after_a_listing_says_it(three, stranger, now):
    claim = Claim.objects.create(
        listing=three[0], person=stranger, how="mail", asked=now, expires=now, proved=now, created=now
    )
    services.describe_listing(actor=stranger, listing_id=three[0].id, told={"diet": "vegan"}, now=now)
    found = compared(three, now)
    [origin] = [said for sign, said in found.origins if sign == table(found)["diet"][0].sign]
    assert origin == "said by those who look after this listing, 5 March 2026"
    with pytest.raises(Refused):
        services.describe_listing(actor=stranger, listing_id=three[1].id, told={"diet": "vegan"}, now=now)
    Claim.objects.filter(id=claim.id).update(ended=now)
    with pytest.raises(Refused):
        services.describe_listing(actor=stranger, listing_id=three[0].id, told={"diet": None}, now=now)


def test_one_that_was_merged_is_the_other(three, now):
    Listing.objects.filter(id=three[1].id).update(merged_into=three[0], closed_on=now.date())
    assert names(compared(three, now)) == ["Alder Row", "Cedar House"]
    assert compared(three, now).missing == 0


def test_what_was_said_of_one_that_was_merged_is_said_of_the_other_where_it_says_nothing(
    three, reviewer, now
):
    def say(row, **told):
        services.describe_listing(actor=reviewer, listing_id=row.id, told=told, now=now)

    def said():
        cells = table(compared([three[0]], now))
        return cells["diet"][0].words, cells["people"][0].words, cells["founded"][0].words

    say(three[0], diet="vegan")
    say(three[1], diet="vegetarian", founded=1999)
    before = said()
    made = services.merge(actor=reviewer, kept_id=three[0].id, other_id=three[1].id, now=now)
    assert said() == (before[0], before[1], "1999")
    services.undo_merge(actor=reviewer, merge_id=made.id, now=now)
    assert said() == before


def test_a_decimal_that_says_nothing_is_not_said(three, reviewer, now):
    told = {"land": 11.5, "work_hours": 10.0}
    services.describe_listing(actor=reviewer, listing_id=three[0].id, told=told, now=now)
    cells = table(compared(three, now))
    assert [cells[key][0].words for key in ("land", "work_hours")] == ["11.5 ha", "10 hours"]


def test_saying_it_again_changes_nothing_and_taking_it_away_leaves_no_row(three, reviewer, now):
    def say(**told):
        return services.describe_listing(actor=reviewer, listing_id=three[0].id, told=told, now=now)

    assert say(diet="vegan", land=2.5) == ["diet", "land"]
    assert say(diet="vegan", land=2.5) == []
    assert say(diet=None) == ["diet"]
    assert list(QualityValue.objects.values_list("quality", "value")) == [("land", 2.5)]
    history = ListingChange.objects.filter(act="described").values_list("field", "before", "after")
    assert sorted(history) == [("diet", "", ""), ("diet", "", ""), ("land", "", "")]


def test_one_bad_value_keeps_nothing_of_the_rest(three, reviewer, now):
    with pytest.raises(NotAValue):
        services.describe_listing(
            actor=reviewer, listing_id=three[0].id, told={"diet": "vegan", "kind": "food"}, now=now
        )
    assert not QualityValue.objects.exists()


def test_what_a_community_said_outlives_its_public_page(world):
    place = world.harbour
    with place.within():
        services.describe_community(
            actor=world.actor("steward"), community=place.community, told={"diet": "vegan"}, now=world.now
        )
    place.community.public_page = False
    place.community.save()
    services.show_community(community=place.community, now=world.now)
    assert not QualityValue.objects.filter(listing__community=place.community).exists()
    place.community.public_page = True
    place.community.save()
    services.show_community(community=place.community, now=world.now)
    assert QualityValue.objects.get(quality="diet").on == world.now.date()
    with world.meadow.within():
        assert not OwnQuality.objects.filter(quality="diet").exists()


# --- Pages ---------------------------------------------------------------------------------------


def address(rows, name="directory:compare", **more):
    asked = "&".join([f"of={row.id}" for row in rows] + [f"{key}={value}" for key, value in more.items()])
    return f"{reverse(name)}?{asked}"


def test_the_page_shows_the_table_and_every_quality_is_a_link_that_sorts(three, client: Client):
    html = client.get(address(three)).content.decode()
    for row in three:
        assert row.name in html
    assert html.count("sort=") >= len(BY_KEY)
    assert "press Ctrl and P" in html
    turned = client.get(address(three, sort="town")).content.decode()
    assert "down=1" in turned and 'aria-current="true"' in turned


def test_pages_ask_equally_often_for_two_and_for_six(bring_in, client: Client):
    bring_in(*({"Id": str(n), "Name": f"Group {n}", "Town": "Leeds", "Country": "UK"} for n in range(6)))
    rows = list(Listing.objects.all())
    assert queries(client, address(rows[:2])) == queries(client, address(rows)) <= 4


@pytest.mark.parametrize(
    "asked",
    ["", "of=", "of=1", "of=../../etc", "of=%00", "of=" + "f" * 5000, "of=%F0%9F%92%A9&sort=kind", "sort[]=1&down=x",
     f"of={UUID(int=9)}", "&".join(f"of={UUID(int=n)}" for n in range(60)), "pdf=2", "sort=" + "a" * 3000],
)  # fmt: skip
@pytest.mark.django_db
def test_hostile_addresses_get_a_page(asked, client: Client):
    for name in ("compare", "compare_csv"):
        assert client.get(f"{reverse('directory:' + name)}?{asked}").status_code == 200


def test_seven_are_six_and_the_page_says_so(bring_in, client: Client):
    bring_in(*({"Id": str(n), "Name": f"Group {n}", "Town": "Leeds", "Country": "UK"} for n in range(7)))
    html = client.get(address(Listing.objects.all())).content.decode()
    assert "6 at most fit side by side" in html


def test_the_file_holds_the_same_and_no_formula(three, client: Client):
    Listing.objects.filter(id=three[0].id).update(name='=HYPERLINK("http://evil.example")')
    answer = client.get(address(three, "directory:compare_csv"))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert lines[0][1].startswith("'=HYPERLINK")
    assert {str(quality.label) for quality in BY_KEY.values()} <= {line[0] for line in lines}


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n\0"), max_size=12))
def test_no_cell_is_taken_for_a_formula(words):
    [[cell]] = csv.reader(io.StringIO(csv_of([[words]]).removeprefix("\ufeff"))) if words else [[""]]
    assert cell in (words, f"'{words}") and not cell.startswith(("=", "+", "-", "@", "\t"))


def test_groups_are_chosen_in_the_results_and_stay_chosen(three, client: Client):
    search = reverse("directory:search")
    html = client.get(f"{search}?words=alder&of={three[2].id}").content.decode()
    assert f'<input type="checkbox" name="of" value="{three[0].id}">' in html
    assert f'<input type="hidden" name="of" value="{three[2].id}">' in html
    again = client.get(f"{search}?words=cedar&of={three[2].id}").content.decode()
    assert f'name="of" value="{three[2].id}" checked' in again


def test_the_form_says_keeps_and_refuses(three, world):
    client = world.client("reviewer")
    at = reverse("directory:describe", args=[three[0].id])
    page = client.get(at).content.decode()
    assert "Meals together" in page and "What it is there for" not in page
    bad = client.post(at, {"founded": "before the war", "meals": "daily", "rent": "yes"})
    assert bad.status_code == 422
    assert "before the war" in bad.content.decode()
    said = QualityValue.objects.filter(listing=three[0])
    assert not said.exists()
    assert client.post(at, {"founded": "1978", "land": "2.5", "rent": "True"}).status_code == 302
    assert dict(said.values_list("quality", "value")) == {
        "founded": 1978, "land": 2.5, "rent": True,
    }  # fmt: skip
    assert '<option value="True" selected' in client.get(at).content.decode()


def test_an_empty_form_tells_nothing():
    form = QualitiesForm({})
    assert form.is_valid()
    assert set(form.told().values()) == {None}
