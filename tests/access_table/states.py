"""The states of a thing that addresses are asked in, and how each is brought about.

The most telling parameter of an address decides: with a circle it is the circle's openness, otherwise,
inside a community, what the community shows; outside of one there is one state.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from commonhearth.foundation.communities.models import Community
from tests.access_table.things import AT, values_of
from tests.addresses import Address
from tests.world import CAST, World


@dataclass(frozen=True)
class State:
    """A name for the table, and what makes it so.

    Attributes:
        circle: the circle that ids are taken from.
        asks: whom it concerns; the others get what they get in the state before (`=` in the table).
    """

    name: str
    circle: str = "open"
    change: Callable[[World], None] = lambda world: None
    asks: tuple[str, ...] = CAST

    def prepare(self, world: World, address: Address) -> dict[str, Any]:
        """Bring the state about; return a value for each parameter of the address."""
        self.change(world)
        return values_of(address, world.harbour, circle=self.circle)


AS_IT_IS = State("as it is")


def _unlisted(world: World) -> None:
    Community.objects.filter(id=world.harbour.community.id).update(public_page=False)


#: Who has no standing inside the community, or no longer; the table's promises are made to them first.
OUTSIDE = ("visitor", "stranger", "elsewhere", "former", "reviewer", "operator")
CIRCLES = (State("open"), State("closed", circle="closed"), State("hidden", circle="hidden"))
COMMUNITY = (State("public"), State("unlisted", change=_unlisted, asks=OUTSIDE))
#: Parameters that are about one of the circles.
OF_A_CIRCLE = frozenset(
    {
        "circle_id",
        "membership_id",
        "agreement_id",
        "clause_id",
        "version_id",
        "response_id",
        "topic_id",
        "post_id",
        "page_id",
        "file_id",
        "series_id",
        "meeting_id",
        "need_id",
        "farewell_id",
        "action_id",
        "poll_id",
        "line_id",
        "entry_id",
        "count_id",
        "waiting_id",
        "question_id",
    }
)
ALWAYS = (State("always"),)


def of(address: Address) -> tuple[State, ...]:
    """Return the states in which an address is asked."""
    if OF_A_CIRCLE.intersection(address.parameters) - AT.get(address.route, {}).keys():
        return CIRCLES
    return COMMUNITY if address.in_community else ALWAYS
