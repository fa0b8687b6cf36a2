"""Guests of open meetings: coming without an account, saying hello, waiting at the door online."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from commonhearth.foundation import sealed
from commonhearth.foundation.access import VISITOR, no, require
from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.members.models import Bar
from commonhearth.foundation.members.selectors import email_digests
from commonhearth.foundation.outbox import mail
from commonhearth.foundation.sealed import erasure
from commonhearth.foundation.tenancy.lasting import over
from commonhearth.kit import saying
from commonhearth.rooms.meetings.access import may_come_as_guest, may_host
from commonhearth.rooms.meetings.access.coming import TO_GUESTS
from commonhearth.rooms.meetings.models import Answer, Coming, Guest, Meeting, PlaceFor
from commonhearth.rooms.meetings.services.book import locked
from commonhearth.rooms.meetings.services.coming import move_up, take_place
from commonhearth.rooms.meetings.services.letters import write_guest
from commonhearth.rooms.meetings.services.telling import tell_about
from commonhearth.rooms.meetings.services.tokens import guest_link

#: A guest's name and address are deleted so long after the meeting, and so long after a link nobody followed.
KEPT, UNCONFIRMED = timedelta(days=7), timedelta(days=2)
#: So long before it begins the door online can be knocked at.
EARLY = timedelta(minutes=20)


def come(
    *, actor: Actor, meeting: Meeting, name: str, email: str = "", hello: str = "", now: datetime
) -> Guest | None:
    """Come from outside. With an address, a letter's link makes it stand; without, it stands at once.

    Returns:
        The guest; None for an address that is barred, which is answered as any other and gets no letter.

    Raises:
        Refused: when the doors are not open, or it is over.
    """
    with transaction.atomic():
        row = locked(meeting)
        require(may_come_as_guest(actor, row, now=now))
        digests = email_digests(email) if email else []
        digest = digests[0] if digests else ""
        if Bar.objects.filter(email_digest__in=digests, lifted=None).exists():
            return None
        there = Coming.objects.filter(meeting=row, guest__address_digest__in=digests)
        before = there.select_related("guest").first()
        if before is not None and before.guest is not None:
            _ask_to_confirm(row, before.guest, email, now=now)
            return before.guest
        guest = Guest(address_digest=digest, created=now)
        guest.name, guest.address, guest.hello = name.strip() or None, email or None, hello.strip() or None  # type: ignore[assignment]
        guest.erase_after = min(now + UNCONFIRMED, row.ends + KEPT) if email else row.ends + KEPT
        guest.confirmed = None if email else now
        guest.save()
        coming = Coming(meeting=row, guest=guest, answer=Answer.MAYBE, since=now, created=now)
        if email:
            coming.save()
            _ask_to_confirm(row, guest, email, now=now)
        else:
            take_place(row, coming, Answer.COMING, 0, now=now)
    return guest


def _ask_to_confirm(meeting: Meeting, guest: Guest, email: str, *, now: datetime) -> None:
    """Send the link; somebody who stands already gets it once more."""
    _write(meeting, email, "confirm", guest, now=now)


def _write(meeting: Meeting, email: str, kind: str, guest: Guest, *, now: datetime) -> None:
    community = meeting.circle.community
    with timezone.override(ZoneInfo(meeting.series.zone)):
        context = {
            "kind": kind,
            "day": saying.day_time(meeting.starts),
            "title": meeting.series.title,
            "link": guest_link(community.id, guest.id),
            "gone": saying.day_year(meeting.ends + KEPT),
        }
    mail(
        to=email,
        template="meetings/guest",
        context=context,
        now=now,
        kind="meeting-guest",
        community=community,
        sender_name=community.named_outside,
        expires=meeting.ends,
        urgent=kind == "confirm",
    )


def confirm(*, guest: Guest, now: datetime) -> Coming:
    """Let a guest's word stand: they followed the link in their letter. Twice is as once.

    Raises:
        Refused: when the doors are closed meanwhile, or it is over.
    """
    with transaction.atomic():
        row = locked(guest.coming.meeting)
        require(may_come_as_guest(VISITOR, row, now=now))
        coming = Coming.objects.select_for_update(of=("self",)).select_related("guest").get(guest=guest)
        assert coming.guest is not None
        if coming.guest.confirmed is None:
            coming.guest.confirmed = now
            coming.guest.erase_after = row.ends + KEPT
            coming.guest.save(update_fields=["confirmed", "erase_after"])
            take_place(row, coming, Answer.COMING, 0, now=now)
            if row.series.place_for == PlaceFor.HELLO:
                _tell_host(row, now=now)
            write_guest(row, coming, "guest", now=now)
    return coming


def _tell_host(meeting: Meeting, *, now: datetime) -> None:
    host = meeting.host or meeting.series.host
    if host is not None and host.left is None:
        tell_about(meeting, host.member, "meetings.hello", now=now)


def bring(*, guest: Guest, bringing: int, now: datetime) -> Coming:
    """Bring somebody along, or nobody.

    Raises:
        Refused: when it is over.
        NoPlaceLeft: when there are not so many places.
    """
    with transaction.atomic():
        row = locked(guest.coming.meeting)
        require(may_come_as_guest(VISITOR, row, now=now))
        coming = Coming.objects.select_for_update(of=("self",)).get(guest=guest)
        take_place(row, coming, Answer.COMING, bringing, now=now)
        move_up(row, now=now)
    return coming


def take_back(*, guest: Guest, now: datetime) -> None:
    """Not come after all: name and address are deleted at once, and who waits moves up."""
    with transaction.atomic():
        row = locked(guest.coming.meeting)
        erasure.erase_all(Guest.objects.filter(id=guest.id))
        move_up(row, now=now)


def knock(*, guest: Guest, now: datetime) -> Guest:
    """Wait at the door online; the host lets in.

    Raises:
        Refused: when it is over, or not so far yet.
    """
    with transaction.atomic():
        meeting = guest.coming.meeting
        require(may_come_as_guest(VISITOR, meeting, now=now))
        if now < meeting.starts - EARLY:
            require(no("meetings_too_early"))
        row = Guest.objects.select_for_update().get(id=guest.id)
        if row.knocked is None:
            row.knocked = now
            row.save(update_fields=["knocked"])
    return row


def answer_guest(*, actor: Actor, guest: Guest, says: str, now: datetime) -> None:
    """Answer a guest as the host: send the place (`welcome`), let in online (`in`), or not this time (`no`).

    Raises:
        Refused: when the actor is not the host.
    """
    with transaction.atomic():
        meeting = guest.coming.meeting
        require(may_host(actor, meeting))
        row = Guest.objects.select_for_update().filter(id=guest.id).first()
        if row is None:
            return
        if says == "no":
            if row.address is not None:
                address = sealed.open_for(row.address, purpose=TO_GUESTS)
                _write(meeting, address, "not_now", row, now=now)
            take_back(guest=guest, now=now)
        elif says == "in" and row.let_in is None:
            row.let_in, row.welcomed = now, row.welcomed or now
            row.save(update_fields=["let_in", "welcomed"])
        elif says == "welcome" and row.welcomed is None:
            row.welcomed = now
            row.save(update_fields=["welcomed"])
            coming = Coming.objects.select_related("guest").get(guest=row)
            write_guest(meeting, coming, "welcome", now=now)


def forget_guests(*, now: datetime) -> int:
    """Delete, in the community in reach, the guests whose time is over; return how many."""
    gone = over(Guest, now=now)
    with transaction.atomic():
        return erasure.erase_all(gone)
