"""What a circle's next meeting may have to look at: a list that every floor above fills for its own part."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.circles.models import Circle, Role
from commonhearth.foundation.circles.selectors.roles import ending_soon, roles_of
from commonhearth.foundation.registry import Point


@dataclass(frozen=True, slots=True)
class Due:
    """Something that is due to be looked at.

    Attributes:
        source: what it is about, the same each time it is asked, so that nothing is put on an agenda twice.
        code: a sentence of `AGENDA_SENTENCES`; `params` fill it, days among them as ISO dates named `day`.
        is_round: whether everybody speaks in turn.
        url_name: where it leads inside the community; `url_args` follow the slug.
    """

    source: str
    code: str
    params: dict[str, str] = field(default_factory=dict)
    minutes: int = 5
    is_round: bool = False
    url_name: str = ""
    url_args: tuple[str, ...] = ()


#: (who looks, a circle they may read, now) -> what is due there, in a constant number of queries.
ON_THE_AGENDA: Point[Callable[[Actor, Circle, datetime], Iterable[Due]]] = Point("circles.on_the_agenda")
#: The sentences by code.
AGENDA_SENTENCES: Point[Any] = Point("circles.agenda_sentences")


def roles_due(viewer: Actor, circle: Circle, now: datetime) -> Iterable[Due]:
    """Yield the roles whose term ends soon: who takes them on is for the circle to look at."""
    roles: list[Role] = roles_of(viewer, circle, now=now)
    for role in ending_soon(roles, now=now):
        yield Due(
            f"role:{role.id}",
            f"role_ends.{role.office}",
            {"day": role.ends.isoformat()},
            url_name="circles:roles",
            url_args=(str(circle.id),),
        )
