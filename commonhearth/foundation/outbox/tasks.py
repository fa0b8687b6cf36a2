"""Handing mails over, and forgetting them."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from commonhearth.foundation.jobs import every
from commonhearth.foundation.tenancy.lasting import over

#: How many mails a demo host's mailbox holds.
MAILBOX = 500


@task(outside=True, tries=3, lease=600)
def hand_over(mail_ids: list[str]) -> None:
    """Give some mails to the mail server, over one connection."""
    from commonhearth.foundation.outbox import delivery

    delivery.hand_over([UUID(mail_id) for mail_id in mail_ids], now=timezone.now())


@every("outbox.pick-up", seconds=600)
@task()
def pick_up() -> None:
    """Enqueue mails that wait without a job: written before mail was configured, or their job was parked."""
    from commonhearth.foundation.jobs.models import Job
    from commonhearth.foundation.outbox.models import Mail
    from commonhearth.foundation.outbox.writing import enqueue

    if settings.HEARTH_MAIL != "smtp":
        return
    now = timezone.now()
    waiting = Mail.objects.filter(
        state__in=[Mail.State.WAITING, Mail.State.HANDING], created__lt=now - timedelta(minutes=10)
    ).order_by("created", "id")[:500]
    jobs = Job.objects.filter(task=hand_over.module_path, state__in=Job.OPEN)
    in_hand = {mail_id for given in jobs.values_list("args", flat=True) for mail_id in given["args"][0]}
    enqueue([mail for mail in waiting if str(mail.id) not in in_hand], now=now)


@every("outbox.forget", seconds=24 * 3600)
@task()
def forget() -> None:
    """Erase what has expired unsent; delete the mails whose time is over, and texts that no mail has any more."""
    from commonhearth.foundation.outbox.delivery import end_all, erase_texts
    from commonhearth.foundation.outbox.models import Mail, MailText

    now = timezone.now()
    end_all(Mail.objects.filter(state=Mail.State.WAITING, expires__lte=now), Mail.State.EXPIRED, now=now)
    over(Mail, now=now).delete()
    kept = Mail.objects.filter(state=Mail.State.KEPT).order_by("-created", "-id")
    Mail.objects.filter(pk__in=list(kept.values_list("pk", flat=True)[MAILBOX:])).delete()
    erase_texts(MailText.objects.all())
    MailText.objects.filter(mails__isnull=True).delete()
