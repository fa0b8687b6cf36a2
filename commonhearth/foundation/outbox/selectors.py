"""How the outbox stands, for the operator; and the mailbox of a demo host."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Q

from commonhearth.foundation.outbox.models import Mail
from commonhearth.foundation.outbox.rendering import fill_in
from commonhearth.foundation.outbox.wording import FINDINGS
from commonhearth.foundation.registry import Finding


@dataclass(frozen=True, slots=True)
class Standing:
    """How many mails wait, and how many of the last seven days failed or may or may not have arrived."""

    waiting: int
    failed: int
    unknown: int


def standing(*, now: datetime) -> Standing:
    """Return how the outbox stands: numbers only."""
    recent = Q(ended__gt=now - timedelta(days=7))
    counts = Mail.objects.aggregate(
        waiting=Count("id", filter=Q(state=Mail.State.WAITING)),
        failed=Count("id", filter=recent & Q(state__in=[Mail.State.FAILED, Mail.State.EXPIRED])),
        unknown=Count("id", filter=recent & Q(state=Mail.State.UNKNOWN)),
    )
    return Standing(**counts)


def findings(now: datetime) -> Iterator[Finding]:
    """Say what `hearth check` has to say about mail."""
    here = standing(now=now)
    told = {
        "mail-waits": here.waiting if settings.HEARTH_MAIL == "none" else 0,
        "mail-failed": here.failed,
        "mail-unknown": here.unknown,
    }
    for code, count in told.items():
        if count:
            yield Finding(code, str(FINDINGS[code]) % {"count": count}, serious=False)


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as its reader sees it."""

    id: str
    to: str
    subject: str
    body: str
    written: datetime

    @property
    def lines(self) -> list[str]:
        """Return the body's paragraphs and lines, for a page to set."""
        return [line.strip() for line in self.body.splitlines()]


def mailbox(*, most: int = 50) -> list[Letter]:
    """Return the newest mails that a demo host kept."""
    kept = Mail.objects.filter(state=Mail.State.KEPT).select_related("text").order_by("-created", "-id")
    return [
        Letter(
            id=str(mail.id),
            to=mail.to,
            subject=fill_in(mail.text.subject, mail.fill),
            body=fill_in(mail.text.body, mail.fill),
            written=mail.created,
        )
        for mail in kept[:most]
    ]
