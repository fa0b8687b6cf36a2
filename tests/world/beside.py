"""What stands beside other things, one of each in the open circle: nothing that changes who stands where."""

from __future__ import annotations

from datetime import timedelta

from commonhearth.foundation.agreements import services as agreements
from commonhearth.foundation.agreements.models import ClauseVersion
from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.circles.selectors import circle_for
from commonhearth.rooms.care.models import Case, Farewell, KeptOff, Step, TakenRule
from commonhearth.rooms.care.services import remembering, stepping
from commonhearth.rooms.conversations import services as talk
from commonhearth.rooms.conversations.models import Mention, Post, ReplyAddress, TonightAnswer, TonightCall
from commonhearth.rooms.conversations.services import letters
from commonhearth.rooms.founding.models import Beginning
from commonhearth.rooms.meetings.models import (
    Addendum,
    Hands,
    Invited,
    Meeting,
    Minutes,
    PaperWish,
    Present,
    RatherNot,
    Says,
    Sitting,
    Slot,
    Tally,
    Wish,
)
from tests.world import Place


def furnish(place: Place, names: dict[str, str]) -> None:
    """Change a post, ask for everybody, keep to the rules, hand over, remember, wish for letters."""
    member, now = place.acting("member"), place.now
    circle = circle_for(member, place.circles["open"].id, now=now)
    post = Post.objects.get(id=place.things["post_id"]["root"])
    talk.edit_post(
        actor=member,
        post=post,
        text="Walking in the evening.",
        care_note="",
        wish="",
        made_from=post.edits,
        now=now,
    )
    Mention.objects.create(post=post, created=now)
    letters.set_letter_door(actor=member, circle=circle, shut=False, now=now)
    standing = ClauseVersion.objects.filter(circle=circle).values_list("id", flat=True)
    agreements.keep_to_rules(actor=member, circle=circle, read=standing, now=now)
    TakenRule.objects.create(
        clause=ClauseVersion.objects.filter(circle=circle)[0].clause, key="turns", created=now
    )
    KeptOff.objects.get_or_create(
        case=Case.objects.order_by("created", "id")[0],
        member=place.acting("guest"),
        defaults={"created": now},
    )
    stepping.write_handover(
        actor=member, circle=circle, keys="On the hook.", promises="", waiting="", now=now
    )
    farewell = Farewell.objects.get(id=place.things["farewell_id"]["open"])
    farewell.circle = circle
    remembering.remember(actor=member, farewell=farewell, words="The bread.", now=now)
    Beginning.objects.create(helplines="GB", created=now)
    _for_people(place)
    _at_a_meeting(place)


def _for_people(place: Place) -> None:
    member, now = place.acting("member"), place.now
    Step.objects.create(
        case=Case.objects.order_by("created", "id")[0], step="listen", planned=now.date(), created=now
    )
    ReplyAddress.objects.create(
        member=member,
        topic_id=place.things["topic_id"]["root"],
        digest="0" * 64,
        expires=now + timedelta(days=14),
        created=now,
    )
    call = TonightCall.objects.get(id=place.things["call_id"])
    seat = CircleMembership.objects.get(circle=call.circle, member=place.acting("paused"), left=None)
    TonightAnswer.objects.create(call=call, seat=seat, created=now)


def _at_a_meeting(place: Place) -> None:
    member, now = place.acting("member"), place.now
    meeting = Meeting.objects.select_related("circle").get(id=place.things["meeting_id"]["open"])
    circle = meeting.circle
    seat = CircleMembership.objects.get(circle=circle, member=member, left=None)
    here = {"circle": circle, "created": now}
    Invited.objects.create(meeting=meeting, member=member, created=now)
    Wish.objects.create(member=member, letters=True, created=now)
    PaperWish.objects.create(member=member, way="hand", address="At the gate.", created=now)
    RatherNot.objects.create(seat=seat, hat="scribe", ended=now, **here)
    Says.objects.create(
        slot=Slot.objects.get(id=place.things["slot_id"]["open"]), seat=seat, fits="yes", **here
    )
    Present.objects.create(meeting=meeting, seat=seat, **here)
    Tally.objects.create(
        hands=Hands.objects.get(id=place.things["hands_id"]["open"]), teller=seat, yes=3, no=1, **here
    )
    Sitting.objects.create(meeting=meeting, since=now, **here)
    minutes = Minutes.objects.filter(circle=circle)[0]
    Addendum.objects.create(minutes=minutes, by=seat, words="The tea was cold.", **here)
