"""Alderbrook: a made-up village community of 150 near Totnes, with circles for what it does."""

from __future__ import annotations

from datetime import datetime, timedelta

from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.communities import services as communities
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.tenancy import in_community
from commonhearth.site.demo import compared
from commonhearth.site.demo.names import NAMES, WORDS
from commonhearth.site.demo.telling import Story, next_sunday

SIZE = 150

CIRCLES = [
    (
        "Land and food",
        "The gardens, the orchard and the two goats; sows, harvests and fills the store.",
        "working",
    ),
    (
        "Water and energy",
        "Springs, tanks, panels and the wood store; knows every tap and every fuse.",
        "working",
    ),
    ("Health and care", "First help, the sick room, and knowing who would like a visit.", "working"),
    ("Houses and paths", "Roofs, drains, ramps and the long table in the barn.", "working"),
    ("Learning", "Evenings, workshops and who would teach what to whom.", "working"),
    ("Mediation", "Sits down with two who cannot hear each other just now, when both want it.", "working"),
    ("Village round", "One voice from each circle; decides only what no circle can decide alone.", "council"),
]


def tell(cast: dict[str, Person], *, now: datetime) -> None:
    """Tell the village's story up to now."""
    began = now - timedelta(days=310)
    community = communities.create_community(
        actor=cast["tom"],
        name="Alderbrook",
        slug="alderbrook",
        founder_name="Tom",
        now=began,
        community_kind="village",
        purpose="A hundred and fifty people sharing land, work and a long table. Made up for this demo.",
        for_whom="People of any age who want to live with others and look after a place together.",
        town="Totnes",
        country="GB",
        latitude=50.4316,
        longitude=-3.6845,
        precision="town",
        decides_by="Each circle decides about its own work. What touches everyone goes to the village round, and "
        "from there to all.",
        cost="A share of the housekeeping by what each can give; work on the land for those who can.",
        joining="Come for a working week, then for two months. After that both sides say how it was.",
        languages=["en", "cy", "de"],
        time_zone="Europe/London",
        stage=3,
        public_page=True,
        joining_questions=["What have you learned from living with others?"],
        appeal_contact="The mediation circle of the neighbour village",
    )
    with in_community(community.id):
        story = Story(community, Member.objects.get(), now, {})
        story.members["Tom"] = story.founder
        _people(story)
        _circles(story)
        compared.tell(story, by="Tom")


def _people(story: Story) -> None:
    names = [name for name in NAMES if name != "Tom"]
    number = 0
    while len(story.members) < SIZE:
        name, word = names[number % len(names)], ""
        if number >= len(names):
            word = WORDS[(number - len(names)) % len(WORDS)]
        story.comes(name, word=word, days_ago=300 - number * 1.7)
        number += 1


def _circles(story: Story) -> None:
    everyone = list(story.members)
    for number, (name, purpose, kind) in enumerate(CIRCLES):
        people = everyone[1 + number * 9 : 1 + number * 9 + 9]
        circle = story.circle(
            name, purpose, kind=kind, openness="open", opened_by=people[0], days_ago=40 - number
        )
        story.enters(circle, {who: who.split(" (")[0] for who in people[1:]}, days_ago=30, host=people[0])
        story.gives(circle, "facilitator", people[1], by=people[0], days_ago=29, for_days=300)
        story.gives(circle, "second", people[2], by=people[1], days_ago=28, for_days=300)
    story.agrees(
        story.root(),
        "charter",
        "What holds us together",
        [
            (
                "Nobody is made to stay and nobody is made to go without being heard.",
                "You may leave; you are heard before you are asked to.",
                True,
            ),
            (
                "Land and buildings belong to all and can be sold by none of us.",
                "The land is not for sale.",
                True,
            ),
        ],
        by="Tom",
        days_ago=305,
    )
    story.proposes(
        story.root(),
        "The lower field lies fallow this year. The seed set aside for it goes to the two neighbour farms.",
        "The lower field rests this year.",
        by=everyone[2],
        to="What holds us together",
        days_ago=2,
        closes=next_sunday(story.now),
    )
