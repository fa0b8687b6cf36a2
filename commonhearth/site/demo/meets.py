"""What meets in the made-up communities: an open Thursday, quiet mornings, a yearly assembly, a walk."""

from __future__ import annotations

from datetime import date, time, timedelta

from commonhearth.core.rhythm import HowOften, rule_for
from commonhearth.foundation.access import VISITOR
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.circles.selectors import circle_of
from commonhearth.rooms.meetings import selectors, services
from commonhearth.rooms.meetings.models import Meeting, Series
from commonhearth.rooms.meetings.services.guests import come
from commonhearth.site.demo.telling import Story

LONDON = "Europe/London"


def tell(story: Story) -> None:
    """Plan it, and let some say that they come."""
    thursday, mornings, rooms = (
        Circle.objects.get(name=name) for name in ("Thursday evening", "Quiet mornings", "Money and rooms")
    )
    evening = _plan(
        story,
        thursday,
        "Elena",
        services.Plan(
            title="Thursday evening",
            kind="support",
            doors="all",
            place_for="hello",
            first=_next(story, 3),
            at=time(18, 30),
            minutes=120,
            zone=LONDON,
            rule=rule_for(HowOften.WEEKLY, _next(story, 3)),
            place="Upstairs room of the old chandlery, 4 Broad Street; the door beside the net loft",
            district="Old Portsmouth, near the Camber",
            about="We begin with a round of names, any name, and tea. Then there is time for what is on your mind. "
            "You may pass, step out or leave at any moment. Somebody meets you at the door if you say so.",
            access=("step_free", "toilet", "quiet_room", "seats", "transport"),
            access_words="The lift is small: a wheelchair and one person.",
            seats=16,
        ),
    )
    first = _first(story, evening)
    for name, says in (
        ("Elena", "coming"),
        ("Jamal", "coming"),
        ("Ada", "coming"),
        ("Ben", "coming"),
        ("Priya", "maybe"),
    ):
        _says(story, first, name, says, needs="A chair near the door, please." if name == "Ada" else None)
    come(
        actor=VISITOR,
        meeting=first,
        name="Wren",
        email="wren@example.org",
        hello="I have never done this before.",
        now=story.now,
    )
    _plan(
        story,
        mornings,
        "Carys",
        services.Plan(
            title="Quiet Wednesday",
            kind="support",
            first=_next(story, 2),
            at=time(9, 30),
            minutes=60,
            zone=LONDON,
            rule=rule_for(HowOften.FORTNIGHTLY, _next(story, 2)),
            about="Tea, and nothing that has to be said.",
            online="https://meet.example.org/quiet-wednesday",
        ),
    )
    _plan(
        story,
        rooms,
        "Sanjay",
        services.Plan(
            title="Purse and kettle",
            first=_next(story, 1),
            at=time(17, 0),
            zone=LONDON,
            rule=rule_for(HowOften.MONTHLY_WEEKDAY, _next(story, 1)),
            place="Upstairs room of the old chandlery",
            doors="community",
        ),
    )
    year = _next(story, 5) + timedelta(weeks=6)
    _plan(
        story,
        story.root(),
        "Rosa",
        services.Plan(
            title="Assembly of members",
            kind="assembly",
            doors="community",
            first=year,
            at=time(14, 0),
            minutes=180,
            zone=LONDON,
            rule=rule_for(HowOften.YEARLY, year),
            place="The hall of St Agatha’s, Market Way",
            about="What the year was like, what came in and went out, and who looks after what next.",
            access=("step_free", "toilet", "loop", "children"),
        ),
    )
    _plan(
        story,
        story.root(),
        "Ben",
        services.Plan(
            title="A walk along the front",
            kind="gathering",
            doors="community",
            first=_next(story, 6),
            at=time(11, 0),
            minutes=90,
            zone=LONDON,
            place="From the clock at South Parade Pier",
            about="At the pace of whoever is slowest. Rain or shine.",
            led_by="Ines, who knows where the benches are",
            costs="Nothing; bring something warm to drink",
            known="What we know: most of us came again. What we do not know: whether it does anything besides "
            "company and air. It is no treatment, and nobody is asked how they are.",
        ),
    )


def _next(story: Story, weekday: int) -> date:
    """Return the next such weekday after tomorrow."""
    day = story.now.date() + timedelta(days=2)
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def _plan(story: Story, circle: Circle, name: str, said: services.Plan) -> Series:
    actor = story.acting(story.members[name], at=story.now)
    return services.plan(actor=actor, circle=circle_of(circle.id, now=story.now), said=said, now=story.now)


def _first(story: Story, series: Series) -> Meeting:
    actor = story.acting(story.founder, at=story.now)
    return selectors.meeting_row(actor, selectors.first_date(series, now=story.now).id, now=story.now)


def _says(story: Story, meeting: Meeting, name: str, says: str, needs: str | None = None) -> None:
    actor = story.acting(story.members[name], at=story.now)
    services.answer(actor=actor, meeting=meeting, says=says, needs=needs, now=story.now)
