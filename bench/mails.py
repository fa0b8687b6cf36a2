"""What one mail to three hundred people costs, in CPU milliseconds a recipient."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID


@dataclass(slots=True)
class FanOut:
    """CPU milliseconds a recipient, and how many recipients there were."""

    recipients: int
    #: Writing one text to all of them into the outbox (`outbox.mail_many`).
    write: float
    #: The daily letters: who is due, their links, and writing.
    letters: float
    #: Taking the job of one mail, making the message, noting that it went.
    hand_over: float


def fan_out(community_id: str) -> FanOut:
    """Write to the members of one community and hand the mails to a mail server that is not there.

    Everything is done on the database in use, which is thrown away afterwards.
    """
    from django.conf import settings
    from django.db import transaction
    from django.utils import timezone

    from commonhearth.foundation.communities.models import Community
    from commonhearth.foundation.jobs.worker import Worker
    from commonhearth.foundation.members.models import Member
    from commonhearth.foundation.notices import services
    from commonhearth.foundation.notices.models import Notice, Wish
    from commonhearth.foundation.outbox import Recipient, mail_many
    from commonhearth.foundation.outbox.models import Mail
    from commonhearth.foundation.tenancy import in_community

    settings.HEARTH_MAIL, settings.EMAIL_BACKEND = "smtp", "django.core.mail.backends.locmem.EmailBackend"
    now = timezone.now()
    community = Community.objects.get(id=UUID(community_id))
    with in_community(community.id):
        members = list(Member.objects.filter(standing="member").select_related("person"))
        for member in members:  # nobody has quiet hours just now
            Wish.objects.create(member=member, quiet_from=0, quiet_until=0)
        Notice.objects.filter(read=False).update(mailed=None)
        recipients = [
            Recipient(
                to=member.person.email, language="en", person=member.person,
                fill={"called": "H", "home": "/home/", "stop": "/stop/", "small": ""},
            )
            for member in members
        ]  # fmt: skip
        mail_many(recipients=recipients[:5], template="notices/letter", context={}, now=now, kind="letter")
        began = time.process_time()
        with transaction.atomic():
            mail_many(
                recipients=recipients, template="notices/letter", context={}, now=now, kind="letter",
                community=community,
            )  # fmt: skip
        write = time.process_time() - began
        began = time.process_time()
        written = services.send_letters(community=community, now=now)
        letters = time.process_time() - began
    worker = Worker(clock=lambda: now + timedelta(seconds=5))
    waiting = Mail.objects.filter(state=Mail.State.WAITING).count()
    began = time.process_time()
    while Mail.objects.filter(state=Mail.State.WAITING).exists() and worker.step():
        pass
    hand_over = time.process_time() - began
    sent = Mail.objects.filter(state=Mail.State.SENT).count()
    if sent != waiting:
        raise RuntimeError(f"{waiting} mails waited and {sent} were handed over")
    return FanOut(
        recipients=len(members),
        write=1000 * write / len(members),
        letters=1000 * letters / max(1, written),
        hand_over=1000 * hand_over / max(1, sent),
    )
