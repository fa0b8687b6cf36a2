"""Whoever has left is nobody's buddy any more; nobody hears of it from here.

Of who has died nothing is ended: the selectors show none of it, and the register of what has a time lets it go.
"""

from __future__ import annotations

from commonhearth.foundation.events import hears
from commonhearth.foundation.members.events import MemberErased, MemberLeft, MembersKeptApart
from commonhearth.foundation.sealed import erasure
from commonhearth.rooms.care.models.supporting import Buddies, Worry
from commonhearth.rooms.care.services import accompanying, supporting


@hears(MemberLeft)
def part_when_one_leaves(event: MemberLeft) -> None:
    """End what they shared."""
    supporting.part_buddies(event.member_id)
    accompanying.let_go_of(event.member_id)


@hears(MemberErased)
def let_go_of_them(event: MemberErased) -> None:
    """What others noted about them goes."""
    for row in Buddies.objects.filter(buddy_id=event.member_id):
        erasure.erase(row)
    accompanying.let_go_of(event.member_id)
    erasure.erase_all(Worry.objects.filter(about__member_id=event.member_id))


@hears(MembersKeptApart)
def end_what_is_between(event: MembersKeptApart) -> None:
    """Company and shown parts of plans end for good, as if either had ended them; neither hears of it from here."""
    supporting.part_two(event.asker_id, event.other_id)
    accompanying.part_two(event.asker_id, event.other_id)
