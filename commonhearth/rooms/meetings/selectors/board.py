"""What of meetings stands on a notice-board sheet: the week's, of open circles and open doors."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.circles.models import Circle, Openness
from commonhearth.foundation.circles.selectors import SheetPart
from commonhearth.kit import saying
from commonhearth.rooms.meetings.models import Doors, Meeting, PlaceFor

WEEK, MOST = timedelta(days=7), 8


def on_the_board(viewer: Actor, circle: Circle, now: datetime) -> SheetPart | None:
    """Return the meetings of the week for a circle's sheet; for everyone's circle those of all open circles.

    Of circles by invitation and hidden ones stands only what they opened to all, without the circle's name, and a
    place that is sent after a hello is not printed.
    """
    rows = Meeting.objects.filter(starts__gte=now, starts__lte=now + WEEK, cancelled=None)
    open_circles = Q(circle__openness=Openness.OPEN)
    rows = (
        rows.filter(open_circles | Q(series__doors=Doors.ALL))
        if circle.is_root
        else rows.filter(circle=circle)
    )
    found = list(rows.select_related("series", "circle").order_by("starts", "id")[:MOST])
    if not found:
        return None
    lines = []
    for row in found:
        hello = row.series.doors == Doors.ALL and row.series.place_for == PlaceFor.HELLO
        place = row.series.district if hello else (row.place or row.series.place)
        with timezone.override(ZoneInfo(row.series.zone)):
            when = saying.day_time(row.starts)
        lines.append(", ".join(part for part in (f"{when}: {row.series.title}", place) if part))
    return SheetPart(_("What meets this week"), tuple(lines), order=10)
