"""Somebody has lost every way in, and one has vouched for them."""

from __future__ import annotations

from commonhearth.foundation.accounts.services import people as sign_ins
from commonhearth.foundation.recovery import services
from tests.world import Place


def furnish(place: Place, names: dict[str, str]) -> None:
    """One code, one voice; a second is wanted."""
    anew = sign_ins.arrive(email=f"anew-{place.community.slug}@example.org", now=place.now)
    code = services.make_code(actor=anew, now=place.now)
    found = services.vouch(
        actor=place.acting("neighbour"), member=place.acting("paused"), code=code, now=place.now
    )
    place.things["recovery_id"] = found.id
