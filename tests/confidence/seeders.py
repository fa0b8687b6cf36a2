"""Who puts a sentence into a hidden circle, in every way in which something can be said there.

A room adds a function `(place, sentence) -> None` to `SEEDERS`, in its own words: everything of it that may hold
words of a circle gets the sentence, by the room's own services, as `member` of the circle `hidden`. Then
`test_nothing_gets_out.py` looks for it as everybody else, on every page, in every letter, feed, export and row.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta

from commonhearth.core.rhythm import HowOften, rule_for
from commonhearth.foundation.agreements import services as agreements
from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.files.arriving import Accepted
from commonhearth.rooms.care.models import Farewell
from commonhearth.rooms.care.services import plan, remembering, stepping, supporting
from commonhearth.rooms.conversations import care_notes, services
from commonhearth.rooms.conversations.access import CARE
from commonhearth.rooms.conversations.models import Correspondence, Post, Topic
from commonhearth.rooms.conversations.services import letters, tonight
from commonhearth.rooms.handbook import services as handbook
from commonhearth.rooms.meetings import selectors as dates
from commonhearth.rooms.meetings import services as meetings
from commonhearth.rooms.meetings.models import Note
from commonhearth.rooms.meetings.sealing import put
from commonhearth.rooms.meetings.services import actions, agenda, attendance, polls
from commonhearth.rooms.treasury import services as treasury
from commonhearth.rooms.treasury.models import Tin
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


def rules(place: Place, sentence: str) -> None:
    """An agreement and a wording that is being shown."""
    circle, now, member = place.circles["hidden"], place.now + timedelta(hours=2), place.acting("member")
    agreement = agreements.begin_agreement(
        actor=member, circle=circle, kind="ground_rules", title=sentence, now=now
    )
    agreements.propose_version(
        actor=member,
        agreement=agreement,
        text=f"Wording: {sentence}",
        short=sentence,
        closes=now + timedelta(days=14),
        now=now,
    )


def written_down(place: Place, sentence: str) -> None:
    """A page of the handbook with a file, changed once."""
    now, member = place.now + timedelta(hours=2), place.acting("member")
    page = handbook.write_page(
        actor=member,
        circle=place.circles["hidden"],
        title=sentence,
        text=f"First: {sentence}",
        hung=[Accepted(f"{sentence}.pdf", "application/pdf", b"%PDF-1.4 " + sentence.encode())],
        now=now,
    )
    handbook.change_page(
        actor=member, page=page, made_from=1, title=sentence, text=f"Changed: {sentence}", now=now
    )


def the_tin(place: Place, sentence: str) -> None:
    """An entry with its receipt, dues with words, and an entry that sets the first right."""
    now, member = place.now + timedelta(hours=2), place.acting("member")
    tin = Tin.objects.select_related("circle").get(circle=place.circles["hidden"])
    said = {"actor": member, "tin": tin, "day": now.date(), "now": now}
    entry = treasury.write_entry(
        amount=100,
        what=sentence,
        receipt=[Accepted(f"{sentence}.pdf", "application/pdf", b"%PDF-1.4 " + sentence.encode())],
        **said,
    )
    treasury.write_entry(amount=200, what=f"Dues: {sentence}", dues=True, **said)
    treasury.set_right(actor=member, entry=entry, what=f"Wrong: {sentence}", now=now)


def meeting(place: Place, sentence: str) -> None:
    """Something that meets, what one needs there, a point, a note, a promise, a question when."""
    circle, now, member = place.circles["hidden"], place.now + timedelta(hours=2), place.acting("member")
    first = (now + timedelta(days=3)).date()
    said = meetings.Plan(
        title=sentence,
        first=first,
        at=time(18, 30),
        zone="Europe/London",
        rule=rule_for(HowOften.WEEKLY, first),
        about=sentence,
        place=sentence,
        district=sentence,
        access_words=sentence,
        led_by=sentence,
        costs=sentence,
        known=sentence,
        online=f"https://meet.example/{sentence}",
    )
    series = meetings.plan(actor=member, circle=circle, said=said, now=now)
    date = dates.first_date(series, now=now)
    meetings.answer(actor=member, meeting=date, says="coming", needs=sentence, now=now)
    agenda.add_item(actor=member, meeting=date, title=sentence, about=sentence, now=now)
    attendance.ask_for_hands(actor=member, meeting=date, question=sentence, now=now)
    note = Note(meeting=date, circle=circle, fades=now + timedelta(days=7), created=now)
    put(note, circle, words=sentence)
    note.save()
    actions.add_action(actor=member, circle=circle, what=sentence, now=now)
    polls.ask_when(
        actor=member,
        circle=circle,
        title=sentence,
        starts=[now + timedelta(days=9)],
        minutes=60,
        zone="Europe/London",
        closes=now + timedelta(days=5),
        now=now,
    )


#: By room; one entry each.
SEEDERS: dict[str, Callable[[Place, str], None]] = {
    "conversations": talk,
    "between two": between_two,
    "carrying": carrying,
    "agreements": rules,
    "handbook": written_down,
    "treasury": the_tin,
    "meetings": meeting,
}
