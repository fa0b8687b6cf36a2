"""Whoever leaves a circle, or the community, shares nothing there any more and carries nothing of others."""

from __future__ import annotations

from django.db.models import Q

from commonhearth.foundation.circles.events import CircleLeft
from commonhearth.foundation.events import hears
from commonhearth.foundation.members.events import MemberErased
from commonhearth.foundation.sealed import erasure
from commonhearth.rooms.care.models.plan import PlanShare


@hears(CircleLeft)
def end_what_was_shared_there(event: CircleLeft) -> None:
    """A share holds between two people of one circle, and ends with either's leaving."""
    for share in PlanShare.objects.filter(Q(seat=event.membership_id) | Q(reader=event.membership_id)):
        erasure.erase(share)


@hears(MemberErased)
def let_go_of_what_was_shown_to_them(event: MemberErased) -> None:
    """That others showed them something goes too."""
    for share in PlanShare.objects.filter(reader__member_id=event.member_id):
        erasure.erase(share)
