"""What a tin does at news: sealing what was open, letting go of what was between two."""

from __future__ import annotations

from commonhearth.foundation.circles.events import CircleHidden, CircleLeft
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.events import hears
from commonhearth.foundation.files.services import seal_hung_on
from commonhearth.foundation.members.events import MemberDied, MemberErased, MemberLeft, MembersKeptApart
from commonhearth.rooms.treasury import services, words
from commonhearth.rooms.treasury.models import Entry


@hears(CircleHidden)
def seal_the_tin(event: CircleHidden) -> None:
    """What was written and hung openly is sealed when its circle is hidden."""
    circle = Circle.objects.get(id=event.circle_id)
    words.seal_all(circle)
    entries = list(Entry.objects.filter(circle=circle))
    seal_hung_on(entries, sealed_with=("circle", circle.id), now=event.now)


@hears(CircleLeft)
def let_go_when_one_leaves_the_circle(event: CircleLeft) -> None:
    """What they were asked, or asked, about its tin goes: from outside they neither answer nor read an answer."""
    services.let_go_in_circle(event.membership_id)


@hears(MemberLeft)
def let_go_when_one_leaves(event: MemberLeft) -> None:
    """What they were asked, or asked, goes. What stands in the book stays."""
    services.let_go_of(event.member_id)


@hears(MemberDied)
def let_go_when_one_dies(event: MemberDied) -> None:
    """The same."""
    services.let_go_of(event.member_id)


@hears(MemberErased)
def let_go_when_one_erases(event: MemberErased) -> None:
    """The same."""
    services.let_go_of(event.member_id)


@hears(MembersKeptApart)
def let_go_between(event: MembersKeptApart) -> None:
    """A question between two who are kept apart goes; neither hears of it from here."""
    services.part_two(event.asker_id, event.other_id)
