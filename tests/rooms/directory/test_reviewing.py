"""A reviewer verifies, corrects and closes; nobody else does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from commonhearth.foundation.access import VISITOR, NotVisible, Refused, System, Visitor
from commonhearth.foundation.accounts.models import Person
from commonhearth.rooms.directory import selectors, services, wording
from commonhearth.rooms.directory.access import (
    may_end_being_started,
    may_import_directory,
    may_review_listing,
)
from commonhearth.rooms.directory.models import Kind, Listing, ListingChange, Verification
from commonhearth.rooms.directory.selectors import Asked
from commonhearth.rooms.directory.services import CannotBeDone, SuccessorNamed


def test_closing_takes_it_out_of_results_and_shows_who_carries_on(
    bring_in: Callable[..., Any], bakery: Listing, reviewer: Person, now: datetime
) -> None:
    bring_in({"Id": "s1", "Name": "Creatful Bread", "Country": "UK", "Town": "Portsmouth"})
    heir = Listing.objects.get(origin="s1")
    services.close(
        actor=reviewer,
        listing_id=bakery.id,
        on=date(2024, 3, 31),
        successors=[SuccessorNamed("", heir.id), SuccessorNamed("Sanpau"), SuccessorNamed("Creative Bread")],
        now=now,
    )
    found = selectors.search(viewer=VISITOR, asked=Asked(words="bread"), now=now)
    assert [card.name for card in found.rows] == ["Creatful Bread"]
    page = selectors.listing(viewer=VISITOR, listing_id=bakery.id, now=now)
    assert [(one.name, one.id) for one in page.successors] == [
        ("Creatful Bread", heir.id),
        ("Sanpau", None),
        ("Creative Bread", None),
    ]
    assert (page.card.state, page.card.freshness_text) == ("closed", "Stopped, March 2024")
    other_side = selectors.listing(viewer=VISITOR, listing_id=heir.id, now=now)
    assert [one.id for one in other_side.carries_on] == [bakery.id]


def test_closing_again_names_others_and_reopening_undoes_it(
    bakery: Listing, reviewer: Person, now: datetime
) -> None:
    services.close(
        actor=reviewer, listing_id=bakery.id, on=now.date(), successors=[SuccessorNamed("One")], now=now
    )
    services.close(
        actor=reviewer, listing_id=bakery.id, on=now.date(), successors=[SuccessorNamed("Two")], now=now
    )
    assert [
        one.name for one in selectors.listing(viewer=VISITOR, listing_id=bakery.id, now=now).successors
    ] == ["Two"]
    services.reopen(actor=reviewer, listing_id=bakery.id, now=now)
    page = selectors.listing(viewer=VISITOR, listing_id=bakery.id, now=now)
    assert (page.successors, page.card.state) == ((), "unverified")


def test_it_cannot_be_its_own_successor(bakery: Listing, reviewer: Person, now: datetime) -> None:
    services.close(
        actor=reviewer,
        listing_id=bakery.id,
        on=now.date(),
        successors=[SuccessorNamed("We go on", bakery.id)],
        now=now,
    )
    assert [
        one.id for one in selectors.listing(viewer=VISITOR, listing_id=bakery.id, now=now).successors
    ] == [None]


def test_verifying_says_how_and_until(bakery: Listing, reviewer: Person, now: datetime) -> None:
    until = now.date() + timedelta(days=60)
    services.verify(actor=reviewer, listing_id=bakery.id, how="spoke", until=until, now=now)
    page = selectors.listing(viewer=VISITOR, listing_id=bakery.id, now=now)
    assert page.card.state == "verified"
    assert (page.verifications[0].on, page.verifications[0].until) == (now.date(), until)
    later = now + timedelta(days=61)
    assert selectors.listing(viewer=VISITOR, listing_id=bakery.id, now=later).card.state == "stale"
    assert [card.id for card in selectors.due_for_check(viewer=reviewer, now=later)] == [bakery.id]
    assert Verification.objects.get().by_id == reviewer.id


def test_due_after_eleven_months(bakery: Listing, reviewer: Person, now: datetime) -> None:
    services.verify(actor=reviewer, listing_id=bakery.id, how="spoke", now=now)
    assert selectors.due_for_check(viewer=reviewer, now=now + timedelta(days=300)) == []
    soon = now + timedelta(days=340)
    [card] = selectors.due_for_check(viewer=reviewer, now=soon)
    assert card.freshness_text == "Last checked March 2026, due for a check"


def test_correcting_is_written_down(bakery: Listing, reviewer: Person, now: datetime) -> None:
    services.correct(
        actor=reviewer,
        listing_id=bakery.id,
        changes={
            "name": "Harbour Bakers",
            "open_to_members": False,
            "website": "www.bakers.example",
            "kind": "food",
        },
        now=now,
    )
    bakery.refresh_from_db()
    assert (bakery.name, bakery.name_folded, bakery.open_to_members) == (
        "Harbour Bakers",
        "harbour bakers",
        False,
    )
    assert (bakery.website, bakery.website_doubt) == ("http://www.bakers.example", "website-bare")
    assert (bakery.latitude, bakery.street) == (50.795, "5 Quay Street")
    history = selectors.listing(viewer=reviewer, listing_id=bakery.id, now=now).history
    assert {(event.field, event.before) for event in history} == {
        ("name", "Harbour Bread Co-op"),
        ("open_to_members", "True"),
        ("website", ""),
    }
    public = selectors.listing(viewer=VISITOR, listing_id=bakery.id, now=now).history
    assert {event.before for event in public} == {""}


def test_moving_a_listing_moves_its_point(bakery: Listing, reviewer: Person, now: datetime) -> None:
    services.correct(
        actor=reviewer, listing_id=bakery.id, changes={"latitude": "50.9", "longitude": "-1.2"}, now=now
    )
    bakery.refresh_from_db()
    assert (bakery.latitude, bakery.longitude, bakery.precision) == (50.9, -1.2, "exact")
    services.correct(
        actor=reviewer,
        listing_id=bakery.id,
        changes={"town": "Leeds", "latitude": None, "longitude": None},
        now=now,
    )
    bakery.refresh_from_db()
    assert (bakery.latitude, bakery.precision, bakery.placed_by) == (53.796, "town", "town")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"source": "x"}, "not_a_field"),
        ({"kind": "gang"}, "not_a_field"),
        ({"name": "  "}, "name_missing"),
        ({"latitude": "north"}, "bad_coordinates"),
        ({"latitude": 99}, "bad_coordinates"),
    ],
)
def test_corrections_that_make_no_sense(
    changes: dict[str, Any], code: str, bakery: Listing, reviewer: Person, now: datetime
) -> None:
    with pytest.raises(CannotBeDone) as refused:
        services.correct(actor=reviewer, listing_id=bakery.id, changes=changes, now=now)
    assert refused.value.code == code
    assert code in wording.SENTENCES
    assert not ListingChange.objects.exists()


def test_other_nonsense(bakery: Listing, reviewer: Person, now: datetime) -> None:
    tomorrow, far = now.date() + timedelta(days=1), now.date() + timedelta(days=400)
    with pytest.raises(CannotBeDone, match="in_the_future"):
        services.close(actor=reviewer, listing_id=bakery.id, on=tomorrow, now=now)
    with pytest.raises(CannotBeDone, match="until_too_late"):
        services.verify(actor=reviewer, listing_id=bakery.id, how="spoke", until=far, now=now)
    with pytest.raises(CannotBeDone, match="not_a_way_to_verify"):
        services.verify(actor=reviewer, listing_id=bakery.id, how="dreamt", now=now)
    with pytest.raises(CannotBeDone, match="successors_missing"):
        services.close(
            actor=reviewer, listing_id=bakery.id, on=now.date(), successors=[SuccessorNamed(" ")], now=now
        )
    with pytest.raises(NotVisible):
        services.verify(actor=reviewer, listing_id=uuid4(), how="spoke", now=now)
    with pytest.raises(NotVisible):
        selectors.listing(viewer=VISITOR, listing_id=uuid4(), now=now)


def test_only_reviewers(bakery: Listing, stranger: Person, now: datetime) -> None:
    operator = Person.objects.create_user("op@example.org", is_operator=True)
    asleep = Person.objects.create_user("past@example.org", is_reviewer=True, is_active=False)
    for actor in (VISITOR, stranger, operator, asleep, System("import")):
        assert not may_review_listing(actor)
        with pytest.raises(Refused):
            services.verify(actor=actor, listing_id=bakery.id, how="spoke", now=now)
        with pytest.raises(Refused):
            services.correct(actor=actor, listing_id=bakery.id, changes={"name": "x"}, now=now)
        with pytest.raises(Refused):
            services.close(actor=actor, listing_id=bakery.id, on=now.date(), now=now)
        with pytest.raises(Refused):
            services.reopen(actor=actor, listing_id=bakery.id, now=now)
        for look in (selectors.import_runs, selectors.duplicates):
            with pytest.raises(NotVisible):
                look(viewer=actor)
        with pytest.raises(NotVisible):
            selectors.listing_to_tend(viewer=actor, listing_id=bakery.id)
        with pytest.raises(NotVisible):
            selectors.due_for_check(viewer=actor, now=now)


def test_who_may_import(reviewer: Person, stranger: Person, db: None) -> None:
    operator = Person.objects.create_user("op@example.org", is_operator=True)
    assert [bool(may_import_directory(who)) for who in (reviewer, operator, System("import"), stranger, Visitor())] == [
        True, True, True, False, False,
    ]  # fmt: skip


def test_a_card_is_its_persons(reviewer: Person, stranger: Person, db: None) -> None:
    class Card:
        person_id = stranger.id

    other = Person.objects.create_user("else@example.org")
    assert [bool(may_end_being_started(who, Card)) for who in (stranger, reviewer, other, VISITOR)] == [
        True, True, False, False,
    ]  # fmt: skip


def test_every_code_has_a_sentence() -> None:
    assert set(Kind.values) == set(wording.KINDS)
    for code in ("directory_reviewers", "sign_in_first"):
        assert str(wording.SENTENCES[code])


def test_what_stopped_today_stopped_today_on_the_reviewers_clock(
    bakery: Listing, reviewer: Person, now: datetime
) -> None:
    """In Auckland it is tomorrow already while Greenwich has today; in Honolulu it is yesterday still."""
    evening, early = (now.replace(hour=hour) for hour in (22, 3))
    for at, zone, day in ((evening, "Pacific/Auckland", 1), (early, "Pacific/Honolulu", -1)):
        here = now.date() + timedelta(days=day)
        with timezone.override(zone):
            services.close(actor=reviewer, listing_id=bakery.id, on=here, now=at)
            with pytest.raises(CannotBeDone, match="in_the_future"):
                services.close(actor=reviewer, listing_id=bakery.id, on=here + timedelta(days=1), now=at)
