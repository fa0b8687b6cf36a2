"""The register of members: legal names, sealed, kept by the registrar."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from commonhearth.foundation import logbook
from commonhearth.foundation.access import require
from commonhearth.foundation.members.access import may_keep_register
from commonhearth.foundation.members.models import Member, RegisterEntry


def enter_legal_name(*, actor: Member, member: Member, legal_name: str, now: datetime) -> RegisterEntry:
    """Enter or correct a legal name. The number stays the member's for ever.

    Raises:
        Refused: when the actor is not the registrar.
    """
    require(may_keep_register(actor))
    with transaction.atomic():
        entry = RegisterEntry.objects.select_for_update().filter(member=member).first()
        if entry is None:
            last = RegisterEntry.objects.aggregate(last=Max("number"))["last"] or 0
            entry = RegisterEntry(member=member, number=last + 1, created=now)
        entry.legal_name = legal_name.strip()
        entry.save()
        logbook.write(actor=actor, verb="register.entered", now=now, about={"member": str(member.pseudonym)})
    return entry
