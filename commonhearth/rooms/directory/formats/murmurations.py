"""Murmurations profiles: a listing as one, and whether somebody else's is one.

The rules below are the constraints of default-v2.1.0, organizations_schema-v1.0.0 and the fields they
name in the Murmurations library (github.com/MurmurationsNetwork/MurmurationsLibrary, commit 65eda48 of
2024-10-15), as facts in our own form: the library's files are GPL-3.0 and are not carried here. The tests
compare our verdicts with the official files'.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any, NoReturn
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from commonhearth.core.places.country_names import COUNTRY_NAMES
from commonhearth.rooms.directory.formats.offered import Offered

SCHEMA = "organizations_schema-v1.0.0"
#: A profile larger than this is not one.
LARGEST = 64 * 1024
#: How many faults of a profile are told.
MOST_TOLD = 20

_TEXT: dict[str, Any] = {"type": "string"}
_ADDRESS: dict[str, Any] = {"type": "string", "maxLength": 2000, "pattern": "^https?://.*"}
_LATITUDE: dict[str, Any] = {"type": "number", "minimum": -90, "maximum": 90}
_LONGITUDE: dict[str, Any] = {"type": "number", "minimum": -180, "maximum": 180}
_LINK: dict[str, Any] = {
    "type": "object",
    "properties": {"name": _TEXT, "url": _ADDRESS},
    "required": ["url"],
}
_LINKED = {
    "type": "array",
    "items": {"type": "string", "pattern": "^[a-z][a-z0-9_]{7,97}-v[0-9]+\\.[0-9]+\\.[0-9]+$"},
    "minItems": 1,
    "uniqueItems": True,
}
#: What the index asks of every profile, whatever it is a profile of.
DEFAULT_RULES: dict[str, Any] = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "type": "object",
    "propertyNames": {"pattern": "^[a-z][a-z0-9_]{0,97}[a-z0-9]$"},
    "properties": {
        "linked_schemas": _LINKED,
        "country_iso_3166": {"type": "string", "enum": sorted(COUNTRY_NAMES.keys() - {"XK"})},
        "country_name": {"type": "string", "maxLength": 100},
        "geolocation": {
            "type": "object",
            "properties": {"lat": _LATITUDE, "lon": _LONGITUDE},
            "required": ["lat", "lon"],
        },
        "locality": {"type": "string", "maxLength": 100},
        "name": {"type": "string", "maxLength": 200},
        "primary_url": _ADDRESS,
        "region": {"type": "string", "maxLength": 100},
        "tags": {
            "type": "array",
            "items": {"type": "string", "maxLength": 100},
            "uniqueItems": True,
            "minItems": 1,
            "maxItems": 100,
        },
        "latitude": _LATITUDE,
        "longitude": _LONGITUDE,
        "expires": {"type": "integer", "minimum": 1_000_000_000, "maximum": 9_999_999_999},
    },
    "dependencies": {"latitude": ["longitude"], "longitude": ["latitude"]},
    "required": ["linked_schemas"],
}
#: What it asks of a group, project or organisation.
ORGANISATION_RULES: dict[str, Any] = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "type": "object",
    "properties": {
        **{
            name: rule
            for name, rule in DEFAULT_RULES["properties"].items()
            if name in ("linked_schemas", "name", "primary_url", "tags", "country_iso_3166", "geolocation")
        },
        **dict.fromkeys(
            ("nickname", "description", "mission", "full_address", "telephone", "unique_id"), _TEXT
        ),
        **dict.fromkeys(("image", "header_image", "rss"), _ADDRESS),
        "urls": {"type": "array", "items": _LINK, "uniqueItems": True},
        "images": {
            "type": "array",
            "items": {**_LINK, "properties": {"name": {"type": "string", "maxLength": 100}, "url": _ADDRESS}},
        },
        "status": {"type": "string", "enum": ["active", "completed", "cancelled", "on_hold", "in_planning"]},
        "relationships": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"predicate_url": _ADDRESS, "object_url": _ADDRESS},
                "required": ["predicate_url", "object_url"],
            },
            "uniqueItems": True,
        },
        "starts_at": {"type": "number"},
        "ends_at": {"type": "number"},
        "contact_details": {
            "type": "object",
            "properties": {"email": _TEXT, "contact_form": {"type": "string", "pattern": "^https?://.*"}},
        },
        "geographic_scope": {"type": "string", "enum": ["local", "regional", "national", "international"]},
    },
    "required": ["linked_schemas", "name"],
}


@cache
def _validators() -> tuple[Any, ...]:
    from jsonschema_rs import Draft7Validator  # here, since few processes ever need its 7 MiB

    return Draft7Validator(DEFAULT_RULES), Draft7Validator(ORGANISATION_RULES)


class NotAProfile(Exception):
    """What came is no profile that may be used: a code of `wording.NOT_A_PROFILE`, and at which fields."""

    def __init__(self, code: str, faults: tuple[str, ...] = ()) -> None:
        super().__init__(code)
        self.code = code
        self.faults = faults


def profile(one: Offered) -> dict[str, Any]:
    """Return a listing as a profile: public, valid, and its place no finer than its row has it."""
    said: dict[str, Any] = {
        "linked_schemas": [SCHEMA],
        "name": one.name[:200],
        "primary_url": one.website if _is_address(one.website) else one.page,
        "tags": _tags(one),
        "description": one.description,
        "status": "completed" if one.closed_on else "active",
        "ends_at": one.closed_on and _seconds(one.closed_on),
        "full_address": ", ".join(part for part in (one.street, one.postcode, one.town) if part)
        if one.street
        else "",
        "locality": one.town[:100],
        "region": one.region[:100],
        "country_iso_3166": one.country if one.country in COUNTRY_NAMES and one.country != "XK" else "",
        "geolocation": None
        if one.latitude is None or one.longitude is None
        else {"lat": round(one.latitude, 5), "lon": round(one.longitude, 5)},
        "telephone": one.phone,
        "contact_details": one.contact_form and {"contact_form": one.contact_form},
        "urls": [{"name": "Page in the directory", "url": one.page}],
        "unique_id": str(one.community or one.id),
    }
    kept = {name: value for name, value in said.items() if value not in ("", None, [])}
    return kept | {"commonhearth": _ours(one)}


def _ours(one: Offered) -> dict[str, Any]:
    """Return what the schema has no field for: what the place is the middle of, and whose words these are."""
    said = {
        "kind": one.kind,
        "place_is": one.precision,
        "sheltered": one.sheltered or None,
        "open_to_members": one.open_to_members,
        "verified_on": one.verified_on and one.verified_on.isoformat(),
        "source": one.terms.title,
        "licence": one.terms.licence,
        "licence_url": one.terms.licence_url,
        "attribution": one.terms.attribution,
        "as_of": one.terms.as_of and one.terms.as_of.isoformat(),
    }
    return {name: value for name, value in said.items() if value not in ("", None)}


def statement(*, community: UUID, address: str) -> bytes:
    """Return what a community signs in its profile: that this address is its own."""
    return f"commonhearth-profile-1\n{community}\n{address}\n".encode()


def is_signed(said: Any, *, address: str) -> tuple[UUID, str] | None:
    """Return the id and the key (hex) of the community that signed a profile at an address, or None.

    Args:
        said: the part `commonhearth.community` of a profile.

    Raises:
        NotAProfile: when there is a signature and it is wrong.
    """
    if not isinstance(said, dict):
        return None
    try:
        community, key = UUID(str(said["id"])), bytes.fromhex(str(said["public_key"]))
        signature = bytes.fromhex(str(said["signature"]))
        Ed25519PublicKey.from_public_bytes(key).verify(
            signature, statement(community=community, address=address)
        )
    except (KeyError, ValueError, InvalidSignature):
        raise NotAProfile("signature") from None
    return community, key.hex()


def faults(said: Any) -> tuple[str, ...]:
    """Return what is wrong with a profile, each with the path of its field; nothing when it is valid.

    Only profiles of groups and organisations are asked for here: one that names no such schema has that
    fault. What other schemas it names are about is not read.
    """
    found = [fault for validator in _validators() for fault in validator.iter_errors(said)]
    told = [f"{_path(fault.instance_path)}: {fault.message[:160]}" for fault in found]
    linked = said.get("linked_schemas") if isinstance(said, dict) else None
    if not found and isinstance(linked, list) and SCHEMA not in linked:
        told.append(f"linked_schemas: {SCHEMA} is not among them")
    return tuple(dict.fromkeys(told))[:MOST_TOLD]


def read(body: bytes) -> dict[str, Any]:
    """Return the profile that stands in some bytes.

    Raises:
        NotAProfile: too large, not JSON, or not valid; then with the paths of its fields.
    """
    if len(body) > LARGEST:
        raise NotAProfile("too-large")
    said = read_json(body)
    wrong = faults(said)
    if wrong:
        raise NotAProfile("not-valid", wrong)
    assert isinstance(said, dict)
    return said


def read_json(body: bytes) -> Any:
    """Return what some bytes say as JSON.

    Raises:
        NotAProfile: when they do not, or hold numbers that are none.
    """
    try:
        return json.loads(body.decode("utf-8-sig"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise NotAProfile("not-json") from None


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _path(parts: list[str | int]) -> str:
    return "/".join(str(part) for part in parts) or "(whole)"


def _tags(one: Offered) -> list[str]:
    given = (one.kind, *one.activities)
    return list(dict.fromkeys(tag[:100] for tag in given if tag))[:100]


def _is_address(text: str) -> bool:
    return text.startswith(("http://", "https://")) and len(text) <= 2000


def _seconds(day: date) -> int:
    return int(datetime.combine(day, time(12), tzinfo=UTC).timestamp())
