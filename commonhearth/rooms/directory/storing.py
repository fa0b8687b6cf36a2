"""What of a group may be stored: the one place where a refuge is kept no finer than its town.

Every way into the directory (an import, a reviewer's correction, a community of this host) turns what
it knows into a `Said` and stores what `storable` gives back. What may not be shown is not kept: for a
refuge, street, postal code, coordinates, sentences with an address and the path of its website are
dropped here, and its point is the gazetteer's point of its town, or nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from commonhearth.core.places.distance import Point
from commonhearth.core.places.names import fold, identity_name
from commonhearth.core.places.postcodes import outward_code, postcode_key
from commonhearth.core.places.precision import Precision, coarser, shown
from commonhearth.core.places.shelter import without_addresses
from commonhearth.core.places.websites import SiteDoubt, host_of, read_website
from commonhearth.rooms.directory.gazetteer.lookup import FoundPlace
from commonhearth.rooms.directory.reading.records import Doubt

#: The longest word that is searched for, and how many words of a group: a book is not a description.
LONGEST_WORD, MOST_WORDS = 60, 3_000
#: What a refuge's row has empty. The database holds the same (models.Listing, check constraint).
DROPPED_FOR_REFUGES = ("street", "postcode", "postcode_key", "outward")


@dataclass(frozen=True, slots=True)
class Said:
    """What is known of a group before it is decided what may be stored of it."""

    name: str
    kind: str
    description: str = ""
    activities: tuple[str, ...] = ()
    street: str = ""
    town: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""
    country_how: str = ""
    point: Point | None = None
    placed_by: str = ""
    town_found: FoundPlace | None = None
    precision: Precision = Precision.EXACT
    website: str = ""
    phone: str = ""
    email: str = ""
    open_to_members: bool | None = None
    sheltered: bool = False


def storable(said: Said) -> tuple[dict[str, Any], list[Doubt]]:
    """Return the fields of a listing that may be stored, and the doubts that came up."""
    doubts: list[Doubt] = []
    if said.sheltered:
        said = _to_its_town(said, doubts)
    precision = said.precision
    if said.point is None:
        precision = coarser(precision, Precision.TOWN if said.town_found else Precision.HIDDEN)
    point = shown(said.point, precision, town=said.town_found.point if said.town_found else None)
    if point is None:
        precision = Precision.HIDDEN
    placed_by = "" if point is None else "town" if precision is Precision.TOWN else said.placed_by
    site = read_website(said.website)
    if site and site.doubt:
        doubts.append(Doubt(site.doubt, "website", site.written, site.url))
    fields: dict[str, Any] = {
        "name": said.name,
        "name_folded": fold(said.name)[:300],
        "identity": identity_name(said.name)[:300],
        "kind": said.kind,
        "description": said.description,
        "activities": list(said.activities),
        "street": said.street,
        "town": said.town,
        "town_folded": fold(said.town)[:120],
        "region": said.region,
        "postcode": said.postcode,
        "postcode_key": postcode_key(said.postcode)[:20],
        "outward": outward_code(said.postcode) if said.country in ("GB", "") else "",
        "country": said.country,
        "country_how": said.country_how,
        "latitude": point.lat if point else None,
        "longitude": point.lon if point else None,
        "precision": str(precision),
        "placed_by": placed_by,
        "website": site.url if site else "",
        "website_written": site.written if site else "",
        "website_doubt": str(site.doubt) if site and site.doubt else "",
        "phone": said.phone,
        "email": said.email,
        "open_to_members": said.open_to_members,
        "sheltered": said.sheltered,
    }
    if precision in (Precision.TOWN, Precision.HIDDEN) and said.precision is not Precision.EXACT:
        # Somebody chose this: then nothing else may tell more either.
        fields |= dict.fromkeys(DROPPED_FOR_REFUGES, "")
    fields["words"] = searched_words(fields)
    return fields, doubts


def searched_words(fields: dict[str, Any]) -> str:
    """Return what words are looked for in, each with a space before and after it."""
    parts = (fields["name"], *fields["activities"], fields["town"], fields["region"], fields["description"])
    return cut_words(fold(" ".join(parts)))


def cut_words(folded: str) -> str:
    """Return folded words with a space before and after each: none too long or too many for an index."""
    return f" {' '.join(word[:LONGEST_WORD] for word in folded.split()[:MOST_WORDS])} "


def _to_its_town(said: Said, doubts: list[Doubt]) -> Said:
    """Return what may be known of a refuge: its town as the gazetteer has it, and no way to its door."""
    description, sentences = without_addresses(said.description)
    dropped = [name for name in ("street", "postcode", "point") if getattr(said, name)]
    if sentences:
        dropped.append("description")
    if dropped:
        doubts.append(Doubt("refuge-to-town", ", ".join(dropped)))
    site = read_website(said.website)
    usable = site is not None and site.doubt in (None, SiteDoubt.BARE)
    host = host_of(site.url) if site and usable else ""
    named = said.name
    if "," in named:
        named = ", ".join(part.strip() for part in named.split(",") if not re.search(r"\d\w?\s+\w", part))
    return Said(
        name=named or said.name.split(",")[0],
        kind=said.kind,
        description=description,
        activities=tuple(part for part in said.activities if not re.search(r"\d\s+\w", part)),
        town=said.town_found.name if said.town_found else "",
        region=said.region if not re.search(r"\d", said.region) else "",
        country=said.country,
        country_how=said.country_how,
        town_found=said.town_found,
        precision=coarser(said.precision, Precision.TOWN),
        website=f"{'https' if site and site.url.lower().startswith('https') else 'http'}://{host}/"
        if host
        else "",
        phone=said.phone.partition("(")[0].rstrip(),
        email=said.email,
        open_to_members=said.open_to_members,
        sheltered=True,
    )
