"""What helped people of the demo: made up, kind, and of every sort."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from commonhearth.foundation.accounts.models import Person
from commonhearth.rooms.resources import services
from commonhearth.rooms.resources.models import State

ENTRIES: list[dict[str, Any]] = [
    {
        "sort": "practice",
        "name": "Walks to the lighthouse",
        "about": "Every Tuesday at two some of us walk from the harbour steps to the lighthouse and "
        "back. It takes an hour. "
        "Nobody has to talk, and turning back half-way is fine.",
        "needs": ["company", "move", "low"],
        "cost": "free",
        "access": ["no_referral", "children"],
        "how_to": "Come to the harbour steps. There is no list.",
        "languages": ["en"],
        "country": "GB",
        "where": "Portsmouth",
    },
    {
        "sort": "peer",
        "name": "Thursday circle for people who hear voices",
        "about": "Six to ten people who hear, see or sense things others do not. We say what it "
        "means to us, each in our own "
        "words. Nobody explains anybody.",
        "needs": ["voices", "talk", "company"],
        "cost": "donation",
        "cost_words": "a biscuit tin by the door",
        "access": ["step_free", "no_referral", "evening", "quiet"],
        "how_to": "Ring first, so that somebody meets you at the door.",
        "languages": ["en", "pt"],
        "country": "GB",
        "where": "Portsmouth",
    },
    {
        "sort": "clinical",
        "name": "Early help team, Harbour district",
        "about": "Nurses, a doctor and a social worker of the health service. They come to your home "
        "if you like, and work with "
        "whom you name. First talk within two weeks.",
        "needs": ["voices", "fear", "low", "family"],
        "cost": "insured",
        "access": ["phone", "interpreter", "no_referral"],
        "how_to": "You, your family or your own doctor can ring.",
        "languages": ["en"],
        "country": "GB",
        "where": "Portsmouth and around",
    },
    {
        "sort": "practical",
        "name": "The forms table",
        "about": "On the first Saturday of the month two people who have filled in every form there "
        "is sit in the library and "
        "fill it in with you: benefits, housing, complaints.",
        "needs": ["money", "housing", "rights"],
        "cost": "free",
        "access": ["step_free", "no_referral", "evening"],
        "how_to": "Bring the letter. No appointment.",
        "languages": ["en", "pl"],
        "country": "GB",
        "where": "Central library, Portsmouth",
    },
    {
        "sort": "practice",
        "name": "A notebook by the bed",
        "about": "What keeps me awake goes on paper before the light goes out: two lines, no more. "
        "In the morning I may tear it "
        "out. It does not make me sleep; it stops me holding on.",
        "needs": ["sleep", "fear"],
        "cost": "free",
        "access": ["quiet"],
        "languages": ["en"],
    },
]
SAID = {
    "Walks to the lighthouse": "I said nothing for three Tuesdays. On the fourth somebody asked "
    "whether I had brought gloves.",
    "The forms table": "They read the letter aloud first. It was half as bad as I had thought.",
}


def tell(cast: Mapping[str, Person], *, now: datetime) -> None:
    """Add the entries, read them, and leave one to be read by the reviewer."""
    for entry in ENTRIES:
        made = services.add_resource(actor=cast["ben"], belongs=True, now=now, said=entry)
        made = services.set_state(actor=cast["sam"], resource=made, state=State.PUBLIC, now=now)
        if entry["name"] in SAID:
            words = services.recommend(
                actor=cast["amal"], belongs=True, resource=made, said=SAID[made.name], named="Amal", now=now
            )
            services.set_words_state(actor=cast["sam"], said=words, state=State.PUBLIC)
    services.add_resource(
        actor=cast["rosa"],
        belongs=True,
        now=now,
        said={
            "sort": "practice",
            "name": "Singing without notes",
            "about": "Whoever is there begins, the others hum along. Held in the boat shed when it rains.",
            "needs": ["company", "make"],
            "cost": "free",
            "access": ["no_referral"],
            "languages": ["en"],
            "country": "GB",
            "where": "The boat shed",
        },
    )
