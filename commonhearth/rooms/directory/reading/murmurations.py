"""A Murmurations profile, and an index of them, as somebody else publishes them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit
from uuid import UUID

from commonhearth.core.places.distance import NotAPlace, Point
from commonhearth.core.places.precision import Precision
from commonhearth.rooms.directory.formats.murmurations import NotAProfile, is_signed
from commonhearth.rooms.directory.reading.column_map import KINDS
from commonhearth.rooms.directory.reading.kinds import kind_of
from commonhearth.rooms.directory.reading.records import LONGEST_NAME, Cleaner, Record

#: The identifier by which a community is known again after it moved.
SCHEME = "commonhearth"
#: Where a Commonhearth host has its index: of those who live there, not of the lists it brought in.
INDEX_OF_A_HOST = "/murmurations/profiles.json?communities=yes"
MOST_IN_INDEX = 10_000
_ENDED = frozenset({"completed", "cancelled"})


@dataclass(frozen=True, slots=True)
class Told:
    """What a profile says: its record, when it ended, and which community signed it with which key."""

    record: Record
    ended: date | None
    community: UUID | None
    public_key: str
    #: Whose words these are, where the profile says it.
    title: str
    licence: str
    licence_url: str
    attribution: str


def index_address(address: str) -> str:
    """Return what to fetch for an address somebody follows: of a bare host, its index."""
    parts = urlsplit(address)
    return urljoin(address, INDEX_OF_A_HOST) if parts.path in ("", "/") and not parts.query else address


def addresses_in(said: Any, *, at: str) -> tuple[list[str], str]:
    """Return the addresses of profiles that an index names, and its next page; relative ones made whole.

    Raises:
        NotAProfile: when it is no index.
    """
    listed = said.get("data") if isinstance(said, dict) else said
    if not isinstance(listed, list) or len(listed) > MOST_IN_INDEX:
        raise NotAProfile("no-index")
    found = []
    for one in listed:
        named = one.get("profile_url") if isinstance(one, dict) else one
        if not isinstance(named, str) or not named.strip() or len(named) > 2000:
            raise NotAProfile("no-index")
        found.append(urljoin(at, named.strip()))
    links = said.get("links") if isinstance(said, dict) else None
    following = links.get("next") if isinstance(links, dict) else None
    return list(dict.fromkeys(found)), urljoin(at, following) if isinstance(following, str) else ""


def told(said: dict[str, Any], *, address: str, today: date) -> Told:
    """Return what a valid profile at an address says.

    Raises:
        NotAProfile: signed, and the signature is wrong; or without a name.
    """
    ours = said.get("commonhearth")
    ours = ours if isinstance(ours, dict) else {}
    signed = is_signed(ours.get("community"), address=address)
    clean = Cleaner()
    name = clean.text(said["name"], "name", longest=LONGEST_NAME)
    if not name:
        raise NotAProfile("no-name")
    tags = [clean.text(tag, "tags", longest=100) for tag in said.get("tags", [])]
    kind = str(ours.get("kind", ""))
    precision = _precision(ours.get("place_is"))
    point = None if precision is Precision.HIDDEN else _point(said)
    ended = said.get("status") in _ENDED
    return Told(
        record=Record(
            origin=hashlib.sha256(address.encode()).hexdigest()[:32],
            line=0,
            name=name,
            kind=kind if kind in KINDS or kind == "other" else kind_of([*tags, name]),
            description=clean.text(said.get("description") or said.get("mission"), "description", lines=True),
            activities=tuple(dict.fromkeys(tag for tag in tags if tag and tag != kind)),
            town=clean.text(said.get("locality"), "locality", longest=120),
            region=clean.text(said.get("region"), "region", longest=120),
            country=said.get("country_iso_3166")
            or clean.text(said.get("country_name"), "country", longest=60),
            point=point,
            placed_by="record" if point else "",
            website=clean.text(said.get("primary_url"), "primary_url", longest=2000),
            website_field="primary_url",
            phone=clean.text(said.get("telephone"), "telephone", longest=200),
            open_to_members=opened if isinstance(opened := ours.get("open_to_members"), bool) else None,
            identifiers=((SCHEME, str(signed[0])),) if signed else (),
            as_of=_day(ours.get("verified_on")) or _day(ours.get("as_of")) or today,
            precision=precision,
            sheltered=ours.get("sheltered") is True,
            doubts=tuple(clean.doubts),
        ),
        ended=(_seconds(said.get("ends_at")) or today) if ended else None,
        community=signed[0] if signed else None,
        public_key=signed[1] if signed else "",
        title=clean.text(ours.get("source"), "source", longest=150),
        licence=clean.text(ours.get("licence"), "licence", longest=200),
        licence_url=_http(clean.text(ours.get("licence_url"), "licence_url", longest=300)),
        attribution=clean.text(ours.get("attribution"), "attribution", longest=200),
    )


def _precision(said: Any) -> Precision:
    """Return how fine a place may be shown; what is said in a way we do not know is no finer than a town."""
    if said is None:
        return Precision.EXACT
    return Precision(said) if said in tuple(Precision) else Precision.TOWN


def _point(said: dict[str, Any]) -> Point | None:
    at = said.get("geolocation") or {"lat": said.get("latitude"), "lon": said.get("longitude")}
    try:
        return Point(float(at["lat"]), float(at["lon"]))
    except (NotAPlace, TypeError, ValueError):
        return None


def _day(written: Any) -> date | None:
    try:
        return date.fromisoformat(written) if isinstance(written, str) else None
    except ValueError:
        return None


def _seconds(said: Any) -> date | None:
    try:
        return datetime.fromtimestamp(said, tz=UTC).date()
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def _http(written: str) -> str:
    return written if written.startswith(("http://", "https://")) else ""
