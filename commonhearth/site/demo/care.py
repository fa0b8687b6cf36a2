"""What Harbour Lights looks after: stated hours, a neighbour who said yes, and one thing that was mended."""

from __future__ import annotations

from datetime import time, timedelta

from commonhearth.rooms.care import services
from commonhearth.site.demo.telling import Story

#: What was done about a loud kitchen: step, days ago, what those on the case noted.
STEPS = (
    ("listen", 19, "With Kasia on the bench outside, and with those in the kitchen."),
    ("talk", 16, "Over tea, the four of us. It was easier than we feared."),
    ("agreement", 16, "The kitchen door stays shut while the round is on, and somebody knocks at nine."),
    ("follow_up", 5, "Two quiet Thursdays. Kasia stayed to the end."),
)


def tell(story: Story) -> None:
    """State hours, name a neighbour, and let one report go its way to its end."""
    niamh = story.acting(story.members["Niamh"], at=story.now)
    for weekday in (0, 3, 6):
        services.state_hours(actor=niamh, weekday=weekday, starts=time(18), ends=time(21), now=story.ago(38))
    services.add_neighbour(
        actor=story.acting(story.members["Hamish"], at=story.now),
        name="Viktor",
        of_community="the Wharf co-op",
        reach="at the library on Tuesdays, or by the note box there",
        said_yes=story.ago(60).date(),
        now=story.ago(60),
    )
    _a_loud_kitchen(story)


def _a_loud_kitchen(story: Story) -> None:
    """Something small: listened to, agreed on, looked at again, and closed."""
    case = services.report(
        actor=story.acting(story.members["Kasia"], at=story.ago(21)),
        words="On two Thursdays the kitchen was so loud that I could not stay in the round. Nobody meant it.",
        about="situation",
        secret=services.new_secret(),
        number=services.new_number(),
        now=story.ago(21),
    )
    for name in ("Niamh", "Hamish"):
        services.take(actor=story.acting(story.members[name], at=story.ago(20)), case=case, now=story.ago(20))
    niamh = story.members["Niamh"]
    for step, days, words in STEPS:
        services.finish_step(
            actor=story.acting(niamh, at=story.ago(days)),
            case=case,
            step=step,
            result="done",
            words=words,
            now=story.ago(days),
        )
    services.close(
        actor=story.acting(niamh, at=story.ago(4)),
        case=case,
        outcome="agreed",
        words="The kitchen door stays shut during the round. Thank you for saying it.",
        now=story.ago(4) + timedelta(hours=1),
    )
