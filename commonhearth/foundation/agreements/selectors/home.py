"""What is before a member's circles and waits for their word, for their home. No circle is named."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation.agreements.models import ClauseVersion
from commonhearth.foundation.members.models import Member, Standing
from commonhearth.foundation.registry import HomeLine
from commonhearth.kit.saying import day

#: Lines on a home at most; the others are one press further, in the circle.
MOST = 3


def home_lines(member: Member, now: datetime) -> list[HomeLine]:
    """Say that a wording can still be answered in one of the member's circles; one query."""
    if member.standing != Standing.MEMBER or not member.is_acting:
        return []
    own = [seat.membership_id for seat in member.seats.values()]
    waiting = (
        ClauseVersion.objects.filter(
            circle__in=member.circle_ids, in_force_from=None, withdrawn=None, closes__gt=now
        )
        .exclude(proposed_by__in=own)
        .exclude(responses__by__in=own)
        .order_by("closes", "id")
        .values_list("clause__agreement_id", "clause__number", "closes")
    )
    return [
        HomeLine(
            _("Something is before one of your circles. Any concerns by %(day)s?") % {"day": day(closes)},
            reverse("agreements:clause", args=[member.community.slug, agreement_id, number]),
            order=30,
        )
        for agreement_id, number, closes in waiting[:MOST]
    ]
