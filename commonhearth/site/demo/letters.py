"""Harbour Lights writes to each other: a newcomer to who is here for her questions, and two of the hidden circle."""

from __future__ import annotations

from commonhearth.foundation.circles.models import Circle, CircleMembership
from commonhearth.rooms.conversations.services import letters
from commonhearth.site.demo.telling import Story


def tell(story: Story) -> None:
    """Open a door, write, answer, ask."""
    root = story.root()
    ben, amal, carys = (story.members[name] for name in ("Ben", "Amal", "Carys"))
    letters.set_letter_door(
        actor=story.acting(ben, at=story.ago(100)),
        circle=root,
        shut=False,
        newcomers=True,
        now=story.ago(100),
    )
    here = letters.write_to_host(
        actor=story.acting(amal, at=story.ago(5)),
        circle=root,
        other=story.seat("Ben", root),
        text="Is it all right to come on Thursday and say nothing?\n\nI am not sure yet what I would say.",
        now=story.ago(5),
    )
    letters.write_letter(
        actor=story.acting(ben, at=story.ago(4.6)),
        correspondence=here,
        text="Yes. Half of us began like that, and some of us still do it.\n\nI am at the door from a quarter to "
        "seven. There is a chair by the window where nobody asks anything.",
        now=story.ago(4.6),
    )
    mornings = Circle.objects.get(name="Quiet mornings")
    letters.ask_for_letters(
        actor=story.acting(carys, at=story.ago(1)),
        circle=mornings,
        other=CircleMembership.objects.get(circle=mornings, member=ben, left=None),
        line="The early ones are long just now.",
        now=story.ago(1),
    )
