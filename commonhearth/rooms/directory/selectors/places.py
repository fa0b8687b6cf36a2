"""From what somebody typed to a place to search from, saying how it was understood."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from django.db.models import Avg, Count, Q

from commonhearth.core.places.countries import country_name
from commonhearth.core.places.distance import NotAPlace, Point
from commonhearth.core.places.names import fold
from commonhearth.core.places.postcodes import looks_like_postcode, outward_code, postcode_key
from commonhearth.rooms.directory.gazetteer.loading import place_id
from commonhearth.rooms.directory.gazetteer.lookup import (
    FoundPlace,
    found,
    in_likely_order,
    nearest_spellings,
    towns_called,
)
from commonhearth.rooms.directory.models import Listing, Place

_COORDINATES = re.compile(r"^\s*([+-]?\d{1,3}(?:\.\d+)?)\s*[,;\s]\s*([+-]?\d{1,3}(?:\.\d+)?)\s*$")
LONGEST = 100


@dataclass(frozen=True, slots=True)
class PlaceAnswer:
    """What a typed place was understood as.

    `how` is a code of wording.FOUND_BY; `others` are towns that may have been meant instead.
    """

    typed: str
    chosen: FoundPlace | None
    others: tuple[FoundPlace, ...] = ()
    how: str = "none"
    approximate: bool = False


def find_place(text: str, *, home_country: str = "GB", most: int = 8) -> PlaceAnswer:
    """Return the place somebody means: a town, a postcode, "lat, lon", or the slug of a place.

    At most four queries. `how` is "listed" for a town that only listings name; its place may have no point.

    Args:
        home_country: the host's country, whose towns come first.
        most: how many other towns to offer.
    """
    typed = " ".join(text.split())[:LONGEST]
    if not typed:
        return PlaceAnswer(typed, None)
    if typed.startswith("geo:"):
        return _by_slug(typed)
    pair = _COORDINATES.match(typed)
    if pair:
        return _at(typed, float(pair.group(1)), float(pair.group(2)))
    if looks_like_postcode(typed):
        answer = _by_postcode(typed, home_country)
        if answer.chosen:
            return answer
    return _by_name(typed, home_country, most)


def _by_slug(typed: str) -> PlaceAnswer:
    number = typed.removeprefix("geo:")
    place = (
        Place.objects.filter(id=place_id(int(number))).first()
        if number.isdecimal() and len(number) < 10
        else None
    )
    return PlaceAnswer(typed, found(place), how="town") if place else PlaceAnswer(typed, None)


def _at(typed: str, lat: float, lon: float) -> PlaceAnswer:
    try:
        point = Point(lat, lon)
    except NotAPlace:
        return PlaceAnswer(typed, None)
    label = f"{lat:g}, {lon:g}"
    return PlaceAnswer(typed, FoundPlace(label, label, "", point, slug=label), how="coordinates")


def _by_postcode(typed: str, home_country: str) -> PlaceAnswer:
    """Find a postcode by the groups known there, then its district by the groups known in it.

    Only places that are shown finer than a town count; refuges have no postcode here at all.
    """
    key, outward = postcode_key(typed), outward_code(typed)
    placed = Listing.objects.filter(latitude__isnull=False, precision__in=["exact", "km"])
    for how, where, label in (
        ("postcode", Q(postcode_key=key), typed.upper()),
        ("district", Q(outward=outward) if outward else None, outward),
    ):
        if where is None:
            continue
        rows = list(
            placed.filter(where)
            .values("country")
            .annotate(lat=Avg("latitude"), lon=Avg("longitude"), known=Count("id"))
            .order_by("-known", "country")
        )
        if rows:
            row = next((row for row in rows if row["country"] == home_country), rows[0])
            point = Point(row["lat"], row["lon"])
            place = FoundPlace(label, label, row["country"], point, slug=label)
            return PlaceAnswer(typed, place, how=how, approximate=True)
    return PlaceAnswer(typed, None)


def _by_name(typed: str, home_country: str, most: int) -> PlaceAnswer:
    name, _, told_apart_by = typed.partition(",")
    folded, told = fold(name), fold(told_apart_by.rpartition(",")[2])
    if not folded:
        return PlaceAnswer(typed, None)
    towns = towns_called(folded)
    answer = _answer(typed, towns, home_country, told, most, "town")
    at_home = any(place.country == home_country for place, _ in towns)
    if at_home or (answer.chosen and told):
        return answer
    # A village at home that only listings name goes before a town of its name on another continent.
    listed = _listed_town(typed, name.strip(), folded, home_country)
    if listed and listed.chosen and (not answer.chosen or listed.chosen.country == home_country):
        others = (answer.chosen, *answer.others) if answer.chosen else ()
        return replace(listed, others=others[:most])
    if answer.chosen:
        return answer
    names = nearest_spellings(folded, home_country=home_country)[:3]
    return _answer(typed, towns_called(*names) if names else [], home_country, told, most, "spelling")


def _answer(
    typed: str, towns: list[tuple[Place, bool]], home_country: str, told: str, most: int, how: str
) -> PlaceAnswer:
    ordered = in_likely_order(towns, home_country=home_country, told_apart_by=told)
    if not ordered:
        return PlaceAnswer(typed, None)
    places = [found(place) for place in ordered[: most + 1]]
    return PlaceAnswer(typed, places[0], tuple(places[1:]), how)


def _listed_town(typed: str, name: str, folded: str, home_country: str) -> PlaceAnswer | None:
    """Find a town as listings write it and the gazetteer does not: where they are, or no point at all."""
    rows = list(
        Listing.objects.filter(town_folded=folded)
        .values("country")
        .annotate(known=Count("id"), lat=Avg("latitude"), lon=Avg("longitude"))
        .order_by("-known", "country")
    )
    if not rows:
        return None
    row = next((row for row in rows if row["country"] == home_country), rows[0])
    point = None if row["lat"] is None else Point(row["lat"], row["lon"])
    label = f"{name}, {country_name(row['country'])}" if row["country"] else name
    return PlaceAnswer(
        typed, FoundPlace(name, label, row["country"], point, slug=name), how="listed", approximate=True
    )
