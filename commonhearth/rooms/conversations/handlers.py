"""What conversations do at news from below."""

from __future__ import annotations

from commonhearth.foundation.circles.events import CircleHidden
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.events import hears
from commonhearth.rooms.conversations import words


@hears(CircleHidden)
def seal_what_was_said(event: CircleHidden) -> None:
    """What was said in a circle is sealed with its key when it is hidden."""
    words.seal_all(Circle.objects.get(id=event.circle_id))
