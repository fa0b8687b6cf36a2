"""What meetings do at news from below."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from commonhearth.foundation.circles.events import CircleEnded, CircleHidden, CircleLeft
from commonhearth.foundation.events import hears
from commonhearth.foundation.members.events import (
    MemberAway,
    MemberDeathUndone,
    MemberDied,
    MemberErased,
    MemberLeft,
)
from commonhearth.foundation.sealed import erasure
from commonhearth.rooms.meetings.models import Coming, Doors, Feed, Invited, Meeting, Series
from commonhearth.rooms.meetings.services.announcing import announce_dates
from commonhearth.rooms.meetings.services.coming import let_go, make_room, take_up_again
from commonhearth.rooms.meetings.services.dates import follow
from commonhearth.rooms.meetings.services.letters import write_missed
from commonhearth.rooms.meetings.services.series import put_words


def _gives_back(member_id: UUID, now: datetime) -> None:
    """Give back the places somebody has or waits for on dates to come."""
    let_go(_ahead(member_id, now), now=now)


def _ahead(member_id: UUID, now: datetime) -> list[Coming]:
    rows = Coming.objects.filter(member=member_id, meeting__starts__gt=now)
    return list(rows.select_related("meeting__circle"))


@hears(MemberAway)
def give_back_while_away(event: MemberAway) -> None:
    """Whoever is away holds no place that somebody waits for; they say yes again when they are back."""
    _gives_back(event.member_id, event.now)


@hears(MemberLeft)
def give_back_for_good(event: MemberLeft) -> None:
    """Who has left comes no more, and their calendar reads nothing more."""
    _gives_back(event.member_id, event.now)
    _no_letters(event.member_id)


@hears(MemberDied)
def make_room_for_who_waits(event: MemberDied) -> None:
    """Nothing goes out about them or to them, and their places count no more; what they said stays for a while."""
    make_room(_ahead(event.member_id, event.now), now=event.now)


@hears(MemberDeathUndone)
def take_places_up_again(event: MemberDeathUndone) -> None:
    """It was a mistake: their places are theirs, or the first on the waiting list; letters they missed are written."""
    take_up_again(_ahead(event.member_id, event.now), now=event.now)
    write_missed(event.member_id, now=event.now)


@hears(MemberErased)
def give_back_and_forget(event: MemberErased) -> None:
    """Who waits moves up; their own rows go with what is theirs."""
    _gives_back(event.member_id, event.now)
    _no_letters(event.member_id)


def _no_letters(member_id: UUID) -> None:
    erasure.erase_all(Feed.objects.filter(member=member_id))
    erasure.erase_all(Invited.objects.filter(member=member_id))


@hears(CircleLeft)
def give_back_in_the_circle(event: CircleLeft) -> None:
    """Who leaves a circle comes to its own dates no more."""
    rows = Coming.objects.filter(
        seat=event.membership_id, meeting__starts__gt=event.now, meeting__circle=event.circle_id
    )
    let_go(list(rows.select_related("meeting__circle")), now=event.now)


@hears(CircleHidden)
def seal_its_words(event: CircleHidden) -> None:
    """What a circle wrote openly is sealed, its doors are shut, and guests are let go."""
    for series in Series.objects.filter(circle=event.circle_id).select_related("circle__community"):
        words = {name: getattr(series, name) for name in Series.WORDS}
        series.doors = Doors.CIRCLE
        put_words(series, words)
        series.save()
        for meeting in Meeting.objects.filter(series=series).exclude(place=""):
            meeting.sealed_place, meeting.place = meeting.place, ""  # type: ignore[assignment]
            meeting.save(update_fields=["place", "sealed_place"])
        announce_dates(series, now=event.now)
        seats = Coming.objects.filter(meeting__series=series, meeting__starts__gt=event.now).exclude(
            seat__circle=event.circle_id
        )
        let_go(list(seats.select_related("meeting__circle")), now=event.now)


@hears(CircleEnded)
def end_its_meetings(event: CircleEnded) -> None:
    """A circle that has ended meets no more."""
    for series in Series.objects.filter(circle=event.circle_id, ended=None).select_related(
        "circle__community"
    ):
        series.ended = event.now
        series.save(update_fields=["ended"])
        follow(series, place_changed=False, now=event.now)
        announce_dates(series, now=event.now)
