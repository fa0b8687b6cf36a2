"""Harbour Lights talks: all together, on Thursday evening, about money and rooms, and at the night lamp."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from commonhearth.foundation.agreements import selectors as agreements
from commonhearth.foundation.agreements.services import keep_to_rules
from commonhearth.foundation.circles.models import Circle, Openness
from commonhearth.foundation.members.models import Member
from commonhearth.rooms.conversations import care_notes, services
from commonhearth.rooms.conversations.models import Post, Topic
from commonhearth.site.demo.telling import Story


def tell(story: Story) -> None:
    """Write and answer, as people do over some weeks."""
    _everyone(story)
    _thursday(story, Circle.objects.get(name="Thursday evening"))
    _rooms(story, Circle.objects.get(name="Money and rooms"))
    _lamp(story, Circle.objects.get(openness=Openness.CONFIDENTIAL))


def _begins(
    story: Story, circle: Circle, who: str, title: str, text: str, *, days_ago: float, **more: Any
) -> Topic:
    at = story.ago(days_ago)
    actor = _keeping(story, circle, who, at=at)
    return services.begin_topic(actor=actor, circle=circle, title=title, text=text, now=at, **more)


def _says(
    story: Story, topic: Topic, who: str, text: str, *, days_ago: float, to: Post | None = None, **more: Any
) -> Post:
    at = story.ago(days_ago)
    actor = _keeping(story, topic.circle, who, at=at)
    return services.write_post(actor=actor, topic=topic, text=text, answers=to, now=at, **more)


def _keeping(story: Story, circle: Circle, who: str, *, at: datetime) -> Member:
    """Return somebody as they act, when they have read the circle's ground rules and said yes to them."""
    actor = story.acting(story.members[who], at=at)
    found = agreements.ground_rules(actor, circle)
    if found.waits:
        read = [rule.id for rule in found.rules]
        keep_to_rules(actor=actor, circle=circle, read=read, now=at)
    return actor


def _first(topic: Topic) -> Post:
    return Post.objects.get(topic=topic, created=topic.created)


def _everyone(story: Story) -> None:
    root = story.root()
    hello = _begins(
        story,
        root,
        "Ben",
        "Saying hello, or just reading",
        "If you are new: you can say hello here, in one line or ten. You can also say nothing for a year. Both are "
        "fine, and the tea is the same.",
        days_ago=88,
        tags_typed="welcome",
    )
    services.pin_topic(
        actor=story.acting(story.members["Hamish"], at=story.ago(87)),
        topic=hello,
        pinned=True,
        now=story.ago(87),
    )
    _says(
        story,
        hello,
        "Grace (choir)",
        "Hello. I sing a bit and sleep badly. Glad of the stairs having a rail.",
        days_ago=59,
    )
    amal = _says(
        story,
        hello,
        "Amal",
        "I came up the stairs on Thursday after three weeks of walking past. It was warm. That is all for now.",
        days_ago=6,
        wish="no_reply",
    )
    _says(story, hello, "Ben", "It was good to see you, Amal.", days_ago=5.8, to=amal)
    sunday = _begins(
        story,
        root,
        "Hamish",
        "Sunday afternoons, from spring?",
        "Before we put it into words for everybody: who would host, twice between March and June?\n\n"
        "- open the door and put the kettle on\n- stay until the last one has gone\n- lock up",
        days_ago=20,
        tags_typed="sundays hosts",
        wish="advice",
    )
    _says(story, sunday, "Kasia", "I can do one. Not two in a month.", days_ago=19, to=_first(sunday))
    _says(
        story,
        sunday,
        "Priya",
        "One for me, if there is somebody with me who knows the boiler.",
        days_ago=18.5,
        to=_first(sunday),
    )


def _thursday(story: Story, circle: Circle) -> None:
    mornings = _begins(
        story,
        circle,
        "Carys",
        "What gets you out of the door?",
        "Some weeks Thursday is the only evening I go out. What helps you on the days when the door is far away?",
        days_ago=16,
        tags_typed="small things",
        wish="advice",
    )
    head = _first(mornings)
    _says(
        story,
        mornings,
        "Bilal",
        "Shoes on before I think about it. Then I am somebody with shoes on.",
        days_ago=15.7,
        to=head,
    )
    _says(
        story,
        mornings,
        "Mina",
        "I tell @Elena I am coming. Then I come for her sake, and by the corner it is for mine.",
        days_ago=15.5,
        to=head,
    )
    _says(
        story,
        mornings,
        "Elena",
        "And if you turn round at the corner, that counts too.",
        days_ago=15.1,
        to=head,
    )
    loss = _begins(
        story,
        circle,
        "Jamal",
        "A year on Tuesday",
        "On Tuesday it is a year since my brother died. I do not need anything. I wanted it to be known in a place "
        "where people knew his name.",
        days_ago=4,
        care_note=care_notes.kept(["loss"]),
        wish="listening",
    )
    _says(
        story,
        loss,
        "Priya",
        "I remember how he laughed at the kettle. I will think of you both on Tuesday.",
        days_ago=3.6,
        to=_first(loss),
    )


def _rooms(story: Story, circle: Circle) -> None:
    kettle = _begins(
        story,
        circle,
        "Sanjay",
        "The kettle, again",
        "It leaks at the handle. A new one is 24 pounds, the repair café says they can try for nothing on the 14th. "
        "I would rather wait. Any concerns by Sunday?",
        days_ago=10,
        tags_typed="kettle purse",
    )
    _says(
        story,
        kettle,
        "Ruth",
        "None. I will bring my camping one for the two weeks.",
        days_ago=9.4,
        to=_first(kettle),
    )


def _lamp(story: Story, circle: Circle) -> None:
    night = _begins(
        story,
        circle,
        "Ada",
        "The corridor at four in the morning",
        "I still wake at the hour when they did the rounds with a torch. I lie and listen for the shoes. Does anybody "
        "else have an hour like that?",
        days_ago=8,
        care_note=care_notes.kept(["force"]),
    )
    head = _first(night)
    _says(
        story,
        night,
        "Niamh",
        "Ten past five. I get up and make toast, loudly. The toast is mine.",
        days_ago=7.6,
        to=head,
    )
    _says(
        story,
        night,
        "Oscar",
        "Reading this at four. It helps that there are three of us.",
        days_ago=6.9,
        to=head,
        wish="no_reply",
    )
