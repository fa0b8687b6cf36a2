"""Handing one mail over to the mail server, at most once.

The connection is opened first; only then is the mail marked as being handed over, so what is unknown
after a crash is as little as can be. A mail found in that state is not sent again: it is marked
unknown, which the operator sees.
"""

from __future__ import annotations

import smtplib
from datetime import datetime, timedelta
from email.utils import formataddr
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction

from commonhearth.foundation.jobs import Later
from commonhearth.foundation.outbox.models import Mail, MailText
from commonhearth.foundation.outbox.rendering import fill_in, one_line

#: Pauses between tries while the mail server cannot be reached or says "later": two days in all.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 120, 240, 480, 720, 1440))


def hand_over(mail_id: UUID, *, now: datetime) -> None:
    """Send a waiting mail and erase it.

    Raises:
        Later: when the mail server cannot be reached or asks to come back.
    """
    mail = Mail.objects.select_related("text").filter(pk=mail_id).first()
    if mail is None or mail.state not in (Mail.State.WAITING, Mail.State.HANDING):
        return
    if mail.state == Mail.State.HANDING:
        _end(mail, Mail.State.UNKNOWN, now=now)
        return
    if mail.expires <= now:
        _end(mail, Mail.State.EXPIRED, now=now)
        return
    message = message_of(mail)
    server = get_connection()
    try:
        server.open()
    except (OSError, smtplib.SMTPException):
        _try_later(mail, now=now)
        return
    try:
        if not Mail.objects.filter(pk=mail.pk, state=Mail.State.WAITING).update(state=Mail.State.HANDING):
            return  # another worker has it
        outcome = _send(server, message)
    finally:
        server.close()
    if outcome == Mail.State.WAITING:
        _try_later(mail, now=now)
    else:
        _end(mail, outcome, now=now)


def _send(server: object, message: EmailMessage) -> str:
    """Return what became of it: sent, failed for good, waiting (asked to come back) or unknown."""
    try:
        server.send_messages([message])  # type: ignore[attr-defined]
    except smtplib.SMTPRecipientsRefused as refused:
        codes = [code for code, _ in refused.recipients.values()]
        return Mail.State.WAITING if any(400 <= code < 500 for code in codes) else Mail.State.FAILED
    except smtplib.SMTPResponseException as refused:  # the server has said that it did not take it
        return Mail.State.WAITING if 400 <= refused.smtp_code < 500 else Mail.State.FAILED
    except (OSError, smtplib.SMTPException):
        return Mail.State.UNKNOWN
    return Mail.State.SENT


def message_of(mail: Mail) -> EmailMessage:
    """Return the mail as it leaves: plain text to one recipient, from the sender's name asked for."""
    host = urlsplit(settings.HEARTH_URL).hostname or "localhost"
    headers = {
        "Message-ID": f"<{mail.id}@{host}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if mail.unsubscribe:
        headers["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return EmailMessage(
        subject=one_line(fill_in(mail.text.subject, mail.fill), "subject"),
        body=fill_in(mail.text.body, mail.fill),
        from_email=formataddr((mail.sender_name or settings.HEARTH_NAME, settings.DEFAULT_FROM_EMAIL)),
        to=[mail.to],
        headers=headers,
    )


def _try_later(mail: Mail, *, now: datetime) -> None:
    if mail.tries >= len(PAUSES):
        _end(mail, Mail.State.FAILED, now=now)
        return
    Mail.objects.filter(pk=mail.pk).update(state=Mail.State.WAITING, tries=mail.tries + 1)
    raise Later(now + PAUSES[mail.tries])


def _end(mail: Mail, state: str, *, now: datetime) -> None:
    """Write what became of a mail and erase address and words, in one transaction."""
    with transaction.atomic():
        Mail.objects.filter(pk=mail.pk).update(state=state, ended=now, to="", fill={}, unsubscribe="")
        erase_texts(MailText.objects.filter(pk=mail.text_id))


def erase_texts(texts: object) -> int:
    """Blank those of the texts that nobody waits for any more; return how many."""
    open_states = (Mail.State.WAITING, Mail.State.HANDING, Mail.State.KEPT)
    waited_for = Mail.objects.filter(state__in=open_states).values("text_id")
    return texts.exclude(body="").exclude(pk__in=waited_for).update(subject="", body="")  # type: ignore[attr-defined,no-any-return]
