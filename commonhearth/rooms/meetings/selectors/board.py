"""What of meetings stands on a notice-board sheet: the week's, of open circles and open doors, and its turns."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.circles.models import Circle, CircleKind, Openness
from commonhearth.foundation.circles.selectors import SheetPart
from commonhearth.foundation.members.selectors import kept_apart_ids
from commonhearth.kit import saying
from commonhearth.rooms.meetings.models import Doors, Meeting, PlaceFor, Turn
from commonhearth.rooms.meetings.wording.turns import HATS

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


def turns_on_the_board(viewer: Actor, circle: Circle, now: datetime) -> SheetPart | None:
    """Return who does what at the week's meetings of this circle, and what is still open; two queries.

    Named is only who chose a name for paper; of a support circle nobody is, there only what is open stands.
    """
    rows = Turn.objects.filter(
        circle=circle,
        meeting__starts__gte=now,
        meeting__starts__lte=now + WEEK,
        meeting__cancelled=None,
        meeting__series__ended=None,
    )
    rows = rows.select_related("meeting__series", "holder__member").order_by(
        "meeting__starts", "created", "id"
    )
    apart = kept_apart_ids(viewer)
    lines = []
    for turn in rows[:MOST]:
        with timezone.override(ZoneInfo(turn.meeting.series.zone)):
            said = {"day": saying.day(turn.meeting.starts), "turn": HATS[turn.hat]}
        holder = turn.holder
        if holder is None:
            lines.append(_("%(day)s, %(turn)s: still open. Would you?") % said)
        elif (
            circle.circle_kind != CircleKind.SUPPORT and holder.member_id not in apart and holder.member.paper
        ):
            lines.append(_("%(day)s, %(turn)s: %(name)s") % (said | {"name": holder.member.paper}))
    return SheetPart(_("Turns"), tuple(lines), order=40) if lines else None
