"""The SSEDAS map of European solidarity-economy initiatives (GeoJSON, 2016 to 2017)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from commonhearth.rooms.directory.reading.files import json_values
from commonhearth.rooms.directory.reading.records import (
    LONGEST_NAME,
    BrokenFile,
    Cleaner,
    Doubt,
    Record,
    SourceCard,
    point_from,
)

SOURCE = SourceCard(
    key="ssedas",
    title="SSEDAS, map of solidarity-economy initiatives in Europe",
    licence="Public domain",
    attribution="TransforMap, SSEDAS partners 2016–17, public domain",
    url="https://data.transformap.co/place/SSEDAS_PARTNER",
    as_of=date(2017, 12, 31),
)
#: Keys that are kept; the others ("a": "b", the partner's own marks) say nothing to a reader.
_SAYING = (
    "type_of_initiative",
    "POI_TYPE",
    "free_keywords",
    "free_tags",
    "shop",
    "amenity",
    "craft",
    "provides",
)
_KINDS = (
    ("community", ("ecovillage", "cohousing", "other_communities", "intentional")),
    ("housing", ("other_habitat", "homeless_shelter", "housing")),
    ("food", ("food", "garden", "agro", "farm", "vegetable", "permaculture", "seed_", "harvest", "directtrade")),
    ("energy", ("energy", "recycling", "waste", "upcycling", "repair", "bicycle", "mobility", "used_goods")),
    ("money", ("finance", "timebank", "currency")),
    ("learning", ("education", "school", "research", "library")),
    ("care", ("health", "care", "disability", "mutualsociety_aid")),
    ("arts", ("mutualsociety_art", "freespace", "culture")),
    ("work", ("fairtrade", "shop", "coworking", "incubators", "employment", "buylocal")),
    ("advice", ("socialinclusion", "ngo", "community_group", "networking", "participation", "political")),
)  # fmt: skip
_REMOVED = re.compile(r"\[email removed\]")


def recognises(values: list[Any]) -> bool:
    """Say whether the first values of a file are of this map."""
    return any(
        isinstance(value, dict) and "SSEDAS_PARTNER" in (value.get("properties") or {}) for value in values
    )


def read(text: str, *, file: str) -> Iterator[Record]:
    """Yield a record per feature.

    Raises:
        BrokenFile: see `json_values` and `point_from`; also for a feature without id or name.
    """
    for line, feature in json_values(text, file=file):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(properties, dict):
            raise BrokenFile("no-name", file=file, line=line)
        yield _record(properties, feature.get("geometry"), line, file)


def _record(said: dict[str, Any], geometry: Any, line: int, file: str) -> Record:
    clean = Cleaner()
    origin = clean.text(said.get("_id"), "_id", longest=120)
    name = clean.text(said.get("name"), "name", longest=LONGEST_NAME)
    if not origin or not name:
        raise BrokenFile("no-name", file=file, line=line)
    point = None
    if isinstance(geometry, dict) and geometry.get("coordinates") is not None:
        coordinates = geometry["coordinates"]
        if not isinstance(coordinates, list) or len(coordinates) < 2:
            raise BrokenFile("coordinates", file=file, line=line, written=str(coordinates)[:80])
        point = point_from(coordinates[1], coordinates[0], file=file, line=line)
    unread = sorted(key for key in said if len(key) == 1)
    if unread:
        clean.doubts.append(Doubt("unread-keys", "", ", ".join(f"{key}={said[key]}" for key in unread)[:200]))
    activities = tuple(_activities(said, clean))
    street = " ".join(
        part
        for part in (
            clean.text(said.get("addr:housename"), "addr:housename", longest=100),
            clean.text(said.get("addr:street"), "addr:street", longest=200),
            clean.text(said.get("addr:housenumber"), "addr:housenumber", longest=40),
        )
        if part
    )
    website = clean.text(said.get("contact:website"), "contact:website", longest=4000)
    return Record(
        origin=origin,
        line=line,
        name=name,
        name_written=str(said.get("name")).strip(),
        kind=_kind(said),
        description=_description(said, clean),
        activities=activities,
        street=street[:300],
        town=clean.text(said.get("addr:city"), "addr:city", longest=120),
        postcode=clean.text(said.get("addr:postcode"), "addr:postcode", longest=20),
        country=clean.text(said.get("addr:country"), "addr:country", longest=60),
        point=point,
        placed_by="record" if point else "",
        website=website or clean.text(said.get("website"), "website", longest=4000),
        website_field="contact:website" if website else "website",
        identifiers=(("ssedas", origin),),
        as_of=_date(said.get("_timestamp")),
        doubts=tuple(clean.doubts),
    )


def _description(said: dict[str, Any], clean: Cleaner) -> str:
    """Return the description, in whichever language there is one, without marks left by removals."""
    keys = ["description", *sorted(key for key in said if re.match(r"des?c?rip\w*[:_]\w\w$", key))]
    for key in keys:
        text = _REMOVED.sub("", clean.text(said.get(key), "description", lines=True)).strip()
        if text:
            return text
    return ""


def _activities(said: dict[str, Any], clean: Cleaner) -> Iterator[str]:
    seen = set()
    for key in _SAYING:
        for part in clean.text(said.get(key), key, longest=500).split(";"):
            words = part.strip().replace("_", " ")
            if words and words != "yes" and words.casefold() not in seen:
                seen.add(words.casefold())
                yield words[:120]


def _kind(said: dict[str, Any]) -> str:
    told = f"{said.get('type_of_initiative', '')};{said.get('POI_TYPE', '')}".lower()
    for first in told.split(";"):
        for kind, marks in _KINDS:
            if any(mark in first for mark in marks):
                return kind
    return "other"


def _date(stamp: Any) -> date | None:
    """Return the day of a time in milliseconds since 1970; the list's own date when it is none."""
    if isinstance(stamp, int) and 0 < stamp < 4_102_444_800_000:
        return datetime.fromtimestamp(stamp / 1000, tz=UTC).date()
    return SOURCE.as_of
