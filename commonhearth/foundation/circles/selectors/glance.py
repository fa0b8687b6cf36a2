"""What the pages of a circle and of its people say at a glance, filled from above."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.functional import Promise

from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.circles.models import Circle, CircleMembership
from commonhearth.foundation.registry import Point


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a circle holds to: short sentences, and where the whole texts are.

    Attributes:
        to_read: where the viewer reads ground rules that they have not agreed to yet; "" when nothing waits.
    """

    url: str
    shorts: list[str] = field(default_factory=list)
    to_read: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """A quiet link that a room above offers beside a circle, or below what is said of one of its people."""

    label: str
    url: str


#: Filled by rooms above: (viewer, circle, one of its people or None) -> a link, or None. Asks the database nothing.
BESIDE: Point[Callable[[Actor, Circle, CircleMembership | None], Beside | None]] = Point("circles.beside")
#: Filled by `agreements`, in one query; for who is in a circle with ground rules in at most three.
WHAT_WE_AGREED: Point[Callable[[Actor, Circle, datetime], Agreed]] = Point("circles.what_we_agreed")


@dataclass(frozen=True, slots=True)
class Recent:
    """One thing that was said in a circle lately: what it is called, and whether it is new for the viewer."""

    label: str
    url: str
    when: datetime
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Lately:
    """What a circle was busy with of late, and the way in."""

    title: str
    way_in: str
    url: str
    recent: list[Recent] = field(default_factory=list)


#: Filled by rooms above: (viewer, circle, now) -> what was said there lately, or None. No query each: it is read
#: along (`READ_ALONG`), but where the circle is hidden. It is asked for who may read the circle only.
LATELY: Point[Callable[[Actor, Circle, datetime], Lately | None]] = Point("circles.lately")


@dataclass(frozen=True, slots=True)
class PersonLine:
    """What one may do with somebody in a circle: a link on their page there."""

    label: str
    url: str


#: Room -> what it offers a viewer on the page of somebody else in a circle, or None.
WITH_A_PERSON: Point[Callable[[Actor, Circle, CircleMembership, datetime], PersonLine | None]] = Point(
    "circles.with_a_person"
)


@dataclass(frozen=True, slots=True)
class Door:
    """A room as a circle has it: a link on the circle's page, for who may read the circle.

    Attributes:
        url_name: an address that takes the community's slug and the circle's id.
        order: lower stands first.
    """

    label: str | Promise
    url_name: str
    icon: str
    order: int = 50

    @property
    def room(self) -> str:
        """The app name of the room it leads to."""
        return self.url_name.partition(":")[0]


#: Room -> its door on the page of each circle.
DOORS: Point[Door] = Point("circles.doors")
