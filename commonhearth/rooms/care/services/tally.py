"""What is left to count of a year when its cases have been erased; and erasing them on their day."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from commonhearth.foundation import logbook
from commonhearth.foundation.sealed import erasure
from commonhearth.foundation.tenancy.lasting import over
from commonhearth.rooms.care.access.measures import KEEPER
from commonhearth.rooms.care.models import Appeal, Case, Measure, Tally


def count_one(code: str, *, now: datetime) -> None:
    """Count that something happened this year; inside a transaction. Nothing else of it is kept."""
    row, _made = Tally.objects.get_or_create(year=now.year, code=code, defaults={"created": now})
    Tally.objects.filter(id=row.id).update(count=F("count") + 1)


def erase_due(*, now: datetime) -> int:
    """Erase, in the community in reach, every case whose time is over, here and in backups; return how many.

    The logbook keeps the code of it, once for all that went.
    """
    with transaction.atomic():
        due = list(over(Case, now=now))
        for case in due:
            for measure in Measure.objects.filter(case=case):
                erasure.erase_fields(measure, ["words", "rule"])
            for appeal in Appeal.objects.filter(measure__case=case):
                erasure.erase_fields(appeal, ["words"])
            erasure.erase(case)
        if due:
            logbook.write(actor=KEEPER, verb="care.erased", now=now)
    return len(due)
