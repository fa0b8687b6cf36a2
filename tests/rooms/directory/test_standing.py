"""The database's order is the law's: random groups, every page, both databases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from commonhearth.core.places.distance import Point
from commonhearth.core.places.freshness import months_after
from commonhearth.core.places.globe import apart, apart_at, spot
from commonhearth.core.places.names import fold
from commonhearth.core.places.ranking import Candidate, Match, Rank, in_order, match_of
from commonhearth.rooms.directory.gazetteer.lookup import FoundPlace
from commonhearth.rooms.directory.models import Listing, Source
from commonhearth.rooms.directory.selectors.cards import freshness_of
from commonhearth.rooms.directory.selectors.open_meetings import open_meetings_near
from commonhearth.rooms.directory.selectors.standing import NOT_KNOWN, Standing, Words
from commonhearth.rooms.directory.storing import cut_words

pytestmark = pytest.mark.django_db
#: The last of February of a leap year, when a year ago is not a day of the same name.
TODAY = date(2028, 2, 29)
NAMES = (
    "Mental Health Friends", "Tea & Talk", "Élan vital", "Ælfric’s Yard", "Straße 9", "Zoë", "zoe", "Ωmega ™ Garden",
    "Healthy Harbour", "A", "Ментал хаб", "健康 小屋",
)  # fmt: skip
ABOUT = ("a mental health café", "talk and tea", "health", "garden", "mentoring", "")


def _day(rng: Random) -> date | None:
    """A day about one or two years ago, often to the very day at which something changes."""
    if rng.random() < 0.3:
        return None
    months = rng.choice((0, 11, 12, 24, 60))
    return months_after(TODAY, -months) + timedelta(days=rng.choice((-400, -2, -1, 0, 0, 1, 2)))


def _near(rng: Random, centre: Point) -> Point:
    """A place from next door to far away; some share one."""
    reach = rng.choice((0.0, 0.0, 0.004, 0.02, 0.05, 0.2, 1.0, 4.0))
    lat = max(-90.0, min(90.0, centre.lat + rng.uniform(-reach, reach)))
    lon = centre.lon + rng.uniform(-reach, reach) / 0.6
    return Point(round(lat, 4), round((lon + 180) % 360 - 180, 4))


def groups(rng: Random, centre: Point, count: int) -> list[Listing]:
    """Store so many groups as different from each other as they may be."""
    source = Source.objects.create(key=f"s{rng.getrandbits(32)}", title="S", licence="CC0", attribution="S")
    rows = []
    for number in range(count):
        name, about = rng.choice(NAMES), rng.choice(ABOUT)
        point = None if rng.random() < 0.15 else _near(rng, centre)
        rows.append(
            Listing(
                id=UUID(int=rng.getrandbits(128), version=4),
                source=source,
                origin=str(number),
                as_of=_day(rng),
                name=name,
                name_folded=fold(name),
                identity=fold(name),
                kind=rng.choice(("peer", "food")),
                words=cut_words(fold(f"{name} {about}")),
                town="Hill Town",
                town_folded=rng.choice(("hill town", "elsewhere")),
                country=rng.choice(("GB", "GB", "FR")),
                latitude=point.lat if point else None,
                longitude=point.lon if point else None,
                precision="exact" if point else "hidden",
                open_to_members=rng.choice((True, False, None)),
                verified_on=_day(rng),
                verified_until=rng.choice((None, None, TODAY, TODAY - timedelta(days=1))),
                closed_on=TODAY if rng.random() < 0.1 else None,
            )
        )
    Listing.objects.bulk_create(rows)
    return rows


def law(rows: Sequence[Listing], asked: Standing) -> list[Rank]:
    """Say what core.places.ranking says of rows, taking no part of the database's way."""
    place = asked.place
    candidates = []
    for row in rows:
        if row.closed_on or (asked.kind and row.kind != asked.kind):
            continue
        if asked.open_only and not row.open_to_members:
            continue
        if not all(any(f" {word}" in row.words for word in spellings) for spellings in asked.words):
            continue
        point, far = row.point(), None
        in_town = place is not None and (row.town_folded, row.country) == (fold(place.name), place.country)
        if place is not None:
            if point is None and not in_town:
                continue
            if point is not None and place.point is None:
                continue
            if point is not None and place.point is not None:
                far = apart(spot(point), spot(place.point))
                if far > apart_at(asked.radius_km):
                    continue
        match = match_of(row.name_folded, asked.words) if asked.words else Match.NAME
        in_town = in_town and point is None
        candidates.append(
            Candidate(str(row.id), row.name_folded, freshness_of(row, TODAY), far, in_town, match)
        )
    return [rank for rank, _ in in_order(candidates)]


def pages(asked: Standing, size: int) -> Iterator[list[Rank]]:
    """Go through all pages; each is told the same of all."""
    after, told = None, None
    while True:
        now_told, found = asked.page(size, after=after)
        assert told in (None, now_told)
        told = now_told
        yield found
        if len(found) < size:
            return
        after = found[-1]


CENTRES = (Point(50.8, -1.09), Point(-17.7, 179.99), Point(89.9, 10.0), Point(0.0, 0.0))
WORDS: tuple[Words, ...] = (
    (),
    (("ment",),),
    (("tea", "health"), ("talk", "caf", "harb")),
    (("健康",),),
    (("nowhere",),),
)


@pytest.mark.parametrize("seed", range(4))
def test_the_database_orders_as_the_law_does(seed: int) -> None:
    rng = Random(seed)
    centre = CENTRES[seed]
    rows = groups(rng, centre, 300)
    places = (
        FoundPlace("Hill Town", "Hill Town", "GB", centre, ""),
        FoundPlace("Hill Town", "Hill Town", "GB", None, ""),
        FoundPlace("x", "x", "", centre, ""),
        None,
    )
    for place in places:
        for words in WORDS:
            asked = Standing(
                TODAY, place, rng.choice((1.0, 2.0, 5.0, 25.0, 60.0, 500.0)), words, rng.choice(("", "food")),
                open_only=rng.random() < 0.3,
            )  # fmt: skip
            due = law(rows, asked)
            for size in (7, 300):
                found = [rank for page in pages(asked, size) for rank in page]
                assert found == due, (place, words, size)
            told, _ = asked.page(1)
            assert told == (len(due), any(rank.tier < NOT_KNOWN for rank in due))


def test_one_question_however_far_the_page_reaches(django_assert_num_queries: Any) -> None:
    rows = groups(Random(9), CENTRES[0], 400)
    asked = Standing(TODAY, FoundPlace("x", "x", "", CENTRES[0], ""), 500)
    for most in (1, 20, 200, 399):
        with django_assert_num_queries(1):
            assert asked.page(most)[1] == law(rows, asked)[:most]


def test_a_place_on_the_globe_follows_the_coordinates() -> None:
    [row] = groups(Random(5), CENTRES[0], 1)
    for point in (Point(10.5, 20.25), None, Point(-33.0, 151.0)):
        row.latitude, row.longitude = (point.lat, point.lon) if point else (None, None)
        row.save()
        stored = Listing.objects.values_list("x", "y", "z").get(id=row.id)
        assert stored == (tuple(spot(point)) if point else (None, None, None))
    Listing.objects.update_or_create(id=row.id, defaults={"latitude": 1.0, "longitude": 2.0})
    assert Listing.objects.values_list("x", "y", "z").get(id=row.id) == tuple(spot(Point(1.0, 2.0)))


def test_the_database_keeps_no_place_without_its_globe() -> None:
    [row] = groups(Random(6), CENTRES[0], 1)
    row.latitude, row.longitude = 10.0, 20.0
    row.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Listing.objects.filter(id=row.id).update(x=None, y=None, z=None)


@pytest.mark.parametrize(("words", "index"), [((), "listing_standing"), (WORDS[1], "listing_words_here")])
def test_ranking_reads_the_index_and_no_row(words: Words, index: str) -> None:
    """Read from what SQLite says it will do."""
    groups(Random(7), CENTRES[0], 30)
    ran: list[tuple[str, Any]] = []
    asked = Standing(TODAY, FoundPlace("Hill Town", "Hill Town", "GB", CENTRES[0], ""), 25, words)
    with connection.execute_wrapper(
        lambda run, sql, given, *rest: (ran.append((sql, given)), run(sql, given, *rest))[1]
    ):
        asked.page(20)
    assert "LIMIT %" not in ran[0][0], "with a limit that is put in SQLite makes its plan anew each time"
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {ran[0][0]}", ran[0][1])
        steps = [row[3] for row in cursor.fetchall() if "directory_listing" in row[3]]
    assert any(f"USING COVERING INDEX {index} " in step for step in steps), steps
    assert all(f"{index} " in step or "listing_in_town" in step for step in steps), steps


@pytest.mark.sqlite  # PostgreSQL reads few rows without an index
def test_open_meetings_are_looked_for_among_the_listings_of_communities_only() -> None:
    place = FoundPlace("Hill Town", "Hill Town", "GB", CENTRES[0], "")
    with CaptureQueriesContext(connection) as caught:
        open_meetings_near(place=place, radius_km=25, now=datetime(2026, 3, 5, tzinfo=UTC))
    [listed] = [query["sql"] for query in caught if 'FROM "directory_listing"' in query["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {listed}")
        [[*_numbers, plan]] = cursor.fetchall()
    assert "SEARCH" in plan and "listing_of_community" in plan, plan
