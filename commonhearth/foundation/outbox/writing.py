"""Writing a mail into the outbox, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils import translation

from commonhearth.foundation.jobs.queue import new_job
from commonhearth.foundation.outbox.errors import HeaderInjection
from commonhearth.foundation.outbox.rendering import fill_in, marker, one_line, render

if TYPE_CHECKING:
    from commonhearth.foundation.outbox.models import Mail

#: How long a mail that nobody could send stays worth sending.
WORTH_SENDING = timedelta(days=14)


#: Mails handed over with one job and one connection.
BATCH = 20


@dataclass(frozen=True, slots=True)
class Recipient:
    """One who gets a shared text: address, language, and what is theirs alone in it."""

    to: str
    language: str = ""
    person: Any = None
    fill: Mapping[str, str] = field(default_factory=dict)
    unsubscribe: str = ""
    #: The name it comes from for this one; without it the name given for all.
    sender_name: str = ""
    #: A calendar invitation of theirs that goes along.
    calendar: str = ""
    #: Where their answer goes, if not to the sender.
    reply_to: str = ""
    #: The id of what words of its fill are taken from (`unsay`).
    about: UUID | None = None


def mail(
    *,
    to: str,
    template: str,
    context: Mapping[str, Any],
    now: datetime,
    kind: str,
    community: Any = None,
    person: Any = None,
    language: str = "",
    sender_name: str = "",
    unsubscribe: str = "",
    expires: datetime | None = None,
    urgent: bool = False,
    calendar: str = "",
) -> UUID:
    """Write one mail. It is sent after the transaction commits, or not at all.

    Args:
        to: one address.
        template: "accounts/code" for `mail/accounts/code.txt`; its first line is the subject.
        context: what the template prints.
        now: the present time.
        kind: a code for statistics and retention, such as "sign-in".
        community: the community it is about (row or id); sets nothing on the mail's face.
        person: who gets it (row or id).
        language: their language; without it the one in use now.
        sender_name: the name it comes from; without it the host's. Discreet where the community is.
        unsubscribe: address for the mail program's one-press unsubscribe.
        expires: not worth sending after this; without it fourteen days.
        urgent: somebody is waiting for it on a page (a code).
        calendar: an invitation that goes along, as iCalendar with its METHOD.

    Raises:
        HeaderInjection: when an address or a header's value holds a line break or a second address.
    """
    recipient = Recipient(to=to, language=language, person=person, unsubscribe=unsubscribe, calendar=calendar)
    [row] = _write(
        [recipient],
        template,
        context,
        now,
        kind,
        community,
        sender_name,
        expires,
        priority=50 if urgent else 0,
    )
    return row.id


def mail_many(
    *,
    recipients: Iterable[Recipient],
    template: str,
    context: Mapping[str, Any],
    now: datetime,
    kind: str,
    community: Any = None,
    sender_name: str = "",
    expires: datetime | None = None,
) -> int:
    """Write one text to many, rendered once per language; return how many mails that is.

    A key of the recipients' `fill` is printed by the template like any other name.

    Raises:
        HeaderInjection: as `mail`; nothing is written then.
    """
    return len(
        _write(list(recipients), template, context, now, kind, community, sender_name, expires, priority=-10)
    )


def _write(
    recipients: list[Recipient],
    template: str,
    context: Mapping[str, Any],
    now: datetime,
    kind: str,
    community: Any,
    sender_name: str,
    expires: datetime | None,
    *,
    priority: int,
) -> list[Mail]:
    from commonhearth.foundation.outbox.models import Mail, MailText

    filled = {name: marker(name) for recipient in recipients for name in recipient.fill}
    texts: dict[str, MailText] = {}
    mails = []
    keep = settings.HEARTH_MAIL == "mailbox"
    for recipient in recipients:
        language = recipient.language or translation.get_language() or settings.LANGUAGE_CODE
        if language not in texts:
            subject, body = render(template, {**context, **filled}, language=language)
            texts[language] = MailText(subject=subject, body=body, created=now)
        fill = {name: _fill(value) for name, value in recipient.fill.items()}
        one_line(fill_in(texts[language].subject, fill), "subject")
        mails.append(
            Mail(
                text=texts[language],
                to=_one_address(recipient.to),
                fill=fill,
                unsubscribe=one_line(recipient.unsubscribe, "unsubscribe"),
                calendar=recipient.calendar,
                reply_to=one_line(recipient.reply_to, "reply_to"),
                sender_name=one_line(recipient.sender_name or sender_name, "sender_name")[:100],
                about=recipient.about,
                person_id=getattr(recipient.person, "id", recipient.person),
                community_id=getattr(community, "id", community),
                kind=kind,
                state=Mail.State.KEPT if keep else Mail.State.WAITING,
                expires=expires or now + WORTH_SENDING,
                created=now,
            )
        )
    with transaction.atomic():
        MailText.objects.bulk_create(texts.values())
        Mail.objects.bulk_create(mails)
        if settings.HEARTH_MAIL == "smtp":
            enqueue(mails, now=now, priority=priority)
    return mails


def enqueue(mails: Iterable[Mail], *, now: datetime, priority: int = 0) -> None:
    """Ask for the mails to be handed over, a few with each job, so that one slow mail delays only those."""
    from commonhearth.foundation.jobs.models import Job
    from commonhearth.foundation.outbox.tasks import hand_over

    task = hand_over.using(priority=priority)
    ids = [mail.id for mail in mails]
    batches = [ids[start : start + BATCH] for start in range(0, len(ids), BATCH)]
    Job.objects.bulk_create([new_job(task, (batch,), {}, now=now) for batch in batches])


def forget(*, person_id: UUID, community_id: UUID | None = None, address: str = "") -> int:
    """Drop the mails of somebody who erases what is theirs, waiting ones too; return how many.

    Args:
        community_id: only those about this community.
        address: also those to this address that name no person.
    """
    from commonhearth.foundation.outbox.models import Mail, MailText
    from commonhearth.foundation.sealed import erasure

    theirs = Q(person_id=person_id)
    if address:
        theirs |= Q(to__iexact=address)
    mails = Mail.objects.filter(theirs)
    if community_id is not None:
        mails = mails.filter(community_id=community_id)
    texts = set(mails.values_list("text_id", flat=True))
    gone = erasure.erase_all(mails)
    erasure.erase_all(MailText.objects.filter(pk__in=texts, mails__isnull=True))
    return gone


def unsay(name: str, *, about: Iterable[UUID] = (), to: Iterable[UUID] = ()) -> int:
    """Take one value of their fill out of mails that nobody has handed over yet; return how many.

    They still go, and say the rest: for words that were changed, taken back or sealed since they were written.

    Args:
        name: the key of the fill.
        about: what the words are taken from.
        to: persons from whose mails they go.
    """
    from commonhearth.foundation.outbox.models import Mail

    from_these = Q(about__in=list(about)) | Q(person_id__in=list(to), about__isnull=False)
    states = (Mail.State.WAITING, Mail.State.KEPT)
    mails = [mail for mail in Mail.objects.filter(from_these, state__in=states) if mail.fill.get(name)]
    for mail in mails:
        Mail.objects.filter(pk=mail.pk).update(fill=mail.fill | {name: ""})
    return len(mails)


def _one_address(to: str) -> str:
    try:
        validate_email(one_line(to, "to"))
    except ValidationError:
        raise HeaderInjection("to") from None
    return to


def _fill(value: str) -> str:
    # A value cannot bring markers of its own.
    return str(value).translate({0xE000: None, 0xE001: None, 0xE002: None})
