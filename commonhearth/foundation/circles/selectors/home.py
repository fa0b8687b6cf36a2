"""What of circles waits for a member, for their home. No circle is named: home is read over shoulders."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation.circles.models import KEEPING, Asking, Circle
from commonhearth.foundation.circles.selectors.people import without_those_kept_apart
from commonhearth.foundation.circles.selectors.seeing import with_keepers
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.registry import HomeLine


def home_lines(member: Member, now: datetime) -> list[HomeLine]:
    """Say that a circle invites this member, and that somebody asks to come into one they look after; one query."""
    if not member.is_acting:
        return []
    mine = Q(member=member, invited_by__isnull=False)
    keeps = [circle_id for circle_id, seat in member.seats.items() if seat.offices & KEEPING[None]]
    mine_or_not: Any = with_keepers(Circle.objects.filter(id__in=list(member.seats)), now=now)
    unkept = mine_or_not.filter(is_kept=False)
    theirs = (
        Q(invited_by=None) & (Q(circle__in=keeps) | Q(circle__in=unkept.values("id"))) & ~Q(member=member)
    )
    # Somebody kept apart is not shown inside either: a line here would say that there is somebody.
    waiting = Asking.objects.filter(mine | theirs, answered=None, member__died=None)
    asking = without_those_kept_apart(waiting, member)
    rows = asking.values_list("circle_id", "member_id")[:20]
    slug = member.community.slug
    lines = []
    for circle_id, member_id in rows:
        if member_id == member.id:
            sentence, name, order = _("You are invited into a circle."), "circles:join", 20
        else:
            sentence, name, order = _("Somebody asks to come into one of your circles."), "circles:circle", 15
        lines.append(HomeLine(sentence, reverse(name, args=[slug, circle_id]), order))
    return list({line.url: line for line in lines}.values())
