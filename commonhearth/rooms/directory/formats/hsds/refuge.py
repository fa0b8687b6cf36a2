"""What of a refuge's HSDS things may be kept: nothing finer than its town, in no field."""

from __future__ import annotations

from typing import Any

from commonhearth.core.places.shelter import without_addresses
from commonhearth.core.places.websites import host_of
from commonhearth.rooms.directory.formats.hsds.things import Thing

#: Fields that lead to a door, or to a person behind it, by entity.
_DROPPED = {
    "location": (
        "name", "alternate_name", "description", "transportation", "latitude", "longitude", "external_identifier",
        "external_identifier_type", "url",
    ),
    "address": ("attention", "address_2"),
    "service_area": ("extent", "extent_type", "uri"),
    "contact": ("name", "email"),
    "schedule": ("schedule_link",),
    "organization": ("uri", "logo", "parent_organization_id"),
}  # fmt: skip
#: Fields without which a thing would not be valid: empty rather than absent.
_EMPTY = {"address": ("address_1", "postal_code")}
#: Numbers and codes in which no address can stand.
_KEPT_AS_THEY_ARE = frozenset({"number", "status", "freq", "byday", "opens_at", "closes_at", "last_modified"})
#: Things of which nothing is kept: what was written before a change may be an address.
DROPPED = ("metadata",)


def to_its_town(thing: Thing, *, town: str, name: str) -> Thing:
    """Return a thing of a refuge with nothing finer than its town.

    Args:
        town: as the directory shows it.
        name: of its listing, without what could be an address.
    """
    dropped = _DROPPED.get(thing.entity, ())
    fields: dict[str, Any] = {}
    for field, value in thing.fields.items():
        if field in dropped:
            continue
        fields[field] = _safe(field, value)
    for field in _EMPTY.get(thing.entity, ()):
        fields[field] = ""
    if thing.entity == "address":
        fields["city"] = town
    if thing.entity == "service":
        fields["name"] = name
    links = {link: ids for link, ids in thing.links.items() if link not in DROPPED}
    return Thing(thing.entity, thing.id, {k: v for k, v in fields.items() if v is not None}, links)


def _safe(field: str, value: Any) -> Any:
    if not isinstance(value, str):
        return None if isinstance(value, list | dict) else value
    if field in _KEPT_AS_THEY_ARE or field.endswith("_id") or field == "id":
        return value
    if value.startswith(("http://", "https://")):
        host = host_of(value)
        return f"{value.partition('://')[0]}://{host}/" if host else None
    return without_addresses(value)[0]
