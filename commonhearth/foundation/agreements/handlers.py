"""What agreements do at news from below."""

from __future__ import annotations

from commonhearth.foundation.agreements import words
from commonhearth.foundation.circles.events import CircleHidden
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.events import hears


@hears(CircleHidden)
def seal_what_it_agreed(event: CircleHidden) -> None:
    """What a circle agreed on is sealed with its key when it is hidden."""
    words.seal_all(Circle.objects.get(id=event.circle_id))
