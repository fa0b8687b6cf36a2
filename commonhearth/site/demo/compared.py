"""What the made-up communities say of themselves for whoever compares them."""

from __future__ import annotations

from typing import Any

from commonhearth.rooms.directory.services import describe_community
from commonhearth.site.demo.telling import Story

SAID: dict[str, dict[str, Any]] = {
    "harbour-lights": {
        "shape": "peer_coop",
        "standing": "established",
        "spiritual": "none",
        "setting": "city",
        "land_owner": "rented",
        "step_free": "no",
        "access": "One flight of stairs without a lift; on first Mondays we meet on the ground floor of the library. "
        "A quiet corner, a hearing loop, the 23 bus stops at the door.",
        "children": "adults",
        "pets": "ask",
        "meals": "weekly",
        "diet": "choice",
        "meets": "both",
        "work_hours": 0.0,
        "decides": "consent",
        "lived_board": "majority",
        "income": "none",
        "join_fee": "Nothing.",
        "visiting": "days",
    },
    "alderbrook": {
        "shape": "village",
        "standing": "established",
        "spiritual": "many",
        "setting": "countryside",
        "land": 11.5,
        "land_owner": "trust",
        "step_free": "main",
        "access": "Barn, kitchen and one bathroom without steps; the paths are gravel. A lift to the station can be "
        "asked for.",
        "children": "here",
        "pets": "ask",
        "meals": "daily",
        "diet": "choice",
        "meets": "person",
        "work_hours": 10.0,
        "decides": "mixed",
        "lived_board": "no_board",
        "income": "part",
        "join_fee": "Nothing; a share of 300 pounds after the two months, or by instalments.",
        "rent": True,
        "visiting": "days",
    },
    "three-rivers": {
        "shape": "shared_house",
        "standing": "forming",
        "spiritual": "none",
        "setting": "city",
        "land_owner": "none",
        "access": "We meet in a back room, step-free by the side door. The house is still to be found.",
        "children": "welcome",
        "meals": "weekly",
        "diet": "vegetarian",
        "meets": "person",
        "decides": "consent",
        "lived_board": "no_board",
        "income": "none",
        "join_fee": "Nothing yet.",
        "visiting": "asked",
    },
}


def tell(story: Story, *, by: str) -> None:
    """Let a steward say it."""
    community = story.community
    describe_community(
        actor=story.acting(story.members[by], at=story.now),
        community=community,
        told=SAID[community.slug] | {"founded": community.created.year, "people": len(story.members)},
        now=story.now,
    )
