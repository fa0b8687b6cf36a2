"""Two at once, with real commits: both write minutes, both take a turn, both press next."""

from __future__ import annotations

import threading
from datetime import timedelta
from functools import partial

from django.db import connections

from commonhearth.foundation.access import Refused
from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.tenancy import in_community
from commonhearth.rooms.meetings.models import Draft, Meeting, Minutes, Turn
from commonhearth.rooms.meetings.services import agenda, minutes, sitting, turns

ROUNDS = 4


def at_once(place, *acts):
    """Run acts at the same moment, each in a thread and community of its own; return what came of them."""
    gate, came = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        try:
            with in_community(place.community.id):
                gate.wait(10)
                came[number] = act()
        except Exception as error:
            came[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return came


def _meeting(place):
    """Return the second date of what meets in the open circle, which nobody has touched."""
    first = Meeting.objects.get(id=place.things["meeting_id"]["open"])
    dates = Meeting.objects.select_related("series", "circle").filter(series=first.series)
    return dates.exclude(id=first.id).order_by("starts")[0]


def _acting(place, who="member"):
    with place.within():
        return place.acting(who)


def test_nothing_that_two_write_at_once_is_lost(real_commits, world):
    place, text = world.harbour, "\n\n".join(f"Line {n}" for n in range(8))
    member = _acting(place)
    with place.within():
        meeting = _meeting(place)
        minutes.write(actor=member, meeting=meeting, text=text, based_on=0, now=world.now)
    for number in range(ROUNDS):
        with place.within():
            before = Minutes.objects.get(meeting=meeting)
        edits = [
            before.text.replace("Line 1", f"Line 1 and one of round {number}", 1),
            before.text.replace("Line 6", f"Line 6 and other of round {number}", 1),
        ]
        came = at_once(
            place,
            *(
                lambda edit=edit, version=before.version: minutes.write(
                    actor=member, meeting=meeting, text=edit, based_on=version, now=world.now
                )
                for edit in edits
            ),
        )
        assert not [one for one in came if not isinstance(one, minutes.Written)], came
        with place.within():
            now = Minutes.objects.get(meeting=meeting)
        assert f"one of round {number}" in now.text and f"other of round {number}" in now.text
        assert now.version == before.version + 2
    with place.within():
        kept = Draft.objects.filter(minutes__meeting=meeting, aside=False).count()
        assert kept == Minutes.objects.get(meeting=meeting).version


def test_where_two_write_the_same_line_at_once_one_stands_and_one_stands_aside(real_commits, world):
    place = world.harbour
    member = _acting(place)
    with place.within():
        meeting = _meeting(place)
        minutes.write(actor=member, meeting=meeting, text="Rosa has the key.", based_on=0, now=world.now)
    came = at_once(
        place,
        *(
            lambda who=who: minutes.write(
                actor=member, meeting=meeting, text=f"{who} has the key.", based_on=1, now=world.now
            )
            for who in ("Ben", "Tom")
        ),
    )
    assert not [one for one in came if not isinstance(one, minutes.Written)], came
    assert sorted(one.collided for one in came) == [False, True]
    with place.within():
        everything = {draft.text for draft in Draft.objects.filter(minutes__meeting=meeting)}
    assert {"Ben has the key.", "Tom has the key."} <= everything


def test_of_two_who_take_one_turn_at_once_one_has_it(real_commits, world):
    place = world.harbour
    with place.within():
        meeting = _meeting(place)
        for who in ("neighbour", "registrar"):
            member = place.acting(who)
            CircleMembership.objects.create(
                circle=meeting.circle, member=member, name=member.name, joined=world.now - timedelta(days=9)
            )
    people = [_acting(place, who) for who in ("neighbour", "registrar")]
    came = at_once(
        place,
        *(
            lambda person=person: turns.take_turn(actor=person, meeting=meeting, hat="host", now=world.now)
            for person in people
        ),
    )
    assert sum(isinstance(one, Refused) for one in came) == 1, came
    with place.within():
        assert Turn.objects.filter(meeting=meeting, hat="host").count() == 1


def test_two_who_press_next_at_once_move_the_wall_by_one(real_commits, world):
    place = world.harbour
    member = _acting(place)
    with place.within():
        meeting = _meeting(place)
        for title in ("Tea", "Keys"):
            agenda.add_item(actor=member, meeting=meeting, title=title, now=world.now)
    shown = sitting.place_of(None)
    came = at_once(
        place,
        *(
            lambda: sitting.step(actor=member, meeting=meeting, on=True, shown=shown, now=world.now)
            for _press in range(2)
        ),
    )
    assert not [one for one in came if one is None or isinstance(one, Exception)], came
    assert {one.item.title for one in came} == {"Tea"}


def test_two_who_press_pause_at_once_stop_the_clock_once(real_commits, world):
    place = world.harbour
    member = _acting(place)
    with place.within():
        meeting = _meeting(place)
        agenda.add_item(actor=member, meeting=meeting, title="Tea", minutes=20, now=world.now)
        sitting.step(actor=member, meeting=meeting, on=True, now=world.now)

    def press(minute, pausing):
        at = world.now + timedelta(minutes=minute)
        return sitting.pause(actor=member, meeting=meeting, pausing=pausing, now=at)

    for pausing, first in ((True, 5), (False, 12)):
        came = at_once(place, partial(press, first, pausing), partial(press, first + 1, pausing))
        assert not [one for one in came if one is None or isinstance(one, Exception)], came
        assert len({(one.pausing, one.ran, one.since) for one in came}) == 1, "who came second found it done"
    assert came[0].since - world.now in {timedelta(minutes=minutes) for minutes in (6, 7, 8)}
