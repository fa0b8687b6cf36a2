"""What agreements do at news from below."""

from __future__ import annotations

from commonhearth.foundation.agreements import words
from commonhearth.foundation.agreements.models import Response
from commonhearth.foundation.circles.events import CircleHidden
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.events import hears
from commonhearth.foundation.files.services import seal_hung_on


@hears(CircleHidden)
def seal_what_it_agreed(event: CircleHidden) -> None:
    """What a circle agreed on is sealed with its key when it is hidden."""
    circle = Circle.objects.get(id=event.circle_id)
    words.seal_all(circle)
    seal_hung_on(Response.objects.filter(circle=circle), sealed_with=("circle", circle.id), now=event.now)
