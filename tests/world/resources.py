"""Something that helped somebody, public, with words that wait for a reviewer."""

from __future__ import annotations

from commonhearth.rooms.resources import services
from commonhearth.rooms.resources.models import State
from tests.world import Place

WALKS = {
    "sort": "practice",
    "name": "Walks by the water",
    "about": "Every Tuesday some of us walk to the lighthouse and back. Nobody has to talk.",
    "needs": ["company", "move"],
    "cost": "free",
    "access": ["no_referral"],
    "languages": ["en"],
    "country": "GB",
}


def furnish(place: Place, names: dict[str, str]) -> None:
    """Add an entry, make it public, say something that waits."""
    walks = services.add_resource(
        actor=place.persons["member"],
        belongs=True,
        now=place.now,
        said=WALKS | {"name": f"Walks by the water of {place.community.slug}"},
    )
    walks.state, walks.checked_on = State.PUBLIC, place.now.date()
    walks.save()
    said = services.recommend(
        actor=place.persons["member"],
        belongs=True,
        resource=walks,
        said="The first week I said nothing, and that was fine.",
        named="",
        now=place.now,
    )
    place.things |= {"resource_id": walks.id, "said_id": said.id}
