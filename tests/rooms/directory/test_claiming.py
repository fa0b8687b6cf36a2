"""A group looks after its own listing: proved by its mailbox or its website, and by nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from commonhearth.foundation.access import VISITOR, NotVisible, Refused
from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.outbox.models import Mail
from commonhearth.rooms.directory import selectors, services
from commonhearth.rooms.directory.access import may_claim_listing
from commonhearth.rooms.directory.models import Claim, Listing, ListingChange
from commonhearth.rooms.directory.selectors.claims import claim_of
from commonhearth.rooms.directory.services import CannotBeDone, claiming
from tests.foundation.fetch.internet import PUBLIC, Internet, moves, says
from tests.rooms.directory.claims import proved, token_in, waiting_for_file


@pytest.fixture
def refuge(bring_in: Callable[..., Any]) -> Listing:
    """A refuge with a mailbox."""
    bring_in(
        {
            "Id": "r1", "Name": "Women's Refuge Portsmouth", "Kind": "housing", "Town": "Portsmouth", "Country": "UK",
            "Street": "12 Hidden Lane", "Y": "50.8111", "X": "-1.0777", "Email": "hello@refuge.example",
            "Words": "domestic violence",
        }
    )  # fmt: skip
    row = Listing.objects.get(origin="r1")
    assert row.sheltered
    return row


# --- By mail --------------------------------------------------------------------------------------


def test_by_a_mail_to_the_published_address(
    house: Listing, stranger: Person, reviewer: Person, now: datetime
) -> None:
    services.ask_to_look_after(actor=stranger, listing_id=house.id, how="mail", now=now)
    [mail] = Mail.objects.all()
    assert (mail.to, mail.expires) == ("hello@willow.example", now + timedelta(days=7))
    assert "tom@example.org" not in mail.text.body
    assert claim_of(stranger, house.id) is None

    assert services.prove_by_link(actor=stranger, token=token_in(mail), now=now) is not None

    assert claim_of(stranger, house.id) is not None
    told = Mail.objects.get(to="rosa@example.org")
    assert "Willow House looks after its own page now" in told.text.subject
    [line] = ListingChange.objects.filter(listing=house.id)
    assert (line.act, line.office, line.by) == ("claimed", "group", stranger.id)


def test_the_link_is_worth_nothing_to_anybody_else(
    house: Listing, stranger: Person, reviewer: Person, now: datetime, client: Client
) -> None:
    services.ask_to_look_after(actor=stranger, listing_id=house.id, how="mail", now=now)
    token = token_in(Mail.objects.get())
    other = Person.objects.create_user("other@example.org")
    for actor in (VISITOR, other, reviewer):
        assert services.prove_by_link(actor=actor, token=token, now=now) is None
    for wrong in ("", "x", token[:-1], token + "x", "x" * 500):
        assert services.prove_by_link(actor=stranger, token=wrong, now=now) is None
    assert services.prove_by_link(actor=stranger, token=token, now=now + timedelta(days=8)) is None
    assert not Claim.objects.filter(proved__isnull=False).exists()
    with time_machine.travel(now, tick=False):
        client.force_login(other)
        page = client.get(reverse("directory:claim-link", args=[token])).content.decode()
    assert "Somebody asked for this" in page and "tom@example.org" not in page


def test_a_mailbox_is_not_flooded_and_asking_says_the_same(
    house: Listing, stranger: Person, now: datetime, client: Client
) -> None:
    with time_machine.travel(now, tick=False):
        client.force_login(stranger)
        address = reverse("directory:claim", args=[house.id])
        answers = [client.post(address, {"how": "mail"}, follow=True).content.decode() for _ in range(4)]
        assert all("a mail is on its way" in answer for answer in answers)
        for number in range(5):
            other = Person.objects.create_user(f"p{number}@example.org")
            services.ask_to_look_after(actor=other, listing_id=house.id, how="mail", now=now)
    assert Mail.objects.filter(to="hello@willow.example").count() == claiming.MAILS_A_DAY
    assert "hello@" not in "".join(answers)


def test_one_person_asks_for_so_many_a_day(
    bring_in: Callable[..., Any], stranger: Person, now: datetime
) -> None:
    bring_in(
        *(
            {"Id": str(n), "Name": f"House {n}", "Country": "UK", "Email": f"h{n}@example.net"}
            for n in range(14)
        )
    )
    for row in Listing.objects.filter(name__startswith="House"):
        services.ask_to_look_after(actor=stranger, listing_id=row.id, how="mail", now=now)
    assert Mail.objects.count() == claiming.ASKED_A_DAY


def test_what_nobody_proved_is_forgotten(house: Listing, stranger: Person, now: datetime) -> None:
    services.ask_to_look_after(actor=stranger, listing_id=house.id, how="mail", now=now)
    assert claiming.forget_unproved(now=now + timedelta(days=6)) == 0
    assert claiming.forget_unproved(now=now + timedelta(days=8)) == 1
    claim = proved(house, stranger, now + timedelta(days=9))
    assert claiming.forget_unproved(now=now + timedelta(days=900)) == 0
    assert Claim.objects.get() == claim


# --- By a file ------------------------------------------------------------------------------------


def test_by_a_file_at_the_published_website(house: Listing, stranger: Person, now: datetime) -> None:
    claim, address, line = waiting_for_file(house, stranger, now)
    assert re.fullmatch(r"http://willow\.example/\.well-known/commonhearth-[0-9a-f]{32}\.txt", address)
    internet = Internet()
    internet.site("willow.example", PUBLIC, says(b"\xef\xbb\xbf" + line.encode() + b"\r\n"))

    assert claiming.look_for_file(claim_id=claim.id, now=now, network=internet.network)

    assert claim_of(stranger, house.id) == claim
    assert internet.requests[0].startswith(f"GET /.well-known/{address.rpartition('/')[2]} ".encode())
    assert Mail.objects.filter(to="hello@willow.example").count() == 0


@pytest.mark.parametrize(
    ("server", "problem"),
    [
        (says(b"commonhearth=somebody-elses"), "other-words"),
        (says(b""), "other-words"),
        (says(b"\xff\xfe\x00" * 50), "other-words"),
        (says(b"not found", status="404 Not Found"), "no-file"),
        (says(b"x" * 10_000), "too-large"),
        (moves("http://169.254.169.254/"), "not-listed"),
        (moves("http://elsewhere.example/"), "not-listed"),
        (lambda _asked: [b"nonsense"], "unreadable"),
    ],
)
def test_what_is_no_proof(house: Listing, stranger: Person, now: datetime, server: Any, problem: str) -> None:
    claim, _address, _line = waiting_for_file(house, stranger, now)
    internet = Internet()
    internet.site("willow.example", PUBLIC, server)
    assert not claiming.look_for_file(claim_id=claim.id, now=now, network=internet.network)
    claim.refresh_from_db()
    assert (claim.problem, claim.looked, claim.proved) == (problem, now, None)
    view = selectors.claim_view(viewer=stranger, listing_id=house.id, now=now)
    assert str(view.problem_text).endswith((".", "?"))


def test_a_website_inside_a_private_network_proves_nothing(
    house: Listing, stranger: Person, now: datetime
) -> None:
    claim, _address, line = waiting_for_file(house, stranger, now)
    internet = Internet()
    internet.site("willow.example", "10.0.0.7", says(line.encode()))
    assert not claiming.look_for_file(claim_id=claim.id, now=now, network=internet.network)
    assert internet.dialled == []
    claim.refresh_from_db()
    assert claim.problem == "private"


def test_a_file_is_looked_for_only_while_it_is_waited_for(
    house: Listing, stranger: Person, now: datetime
) -> None:
    claim, _address, line = waiting_for_file(house, stranger, now)
    internet = Internet()
    internet.site("willow.example", PUBLIC, says(line.encode()))
    late = now + timedelta(days=8)
    assert not claiming.look_for_file(claim_id=claim.id, now=late, network=internet.network)
    services.ask_to_look_after(actor=stranger, listing_id=house.id, how="mail", now=now)
    assert not claiming.look_for_file(claim_id=claim.id, now=now, network=internet.network)
    assert internet.requests == []


def test_each_asks_for_a_file_of_their_own(house: Listing, stranger: Person, now: datetime) -> None:
    other = Person.objects.create_user("other@example.org")
    _claim, one, _line = waiting_for_file(house, stranger, now)
    _claim, two, _line = waiting_for_file(house, other, now)
    assert one != two


# --- What it allows, and what not -----------------------------------------------------------------


def test_they_correct_check_hide_close_and_reopen(
    house: Listing, stranger: Person, now: datetime, client: Client
) -> None:
    proved(house, stranger, now)
    services.correct(actor=stranger, listing_id=house.id, changes={"phone": "023 1"}, now=now)
    services.verify(actor=stranger, listing_id=house.id, how="themselves", now=now)
    services.correct(actor=stranger, listing_id=house.id, changes={"precision": "km"}, now=now)
    house.refresh_from_db()
    assert (house.phone, house.verified_on, house.precision) == ("023 1", now.date(), "km")
    assert (house.street, house.postcode) == ("", "")
    assert (house.latitude, house.longitude) != (50.7950, -1.1080)
    services.close(
        actor=stranger,
        listing_id=house.id,
        on=now.date(),
        successors=[services.SuccessorNamed("Elm House")],
        now=now,
    )
    services.reopen(actor=stranger, listing_id=house.id, now=now)
    history = selectors.listing(viewer=VISITOR, listing_id=house.id, now=now).history
    assert {event.act for event in history} == {"claimed", "corrected", "verified", "closed", "reopened"}
    assert {str(event.office_text) for event in history} == {"by the group itself"}
    page = client.get(reverse("directory:listing", args=[house.id])).content.decode()
    assert "corrected (phone), by the group itself" in page
    assert "tom@example.org" not in page and "023 1" in page


def test_what_they_hid_stays_hidden_from_later_lists(
    house: Listing, stranger: Person, bring_in: Callable[..., Any], now: datetime
) -> None:
    proved(house, stranger, now)
    for precision, town, point in (
        ("km", "Portsmouth", True),
        ("town", "Portsmouth", True),
        ("hidden", "", False),
    ):
        services.correct(actor=stranger, listing_id=house.id, changes={"precision": precision}, now=now)
        bring_in(
            {
                "Id": "h1", "Name": "Willow House", "Kind": "peer", "Street": "5 Quay Street", "Town": "Portsmouth",
                "Postcode": "PO1 3AX", "Country": "UK", "Y": "50.7950", "X": "-1.1080",
            }
        )  # fmt: skip
        services.correct(actor=stranger, listing_id=house.id, changes={"phone": precision}, now=now)
        house.refresh_from_db()
        assert (house.precision, house.town, house.street, house.postcode) == (precision, town, "", "")
        assert (house.latitude is not None) == point
    with pytest.raises(CannotBeDone, match="only_coarser"):
        services.correct(actor=stranger, listing_id=house.id, changes={"precision": "km"}, now=now)


def test_a_claim_never_makes_a_refuges_place_finer(
    refuge: Listing, stranger: Person, now: datetime, client: Client
) -> None:
    proved(refuge, stranger, now)
    services.correct(
        actor=stranger,
        listing_id=refuge.id,
        changes={
            "sheltered": False, "street": "12 Hidden Lane", "postcode": "PO1 9ZZ", "latitude": "50.8111",
            "longitude": "-1.0777", "description": "Ring at 12 Hidden Lane.", "phone": "023 9",
        },
        now=now,
    )  # fmt: skip
    refuge.refresh_from_db()
    assert refuge.sheltered and refuge.sheltered_by_hand is not False
    assert (refuge.street, refuge.postcode, refuge.precision) == ("", "", "town")
    assert (refuge.latitude, refuge.longitude) == (50.799, -1.091)
    assert "Hidden" not in refuge.description
    with pytest.raises(CannotBeDone, match="only_coarser"):
        services.correct(actor=stranger, listing_id=refuge.id, changes={"precision": "km"}, now=now)
    services.correct(actor=stranger, listing_id=refuge.id, changes={"precision": "hidden"}, now=now)
    refuge.refresh_from_db()
    assert (refuge.latitude, refuge.town, refuge.precision) == (None, "", "hidden")
    assert "Hidden Lane" not in str(list(ListingChange.objects.values()))
    client.force_login(stranger)
    client.post(
        reverse("directory:correct", args=[refuge.id]),
        {"name": "Refuge", "kind": "housing", "sheltered": "", "street": "12 Hidden Lane", "country": "GB"},
    )
    refuge.refresh_from_db()
    assert (refuge.name, refuge.sheltered, refuge.street) == ("Refuge", True, "")


def test_they_do_not_say_how_a_reviewer_checked(house: Listing, stranger: Person, now: datetime) -> None:
    proved(house, stranger, now)
    with pytest.raises(CannotBeDone, match="not_a_way_to_verify"):
        services.verify(actor=stranger, listing_id=house.id, how="visited", now=now)


def test_only_this_listing_and_only_while_it_stands(
    house: Listing, refuge: Listing, stranger: Person, reviewer: Person, now: datetime
) -> None:
    claim = proved(house, stranger, now)
    with pytest.raises(Refused):
        services.correct(actor=stranger, listing_id=refuge.id, changes={"phone": "1"}, now=now)
    with pytest.raises(Refused):
        services.end_claim(actor=Person.objects.create_user("o@example.org"), claim_id=claim.id, now=now)
    Person.objects.filter(id=stranger.id).update(is_active=False)
    with pytest.raises(Refused):
        services.correct(
            actor=Person.objects.get(id=stranger.id), listing_id=house.id, changes={"phone": "1"}, now=now
        )
    Person.objects.filter(id=stranger.id).update(is_active=True)
    services.end_claim(actor=reviewer, claim_id=claim.id, now=now)
    with pytest.raises(Refused):
        services.verify(actor=stranger, listing_id=house.id, how="themselves", now=now)
    mail = Mail.objects.get(to="tom@example.org")
    assert "You no longer look after the page of Willow House" in mail.text.subject
    assert [line.office for line in ListingChange.objects.filter(act="claim_ended")] == ["reviewer"]
    services.end_claim(actor=reviewer, claim_id=claim.id, now=now)
    assert ListingChange.objects.filter(act="claim_ended").count() == 1


def test_it_follows_a_merge(
    house: Listing, bring_in: Callable[..., Any], stranger: Person, reviewer: Person, now: datetime
) -> None:
    bring_in({"Id": "h2", "Name": "The Willow House", "Country": "UK"})
    kept = Listing.objects.get(origin="h2")
    proved(house, stranger, now)
    made = services.merge(actor=reviewer, kept_id=kept.id, other_id=house.id, now=now)
    services.correct(actor=stranger, listing_id=kept.id, changes={"town": "Portsmouth"}, now=now)
    services.undo_merge(actor=reviewer, merge_id=made.id, now=now)
    with pytest.raises(Refused):
        services.correct(actor=stranger, listing_id=kept.id, changes={"town": "Leeds"}, now=now)


def test_who_may_ask(house: Listing, stranger: Person, now: datetime) -> None:
    assert may_claim_listing(stranger, house)
    assert not may_claim_listing(VISITOR, house)
    with pytest.raises(Refused):
        services.ask_to_look_after(actor=VISITOR, listing_id=house.id, how="mail", now=now)
    Listing.objects.filter(id=house.id).update(email="")
    with pytest.raises(CannotBeDone, match="claim_no_way"):
        services.ask_to_look_after(actor=stranger, listing_id=house.id, how="mail", now=now)
    with pytest.raises(CannotBeDone, match="claim_no_way"):
        services.ask_to_look_after(actor=stranger, listing_id=house.id, how="telepathy", now=now)
    Listing.objects.filter(id=house.id).update(website="", website_written="update6")
    with pytest.raises(CannotBeDone, match="claim_no_way"):
        services.ask_to_look_after(actor=stranger, listing_id=house.id, how="file", now=now)


def test_a_community_of_this_host_writes_its_own_page(world: Any) -> None:
    row = Listing.objects.get(name=world.harbour.community.name)
    with pytest.raises(Refused):
        services.ask_to_look_after(
            actor=world.harbour.persons["steward"], listing_id=row.id, how="mail", now=world.harbour.now
        )


def test_a_mailbox_in_a_list_is_read_or_noted(bring_in: Callable[..., Any], towns: None) -> None:
    rows = {
        "good": ("mailto:a.b@c.example", "a.b@c.example"),
        "two": ("a@b.example, c@d.example", ""),
        "header": ("a@b.example\r\nBcc: c@d.example", ""),
        "words": ("ask us", ""),
        "long": ("a" * 300 + "@b.example", ""),
    }
    report = bring_in(
        *({"Id": key, "Name": key, "Country": "UK", "Email": written} for key, (written, _) in rows.items())
    )
    assert {row.origin: row.email for row in Listing.objects.all()} == {
        key: read for key, (_, read) in rows.items()
    }
    assert report.notes_by_code["email-not-one"] == 4


def test_who_asked_for_nothing_has_nothing_to_stop(house: Listing, stranger: Person, now: datetime) -> None:
    proved(house, stranger, now)
    with pytest.raises(NotVisible):
        services.end_own_claim(actor=VISITOR, listing_id=house.id, now=now)
