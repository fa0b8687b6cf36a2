"""Handing mails over to the mail server, each at most once.

The connection is opened first; only then is a mail marked as being handed over, alone, so what is unknown
after a crash is one mail and not more. A mail found in that state is not sent again: it is marked unknown,
which the operator sees. What became of one mail and the beginning of the next are one commit.
"""

from __future__ import annotations

import re
import smtplib
from collections.abc import Collection
from datetime import datetime, timedelta
from email.utils import formataddr
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import F, QuerySet

from commonhearth.foundation.jobs import Later
from commonhearth.foundation.outbox.models import Mail, MailText
from commonhearth.foundation.outbox.rendering import fill_in, one_line

#: Pauses between tries while the mail server cannot be reached or says "later": two days in all.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 120, 240, 480, 720, 1440))


def hand_over(mail_ids: Collection[UUID], *, now: datetime) -> None:
    """Send waiting mails over one connection, and erase them.

    Raises:
        Later: when some are left, since the mail server cannot be reached or asks to come back.
    """
    states = (Mail.State.WAITING, Mail.State.HANDING)
    mails = list(Mail.objects.select_related("text").filter(pk__in=mail_ids, state__in=states))
    sendable = []
    for mail in mails:
        if mail.state == Mail.State.HANDING:
            _end(mail, Mail.State.UNKNOWN, now=now)
        elif mail.expires <= now:
            _end(mail, Mail.State.EXPIRED, now=now)
        else:
            sendable.append(mail)
    left = _send_all(sendable, now=now) if sendable else []
    erase_texts(MailText.objects.filter(pk__in={mail.text_id for mail in mails}))
    if left:
        raise Later(now + min(PAUSES[mail.tries] for mail in left))


def _send_all(mails: list[Mail], *, now: datetime) -> list[Mail]:
    """Send one after the other; return those to try later."""
    server = get_connection()
    if not _opens(server):
        return _put_off(mails, now=now)
    left: list[Mail] = []
    before: tuple[Mail, str] | None = None
    try:
        for place, mail in enumerate(mails):
            message = message_of(mail)
            with transaction.atomic():
                if before:
                    left += _note(*before, now=now)
                    before = None
                taken = Mail.objects.filter(pk=mail.pk, state=Mail.State.WAITING).update(
                    state=Mail.State.HANDING
                )
            if not taken:
                continue  # another worker has it
            before = mail, _send(server, message)
            if before[1] == Mail.State.UNKNOWN:
                server.close()
                if not _opens(server):
                    left += _put_off(mails[place + 1 :], now=now)
                    break
    finally:
        server.close()
    if before:
        left += _note(*before, now=now)
    return left


def _opens(server: Any) -> bool:
    try:
        server.open()
    except (OSError, smtplib.SMTPException):
        return False
    return True


def _note(mail: Mail, outcome: str, *, now: datetime) -> list[Mail]:
    """Write what became of a mail; return it when it is to be tried later."""
    if outcome == Mail.State.WAITING:
        return _put_off([mail], now=now)
    _end(mail, outcome, now=now)
    return []


def _send(server: Any, message: EmailMessage) -> str:
    """Return what became of it: sent, failed for good, waiting (asked to come back) or unknown."""
    try:
        server.send_messages([message])
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
    message = EmailMultiAlternatives(
        subject=one_line(fill_in(mail.text.subject, mail.fill), "subject"),
        body=fill_in(mail.text.body, mail.fill),
        from_email=formataddr((mail.sender_name or settings.HEARTH_NAME, settings.DEFAULT_FROM_EMAIL)),
        to=[mail.to],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers=headers,
    )
    if mail.calendar:
        # Mail programs offer yes and no beside it when the part names the method that stands in it.
        message.attach_alternative(mail.calendar, f"text/calendar; method={_method_of(mail.calendar)}")
    return message


def _method_of(calendar: str) -> str:
    found = re.search(r"^METHOD:([A-Z]{1,20})\r?$", calendar, re.MULTILINE)
    return found[1] if found else "PUBLISH"


def _put_off(mails: list[Mail], *, now: datetime) -> list[Mail]:
    """Count a try for each; return those that have tries left, and give up the others."""
    left = []
    for mail in mails:
        if mail.tries >= len(PAUSES):
            _end(mail, Mail.State.FAILED, now=now)
        else:
            left.append(mail)
    Mail.objects.filter(pk__in=[mail.pk for mail in left]).update(
        state=Mail.State.WAITING, tries=F("tries") + 1
    )
    return left


def _end(mail: Mail, state: str, *, now: datetime) -> None:
    """Write what became of a mail and erase address and fill; its text goes when nobody waits for it."""
    end_all(Mail.objects.filter(pk=mail.pk), state, now=now)


def end_all(mails: QuerySet[Mail], state: str, *, now: datetime) -> None:
    """Write what became of mails and erase what stood in them but their text."""
    mails.update(state=state, ended=now, to="", fill={}, unsubscribe="", calendar="", reply_to="", about=None)


def erase_texts(texts: object) -> int:
    """Blank those of the texts that nobody waits for any more; return how many."""
    open_states = (Mail.State.WAITING, Mail.State.HANDING, Mail.State.KEPT)
    waited_for = Mail.objects.filter(state__in=open_states).values("text_id")
    return texts.exclude(body="").exclude(pk__in=waited_for).update(subject="", body="")  # type: ignore[attr-defined,no-any-return]
