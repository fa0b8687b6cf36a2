"""A listing that did not come as HSDS, given away as HSDS: one service of one organisation at one place."""

from __future__ import annotations

import uuid
from functools import lru_cache
from typing import Any

from commonhearth.rooms.directory.formats.hsds.things import Thing
from commonhearth.rooms.directory.formats.offered import Offered

#: The taxonomy in which the kinds and activities of this directory stand.
TAXONOMY = uuid.UUID("6b1c3c0e-4f64-5d0e-9a35-8f6d7a3b3f10")


#: The organisation behind a listing has its id with these bits turned, so that either leads to the other.
_TURNED = int.from_bytes(b"org")


def other_id(known: uuid.UUID) -> uuid.UUID:
    """Return the id of the organisation behind a listing, or of the listing of such an organisation."""
    return uuid.UUID(int=known.int ^ _TURNED)


def things(one: Offered) -> list[Thing]:
    """Return a listing as things, its service first. No person stands in them."""
    organisation, location = other_id(one.id), uuid.uuid5(one.id, "location")
    terms = _said({"license": one.terms.licence, "attribution": one.terms.attribution})
    service = Thing(
        "service",
        str(one.id),
        _said(
            {
                "name": one.name,
                "description": one.description,
                "url": one.website or one.page,
                "status": "defunct" if one.closed_on else "active",
                "assured_date": one.verified_on and one.verified_on.isoformat(),
                "last_modified": one.changed.isoformat(timespec="milliseconds"),
                **terms,
            }
        ),
        {"organization": [str(organisation)]},
    )
    found = [
        service,
        Thing(
            "organization",
            str(organisation),
            {"name": one.name, "description": one.description, **_said({"website": one.website}), **terms},
            {"services": [str(one.id)]},
        ),
    ]
    if one.phone:
        phone = Thing("phone", str(uuid.uuid5(one.id, "phone")), {"number": one.phone})
        service.links["phones"] = [phone.id]
        found.append(phone)
    if one.latitude is not None or one.town or one.street:
        at = Thing("service_at_location", str(uuid.uuid5(one.id, "at")), {}, {"location": [str(location)]})
        service.links["service_at_locations"] = [at.id]
        found += [at, *_location(one, str(location))]
    found += _attributes(one, service)
    return found


def _location(one: Offered, key: str) -> list[Thing]:
    place = Thing("location", key, {"location_type": "physical"})
    if one.latitude is not None and one.longitude is not None:
        place.fields |= {"latitude": round(one.latitude, 5), "longitude": round(one.longitude, 5)}
        if one.precision != "exact":
            place.fields["description"] = {
                "km": "To about one kilometre.",
                "town": "The middle of the town.",
            }[one.precision]
    if not (one.town or one.street):
        return [place]
    address = Thing(
        "address",
        str(uuid.uuid5(one.id, "address")),
        {
            "address_1": one.street,
            "city": one.town,
            "state_province": one.region,
            "postal_code": one.postcode,
            "country": one.country,
            "address_type": "physical",
        },
    )
    place.links["addresses"] = [address.id]
    return [place, address]


def _attributes(one: Offered, service: Thing) -> list[Thing]:
    """Return its kind and what it does, as terms of this directory's own taxonomy."""
    found: list[Thing] = []
    for word in dict.fromkeys([one.kind, *one.activities]):
        term = Thing("taxonomy_term", term_id(word), {"name": word, "description": word})
        attribute = Thing(
            "attribute",
            str(uuid.uuid5(one.id, f"attribute {word}")),
            {"link_type": "activity"},
            {"taxonomy_term": [term.id]},
        )
        service.links.setdefault("attributes", []).append(attribute.id)
        found += [attribute, term]
    return found


@lru_cache(maxsize=1024)
def term_id(word: str) -> str:
    """Return the id of a kind or an activity; the same few are said of every listing."""
    return str(uuid.uuid5(TAXONOMY, word))


def _said(given: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if value not in ("", None)}
