"""Messages that wake: written in the transaction of what they are about, one job each."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Max

from commonhearth.foundation.notices.sms.gateway import gateway
from commonhearth.foundation.notices.sms.models import Phone, Text, What
from commonhearth.foundation.tenancy import current_community

#: After so long a night has gone on: a message of yesterday is worse than none.
WORTH = timedelta(minutes=45)
#: However many call in however many circles: one telephone has this much rest between, and this many in a day.
REST = timedelta(minutes=30)
A_DAY = 6


def wake(member_ids: Iterable[UUID], *, now: datetime) -> int:
    """Ask, in the caller's transaction, for members to be woken at the numbers they confirmed; return how many."""
    if gateway() is None:
        return 0
    ids = list(
        Phone.objects.filter(member__in=list(member_ids))
        .exclude(confirmed=None)
        .values_list("member", flat=True)
    )
    rested = [member_id for member_id in ids if member_id not in _had_enough(ids, now=now)]
    write(rested, What.WAKE, expires=now + WORTH, now=now)
    return len(rested)


def _had_enough(member_ids: Collection[UUID], *, now: datetime) -> set[UUID]:
    lately = Text.objects.filter(
        member__in=member_ids, what=What.WAKE, created__gt=now - timedelta(days=1)
    ).order_by()
    told = lately.values_list("member").annotate(Count("id"), Max("created"))
    return {member_id for member_id, count, last in told if count >= A_DAY or last > now - REST}


def write(member_ids: Iterable[UUID], what: What, *, expires: datetime, now: datetime) -> None:
    """Write messages and ask for them to be handed over."""
    from commonhearth.foundation.notices.tasks import send_text

    rows = [Text(member_id=member_id, what=what, expires=expires, created=now) for member_id in member_ids]
    for text in Text.objects.bulk_create(rows):
        send_text.enqueue(str(current_community()), str(text.id))
