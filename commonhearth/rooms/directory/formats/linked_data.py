"""schema.org as JSON-LD: what a search engine reads on a listing's page. Facts from https://schema.org."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from commonhearth.rooms.directory.formats.offered import Offered

CONTEXT = "https://schema.org"


@dataclass(frozen=True, slots=True)
class OpenMeeting:
    """A meeting that anyone may come to, as it may be told to anyone."""

    name: str
    starts: datetime
    ends: datetime | None
    page: str
    #: Where, in words, as finely as it may be told; "" for online or not told.
    place: str = ""
    online: bool = False


def organisation(one: Offered, *, meetings: tuple[OpenMeeting, ...] = ()) -> dict[str, Any]:
    """Return a listing as an Organization, with its Place as finely as it may be shown."""
    said: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "Organization",
        "@id": one.page,
        "name": one.name,
        "description": one.description,
        "url": one.website or one.page,
        "mainEntityOfPage": one.page,
        "telephone": one.phone,
        "keywords": list(one.activities),
        "dissolutionDate": one.closed_on and one.closed_on.isoformat(),
        "address": _address(one),
        "location": _place(one),
        "contactPoint": one.contact_form and {"@type": "ContactPoint", "url": one.contact_form},
        "event": [event(meeting) for meeting in meetings],
        "subjectOf": _dataset(one),
    }
    return _said(said)


def event(meeting: OpenMeeting) -> dict[str, Any]:
    """Return an open meeting as an Event. Its times carry their zone."""
    where: dict[str, Any] = {"@type": "VirtualLocation", "url": meeting.page}
    if not meeting.online:
        where = {"@type": "Place", "name": meeting.place or meeting.name}
    mode = "OnlineEventAttendanceMode" if meeting.online else "OfflineEventAttendanceMode"
    return _said(
        {
            "@type": "Event",
            "name": meeting.name,
            "startDate": meeting.starts.isoformat(),
            "endDate": meeting.ends and meeting.ends.isoformat(),
            "eventAttendanceMode": f"{CONTEXT}/{mode}",
            "eventStatus": f"{CONTEXT}/EventScheduled",
            "location": where,
            "url": meeting.page,
            "isAccessibleForFree": True,
        }
    )


def _address(one: Offered) -> dict[str, Any] | None:
    said = _said(
        {
            "streetAddress": one.street,
            "addressLocality": one.town,
            "addressRegion": one.region,
            "postalCode": one.postcode,
            "addressCountry": one.country,
        }
    )
    return {"@type": "PostalAddress", **said} if said else None


def _place(one: Offered) -> dict[str, Any] | None:
    if one.latitude is None or one.longitude is None:
        return None
    at = {
        "@type": "GeoCoordinates",
        "latitude": round(one.latitude, 5),
        "longitude": round(one.longitude, 5),
    }
    if one.precision == "exact":
        return {"@type": "Place", "geo": at}
    # Only the middle of what is told: an area, so that nobody takes it for a door.
    radius = {"km": 1000, "town": 5000}[one.precision]
    return {"@type": "Place", "geo": {"@type": "GeoCircle", "geoMidpoint": at, "geoRadius": radius}}


def _dataset(one: Offered) -> dict[str, Any]:
    return {
        "@type": "Dataset",
        **_said(
            {
                "name": one.terms.title,
                "license": one.terms.licence_url or one.terms.licence,
                "creditText": one.terms.attribution,
                "dateModified": (one.verified_on or one.terms.as_of or one.changed.date()).isoformat(),
            }
        ),
    }


def _said(given: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in given.items() if value not in ("", None, [], {})}
