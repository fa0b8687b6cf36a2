"""A process that writes as fast as it can and says what was acknowledged: `writer.py COMMUNITY`."""

from __future__ import annotations

import sys
from uuid import UUID, uuid4

import django

import commonhearth  # noqa: F401  puts the shipped SQLite in place before Django loads

django.setup()

from django.db import OperationalError, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from commonhearth.foundation import logbook  # noqa: E402
from commonhearth.foundation.access import System  # noqa: E402
from commonhearth.foundation.members.models import Application, Member  # noqa: E402
from commonhearth.foundation.tenancy import in_community  # noqa: E402

while True:
    now = timezone.now()
    try:
        with in_community(UUID(sys.argv[1])), transaction.atomic():
            member = Member.objects.create(name=f"Someone {uuid4()}", standing="applicant")
            row = Application.objects.create(member=member, answers=f"words {member.pk}", hear_by=now.date())
            logbook.write(actor=System("writer"), verb="a.b", now=now, details={"row": str(row.pk)})
    except OperationalError as fault:
        if "locked" not in str(fault):
            raise
        continue  # the other writer was faster for as long as one waits; somebody would read “busy” and press again
    sys.stdout.write(f"{row.pk}\n")  # committed: this is the acknowledgement
    sys.stdout.flush()
