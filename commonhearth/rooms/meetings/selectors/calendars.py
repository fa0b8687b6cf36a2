"""Dates as calendars read them: one, a series, a member's feed, what is open to all."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.core.rhythm import ends_after, moment
from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.circles.access import Actor, may_read_circle
from commonhearth.foundation.circles.models import Openness
from commonhearth.foundation.circles.selectors import as_actor
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.members.models import Member
from commonhearth.rooms.meetings import wording
from commonhearth.rooms.meetings.formats import ical
from commonhearth.rooms.meetings.models import Answer, Coming, Doors, Feed, Meeting, PlaceFor, Series, Wish
from commonhearth.rooms.meetings.models.calendars import Naming
from commonhearth.rooms.meetings.selectors.seeing import visible_meetings
from commonhearth.rooms.meetings.selectors.words import Seen
from commonhearth.rooms.meetings.services.tokens import digest_of, host, plain_uid, veiled_uid
from commonhearth.rooms.meetings.wording.calendars import BUSY

#: A feed tells what was lately, and all that stands.
BEHIND = timedelta(days=30)
#: No feed is longer; ten circles that meet every week for four months are 180 dates.
MOST = 2_000
STATUS = {"": "TENTATIVE", "maybe": "TENTATIVE", "coming": "CONFIRMED"}


def one_date(viewer: Actor, seen: Seen) -> bytes:
    """Return a file with one date that the viewer sees, no more in it than they may read on its page."""
    return bytes(ical.calendar([_entry(viewer, seen, seen.meeting)]).to_ical())


def _entry(viewer: Actor, seen: Seen, row: Meeting) -> ical.Entry:
    """Return a date with its words, for a file that somebody takes home by their own press."""
    inside = isinstance(viewer, Member) and viewer.is_inside
    told = inside or row.series.place_for == PlaceFor.ALL
    about = [seen.words["about"]] if row.circle.openness == Openness.OPEN or not inside else []
    if row.series.doors == Doors.ALL:
        about.append(str(wording.FIRST_TIME))
    discreet = row.circle.openness != Openness.OPEN and row.series.doors != Doors.ALL
    return ical.Entry(
        uid=plain_uid(row.id),
        starts=row.starts,
        ends=row.ends,
        summary=str(BUSY) if discreet else seen.title,
        changed=row.changed,
        sequence=row.sequence,
        status="CANCELLED" if row.cancelled else "CONFIRMED",
        place="" if discreet else (seen.place if told else seen.words["district"]),
        about="" if discreet else "\n\n".join(part for part in about if part),
        url=""
        if discreet
        else settings.HEARTH_URL + reverse("meetings:meeting", args=[row.circle.community.slug, row.id]),
        private=discreet,
    )


def whole_series(viewer: Actor, seen: Seen) -> bytes:
    """Return a file with a whole series: its rule in its zone, and each date that differs."""
    series: Series = seen.series
    rhythm = series.rhythm
    head = _entry(viewer, seen, seen.meeting)
    starts = moment(rhythm.first, rhythm.at, rhythm.zone)
    uid = f"{series.id}@{host()}"
    usual = _like(head, uid, starts, ends_after(starts, series.minutes), head.place, "CONFIRMED")
    left_out, moved, extra = [], [], []
    for row in Meeting.objects.filter(series=series).order_by("on"):
        if not (row.cancelled or row.moved or row.extra):
            continue
        place = (row.place if row.place and head.place == seen.place else "") or head.place
        if row.extra:
            if not row.cancelled:
                extra.append(_like(head, plain_uid(row.id), row.starts, row.ends, place, "CONFIRMED"))
            continue
        by_rule = moment(row.on, rhythm.at, rhythm.zone)
        if row.cancelled:
            left_out.append(by_rule)
        else:
            moved.append((by_rule, _like(head, uid, row.starts, row.ends, place, "CONFIRMED")))
    return ical.series(rhythm, usual, left_out=left_out, moved=moved, extra=extra)


def _like(
    head: ical.Entry, uid: str, starts: datetime, ends: datetime, place: str, status: str
) -> ical.Entry:
    return ical.Entry(
        uid=uid, starts=starts, ends=ends, summary=head.summary, changed=head.changed, sequence=head.sequence,
        status=status, place=place, about=head.about, url=head.url, private=head.private,
    )  # fmt: skip


def feed_at(secret: str, *, now: datetime) -> tuple[Feed, Member]:
    """Return whose feed an address is, as they act now; in the community in reach.

    Raises:
        NotVisible: when there is none, it was ended, or its member is not inside.
    """
    feed = Feed.objects.filter(digest=digest_of(secret)).select_related("member__community").first()
    if feed is None:
        raise NotVisible
    member = as_actor(feed.member, now=now)
    if not member.is_inside:
        raise NotVisible
    return feed, member


def own_feed(feed: Feed, member: Member, *, now: datetime) -> bytes:
    """Return a member's feed: what their circles plan, and what they said yes or perhaps to. Two queries.

    Of circles that are not open it says “Busy”, the time and nothing else, and its identifiers are this
    feed's own, so that two people's calendars do not tell that they meet.
    """
    community = member.community
    called = member.named_outside_as or community.named_outside
    said = dict(Coming.objects.filter(member=member).values_list("meeting_id", "answer"))
    rows = visible_meetings(member).filter(ends__gt=now - BEHIND).order_by("starts", "id")
    rows = rows.select_related(None).select_related("series", "circle")  # the rest is not told
    entries = []
    for row in rows[:MOST]:
        answer = said.get(row.id, "")
        own = row.circle_id in member.seats
        if answer == Answer.NOT or (not answer and (feed.only_yes or not own)):
            continue
        entries.append(_fed(row, feed, called, answer, community))
    return ical.feed(entries, name=called)


def _fed(row: Meeting, feed: Feed, called: str, answer: str, community: Community) -> ical.Entry:
    open_circle = row.circle.openness == Openness.OPEN
    titled = open_circle and feed.naming == Naming.TITLES
    status = "CANCELLED" if row.cancelled else STATUS[answer]
    if not titled:
        return ical.Entry(
            uid=veiled_uid(row.id, feed.id),
            starts=row.starts,
            ends=row.ends,
            summary=called if open_circle else str(BUSY),
            changed=row.changed,
            sequence=row.sequence,
            status=status,
            private=True,
        )
    return ical.Entry(
        uid=plain_uid(row.id),
        starts=row.starts,
        ends=row.ends,
        summary=row.series.title,
        changed=row.changed,
        sequence=row.sequence,
        status=status,
        place=row.place or row.series.place,
        url=settings.HEARTH_URL + reverse("meetings:meeting", args=[community.slug, row.id]),
    )


def open_feed(community: Community, *, now: datetime) -> bytes:
    """Return what of a community is open to all, as anybody may read it. One query."""
    rows = Meeting.objects.filter(
        series__doors=Doors.ALL, circle__community__public_page=True, ends__gt=now - BEHIND
    ).exclude(circle__openness=Openness.CONFIDENTIAL)
    entries = []
    for row in rows.select_related("series").order_by("starts", "id")[:MOST]:
        series = row.series
        place = (row.place or series.place) if series.place_for == PlaceFor.ALL else series.district
        about = "\n\n".join(part for part in (series.about, str(wording.FIRST_TIME)) if part)
        entries.append(
            ical.Entry(
                uid=plain_uid(row.id),
                starts=row.starts,
                ends=row.ends,
                summary=series.title,
                changed=row.changed,
                sequence=row.sequence,
                status="CANCELLED" if row.cancelled else "CONFIRMED",
                place=place,
                about=about,
                url=settings.HEARTH_URL + reverse("meetings:meeting", args=[community.slug, row.id]),
            )
        )
    return ical.feed(entries, name=_("Open meetings of %(name)s") % {"name": community.name})


def own_choices(member: Member) -> tuple[Feed | None, Wish]:
    """Return a member's feed, if they have one, and how they want meetings to reach them."""
    wish = Wish.objects.filter(member=member).first() or Wish(member=member)
    return Feed.objects.filter(member=member).first(), wish


def may_take_whole(viewer: Actor, series: Series) -> bool:
    """Whether a file of the whole series is offered: it repeats, and the viewer sees each date of it."""
    return bool(series.rule) and (series.doors == Doors.ALL or bool(may_read_circle(viewer, series.circle)))
