"""What `hearth check` says about the directory."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from commonhearth.core.places.freshness import MONTHS_DUE, months_after
from commonhearth.foundation.registry import Finding
from commonhearth.rooms.directory.models import Listing, Place
from commonhearth.rooms.directory.wording import FINDINGS


def findings(now: datetime) -> Iterable[Finding]:
    """Warn when listings are due for a check, or when there is no gazetteer to search by."""
    due = months_after(now.date(), -MONTHS_DUE)
    waiting = Listing.objects.filter(closed_on=None, community=None).filter(
        Q(verified_on__lte=due) | Q(verified_until__lt=now.date())
    )
    count = waiting.count()
    if count:
        yield Finding("directory.due", str(FINDINGS["due"]) % {"n": count}, serious=False)
    if not Place.objects.exists():
        yield Finding("directory.no-places", str(FINDINGS["no-places"]), serious=False)
