"""What carries people at Harbour Lights: plans, company, a wish for quiet days. Made up, every word."""

from __future__ import annotations

from datetime import timedelta

from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.members.models import Member
from commonhearth.rooms.care.services import accompanying, plan, supporting
from commonhearth.site.demo.telling import Story

BENS_PLAN = {
    "well": "I hum in the kitchen. I answer the phone. I notice the weather and say so.",
    "daily": "Porridge before ten. Once round the harbour wall, whatever the weather. One message to Ada.",
    "sets_off": "The week the clocks change. Letters with a window in the envelope. Three bad nights in a row.",
    "early_signs": "I stop humming. I say “fine” a lot. I leave the washing-up.\nWhat helps then: somebody who "
    "comes by without asking how I am.",
    "crisis": "If I do not answer for two days, ring Ada. She has a key. Sit with me, put the kettle on, do not "
    "turn on the big light.\nIf I say that I cannot keep myself safe, ring 999 and stay with me.",
    "after": "Quiet for a week. No big decisions, and nobody else makes them for me. Then Thursday, at the back.",
    "trust": "Ada, who has a key. Elena from Thursday. My brother, on Sundays.",
    "do": "Talk about boats. Bring soup. Say when you will be back.",
    "do_not": "Do not tell me that others have it worse. Do not ring my work.",
    "reasons": "The garden in May. My niece’s swimming. Finding out how the book ends.",
    "kept": "Spare key: third flowerpot. Papers: blue folder, top shelf. The cat eats at six.",
}
OFFERS = {
    "Ada": ("most evenings", "a walk, or the telephone", "somebody to go to the pool with"),
    "Elena": ("Sunday afternoons", "tea upstairs", "help with a form, now and then"),
    "Jamal": ("mornings", "letters, or sitting together", "being asked how I am"),
}


def tell(story: Story) -> None:
    """Tell it: Ben's plan with one part shown to Ada, who offers company, what some want if they go quiet."""
    ben = story.acting(story.members["Ben"], at=story.now)
    parts = {
        kind: plan.write_part(actor=ben, kind=kind, text=text, now=story.ago(30))
        for kind, text in BENS_PLAN.items()
    }
    thursday = Circle.objects.get(name="Thursday evening")
    plan.share_part(
        actor=ben,
        part=parts["crisis"],
        circle=thursday,
        reader=story.seat("Ada", thursday),
        now=story.ago(20),
    )
    for name, (times, ways, would_like) in OFFERS.items():
        supporting.set_offer(
            actor=_acting(story, name),
            for_newcomers=True,
            to_listen=name != "Elena",
            times=times,
            ways=ways,
            would_like=would_like,
            cap=2,
            rest_from=None,
            rest_until=None,
            now=story.ago(15),
        )
    way = accompanying.ask_along(
        actor=_acting(story, "Grace"),
        day=(story.now + timedelta(days=3)).date(),
        words="To the benefits office at ten, by bus. Sit beside me and hold the folder; I do the talking.",
        now=story.ago(1),
    )
    accompanying.come_along(actor=_acting(story, "Elena"), errand=way, now=story.now)
    supporting.wish_for_quiet(
        actor=ben,
        way="write",
        words="A card with a boat on it is best. After a week, ring Ada.",
        shown_to="community",
        tell_me=True,
        now=story.ago(12),
    )


def _acting(story: Story, name: str) -> Member:
    return story.acting(story.members[name], at=story.now)
