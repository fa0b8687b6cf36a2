"""The reviewer's desk: few questions however much waits, pages by key, nobody else let in."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from commonhearth.foundation.accounts.models import Person
from commonhearth.rooms.directory.models import (
    Claim,
    DuplicateGroup,
    DuplicateMember,
    ImportRun,
    LinkCheck,
    Listing,
    Merge,
    Source,
)
from commonhearth.rooms.directory.storing import Said, storable
from tests.counting import queries

LISTS = {
    "directory:desk": "House",
    "directory:due": "House",
    "directory:duplicates": "Twins",
    "directory:merged": "House",
    "directory:desk-claims": "House",
    "directory:desk-links": "House",
}

#: Session, person and the page itself, on the desk one question for each of its five parts.
MOST = 8


def fill(count: int, person: Person, now: datetime) -> None:
    """Let that many of everything wait."""
    start = Listing.objects.count()
    source, _ = Source.objects.get_or_create(key="many", defaults={"title": "Many", "licence": "CC0"})
    run = ImportRun.objects.create(
        source=source,
        file_name="x",
        digest="0" * 64,
        by="import",
        at=now,
        rows=0,
        added=0,
        changed=0,
        unchanged=0,
    )
    rows = []
    for number in range(start, start + 2 * count):
        fields, _ = storable(
            Said(name=f"House {number:04}", kind="peer", website=f"http://h{number}.example")
        )
        merged = number % 2 == 1
        rows.append(
            Listing(
                source=source, origin=f"h{number}", verified_on=(now - timedelta(days=400)).date(),
                closed_on=now.date() if merged else None, **fields,
            )
        )  # fmt: skip
    Listing.objects.bulk_create(rows)
    for kept, other in zip(rows[::2], rows[1::2], strict=True):
        Listing.objects.filter(id=other.id).update(merged_into=kept.id)
        Merge.objects.create(kept=kept, other=other, at=now)
        Claim.objects.create(listing=kept, person=person, how="mail", asked=now, expires=now, proved=now)
        LinkCheck.objects.create(
            listing=kept,
            url=kept.website,
            looked=now,
            outcome="gone",
            detail="404",
            silent=1,
            since=now,
            due=now,
        )
        group = DuplicateGroup.objects.create(
            reason="same-name", key=kept.origin, name=f"Twins {kept.origin}", run=run
        )
        for row in (kept, rows[0]):
            DuplicateMember.objects.get_or_create(group=group, listing=row)
        DuplicateMember.objects.get_or_create(group=group, listing=rows[2])


@pytest.mark.parametrize("name", LISTS)
def test_the_same_questions_at_10_and_at_300(
    name: str, reviewer: Person, stranger: Person, now: datetime, client: Client
) -> None:
    client.force_login(reviewer)
    with time_machine.travel(now, tick=False):
        fill(10, stranger, now)
        few = queries(client, reverse(name))
        fill(290, stranger, now)
        many = queries(client, reverse(name))
        page = client.get(reverse(name)).content.decode()
    assert LISTS[name] in page
    assert (few, many <= MOST) == (many, True), (few, many)


@pytest.mark.parametrize("name", [name for name in LISTS if name != "directory:desk"])
def test_paged_by_key_and_nothing_left_out(
    name: str, reviewer: Person, stranger: Person, now: datetime, client: Client
) -> None:
    client.force_login(reviewer)
    seen: list[str] = []
    with time_machine.travel(now, tick=False):
        fill(120, stranger, now)
        address = reverse(name)
        for _page in range(4):
            page = client.get(address).content.decode()
            seen += re.findall(r'class="row-title" href="([^"]+)"', page)
            following = re.search(r'rel="next" href="([^"]+)"', page)
            if following is None:
                break
            address = reverse(name) + following.group(1)
    assert following is None
    assert (len(seen), len(set(seen))) == (120, 120)


def test_a_foreign_or_nonsense_key_is_the_first_page(reviewer: Person, now: datetime, client: Client) -> None:
    client.force_login(reviewer)
    for name in LISTS:
        for key in ("x", "0" * 36, "00000000-0000-4000-8000-000000000000"):
            assert client.get(reverse(name), {"after": key}).status_code == 200
