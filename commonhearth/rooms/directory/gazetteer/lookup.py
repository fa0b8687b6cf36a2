"""From what somebody typed to a town: accents and slips forgiven, towns of one name told apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from commonhearth.core.places.closeness import forgiven, nearest
from commonhearth.core.places.countries import How, country_name, read_country
from commonhearth.core.places.distance import Point, box_around, great_circle_km
from commonhearth.core.places.names import fold
from commonhearth.rooms.directory.models import Place, PlaceName


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place to search from. `slug` finds exactly this place again.

    `point` is None for a town that only listings name: what is listed there is found, without distance.
    """

    name: str
    label: str
    country: str
    point: Point | None
    slug: str
    geoname: int | None = None
    population: int = 0


def found(place: Place) -> FoundPlace:
    """Turn a row of the gazetteer into a place to search from."""
    return FoundPlace(
        name=place.name,
        label=label_of(place),
        country=place.country,
        point=Point(place.latitude, place.longitude),
        slug=f"geo:{place.geoname}",
        geoname=place.geoname,
        population=place.population,
    )


def label_of(place: Place) -> str:
    """Return a name that tells a town apart from others of its name: "Newport, near Cardiff, Wales"."""
    from django.utils.translation import gettext as _

    parts = [place.name]
    if place.near:
        parts.append(_("near %(town)s") % {"town": place.near})
    parts.append(place.region or country_name(place.country))
    if place.region and place.country != "GB":
        parts.append(country_name(place.country))
    return ", ".join(parts)


def spellings(folded: str) -> list[str]:
    """Return a folded name and the ways its saint may be written."""
    ways = [folded]
    for short, long in (
        ("st", "saint"),
        ("st", "sankt"),
        ("saint", "st"),
        ("sankt", "st"),
        ("ste", "sainte"),
    ):
        padded = f" {folded} "
        if f" {short} " in padded:
            ways.append(padded.replace(f" {short} ", f" {long} ").strip())
    return ways


def towns_called(*folded: str) -> list[tuple[Place, bool]]:
    """Return places of these folded names, each with whether it is their own name. One query."""
    ways = [way for name in folded for way in spellings(name)]
    # Put together, not "or": PostgreSQL reads every place of the world for that.
    own = Place.objects.filter(folded__in=ways).values("id")
    rows = Place.objects.filter(
        id__in=own.union(PlaceName.objects.filter(folded__in=ways).values("place_id"))
    )
    return [(place, place.folded in ways) for place in rows]


def in_likely_order(
    towns: Iterable[tuple[Place, bool]], *, home_country: str, told_apart_by: str = ""
) -> list[Place]:
    """Sort towns of one name: what was said to tell them apart, the host's country, the larger.

    Args:
        told_apart_by: what stood after a comma ("Wales"), folded.
    """

    country = read_country(told_apart_by)
    named = country.code if country.how in (How.CODE, How.NAME) else ""

    def key(town: tuple[Place, bool]) -> tuple[bool, bool, int, int]:
        place, own = town
        meant = f" {fold(place.region)} {fold(country_name(place.country))} {fold(place.near)} {place.country.lower()} "
        home = place.country == home_country
        weight = place.population * (10 if own else 1) * (10 if home else 1)
        said = bool(told_apart_by) and (f" {told_apart_by} " in meant or place.country == named)
        return (not said, not (home and own), -weight, place.geoname)

    return [place for place, _ in sorted(towns, key=key)]


def nearest_spellings(folded: str, *, home_country: str) -> list[str]:
    """Return the names of places a slip or two away: of the host's country, else of any. One query.

    Elsewhere in the world the first two letters must be right.
    """
    most = forgiven(folded)
    if not most:
        return []
    rows = Place.objects.filter(Q(country=home_country) | Q(folded__startswith=folded[:2]))
    names: dict[bool, set[str]] = {True: set(), False: set()}
    for name, country in rows.values_list("folded", "country"):
        names[country == home_country].add(name)
    return nearest(folded, likely(folded, names[True], most)) or nearest(
        folded, likely(folded, names[False], most)
    )


def likely(word: str, names: Iterable[str], most: int) -> set[str]:
    """Return the names worth comparing letter by letter: about as long, and of about the same letters."""
    letters = set(word)
    return {
        name
        for name in names
        if abs(len(name) - len(word)) <= most and len(letters.symmetric_difference(name)) <= 2 * most
    }


def country_at(point: Point, *, stated: str = "", within_km: float = 30) -> str:
    """Return the country of the nearest place, or the one stated if it has a place nearby as well.

    Near a border the nearest village may be across it, so what a record says of itself is believed
    when it can be true.
    """
    box = box_around(point, within_km)
    around = Place.objects.filter(latitude__range=(box.south, box.north))
    spans = Q()
    for west, east in box.spans():
        spans |= Q(longitude__range=(west, east))
    best = ("", within_km)
    for country, lat, lon in around.filter(spans).values_list("country", "latitude", "longitude"):
        distance = great_circle_km(point, Point(lat, lon))
        if distance > within_km:
            continue
        if country == stated:
            return stated
        if distance < best[1]:
            best = (country, distance)
    return best[0]


#: Where a list says one country and the gazetteer another.
NEIGHBOURS = {"GB": ("GB", "JE", "GG", "IM")}


def find_town(name: str, *, country: str, region: str = "", near: Point | None = None) -> FoundPlace | None:
    """Return the town of a country that somebody names, the likeliest where several have the name. One query.

    Args:
        near: where it is known to be, about; then the nearest of that name is meant.
    """
    folded = fold(name)
    if not folded or not country:
        return None
    codes = NEIGHBOURS.get(country, (country,))
    towns = [(place, own) for place, own in towns_called(folded) if place.country in codes]
    ordered = in_likely_order(towns, home_country=country, told_apart_by=fold(region))
    if near is not None:
        ordered.sort(key=lambda town: great_circle_km(near, Point(town.latitude, town.longitude)))
    return found(ordered[0]) if ordered else None


class Towns:
    """The towns of some countries, kept in memory for the length of an import."""

    def __init__(self) -> None:
        self._by_country: dict[str, dict[str, list[Place]]] = {}
        self._cells: dict[str, set[tuple[int, int]]] = {}

    def find(self, name: str, *, country: str, region: str = "") -> tuple[FoundPlace | None, str]:
        """Return the town a record means, and a doubt: nothing, town-several, town-spelling, town-unknown."""
        folded = fold(name)
        if not folded or not country:
            return None, "town-unknown"
        for code in NEIGHBOURS.get(country, (country,)):
            for way in spellings(folded):
                towns = self._of(code).get(way)
                if towns:
                    chosen = self._chosen(towns, fold(region))
                    return found(chosen), "" if len(towns) == 1 else "town-several"
        close = self._misspelt(folded, country)
        if close:
            chosen = self._chosen(self._of(country)[close], fold(region))
            if not (region and chosen.region and fold(region) != fold(chosen.region) and country == "US"):
                return found(chosen), "town-spelling"
        return None, "town-unknown"

    def _misspelt(self, folded: str, country: str) -> str:
        """Return the one town a slip away, for names of some length that begin alike; else nothing.

        "Coagh" and "Doagh" are two villages: a guess nobody looks at must be a likely one.
        """
        if len(folded) < 6:
            return ""
        names = likely(folded, self._of(country), forgiven(folded))
        close = nearest(folded, {name for name in names if name[0] == folded[0]})
        return close[0] if len(close) == 1 else ""

    def lies_in(self, point: Point, country: str) -> bool:
        """Say whether a country has a town within about half a degree of a point."""
        if country not in self._cells:
            towns = Place.objects.filter(country=country).values_list("latitude", "longitude")
            self._cells[country] = {(int(lat * 4), int(lon * 4)) for lat, lon in towns}
        row, column = int(point.lat * 4), int(point.lon * 4)
        around = ((row + up, column + right) for up in (-1, 0, 1) for right in (-1, 0, 1))
        return any(cell in self._cells[country] for cell in around)

    def _of(self, country: str) -> dict[str, list[Place]]:
        if country not in self._by_country:
            towns: dict[str, list[Place]] = {}
            for place in Place.objects.filter(country=country).prefetch_related("other_names"):
                towns.setdefault(place.folded, []).append(place)
            own = set(towns)
            for rows in list(towns.values()):
                for place in rows:
                    for other in place.other_names.all():
                        if other.folded not in own:  # a town's own name goes before another's nickname
                            towns.setdefault(other.folded, []).append(place)
            self._by_country[country] = towns
        return self._by_country[country]

    @staticmethod
    def _chosen(towns: list[Place], region: str) -> Place:
        def key(place: Place) -> tuple[bool, int, int]:
            said = bool(region) and region in (fold(place.near), fold(place.region))
            return (not said, -place.population, place.geoname)

        return min(towns, key=key)
