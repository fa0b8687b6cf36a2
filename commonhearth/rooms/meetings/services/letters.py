"""Dates by letter: invitations with a calendar part, their changes, and what guests are sent.

A letter says a day and leads to a page behind the sign-in. What a circle is called, or does, stands in none of
them; a title and a place only where the circle is open and the member chose titles, or for guests of open doors.
"""

from __future__ import annotations

from datetime import datetime
from email.utils import parseaddr
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils import timezone, translation

from commonhearth.foundation import sealed
from commonhearth.foundation.accounts import letter_links
from commonhearth.foundation.circles.models import CircleMembership, Openness
from commonhearth.foundation.members.models import ACTING, Member
from commonhearth.foundation.members.selectors import open_holds
from commonhearth.foundation.outbox import mail
from commonhearth.kit import saying
from commonhearth.rooms.meetings import wording
from commonhearth.rooms.meetings.access.coming import TO_GUESTS
from commonhearth.rooms.meetings.formats import ical
from commonhearth.rooms.meetings.models import Answer, Coming, Feed, Invited, Meeting, PlaceFor, Wish
from commonhearth.rooms.meetings.models.calendars import Naming
from commonhearth.rooms.meetings.services.tokens import Bound, guest_link, uid_of
from commonhearth.rooms.meetings.wording.calendars import BUSY

#: What a letter about a date may have, and mostly has not.
BARE = dict.fromkeys(("title", "place", "url", "yes", "no", "wish", "guest", "gone"), "")
#: What stands as PARTSTAT for what somebody said.
PARTSTAT = {"": "NEEDS-ACTION", "coming": "ACCEPTED", "maybe": "TENTATIVE", "not": "DECLINED"}


def organizer() -> str:
    """Return the address that answers to invitations go to."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def invite_circle(meeting: Meeting, *, now: datetime) -> int:
    """Write of a new date to those of the circle who chose letters, inside a transaction; return how many.

    Whoever is away, on hold or has died gets none.
    """
    people = CircleMembership.objects.filter(
        circle_id=meeting.circle_id, left=None, member__standing__in=ACTING, member__person__isnull=False
    ).exclude(member__in=open_holds(now=now).values("member"))
    wanted = people.filter(member__in=Wish.objects.filter(letters=True).values("member"))
    told = set(Invited.objects.filter(meeting=meeting).values_list("member_id", flat=True))
    written = 0
    for seat in wanted.select_related("member__person", "member__community").order_by("joined", "id"):
        if seat.member_id not in told and _write_member(meeting, seat.member, "planned", now=now):
            Invited.objects.create(
                meeting=meeting, member=seat.member, sequence=meeting.sequence, created=now
            )
            written += 1
    return written


def write_changes(meeting: Meeting, *, now: datetime) -> None:
    """Send what has changed to every calendar that got the date by letter, inside a transaction."""
    kind = _kind_of_change(meeting)
    _write_to_invited(meeting, now=now)
    guests = Coming.objects.filter(meeting=meeting, answer=Answer.COMING, guest__confirmed__isnull=False)
    for coming in guests.select_related("guest"):
        write_guest(meeting, coming, kind, now=now)


def write_missed(member_id: UUID, *, now: datetime) -> None:
    """Send to one member's calendar what has changed while nothing was written to them, inside a transaction."""
    missed = Invited.objects.filter(member=member_id, sequence__lt=F("meeting__sequence"))
    ahead = Meeting.objects.filter(id__in=missed.values("meeting"), ends__gt=now).order_by("starts", "id")
    for meeting in ahead.select_related("series", "circle__community"):
        _write_to_invited(meeting, now=now, member=member_id)


def _kind_of_change(meeting: Meeting) -> str:
    return "cancelled" if meeting.cancelled else "moved"


def _write_to_invited(meeting: Meeting, *, now: datetime, **whom: UUID) -> None:
    kind = _kind_of_change(meeting)
    rows = Invited.objects.filter(
        meeting=meeting, sequence__lt=meeting.sequence, member__standing__in=ACTING, **whom
    ).exclude(member__in=open_holds(now=now).values("member"))
    said = dict(Coming.objects.filter(meeting=meeting).values_list("member_id", "answer"))
    for row in rows.select_related("member__person", "member__community"):
        if said.get(row.member_id) != Answer.NOT:
            _write_member(meeting, row.member, kind, answer=said.get(row.member_id, ""), now=now)
        row.sequence = meeting.sequence
        row.save(update_fields=["sequence"])


def write_place(meeting: Meeting, coming: Coming, *, now: datetime) -> None:
    """Write that a place has come free, to a guest, or a member who chose letters, inside a transaction."""
    if coming.guest is not None:
        write_guest(meeting, coming, "place", now=now)
    elif coming.member is not None and Wish.objects.filter(member=coming.member, letters=True).exists():
        _write_member(meeting, coming.member, "place", answer=coming.answer, now=now)


def remind(meeting: Meeting, coming: Coming, *, now: datetime) -> bool:
    """Write the reminder that a member asked for."""
    assert coming.member is not None
    return _write_member(meeting, coming.member, "soon", answer=coming.answer, part=False, now=now)


def _write_member(
    meeting: Meeting, member: Member, kind: str, *, answer: str = "", part: bool = True, now: datetime
) -> bool:
    person = member.person
    if person is None or not person.email or not person.is_active:
        return False
    community = member.community
    called = member.named_outside_as or community.named_outside
    naming = Feed.objects.filter(member=member).values_list("naming", flat=True).first()
    titled = naming == Naming.TITLES and meeting.circle.openness == Openness.OPEN
    about = [str(meeting.id)]
    asks = kind in ("planned", "moved") and answer in ("", Answer.MAYBE)
    links = {
        name: letter_links.link(
            act=f"meetings-{name}",
            person=person,
            about=about,
            community_id=community.id,
            ends=meeting.starts,
            now=now,
        )
        for name in ("yes", "no")
        if asks
    }
    zone = ZoneInfo(person.time_zone or meeting.series.zone)
    with translation.override(person.language), timezone.override(zone):
        entry = ical.Entry(
            uid=uid_of(Bound(community.id, meeting.id, "m", member.id)),
            starts=meeting.starts,
            ends=meeting.ends,
            summary=summary_for(meeting, called, titled=titled),
            changed=meeting.changed,
            sequence=meeting.sequence,
            status="CANCELLED" if meeting.cancelled else "CONFIRMED",
            place=place_of(meeting) if titled else "",
            private=not titled,
        )
        context = BARE | {
            "kind": kind,
            "day": saying.day_time(meeting.starts),
            "title": meeting.series.title if titled else "",
            "place": place_of(meeting) if titled else "",
            "url": settings.HEARTH_URL + reverse("meeting_by_letter", args=[community.id, meeting.id]),
            "yes": links.get("yes", ""),
            "no": links.get("no", ""),
            "wish": settings.HEARTH_URL + reverse("meetings_by_letter", args=[community.id]),
        }
    mail(
        to=person.email,
        template="meetings/date",
        context=context,
        now=now,
        kind="meeting",
        community=community,
        person=person,
        language=person.language,
        sender_name=called,
        expires=meeting.ends,
        calendar=ical.invitation(
            entry,
            method="CANCEL" if meeting.cancelled else "REQUEST",
            organizer=organizer(),
            attendee=person.email,
            answer=PARTSTAT[answer],
        )
        if part
        else "",
    )
    return True


def summary_for(meeting: Meeting, called: str, *, titled: bool) -> str:
    """Return how a calendar outside names a date: busy for what is not open, the neutral name, or the title."""
    if meeting.circle.openness != Openness.OPEN:
        return str(BUSY)
    return meeting.series.title if titled else called


def place_of(meeting: Meeting) -> str:
    """Return the place of a date of a circle that is not hidden."""
    return meeting.place or meeting.series.place


def write_guest(meeting: Meeting, coming: Coming, kind: str, *, now: datetime) -> None:
    """Write to somebody from outside who left an address, inside a transaction."""
    guest = coming.guest
    if guest is None or guest.address is None or guest.confirmed is None:
        return
    address = sealed.open_for(guest.address, purpose=TO_GUESTS)
    series, community = meeting.series, meeting.circle.community
    told = series.place_for == PlaceFor.ALL or guest.welcomed is not None
    place = place_of(meeting) if told and not coming.waiting else ""
    with timezone.override(ZoneInfo(series.zone)):
        entry = ical.Entry(
            uid=uid_of(Bound(community.id, meeting.id, "g", guest.id)),
            starts=meeting.starts,
            ends=meeting.ends,
            summary=series.title,
            changed=meeting.changed,
            sequence=meeting.sequence,
            status="CANCELLED" if meeting.cancelled else "CONFIRMED",
            place=place or series.district,
            about=str(wording.FIRST_TIME),
        )
        context = BARE | {
            "kind": kind,
            "day": saying.day_time(meeting.starts),
            "title": series.title,
            "place": place or series.district,
            "guest": guest_link(community.id, guest.id),
            "gone": saying.day_year(guest.erase_after),
        }
    mail(
        to=address,
        template="meetings/date",
        context=context,
        now=now,
        kind="meeting-guest",
        community=community,
        sender_name=community.named_outside,
        expires=meeting.ends,
        calendar=ical.invitation(
            entry,
            method="CANCEL" if meeting.cancelled else "REQUEST",
            organizer=organizer(),
            attendee=address,
            answer="ACCEPTED",
        ),
    )
