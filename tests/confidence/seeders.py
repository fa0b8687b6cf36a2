"""Who puts a sentence into a hidden circle, in every way in which something can be said there.

A room adds a function `(place, sentence) -> None` to `SEEDERS`, in its own words: everything of it that may hold
words of a circle gets the sentence, by the room's own services, as `member` of the circle `hidden`. Then
`test_nothing_gets_out.py` looks for it as everybody else, on every page, in every letter, feed, export and row.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.files.arriving import Accepted
from commonhearth.rooms.care.models import Farewell
from commonhearth.rooms.care.services import plan, remembering, stepping, supporting
from commonhearth.rooms.conversations import care_notes, services
from commonhearth.rooms.conversations.access import CARE
from commonhearth.rooms.conversations.models import Correspondence, Post, Topic
from commonhearth.rooms.conversations.services import letters, tonight
from tests.world import Place


def talk(place: Place, sentence: str) -> None:
    """A topic, posts with and without a care note, a change, an answer, a file, one out of sight, one in mind."""
    circle, now = place.circles["hidden"], place.now + timedelta(hours=2)
    topic = services.begin_topic(
        actor=place.acting("member"),
        circle=circle,
        title=f"Title: {sentence}",
        text=f"First: {sentence} @everyone",
        tags_typed=sentence,
        care_note=care_notes.kept(["loss"], sentence),
        attached=[Accepted(f"{sentence}.pdf", "application/pdf", b"%PDF-1.4 " + sentence.encode())],
        now=now,
    )
    first = Post.objects.get(topic=topic)
    services.edit_post(
        actor=place.acting("member"),
        post=first,
        text=f"Changed: {sentence}",
        care_note=care_notes.kept(["loss"], sentence),
        wish="",
        made_from=0,
        now=now,
    )
    answer = services.write_post(
        actor=place.acting("member"), topic=topic, text=f"Answer: {sentence}", answers=first, now=now
    )
    services.hide_post(actor=CARE, post=answer, reason="contempt", now=now)
    services.pin_topic(actor=place.acting("member"), topic=topic, pinned=True, now=now)
    services.mute_topic(actor=place.acting("paused"), topic=topic, until=None, now=now)


def between_two(place: Place, sentence: str) -> None:
    """A letter between two of the circle, and a call for tonight that goes with a post."""
    now = place.now + timedelta(hours=3)
    member, circle = place.acting("member"), place.circles["hidden"]
    here = Correspondence.objects.get(id=place.things["correspondence_id"])
    letters.write_letter(actor=member, correspondence=here, text=f"Letter: {sentence}", now=now)
    topic = Topic.objects.get(id=place.things["topic_id"]["hidden"])
    post = services.write_post(actor=member, topic=topic, text=f"Tonight: {sentence}", now=now)
    tonight.choose_waking(actor=place.acting("paused"), circle=circle, by_push=True, by_mail=True, now=now)
    tonight.call_tonight(actor=member, circle=circle, post=post, now=now)


def carrying(place: Place, sentence: str) -> None:
    """A plan shown to one person there, a handover, a farewell with words, a wish that only a buddy may read."""
    circle, now = place.circles["hidden"], place.now + timedelta(hours=2)
    member = place.acting("member")
    reader = CircleMembership.objects.get(circle=circle, member=place.acting("paused"), left=None)
    parts = [
        plan.write_part(actor=member, kind="own", heading=f"Heading: {sentence}", text=sentence, now=now),
        plan.write_part(
            actor=member,
            kind="crisis",
            text=sentence,
            attached=[Accepted(f"{sentence}.pdf", "application/pdf", b"%PDF-1.4 " + sentence.encode())],
            now=now,
        ),
    ]
    plan.share_part(actor=member, part=parts[0], circle=circle, reader=reader, now=now)
    stepping.write_handover(
        actor=member, circle=circle, keys=sentence, promises=sentence, waiting=sentence, now=now
    )
    farewell = Farewell.objects.select_related("circle").get(id=place.things["farewell_id"]["hidden"])
    remembering.remember(actor=member, farewell=farewell, words=sentence, now=now)
    supporting.wish_for_quiet(
        actor=member, way="call", words=sentence, shown_to="buddy", tell_me=True, now=now
    )


#: By room; one entry each.
SEEDERS: dict[str, Callable[[Place, str], None]] = {
    "conversations": talk,
    "between two": between_two,
    "carrying": carrying,
}
