"""Two listings of one group: proposed, shown side by side, made one page, and taken apart again whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from commonhearth.foundation.access import VISITOR, NotVisible, Refused
from commonhearth.foundation.accounts.models import Person
from commonhearth.rooms.directory import selectors, services
from commonhearth.rooms.directory.models import (
    DuplicateGroup,
    DuplicateMember,
    Listing,
    ListingChange,
    ListingIdentifier,
    Merge,
    Source,
    Succession,
    Verification,
)
from commonhearth.rooms.directory.selectors import Asked
from commonhearth.rooms.directory.services import CannotBeDone, SourceCard

OTHER_LIST = SourceCard(
    key="other-list", title="Another list", licence="CC0", attribution="Another list, CC0", as_of=None
)
THE_OTHER = {
    "Id": "x9", "Name": "Harbour Bread Cooperative Ltd", "Kind": "food", "Words": "ovens; rye", "Town": "Portsmouth",
    "Country": "UK", "Y": "50.7952", "X": "-1.1081", "Web": "http://www.bread.example/about", "Phone": "023 9200 0000",
    "Email": "hello@bread.example",
}  # fmt: skip


@pytest.fixture
def pair(bring_in: Callable[..., Any], bakery: Listing) -> tuple[Listing, Listing]:
    """One bakery twice, from two lists; the first has no telephone, no mailbox and no activities."""
    bring_in(THE_OTHER, source=OTHER_LIST)
    return Listing.objects.get(origin="b1"), Listing.objects.get(origin="x9")


def everything() -> dict[str, list[dict[str, Any]]]:
    """Return every column of every table that a merge could touch, without what only ever grows."""
    tables = (Listing, ListingIdentifier, Verification, Succession, DuplicateGroup, DuplicateMember, Source)
    return {
        table.__name__: [
            {name: value for name, value in row.items() if name != "changed"}
            for row in table.objects.order_by("id").values()
        ]
        for table in tables
    }


# --- Proposing ------------------------------------------------------------------------------------


def test_one_name_and_place_in_two_lists_is_proposed_and_not_merged(
    pair: tuple[Listing, Listing], reviewer: Person
) -> None:
    [group] = selectors.duplicates(viewer=reviewer)
    assert (group.reason, group.standing) == ("same-group", 2)
    _group, rows = selectors.duplicate_group(viewer=reviewer, group_id=group.id)
    assert {row.id for row in rows} == {row.id for row in pair}
    assert Merge.objects.count() == 0
    assert Listing.objects.filter(merged_into=None).count() == 2


def test_one_identifier_written_in_two_ways_is_proposed(
    bring_in: Callable[..., Any], bakery: Listing, reviewer: Person
) -> None:
    bring_in({"Id": "far", "Name": "Quite Another Name", "Country": "UK"})
    far = Listing.objects.get(origin="far")
    ListingIdentifier.objects.create(scheme="gb-coh", value="01234567", listing=bakery)
    ListingIdentifier.objects.create(scheme="gb-coh", value="1234567", listing=far)
    bring_in({"Id": "far", "Name": "Quite Another Name", "Country": "UK", "Words": "new"})
    [group] = selectors.duplicates(viewer=reviewer)
    assert group.reason == "same-identifier"
    bring_in({"Id": "far", "Name": "Quite Another Name", "Country": "UK", "Words": "newer"})
    assert DuplicateGroup.objects.count() == 1


def test_a_name_that_comes_once_more_opens_its_group_again(
    bring_in: Callable[..., Any], towns: None, reviewer: Person, now: datetime
) -> None:
    twice = [{"Id": "a", "Name": "Twin", "Country": "UK"}, {"Id": "b", "Name": "Twin", "Country": "UK"}]
    bring_in(*twice)
    [group] = selectors.duplicates(viewer=reviewer)
    services.put_away_duplicates(actor=reviewer, group_id=group.id, now=now)
    bring_in(*twice)
    assert selectors.duplicates(viewer=reviewer) == []
    bring_in(*twice, {"Id": "c", "Name": "Twin", "Country": "UK"})
    [again] = selectors.duplicates(viewer=reviewer)
    assert (again.id, again.standing) == (group.id, 3)


def test_side_by_side_says_what_differs(
    pair: tuple[Listing, Listing], reviewer: Person, stranger: Person, now: datetime
) -> None:
    both = selectors.side_by_side(viewer=reviewer, left_id=pair[0].id, right_id=pair[1].id, now=now)
    differing = {str(line.label) for line in both.lines if line.differs}
    assert {"Name", "Telephone", "E-mail", "From the list", "Identifiers"} <= differing
    assert "Town" not in differing and "Kind" not in differing
    assert both.distance_km == pytest.approx(0.023, abs=0.002)
    for viewer in (VISITOR, stranger):
        with pytest.raises(NotVisible):
            selectors.side_by_side(viewer=viewer, left_id=pair[0].id, right_id=pair[1].id, now=now)
    with pytest.raises(NotVisible):
        selectors.side_by_side(viewer=reviewer, left_id=pair[0].id, right_id=uuid4(), now=now)


# --- Merging --------------------------------------------------------------------------------------


def test_merged_and_undone_equals_before_column_for_column(
    pair: tuple[Listing, Listing], reviewer: Person, now: datetime
) -> None:
    kept, other = pair
    services.verify(actor=reviewer, listing_id=other.id, how="spoke", now=now - timedelta(days=9))
    before = everything()

    made = services.merge(actor=reviewer, kept_id=kept.id, other_id=other.id, now=now)
    assert everything() != before
    services.undo_merge(actor=reviewer, merge_id=made.id, now=now + timedelta(days=1))

    assert everything() == before


def test_the_kept_page_has_what_it_lacked_and_everything_of_both(
    pair: tuple[Listing, Listing], reviewer: Person, now: datetime
) -> None:
    kept, other = pair
    services.verify(actor=reviewer, listing_id=other.id, how="spoke", now=now)
    services.merge(actor=reviewer, kept_id=kept.id, other_id=other.id, now=now)

    page = selectors.listing(viewer=VISITOR, listing_id=kept.id, now=now)
    assert page.card.name == "Harbour Bread Co-op"
    assert (page.card.phone, page.has_email, page.card.activities) == (
        "023 9200 0000",
        True,
        ("ovens", "rye"),
    )
    assert page.card.website == "http://bread.example", "what it has is not replaced"
    assert page.description == "We bake."
    assert page.street == "5 Quay Street"
    assert {value for _scheme, value in page.card.identifiers} == {"b1", "x9"}
    assert (page.card.state, len(page.verifications)) == ("verified", 1)
    found = selectors.search(viewer=VISITOR, asked=Asked(words="rye"), now=now)
    assert [card.id for card in found.rows] == [kept.id]


def test_the_others_address_leads_to_it(
    pair: tuple[Listing, Listing], reviewer: Person, now: datetime, client: Client
) -> None:
    kept, other = pair
    made = services.merge(actor=reviewer, kept_id=kept.id, other_id=other.id, now=now)
    address = reverse("directory:listing", args=[other.id])
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        reverse("directory:listing", args=[kept.id]),
    )
    found = selectors.search(viewer=VISITOR, asked=Asked(words="bread"), now=now)
    assert [card.id for card in found.rows] == [kept.id]
    assert selectors.duplicates(viewer=reviewer) == []
    services.undo_merge(actor=reviewer, merge_id=made.id, now=now)
    assert client.get(address).status_code == 200
    assert len(selectors.duplicates(viewer=reviewer)) == 1


def test_it_is_given_on_once(pair: tuple[Listing, Listing], reviewer: Person, now: datetime) -> None:
    from commonhearth.rooms.directory.selectors import open_data

    kept, other = pair
    services.merge(actor=reviewer, kept_id=kept.id, other_id=other.id, now=now)
    assert [row.id for row in open_data.own_rows()] == [kept.id], "the other has not stopped"


def test_what_a_stopped_one_led_to_still_leads_there(
    pair: tuple[Listing, Listing], bring_in: Callable[..., Any], reviewer: Person, now: datetime
) -> None:
    kept, other = pair
    bring_in({"Id": "old", "Name": "Old Bakers", "Country": "UK"})
    old = Listing.objects.get(origin="old")
    services.close(
        actor=reviewer,
        listing_id=old.id,
        on=now.date(),
        successors=[services.SuccessorNamed("", other.id)],
        now=now,
    )
    services.merge(actor=reviewer, kept_id=kept.id, other_id=other.id, now=now)
    page = selectors.listing(viewer=VISITOR, listing_id=kept.id, now=now)
    assert [one.id for one in page.carries_on] == [old.id]


def test_a_later_import_neither_brings_it_back_nor_overwrites(
    pair: tuple[Listing, Listing], bring_in: Callable[..., Any], reviewer: Person, now: datetime
) -> None:
    kept, other = pair
    services.merge(actor=reviewer, kept_id=kept.id, other_id=other.id, now=now)
    before = Listing.objects.values().get(id=kept.id)

    bring_in(
        {
            "Id": "b1", "Name": "Harbour Bread Co-op", "Kind": "food", "About": "We bake.", "Street": "5 Quay Street",
            "Town": "Portsmouth", "Postcode": "PO1 3AX", "Country": "UK", "Y": "50.7950", "X": "-1.1080",
            "Web": "http://bread.example", "Open": "yes",
        }
    )  # fmt: skip
    bring_in(THE_OTHER | {"Phone": "999", "Name": "Harbour Bread Renamed"}, source=OTHER_LIST)

    after = Listing.objects.values().get(id=kept.id)
    assert {name: value for name, value in after.items() if name != "changed"} == {
        name: value for name, value in before.items() if name != "changed"
    }
    assert Listing.objects.count() == 2
    other.refresh_from_db()
    assert (other.merged_into_id, other.closed_on) == (kept.id, now.date())
    found = selectors.search(viewer=VISITOR, asked=Asked(words="renamed"), now=now)
    assert found.total == 0
    assert selectors.duplicates(viewer=reviewer) == []


def test_undoing_leaves_what_was_changed_since(
    pair: tuple[Listing, Listing], reviewer: Person, now: datetime
) -> None:
    kept, other = pair
    made = services.merge(actor=reviewer, kept_id=kept.id, other_id=other.id, now=now)
    services.correct(actor=reviewer, listing_id=kept.id, changes={"phone": "0800 1"}, now=now)
    services.undo_merge(actor=reviewer, merge_id=made.id, now=now)
    kept.refresh_from_db()
    assert (kept.phone, kept.email, kept.activities) == ("0800 1", "", [])
    assert kept.corrected == ["phone"]
    assert "rye" not in kept.words


def test_three_are_merged_and_taken_apart_the_last_first(
    pair: tuple[Listing, Listing], bring_in: Callable[..., Any], reviewer: Person, now: datetime
) -> None:
    kept, other = pair
    bring_in({"Id": "third", "Name": "Harbour Bread", "Country": "UK", "Web": "http://bread.example"})
    third = Listing.objects.get(origin="third")
    before = everything()
    first = services.merge(actor=reviewer, kept_id=kept.id, other_id=other.id, now=now)
    second = services.merge(
        actor=reviewer, kept_id=third.id, other_id=kept.id, now=now + timedelta(minutes=1)
    )
    with pytest.raises(CannotBeDone, match="later_merge_first"):
        services.undo_merge(actor=reviewer, merge_id=first.id, now=now)
    with pytest.raises(CannotBeDone, match="merged_already"):
        services.merge(actor=reviewer, kept_id=other.id, other_id=third.id, now=now)
    assert [made.id for made in selectors.merges(viewer=reviewer)] == [second.id, first.id]
    services.undo_merge(actor=reviewer, merge_id=second.id, now=now)
    services.undo_merge(actor=reviewer, merge_id=first.id, now=now)
    assert everything() == before
    assert selectors.merges(viewer=reviewer) == []


def test_twice_is_once(pair: tuple[Listing, Listing], reviewer: Person, now: datetime) -> None:
    kept, other = pair
    one = services.merge(actor=reviewer, kept_id=kept.id, other_id=other.id, now=now)
    assert services.merge(actor=reviewer, kept_id=kept.id, other_id=other.id, now=now) == one
    assert ListingChange.objects.filter(act="merged").count() == 2
    services.undo_merge(actor=reviewer, merge_id=one.id, now=now)
    services.undo_merge(actor=reviewer, merge_id=one.id, now=now)
    assert ListingChange.objects.filter(act="parted").count() == 2


def test_a_refuge_is_only_merged_with_a_refuge(
    pair: tuple[Listing, Listing], reviewer: Person, now: datetime
) -> None:
    kept, other = pair
    services.correct(actor=reviewer, listing_id=other.id, changes={"sheltered": True}, now=now)
    before = everything()
    for one, two in ((kept, other), (other, kept)):
        with pytest.raises(CannotBeDone, match="refuge_differs"):
            services.merge(actor=reviewer, kept_id=one.id, other_id=two.id, now=now)
    assert everything() == before
    services.correct(actor=reviewer, listing_id=kept.id, changes={"sheltered": True}, now=now)
    made = services.merge(actor=reviewer, kept_id=kept.id, other_id=other.id, now=now)
    kept.refresh_from_db()
    assert (kept.street, kept.postcode, kept.precision) == ("", "", "town")
    assert "Quay" not in str(made.took)


def test_what_cannot_be_merged(pair: tuple[Listing, Listing], reviewer: Person, now: datetime) -> None:
    kept, other = pair
    with pytest.raises(CannotBeDone, match="same_listing"):
        services.merge(actor=reviewer, kept_id=kept.id, other_id=kept.id, now=now)
    with pytest.raises(NotVisible):
        services.merge(actor=reviewer, kept_id=kept.id, other_id=uuid4(), now=now)
    with pytest.raises(NotVisible):
        services.undo_merge(actor=reviewer, merge_id=uuid4(), now=now)
    services.close(actor=reviewer, listing_id=kept.id, on=now.date(), now=now)
    with pytest.raises(CannotBeDone, match="keep_the_living"):
        services.merge(actor=reviewer, kept_id=kept.id, other_id=other.id, now=now)
    services.merge(actor=reviewer, kept_id=other.id, other_id=kept.id, now=now)


def test_only_reviewers_merge(
    pair: tuple[Listing, Listing], reviewer: Person, stranger: Person, now: datetime
) -> None:
    kept, other = pair
    for actor in (VISITOR, stranger):
        with pytest.raises(Refused):
            services.merge(actor=actor, kept_id=kept.id, other_id=other.id, now=now)
    made = services.merge(actor=reviewer, kept_id=kept.id, other_id=other.id, now=now)
    with pytest.raises(Refused):
        services.undo_merge(actor=stranger, merge_id=made.id, now=now)
    with pytest.raises(NotVisible):
        services.correct(actor=reviewer, listing_id=other.id, changes={"phone": "1"}, now=now)


def test_nobody_is_told_twice_of_one_group(
    pair: tuple[Listing, Listing], reviewer: Person, now: datetime
) -> None:
    from commonhearth.foundation.outbox.models import Mail
    from commonhearth.rooms.directory.models import TellMe
    from commonhearth.rooms.directory.services.waiting import tell_those_waiting

    kept, other = pair
    TellMe.objects.create(
        email="a@example.org", place="Portsmouth", latitude=50.79, longitude=-1.1, radius_km=25, asked=now,
        confirmed=now,
    )  # fmt: skip
    assert tell_those_waiting(listing_id=other.id, now=now) == 1
    services.merge(actor=reviewer, kept_id=kept.id, other_id=other.id, now=now)
    assert tell_those_waiting(listing_id=kept.id, now=now) == 0
    assert Mail.objects.count() == 1


def test_the_pages_of_a_reviewer(
    pair: tuple[Listing, Listing], reviewer: Person, now: datetime, client: Client
) -> None:
    kept, other = pair
    client.force_login(reviewer)
    group = DuplicateGroup.objects.get()
    page = client.get(reverse("directory:duplicate", args=[group.id])).content.decode()
    assert "Harbour Bread Cooperative Ltd" in page and "5 Quay Street" in page
    answer = client.post(reverse("directory:merge", args=[kept.id, other.id]), follow=True)
    assert "They are one page now" in answer.content.decode()
    [made] = Merge.objects.all()
    answer = client.post(reverse("directory:undo-merge", args=[made.id]), follow=True)
    assert "They are two pages again" in answer.content.decode()
    named = {
        "one": f"http://localhost:8000/directory/{kept.id}/",
        "other": str(other.id).upper(),
    }
    answer = client.get(reverse("directory:duplicates"), named)
    assert answer.headers["Location"] == reverse("directory:side-by-side", args=[kept.id, other.id])
    assert client.get(reverse("directory:duplicates"), {"one": "x", "other": "y"}).status_code == 422
    client.post(reverse("directory:put_away", args=[group.id]))
    assert selectors.duplicates(viewer=reviewer) == []
