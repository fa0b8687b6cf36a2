"""GeoJSON (RFC 7946): one feature per listing; one without a place has no geometry."""

from __future__ import annotations

from typing import Any

from commonhearth.rooms.directory.formats.offered import Offered

#: What stands before the first feature and after the last, so that a collection can be written as it is read.
BEFORE, BETWEEN, AFTER = '{"type":"FeatureCollection","features":[\n', ",\n", "\n]}\n"


def feature(one: Offered) -> dict[str, Any]:
    """Return a listing as a feature. Longitude comes first; five decimals are about a metre."""
    geometry = None
    if one.latitude is not None and one.longitude is not None:
        geometry = {"type": "Point", "coordinates": [round(one.longitude, 5), round(one.latitude, 5)]}
    said = {
        "name": one.name,
        "kind": one.kind,
        "description": one.description,
        "activities": list(one.activities),
        "street": one.street,
        "town": one.town,
        "region": one.region,
        "postcode": one.postcode,
        "country": one.country,
        "place_is": one.precision,
        "website": one.website,
        "phone": one.phone,
        "open_to_members": one.open_to_members,
        "verified_on": one.verified_on and one.verified_on.isoformat(),
        "stopped_on": one.closed_on and one.closed_on.isoformat(),
        "page": one.page,
        "source": one.terms.title,
        "licence": one.terms.licence,
        "licence_url": one.terms.licence_url,
        "attribution": one.terms.attribution,
        "as_of": one.terms.as_of and one.terms.as_of.isoformat(),
    }
    kept = {key: value for key, value in said.items() if value not in ("", None, [])}
    return {"type": "Feature", "id": str(one.id), "geometry": geometry, "properties": kept}
