"""A check is due after eleven months and old after twelve: who looks after a listing is told, each once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.outbox.models import Mail
from commonhearth.rooms.directory import selectors, services
from commonhearth.rooms.directory.models import Claim, Listing, Reminder, Verification
from commonhearth.rooms.directory.services.reminding import remind

CHECKED = datetime(2026, 3, 5, 18, 30, tzinfo=UTC)


def at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 6, 0, tzinfo=UTC)


@pytest.fixture
def house(bring_in: Callable[..., Any], reviewer: Person) -> Listing:
    """A listing with a mailbox, checked on 5 March 2026."""
    bring_in({"Id": "h1", "Name": "Willow House", "Country": "UK", "Email": "hello@willow.example"})
    row = Listing.objects.get(origin="h1")
    services.verify(actor=reviewer, listing_id=row.id, how="spoke", now=CHECKED)
    return row


@pytest.fixture
def tended(house: Listing, stranger: Person) -> Claim:
    """The same, looked after by somebody."""
    return Claim.objects.create(
        listing=house, person=stranger, how="mail", asked=CHECKED, expires=CHECKED, proved=CHECKED
    )


def link(kind: str) -> str:
    """Return the path of a link in the last mail."""
    body = Mail.objects.latest("created").text.body
    found = re.search(rf"http://localhost:8000(/directory/{kind}/\S+)", body)
    assert found
    return found.group(1)


def test_once_when_due_and_once_when_old(tended: Claim) -> None:
    assert remind(now=at(2027, 2, 4)) == 0
    assert remind(now=at(2027, 2, 5)) == 1, "eleven months to the day"
    mail = Mail.objects.get()
    assert (mail.to, mail.kind) == ("tom@example.org", "directory.reminder")
    assert mail.text.subject == "Is Willow House still here?"
    assert "from 5 March 2027 on the page says that the check is old" in mail.text.body
    assert remind(now=at(2027, 2, 6)) == remind(now=at(2027, 3, 5)) == 0
    assert remind(now=at(2027, 3, 6)) == 1, "the day after twelve months"
    assert Mail.objects.latest("created").text.subject == (
        "The page of Willow House is no longer known to be right"
    )
    assert remind(now=at(2027, 3, 7)) == remind(now=at(2027, 5, 1)) == 0
    assert Reminder.objects.count() == 2


def test_without_a_claim_the_published_address_is_asked(house: Listing) -> None:
    assert remind(now=at(2027, 2, 5)) == 1
    assert remind(now=at(2027, 2, 5)) == 0
    assert Mail.objects.get().to == "hello@willow.example"


def test_it_stands_on_the_reviewers_desk_too(house: Listing, reviewer: Person) -> None:
    assert selectors.due_for_check(viewer=reviewer, now=at(2027, 2, 4)) == []
    [card] = selectors.due_for_check(viewer=reviewer, now=at(2027, 2, 5))
    assert (card.id, card.state) == (house.id, "due")
    [card] = selectors.due_for_check(viewer=reviewer, now=at(2027, 3, 6))
    assert card.state == "stale"


def test_a_shorter_check_is_reminded_of_sooner(house: Listing, reviewer: Person) -> None:
    until = (CHECKED + timedelta(days=60)).date()
    services.verify(actor=reviewer, listing_id=house.id, how="spoke", until=until, now=CHECKED)
    assert remind(now=at(2026, 4, 3)) == 0
    assert remind(now=at(2026, 4, 4)) == 1
    assert remind(now=at(2026, 5, 4)) == 0
    assert remind(now=at(2026, 5, 5)) == 1


def test_a_new_check_begins_anew(tended: Claim, house: Listing, reviewer: Person) -> None:
    remind(now=at(2027, 2, 5))
    services.verify(actor=reviewer, listing_id=house.id, how="spoke", now=at(2027, 2, 20))
    assert remind(now=at(2027, 3, 6)) == 0
    assert remind(now=at(2028, 1, 20)) == 1


@pytest.mark.parametrize("gone", ["closed", "merged", "no-mailbox", "long-ago"])
def test_who_is_not_reminded(
    house: Listing, reviewer: Person, bring_in: Callable[..., Any], gone: str
) -> None:
    when = at(2027, 2, 5)
    match gone:
        case "closed":
            services.close(actor=reviewer, listing_id=house.id, on=CHECKED.date(), now=CHECKED)
        case "merged":
            bring_in({"Id": "h2", "Name": "Willow", "Country": "UK"})
            kept = Listing.objects.get(origin="h2")
            services.merge(actor=reviewer, kept_id=kept.id, other_id=house.id, now=CHECKED)
            Listing.objects.filter(id=kept.id).update(email="")
        case "no-mailbox":
            Listing.objects.update(email="")
        case "long-ago":
            when = at(2027, 6, 6)
    assert remind(now=when) == 0


def test_many_are_reminded_of_in_turn(bring_in: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commonhearth.rooms.directory.services.reminding.MOST_AT_ONCE", 3)
    bring_in(
        *(
            {"Id": str(n), "Name": f"House {n}", "Country": "UK", "Email": f"h{n}@example.net"}
            for n in range(8)
        )
    )
    Listing.objects.update(verified_on=CHECKED.date())
    days = [remind(now=at(2027, 2, day)) for day in (5, 6, 7, 8)]
    assert days == [3, 3, 2, 0]


# --- The links ------------------------------------------------------------------------------------


def test_one_press_says_still_here(tended: Claim, house: Listing, stranger: Person, client: Client) -> None:
    remind(now=at(2027, 2, 5))
    path = link("still-here")
    with time_machine.travel(at(2027, 2, 9), tick=False):
        assert "Is Willow House still here?" in client.get(path).content.decode()
        house.refresh_from_db()
        assert house.verified_on == CHECKED.date(), "opening it does nothing"
        assert "checked today" in client.post(path).content.decode()
        client.post(path)
    house.refresh_from_db()
    assert house.verified_on == at(2027, 2, 9).date()
    made = Verification.objects.latest("created")
    assert (made.how, made.by_id, Verification.objects.count()) == ("themselves", stranger.id, 2)


def test_from_the_published_mailbox_it_counts_as_an_answer(house: Listing) -> None:
    remind(now=at(2027, 2, 5))
    token = link("still-here").split("/")[3]
    assert services.still_here(token=token, now=at(2027, 2, 9))
    made = Verification.objects.latest("created")
    assert (made.how, made.by_id) == ("wrote", None)


def test_links_that_do_nothing(house: Listing, reviewer: Person, client: Client) -> None:
    remind(now=at(2027, 2, 5))
    token = link("still-here").split("/")[3]
    assert not services.still_here(token=token, now=at(2027, 6, 1)), "too old"
    assert not services.still_here(token=token[:-1] + "x", now=at(2027, 2, 9))
    end = link("reminders/end").split("/")[4]
    assert not services.still_here(token=end, now=at(2027, 2, 9)), "made for something else"
    assert not services.end_reminders(token=token)
    services.close(actor=reviewer, listing_id=house.id, on=CHECKED.date(), now=at(2027, 2, 8))
    assert not services.still_here(token=token, now=at(2027, 2, 9))
    assert client.get("/directory/still-here/x/").status_code == 410
    assert client.post("/directory/reminders/end/x/").status_code == 410


def test_one_press_ends_reminders(house: Listing, client: Client) -> None:
    remind(now=at(2027, 2, 5))
    path = link("reminders/end")
    assert Mail.objects.get().unsubscribe == "http://localhost:8000" + path
    client.get(path)
    house.refresh_from_db()
    assert not house.no_reminders
    plain = Client(enforce_csrf_checks=True)
    assert "No more reminders" in plain.post(path).content.decode(), "a mail program has no token"
    assert remind(now=at(2027, 3, 6)) == 0


def test_it_ends_them_for_one_person_only(tended: Claim, house: Listing, client: Client) -> None:
    other = Person.objects.create_user("other@example.org")
    Claim.objects.create(
        listing=house, person=other, how="mail", asked=CHECKED, expires=CHECKED, proved=CHECKED
    )
    assert remind(now=at(2027, 2, 5)) == 2
    first = Reminder.objects.get(to=tended.person)
    from commonhearth.rooms.directory import tokens

    services.end_reminders(token=tokens.write(first.id, purpose="no-reminders"))
    assert remind(now=at(2027, 3, 6)) == 1
    assert Mail.objects.latest("created").to == "other@example.org"
