"""Knowing a group again that a list brings once more, and sparing what people said about it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from commonhearth.core.places.countries import Country, How
from commonhearth.rooms.directory.gazetteer.lookup import find_town
from commonhearth.rooms.directory.models import Listing, ListingIdentifier, Source
from commonhearth.rooms.directory.reading import Doubt
from commonhearth.rooms.directory.services.deciding import Coming, said_of
from commonhearth.rooms.directory.storing import storable


class Known:
    """The listings that stand, to know a group again: by identifier first, then by the source's own id."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._by_origin = {row.origin: row for row in Listing.objects.filter(source=source)}
        self._owner = {
            (scheme, value): listing_id
            for scheme, value, listing_id in ListingIdentifier.objects.values_list(
                "scheme", "value", "listing_id"
            )
        }
        self._elsewhere: dict[UUID, Listing] = {}
        self._met: set[UUID] = set()

    def meet(self, one: Coming) -> None:
        """Find the listing of a record, if it stands, and say what would change."""
        owners = {self._owner[key] for key in one.identifiers if key in self._owner}
        here = self._by_origin.get(one.record.origin)
        if here is not None and owners - {here.id}:
            one.doubts.append(Doubt("identifier-elsewhere", "id", one.record.origin))
            one.shares_with |= owners - {here.id}
        listing = here or self._first(owners)
        taken = {key for key in one.identifiers if key in self._owner}
        one.identifiers = [key for key in one.identifiers if key not in taken]
        if listing is not None and listing.id in self._met:
            one.doubts.append(Doubt("identifier-twice", "id", one.record.origin))
            one.shares_with.add(listing.id)
            listing = None
        if listing is None:
            return
        self._met.add(listing.id)
        one.listing = listing
        spare(one, listing, same_source=listing.source_id == self._source.id)

    def _first(self, owners: set[UUID]) -> Listing | None:
        if not owners:
            return None
        owner = min(owners)
        if owner not in self._elsewhere:
            self._elsewhere[owner] = Listing.objects.get(id=owner)
        return self._elsewhere[owner]


def spare(one: Coming, listing: Listing, *, same_source: bool) -> None:
    """Keep what a reviewer corrected, and, from another list, whatever stands already.

    A group once known as a refuge stays one: only a reviewer takes that back.
    """
    if listing.sheltered_by_hand is False:
        again = _again(one, sheltered=False)
    elif (listing.sheltered or listing.sheltered_by_hand) and not one.fields["sheltered"]:
        again = _again(one, sheltered=True)
    else:
        again = one.fields
    fields = dict(again)
    if not same_source:
        fields = {
            name: value if listing_value in ("", None, []) else listing_value
            for name, value in fields.items()
            for listing_value in [getattr(listing, name)]
        }
        if listing.sheltered:  # filling gaps must not give a refuge an address
            fields = {name: getattr(listing, name) for name in fields}
    for name in listing.corrected:
        for depending in _DEPENDING.get(name, (name,)):
            fields[depending] = getattr(listing, depending)
    if same_source:
        fields["as_of"] = one.record.as_of
    one.fields = fields
    one.changes = any(getattr(listing, name) != value for name, value in fields.items())
    for name, value in fields.items():
        setattr(listing, name, value)


_DEPENDING = {
    "name": ("name", "name_folded", "identity", "words"),
    "description": ("description", "words"),
    "activities": ("activities", "words"),
    "place": (
        "street", "town", "town_folded", "region", "postcode", "postcode_key", "outward", "country",
        "country_how", "latitude", "longitude", "precision", "placed_by", "words",
    ),
    "website": ("website", "website_written", "website_doubt"),
}  # fmt: skip


def _again(one: Coming, *, sheltered: bool) -> dict[str, Any]:
    """Decide a record once more, with what a reviewer or the row already knows about it."""
    record, fields = one.record, one.fields
    town = find_town(record.town, country=fields["country"], region=record.region)
    country = Country(fields["country"], How(fields["country_how"]))
    return storable(said_of(record, country=country, town=town, sheltered=sheltered))[0]
