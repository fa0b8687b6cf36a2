"""A story that everybody may read, and a draft of the member's that the neighbour reads first."""

from __future__ import annotations

from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.rooms.conversations.access.stories import COOLING
from commonhearth.rooms.conversations.services import stories
from tests.world import Place


def furnish(place: Place, names: dict[str, str]) -> None:
    """Write, name a reader, publish."""
    author = place.acting("member")
    draft = stories.write_story(actor=author, title="Draft of mine", text="Not yet.", now=place.now)
    reader = stories.name_reader(
        actor=author,
        story=draft,
        person=CircleMembership.objects.get(
            circle=place.circles["root"], member=place.acting("neighbour"), left=None
        ),
        now=place.now,
    )
    told = stories.write_story(
        actor=author,
        title="One window",
        text="I learned the names of the birds.",
        named_as="a member",
        care_note="about a hospital",
        now=place.now - COOLING,
    )
    stories.say_ready(actor=author, story=told, now=place.now - COOLING)
    stories.offer(actor=author, story=told, now=place.now)
    stories.say_yes_to_story(actor=place.acting("steward"), story=told, now=place.now)
    place.things |= {"story_id": draft.id, "public_story_id": told.id, "reader_id": reader.id}
