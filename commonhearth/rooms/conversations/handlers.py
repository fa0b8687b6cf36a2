"""What conversations do at news from below."""

from __future__ import annotations

from commonhearth.foundation.circles.events import CircleHidden, CircleLeft
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.events import hears
from commonhearth.foundation.members.events import MemberLeft, MembersKeptApart
from commonhearth.foundation.members.models import Member
from commonhearth.rooms.conversations import words
from commonhearth.rooms.conversations.services import letters, stories


@hears(CircleHidden)
def seal_what_was_said(event: CircleHidden) -> None:
    """What was said in a circle is sealed with its key when it is hidden."""
    words.seal_all(Circle.objects.get(id=event.circle_id))


@hears(MembersKeptApart)
def end_what_is_between(event: MembersKeptApart) -> None:
    """What stood between the two ends as if either had ended it: for good, so that taking it back tells nothing."""
    letters.end_between(
        Member.objects.get(id=event.asker_id), Member.objects.get(id=event.other_id), now=event.now
    )
    stories.end_first_reading_between(event.asker_id, event.other_id)


@hears(CircleLeft)
def end_letters_of_a_place(event: CircleLeft) -> None:
    """Letters live in their circle: whoever leaves it, by leaving the community too, ends theirs there."""
    letters.end_for_place(event.membership_id, now=event.now)


@hears(MemberLeft)
def take_back_stories(event: MemberLeft) -> None:
    """Stories go with whoever leaves: on a page they could no longer take back."""
    stories.take_back_of(event.member_id)
