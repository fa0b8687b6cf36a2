"""Websites are looked at from a job, politely; what came of it is said, and nothing is closed by it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from commonhearth.foundation.access import VISITOR, NotVisible, Refused
from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.jobs.models import Job
from commonhearth.rooms.directory import selectors, services, tasks
from commonhearth.rooms.directory.models import LinkCheck, Listing
from commonhearth.rooms.directory.selectors import Asked
from commonhearth.rooms.directory.services import links
from tests.foundation.fetch.internet import PUBLIC, Internet, moves, says

GONE = says(b"", status="404 Not Found")


@pytest.fixture
def internet() -> Internet:
    internet = Internet()
    internet.site("bread.example", PUBLIC, says())
    return internet


def look(bakery: Listing, internet: Internet, now: datetime) -> str:
    found = links.look(listing_id=bakery.id, now=now, network=internet.network)
    bakery.refresh_from_db()
    return str(found.outcome) if found else ""


def test_a_page_that_answers(bakery: Listing, internet: Internet, now: datetime) -> None:
    internet.servers[PUBLIC] = says(b"x" * 1000, ETag='"7"')
    assert look(bakery, internet, now) == "ok"
    [asked] = internet.requests
    assert asked.startswith(b"HEAD / HTTP/1.1")
    check = LinkCheck.objects.get()
    assert (check.etag, check.silent, check.due) == ('"7"', 0, now + timedelta(days=30))
    internet.servers[PUBLIC] = says(b"", status="304 Not Modified")
    assert look(bakery, internet, now + timedelta(days=30)) == "ok"
    assert b'If-None-Match: "7"' in internet.requests[-1]


def test_a_server_that_does_not_like_head_is_asked_again(
    bakery: Listing, internet: Internet, now: datetime
) -> None:
    internet.servers[PUBLIC] = lambda asked: (
        says(b"", status="405 No")(asked) if asked.startswith(b"HEAD") else says()(asked)
    )
    assert look(bakery, internet, now) == "ok"
    assert [asked.split()[0] for asked in internet.requests] == [b"HEAD", b"GET"]


def test_three_times_over_two_weeks_is_said_and_nothing_closed(
    bakery: Listing, internet: Internet, now: datetime, client: Client
) -> None:
    internet.servers[PUBLIC] = GONE
    for day in (0, 7):
        assert look(bakery, internet, now + timedelta(days=day)) == "gone"
        assert bakery.silent_since is None
    look(bakery, internet, now + timedelta(days=14))
    assert (bakery.silent_since, bakery.closed_on) == (now.date(), None)
    found = selectors.search(viewer=VISITOR, asked=Asked(words="bread"), now=now)
    assert [card.silent_text for card in found.rows] == ["Their web page has not answered since 5 March 2026"]
    page = client.get(reverse("directory:listing", args=[bakery.id])).content.decode()
    assert "Their web page has not answered since 5 March 2026" in page
    internet.servers[PUBLIC] = says()
    look(bakery, internet, now + timedelta(days=21))
    assert bakery.silent_since is None


@pytest.mark.parametrize(
    ("server", "outcome", "detail"),
    [
        (says(b"", status="410 Gone"), "gone", "410"),
        (says(b"", status="500 Broken"), "unreachable", "500"),
        (says(b"", status="403 No"), "ok", "403"),
        (says(b"", status="429 Slowly"), "ok", "429"),
        (moves("http://www.bread.example/", "302 Found"), "ok", "200"),
        (moves("http://www.bread.example/new"), "moved", "200"),
        (moves("http://bakers.example/"), "moved", "not-listed"),
        (moves("/round/and/round"), "unreachable", "too-many-moves"),
        (lambda _asked: [b"nonsense\r\n\r\n"], "unreachable", "unreadable"),
        (lambda _asked: [], "unreachable", "unreadable"),
    ],
)
def test_what_came_of_it(
    bakery: Listing, internet: Internet, now: datetime, server: Any, outcome: str, detail: str
) -> None:
    internet.servers[PUBLIC] = server
    internet.site("www.bread.example", "198.41.0.4", says())
    assert look(bakery, internet, now) == outcome
    assert LinkCheck.objects.get().detail in {detail, "no-answer"} if detail == "unreadable" else detail


def test_a_name_that_is_gone_and_one_that_leads_inside(
    bakery: Listing, internet: Internet, now: datetime
) -> None:
    del internet.names["bread.example"]
    assert look(bakery, internet, now) == "gone"
    internet.names["bread.example"] = [["10.0.0.7"]]
    internet.servers["10.0.0.7"] = says()
    assert look(bakery, internet, now) == "unreachable"
    assert internet.dialled == [], "S08: private addresses are refused"
    assert LinkCheck.objects.get().detail == "private"


def test_an_address_this_host_does_not_go_to_says_nothing(
    bakery: Listing, internet: Internet, now: datetime
) -> None:
    Listing.objects.filter(id=bakery.id).update(website="http://bread.example:8080/")
    for day in (0, 7, 14, 21):
        assert look(bakery, internet, now + timedelta(days=day)) == "not-looked"
    assert bakery.silent_since is None
    assert internet.lookups == []


def test_with_egress_off_nothing_is_looked_at_or_written(
    bakery: Listing, internet: Internet, now: datetime, settings: Any
) -> None:
    settings.HEARTH_EGRESS = "off"
    assert links.due(now=now) == []
    assert look(bakery, internet, now) == ""
    assert LinkCheck.objects.count() == 0


def test_whose_turn_it_is(
    bring_in: Callable[..., Any], bakery: Listing, internet: Internet, now: datetime
) -> None:
    bring_in(
        {"Id": "s1", "Name": "One", "Country": "UK", "Web": "http://www.bread.example/one"},
        {"Id": "s2", "Name": "Two", "Country": "UK", "Web": "http://two.example"},
        {"Id": "s3", "Name": "Three", "Country": "UK"},
    )
    first = links.due(now=now)
    assert len(first) == 2, "no two of one host at once"
    look(bakery, internet, now)
    turn = set(links.due(now=now))
    assert turn == set(Listing.objects.filter(origin__in=["s1", "s2"]).values_list("id", flat=True))
    assert bakery.id not in turn
    Listing.objects.filter(id=bakery.id).update(website="http://other.example")
    assert bakery.id in links.due(now=now), "another address begins anew"
    Listing.objects.filter(id=bakery.id).update(closed_on=now.date())
    assert bakery.id not in links.due(now=now)


def test_a_changed_address_is_not_blamed_for_the_old_one(
    bakery: Listing, internet: Internet, now: datetime
) -> None:
    internet.servers[PUBLIC] = GONE
    for day in (0, 7):
        look(bakery, internet, now + timedelta(days=day))
    Listing.objects.filter(id=bakery.id).update(website="http://bread.example/new")
    look(bakery, internet, now + timedelta(days=14))
    assert bakery.silent_since is None
    assert LinkCheck.objects.get().silent == 1


def test_the_job_asks_for_one_look_each(bakery: Listing, now: datetime) -> None:
    with time_machine.travel(now, tick=False):
        tasks.look_after_links.call()
        tasks.look_after_links.call()
    [job] = Job.objects.filter(task__endswith="look_at_link")
    assert job.args["args"] == [str(bakery.id)]


def test_on_the_reviewers_desk(
    bakery: Listing, reviewer: Person, internet: Internet, now: datetime, client: Client
) -> None:
    internet.servers[PUBLIC] = GONE
    look(bakery, internet, now)
    [check] = selectors.links(viewer=reviewer)
    assert (check.listing_id, check.outcome) == (bakery.id, "gone")
    client.force_login(reviewer)
    page = client.get(reverse("directory:desk-links")).content.decode()
    assert "Once, on 5 March 2026." in page
    assert "There is no such page or site any more." in page
    client.post(reverse("directory:link-seen", args=[bakery.id]))
    assert selectors.links(viewer=reviewer) == []
    look(bakery, internet, now + timedelta(days=7))
    assert selectors.links(viewer=reviewer) == [], "seen, and the same as before"
    internet.servers[PUBLIC] = says(b"", status="500 Broken")
    look(bakery, internet, now + timedelta(days=14))
    assert len(selectors.links(viewer=reviewer)) == 1, "something else came of it"


def test_taking_over_the_new_address(
    bakery: Listing, reviewer: Person, stranger: Person, internet: Internet, now: datetime
) -> None:
    internet.servers[PUBLIC] = moves("http://bakers.example/")
    look(bakery, internet, now)
    for actor in (VISITOR, stranger):
        with pytest.raises(Refused):
            services.take_new_address(actor=actor, listing_id=bakery.id, now=now)
        with pytest.raises(Refused):
            services.put_away_link(actor=actor, listing_id=bakery.id, now=now)
    services.take_new_address(actor=reviewer, listing_id=bakery.id, now=now)
    bakery.refresh_from_db()
    assert (bakery.website, bakery.corrected) == ("http://bakers.example/", ["website"])
    assert selectors.links(viewer=reviewer) == []
    LinkCheck.objects.update(outcome="gone")
    with pytest.raises(NotVisible):
        services.take_new_address(actor=reviewer, listing_id=bakery.id, now=now)
