"""A meeting of the circle that keeps the purse: prepared, held, remembered; and the next one, which is ahead."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from commonhearth.core.rhythm import HowOften, rule_for
from commonhearth.foundation.circles.models import Circle
from commonhearth.rooms.meetings import services as planning
from commonhearth.rooms.meetings.models import Meeting
from commonhearth.rooms.meetings.services import actions, agenda, minutes, polls, sitting, turns
from commonhearth.site.demo.telling import Story

ZONE = ZoneInfo("Europe/London")
CIRCLE = "Money and rooms"
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
BOILER = (
    "## The boiler\n"
    "It went out twice in January. Ruth has a number for somebody who comes on a Saturday. We would rather have it "
    "looked at once properly than kicked again."
)
WRITTEN = (
    f"{BOILER}\n\n"
    "## The purse\n"
    "Came in: 212 pounds. Went out: 180, most of it for heating. The tin was counted by two and agrees.\n\n"
    "## The kettle\n"
    "The small kettle is not enough for a Thursday. We want a second one, and a sign that says which is the "
    "decaffeinated."
)


def tell(story: Story) -> None:
    """Tell of the meeting a week and a half ago, and prepare this Thursday's."""
    circle = Circle.objects.get(name=CIRCLE)
    coming = _next_thursday(story.now)
    before = coming - 14 * DAY
    series = planning.plan(
        actor=story.acting(story.members["Hamish"], at=before - 9 * DAY),
        circle=circle,
        said=planning.Plan(
            title="Thursday: purse, room and kettle",
            first=before.date(),
            at=time(18, 30),
            zone=str(ZONE),
            rule=rule_for(HowOften.FORTNIGHTLY, before.date()),
            about="An hour and a half for what keeps the lights on. Anybody may sit in; the circle decides.",
            place="Upstairs room of the old chandlery",
        ),
        now=before - 9 * DAY,
    )
    held, ahead = Meeting.objects.filter(series=series).order_by("starts")[:2]
    _held(story, held)
    _ahead(story, ahead, circle)


def _next_thursday(now: datetime) -> datetime:
    here = now.astimezone(ZONE)
    days = (3 - here.weekday()) % 7 or 7
    return datetime.combine(here.date() + days * DAY, time(18, 30), tzinfo=ZONE)


def _held(story: Story, meeting: Meeting) -> None:
    who, at = story.members, meeting.starts - 2 * DAY
    agenda.build(actor=story.acting(who["Sanjay"], at=at), meeting=meeting, now=at)
    for name, title, length in (
        ("Ruth", "The boiler", 20),
        ("Hamish", "The purse", 15),
        ("Kasia", "The kettle", 5),
    ):
        agenda.add_item(
            actor=story.acting(who[name], at=at), meeting=meeting, title=title, minutes=length, now=at
        )
    turns.give_turns(actor=story.acting(who["Sanjay"], at=at), meeting=meeting, now=at)
    during, after = meeting.starts + HOUR, meeting.ends + HOUR
    sitting.count_heads(actor=story.acting(who["Sanjay"], at=during), meeting=meeting, heads=5, now=during)
    minutes.write(
        actor=story.acting(who["Kasia"], at=during),
        meeting=meeting,
        text=BOILER,
        based_on=0,
        now=during,
    )
    minutes.write(
        actor=story.acting(who["Ruth"], at=after), meeting=meeting, text=WRITTEN, based_on=1, now=after
    )
    for name, what, due in (
        ("Ruth", "Ring the Saturday person about the boiler", meeting.starts + 16 * DAY),
        ("Kasia", "Paint a sign for the decaffeinated", None),
    ):
        seat = story.seat(name, meeting.circle)
        actions.add_action(
            actor=story.acting(who[name], at=after), circle=meeting.circle, meeting=meeting, what=what, owner=seat,
            due=due.date() if due else None, now=after,
        )  # fmt: skip
    actions.add_action(
        actor=story.acting(who["Hamish"], at=after), circle=meeting.circle, meeting=meeting,
        what="Find a second kettle, used is fine", now=after,
    )  # fmt: skip
    shown = meeting.ends + 20 * HOUR
    minutes.show(
        actor=story.acting(who["Kasia"], at=shown), meeting=meeting, closes=shown + 4 * DAY, now=shown
    )
    minutes.lock_due(now=shown + 4 * DAY)
    later = min(shown + 5 * DAY, story.now)
    minutes.correct(
        actor=story.acting(who["Hamish"], at=later),
        meeting=meeting,
        words="Went out: 182 pounds, not 180. The two pounds were for the key.",
        now=later,
    )


def _ahead(story: Story, meeting: Meeting, circle: Circle) -> None:
    who, at = story.members, story.ago(1)
    agenda.build(actor=story.acting(who["Sanjay"], at=at), meeting=meeting, now=at)
    agenda.add_item(
        actor=story.acting(who["Ruth"], at=at),
        meeting=meeting,
        title="Two offers for the boiler",
        about="Both are on the table by the door. The dearer one comes with five years of looking after.",
        minutes=25,
        now=at,
    )
    turns.give_turns(actor=story.acting(who["Sanjay"], at=at), meeting=meeting, now=at)
    saturday = meeting.starts + 9 * DAY
    poll = polls.ask_when(
        actor=story.acting(who["Kasia"], at=at),
        circle=circle,
        title="Painting the back room",
        starts=[saturday, saturday + DAY, saturday + 7 * DAY],
        minutes=180,
        zone=str(ZONE),
        closes=meeting.starts + 3 * DAY,
        now=at,
    )
    slots = [slot.id for slot in poll.slots.order_by("starts")]
    for name, answers in (("Ruth", ("yes", "maybe", "no")), ("Sanjay", ("yes", "no", "yes"))):
        polls.say_when(
            actor=story.acting(who[name], at=at),
            poll=poll,
            fits=dict(zip(slots, answers, strict=True)),
            now=at,
        )
