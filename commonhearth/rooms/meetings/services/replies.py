"""Answers of mail programs to an invitation (RFC 5546, METHOD:REPLY), as they come in by mail.

Whoever has the letter could forge anything in an answer but its identifier, which is signed for one date and one
reader. So an answer counts when identifier, date and the address that was written to belong together; all else is
left alone, quietly, and said by a code.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import transaction

from commonhearth.foundation import sealed
from commonhearth.foundation.access import NotVisible, Refused
from commonhearth.foundation.circles.selectors import as_actor
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.tenancy import in_community
from commonhearth.rooms.meetings import selectors
from commonhearth.rooms.meetings.access.coming import TO_GUESTS
from commonhearth.rooms.meetings.models import Answer, Coming, Guest, Meeting
from commonhearth.rooms.meetings.services.coming import answer
from commonhearth.rooms.meetings.services.guests import take_back
from commonhearth.rooms.meetings.services.tokens import Bound, read_uid

#: An answer is a few hundred bytes; nothing larger is read.
LARGEST = 64 * 1024
#: The mail around it, and how many parts of it are looked at.
LARGEST_MAIL, MOST_PARTS = 1024 * 1024, 3
SAYS = {"ACCEPTED": Answer.COMING, "TENTATIVE": Answer.MAYBE, "DECLINED": Answer.NOT}


class Reply(StrEnum):
    """What became of an answer."""

    TAKEN = "taken"
    #: No calendar answer at all: not ours to read.
    NOT_A_REPLY = "not-a-reply"
    #: Ours by its looks, and not signed by us, or by somebody else than was written to.
    NOT_BOUND = "not-bound"
    #: To a date that has changed since: a newer letter waits for an answer.
    OUTDATED = "outdated"
    #: Whoever answered may not come, or it has begun.
    REFUSED = "refused"


def take_reply(calendar: bytes | str, *, now: datetime) -> Reply:
    """Take an answer to an invitation: the `text/calendar` part of a mail, from outside any community.

    Nothing is raised for what somebody sends, and nothing is ever sent back.
    """
    event = _read(calendar)
    if event is None:
        return Reply.NOT_A_REPLY
    bound = read_uid(str(event.get("UID", "")))
    says = _answer_of(event)
    if bound is None or says is None or "RECURRENCE-ID" in event:
        return Reply.NOT_BOUND
    address, answered = says
    if not Community.objects.filter(id=bound.community, frozen_since=None).exists():
        return Reply.REFUSED
    with in_community(bound.community):
        return _take(bound, address, answered, _sequence(event), now=now)


def take_mail(raw: bytes, now: datetime) -> str:
    """Take an answer to an invitation out of a mail as it came; return in one word what became of it, or ""."""
    if b"text/calendar" not in raw.lower() or len(raw) > LARGEST_MAIL:
        return ""
    import email
    from email import policy

    try:
        message = email.message_from_bytes(raw, policy=policy.default)
        parts = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
        texts = [part.get_payload(decode=True) for part in parts[:MOST_PARTS]]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return ""
    for text in texts:
        found = take_reply(text, now=now) if isinstance(text, bytes) else Reply.NOT_A_REPLY
        if found != Reply.NOT_A_REPLY:
            return str(found)
    return ""


def _read(calendar: bytes | str) -> Any:
    """Return the one event of an answer, None for anything else."""
    import icalendar  # only when an answer comes

    text = calendar.decode("utf-8", "replace") if isinstance(calendar, bytes) else calendar
    if len(text) > LARGEST or text.upper().count("BEGIN:") > 12:
        return None
    try:
        found = icalendar.Calendar.from_ical(text)
        if str(found.get("METHOD", "")).upper() != "REPLY":
            return None
        events = found.walk("VEVENT")
    except (ValueError, IndexError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return events[0] if len(events) == 1 else None


def _answer_of(event: Any) -> tuple[str, str] | None:
    """Return who answers what; None unless it is one person with an answer that we know."""
    attendee = event.get("ATTENDEE")
    if attendee is None or isinstance(attendee, list):
        return None
    address = str(attendee).strip()
    says = SAYS.get(str(getattr(attendee, "params", {}).get("PARTSTAT", "")).upper())
    if says is None or not address.lower().startswith("mailto:"):
        return None
    return address[len("mailto:") :].strip().casefold(), says


def _sequence(event: Any) -> int | None:
    try:
        return int(event.get("SEQUENCE", 0))
    except (TypeError, ValueError):
        return None


def _take(bound: Bound, address: str, says: str, sequence: int | None, *, now: datetime) -> Reply:
    meeting = Meeting.objects.filter(id=bound.meeting).first()
    if meeting is None:
        return Reply.NOT_BOUND
    if bound.kind == "g":
        return _take_guest(bound, meeting, address, says, sequence, now=now)
    member = Member.objects.filter(id=bound.who).select_related("person", "community").first()
    if member is None or member.person is None or (member.person.email or "").casefold() != address:
        return Reply.NOT_BOUND
    if sequence != meeting.sequence:
        return Reply.OUTDATED
    actor = as_actor(member, now=now)
    try:
        row = selectors.meeting_row(actor, meeting.id, now=now)
        before = Coming.objects.filter(meeting=row, member=actor).first()
        same = before is not None and before.answer == says
        along = before.bringing if before is not None and same else 0
        answer(actor=actor, meeting=row, says=says, bringing=along, now=now)
    except (NotVisible, Refused):
        return Reply.REFUSED
    return Reply.TAKEN


def _take_guest(
    bound: Bound, meeting: Meeting, address: str, says: str, sequence: int | None, *, now: datetime
) -> Reply:
    """Let a guest take back their word; a yes stands already, and more than that their own page does."""
    guest = Guest.objects.filter(id=bound.who, coming__meeting=meeting).select_related("coming").first()
    if guest is None or guest.address is None:
        return Reply.NOT_BOUND
    if sealed.open_for(guest.address, purpose=TO_GUESTS).casefold() != address:
        return Reply.NOT_BOUND
    if sequence != meeting.sequence:
        return Reply.OUTDATED
    if says == Answer.NOT:
        row = selectors.meeting_of_guest(guest)
        guest.coming.meeting = row
        with transaction.atomic():
            take_back(guest=guest, now=now)
    return Reply.TAKEN
