"""Harbour Lights writes to each other, and one of them tells everybody what he lived through."""

from __future__ import annotations

from commonhearth.foundation.circles.models import Circle, CircleMembership
from commonhearth.rooms.conversations.access.stories import COOLING
from commonhearth.rooms.conversations.services import letters, stories
from commonhearth.site.demo.telling import Story


def tell(story: Story) -> None:
    """Open a door, write, answer, ask; tell a story."""
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
    _tells(story)


def _tells(story: Story) -> None:
    """One story that went the whole way, and one that rests."""
    ada, ben = story.members["Ada"], story.members["Ben"]
    began = story.ago(40)
    told = stories.write_story(
        actor=story.acting(ada, at=began),
        title="The list on the fridge",
        text=FRIDGE,
        named_as="Ada, who cooks on Thursdays",
        care_note="about a stay in hospital",
        now=began,
    )
    reader = stories.name_reader(
        actor=story.acting(ada, at=began), story=told, person=story.seat("Ben", story.root()), now=began
    )
    stories.write_back(
        actor=story.acting(ben, at=began),
        reader=reader,
        note="Keep the part about the list. I would leave out the ward’s name.",
        now=began,
    )
    stories.say_ready(actor=story.acting(ada, at=began), story=told, now=began)
    later = began + COOLING
    stories.offer(actor=story.acting(ada, at=later), story=told, now=later)
    stories.say_yes_to_story(actor=story.acting(story.members["Hamish"], at=later), story=told, now=later)
    draft = stories.write_story(
        actor=story.acting(ben, at=story.ago(3)),
        title="What my neighbour did right",
        text="She did not ask how I was. She asked whether I would hold the ladder.",
        now=story.ago(3),
    )
    stories.say_ready(actor=story.acting(ben, at=story.ago(2)), story=draft, now=story.ago(2))


FRIDGE = """When I came home there was a list on the fridge in my sister’s hand: *milk, call the landlord, you*.

I was on the list. Not at the top, not as a problem. Between the landlord and the bread.

For a year I had been somebody’s case. On the fridge I was one of the things that make a week. I still have the paper.

What helped was small and came from people who had their own week to get through. What did not help was being
spoken about in my own kitchen.

I tell it because of the word “recovered”, which people use as if one had been lost. I was here the whole time."""
