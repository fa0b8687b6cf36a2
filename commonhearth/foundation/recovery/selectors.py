"""What may be seen of it, and by whom."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.members.access import Actor
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.members.selectors import AboutLine, kept_apart_ids
from commonhearth.foundation.recovery.access import may_see_recovery, may_vouch
from commonhearth.foundation.recovery.models import Recovery


def open_recovery(member: Member) -> Recovery | None:
    """Return what is under way for a member."""
    found = Recovery.objects.filter(member=member, stopped=None, done=None)
    return found.select_related("member__community", "person").first()


def recovery_seen_by(viewer: Actor, recovery_id: UUID) -> Recovery:
    """Return one, for whom it concerns.

    Raises:
        NotVisible: to anyone else, and of somebody kept apart.
    """
    found = (
        Recovery.objects.filter(id=recovery_id)
        .select_related("member__community", "first_by", "second_by")
        .first()
    )
    if found is None or not may_see_recovery(viewer, found):
        raise NotVisible
    if found.member_id in kept_apart_ids(viewer):
        raise NotVisible
    return found


def about(viewer: Actor, member: Member) -> AboutLine | None:
    """Offer to vouch, on the page about a member, to whoever may."""
    if not may_vouch(viewer, member):
        return None
    return AboutLine(
        _("Lost every way in"),
        _("If they can no longer sign in at all, two of you who know them can let them in again."),
        _("They have lost every way in"),
        reverse("recovery:vouch", args=[member.community.slug, member.id]),
    )
