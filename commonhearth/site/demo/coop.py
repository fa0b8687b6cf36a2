"""Harbour Lights: a made-up mental-health co-op of about forty in Portsmouth."""

from __future__ import annotations

from datetime import datetime, timedelta

from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.communities import services as communities
from commonhearth.foundation.members import services as joining
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.tenancy import in_community
from commonhearth.site.demo import care, carrying, compared, handbook, letters, meets, minutes, talk, tin
from commonhearth.site.demo.names import NAMES
from commonhearth.site.demo.telling import Story, next_sunday

BEGAN = 300


def tell(cast: dict[str, Person], *, now: datetime) -> None:
    """Tell the co-op's story up to now."""
    began = now - timedelta(days=BEGAN)
    community = communities.create_community(
        actor=cast["rosa"],
        name="Harbour Lights",
        slug="harbour-lights",
        founder_name="Rosa",
        now=began,
        community_kind="mental_health",
        purpose="A mental-health co-op: people who know hard times from the inside keep each other company and run "
        "this place together. Made up for this demo.",
        for_whom="Anyone over eighteen in and around Portsmouth who lives with distress, or has, in whatever words "
        "they use for it. Nobody asks for a diagnosis.",
        town="Portsmouth",
        country="GB",
        latitude=50.7952,
        longitude=-1.0889,
        precision="km",
        place_text="Upstairs room of the old chandlery",
        decides_by="Any concerns by Sunday? If none stands, it is agreed. Money above 200 pounds and changes of the "
        "charter go to everyone.",
        cost="Two pounds a month if you can, nothing if you cannot. Nobody sees who gives what.",
        joining="Come on a Thursday first, or write to us. When you ask to join, a person answers within a week.",
        for_journalists="We are glad to talk about how we work. We do not pass on names or stories.",
        for_relatives="We listen to relatives too, on the first Monday of the month. We never say who is a member.",
        languages=["en", "pl", "ar"],
        time_zone="Europe/London",
        stage=2,
        public_page=True,
        reach_out=True,
        joining_questions=[
            "What would you like to find here?",
            "Is there anything we should know to make it easy?",
        ],
        appeal_contact="Ruth and Viktor of the neighbour co-op, at the library on Tuesdays",
    )
    with in_community(community.id):
        story = Story(community, Member.objects.get(), now, {})
        story.members["Rosa"] = story.founder
        _people(story, cast)
        _circles(story)
        _agreements(story)
        _lately(story, cast)
        letters.tell(story)
        talk.tell(story)
        carrying.tell(story)
        handbook.tell(story)
        meets.tell(story)
        minutes.tell(story)
        tin.tell(story)
        care.tell(story)
        compared.tell(story, by="Rosa")


def _people(story: Story, cast: dict[str, Person]) -> None:
    story.comes("Ben", person=cast["ben"], days_ago=280)
    others = [
        name for name in NAMES if name not in {"Rosa", "Ben", "Amal", "Joan", "Tom", "Iris", "Sam", "Nour"}
    ]
    for number, name in enumerate(others[:34]):
        story.comes(name, days_ago=270 - number * 6)
    story.comes("Grace", word="choir", days_ago=60)
    story.comes("Amal", person=cast["amal"], days_ago=9, confirmed=False)
    story.comes("Marek", days_ago=4, confirmed=False)
    root = story.root()
    story.gives(root, "steward", "Hamish", by="Rosa", days_ago=150, for_days=300)
    story.gives(root, "welcomer", "Ben", by="Rosa", days_ago=120)
    joining.set_answers_when(
        actor=story.acting(story.members["Ben"], at=story.now),
        words="most evenings after six, and at the door on Thursdays",
    )
    story.gives(root, "registrar", "Ruth", by="Rosa", days_ago=100)
    story.gives(root, "on_duty", "Niamh", by="Rosa", days_ago=40, for_days=90)


def _circles(story: Story) -> None:
    thursday = story.circle(
        "Thursday evening",
        "Two hours each Thursday: a round, tea, and time for what is on your mind. Come as you are.",
        kind="support",
        openness="open",
        opened_by="Rosa",
        days_ago=200,
    )
    names = [
        "Ben",
        "Ada",
        "Bilal",
        "Carys",
        "Elena",
        "Grace",
        "Hamish",
        "Jamal",
        "Kasia",
        "Mina",
        "Niamh",
        "Priya",
    ]
    story.enters(thursday, {name: name for name in names if name in story.members}, days_ago=70, host="Rosa")
    story.gives(thursday, "facilitator", "Elena", by="Rosa", days_ago=65, for_days=180)
    story.gives(thursday, "second", "Jamal", by="Elena", days_ago=64, for_days=180)

    mornings = story.circle(
        "Quiet mornings",
        "For those for whom mornings are hardest: company by letter and on Wednesdays, without a programme.",
        kind="support",
        openness="closed",
        opened_by="Carys",
        days_ago=120,
    )
    story.enters(mornings, {"Ben": "Heron", "Mina": "Mina", "Leo": "Leo"}, days_ago=60, host="Carys")

    story.gives(mornings, "second", "Mina", by="Carys", days_ago=58, for_days=180)

    lamp = story.circle(
        "Night lamp",
        "For people who came through a hospital they would not go back to. What is said here stays here.",
        kind="support",
        openness="confidential",
        opened_by="Niamh",
        as_name="Juniper",
        days_ago=110,
    )
    story.enters(lamp, {"Ben": "Sparrow", "Ada": "Alder", "Oscar": "Moss"}, days_ago=55, host="Niamh")

    rooms = story.circle(
        "Money and rooms",
        "Keeps the purse, the room and the kettle, and tells everyone each month what came in and went out.",
        kind="working",
        openness="open",
        opened_by="Hamish",
        days_ago=140,
    )
    story.enters(rooms, {"Ruth": "Ruth", "Sanjay": "Sanjay", "Kasia": "Kasia"}, days_ago=58, host="Hamish")
    story.gives(rooms, "facilitator", "Sanjay", by="Hamish", days_ago=50, for_days=200)
    story.agrees(
        thursday,
        "ground_rules",
        "How we are with each other",
        [
            (
                "What somebody says here belongs to them. Outside we may say what we learned, never who said what.",
                "What is said here stays with who said it.",
                True,
            ),
            (
                "We listen without mending. Advice is given when it was asked for.",
                "Listening first; advice only when asked.",
                False,
            ),
            (
                "Anybody may pass, step out, or come late, without saying why.",
                "You may always pass.",
                False,
            ),
        ],
        by="Elena",
        days_ago=45,
    )


def _agreements(story: Story) -> None:
    story.agrees(
        story.root(),
        "charter",
        "How we belong",
        [
            (
                "Harbour Lights belongs to its members. Each has one vote, whatever they give and however long they "
                "have been here.",
                "One member, one vote.",
                True,
            ),
            (
                "More than half of those who steer have lived through distress themselves.",
                "Most who steer have been there.",
                True,
            ),
            (
                "We are not a clinic and not a cure. We favour neither taking nor leaving any treatment; that is "
                "between you and the people you choose.",
                "We are company, not treatment.",
                True,
            ),
            (
                "Whoever is away keeps their place and their vote. Nobody is asked to leave for not coming.",
                "Being away costs nothing.",
                False,
            ),
        ],
        by="Rosa",
        days_ago=35,
    )
    story.proposes(
        story.root(),
        "From spring the room is also open on Sunday afternoons, with two hosts each time who put their names down "
        "a week before. Without two hosts it stays shut.",
        "Open on Sundays when two hosts have said yes.",
        by="Hamish",
        to="How we belong",
        days_ago=3,
        closes=next_sunday(story.now),
    )


def _lately(story: Story, cast: dict[str, Person]) -> None:
    joining.go_away(
        actor=story.acting(story.members["Farid"], at=story.ago(12)), back_on=None, now=story.ago(12)
    )
    joining.ask_to_join(
        actor=cast["joan"],
        community=story.community,
        name="Joan",
        answers=[
            {
                "question": "What would you like to find here?",
                "answer": "People to be quiet with, to begin with.",
            },
            {
                "question": "Is there anything we should know to make it easy?",
                "answer": "Stairs are slow for me.",
            },
        ],
        now=story.ago(1),
    )
    communities.reach_out(
        actor=cast["sam"],
        community=story.community,
        name="A neighbour",
        reply_to="neighbour@example.org",
        message="I walk past on Thursdays and never dare come up. Is there somebody who would meet me at the door?",
        now=story.ago(2),
    )
