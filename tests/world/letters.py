"""Letters in the hidden circle between the member and who is away; the registrar has been asked."""

from __future__ import annotations

from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.rooms.conversations.models import Correspondence, LetterAsking
from commonhearth.rooms.conversations.services import letters
from tests.world import Place


def furnish(place: Place, names: dict[str, str]) -> None:
    """Ask, say yes, write; ask somebody else."""
    hidden, root = place.circles["hidden"], place.circles["root"]

    def seat(who: str, circle: object) -> CircleMembership:
        return CircleMembership.objects.get(circle=circle, member=place.acting(who), left=None)

    asking = letters.ask_for_letters(
        actor=place.acting("paused"), circle=hidden, other=seat("member", hidden), now=place.now
    )
    here: Correspondence = letters.say_yes_to_letters(
        actor=place.acting("member"), asking=asking, now=place.now
    )
    letters.write_letter(
        actor=place.acting("member"),
        correspondence=here,
        text="I kept your seat by the window.",
        now=place.now,
    )
    waiting: LetterAsking = letters.ask_for_letters(
        actor=place.acting("member"),
        circle=root,
        other=seat("registrar", root),
        line="You said something on Thursday.",
        now=place.now,
    )
    place.things |= {"correspondence_id": here.id, "letter_asking_id": waiting.id}
