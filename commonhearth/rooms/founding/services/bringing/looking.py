"""Looking which dates come next, so that a page of dates is one question, however long their rules run."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from commonhearth.rooms.founding.models import BroughtDate
from commonhearth.rooms.founding.reading.calendars import upcoming
from commonhearth.rooms.founding.services.bringing.before import as_row

#: Dates looked at in one turn; the others wait for the next.
AT_ONCE = 500


def look_ahead(*, now: datetime) -> int:
    """Set, in the community in reach, when each date that has passed is next; return how many were looked at."""
    with transaction.atomic():
        passed = list(BroughtDate.objects.filter(upcoming__lt=now).order_by("upcoming", "id")[:AT_ONCE])
        for row in passed:
            row.upcoming = upcoming(as_row(row), now=now)
            row.save(update_fields=["upcoming"])
    return len(passed)
