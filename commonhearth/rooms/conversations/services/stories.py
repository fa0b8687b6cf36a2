"""Writing a story, letting some read it first, letting it rest, making it public, taking it back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from commonhearth.foundation import logbook
from commonhearth.foundation.access import Refused, no, require
from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.members.selectors import holders, kept_apart_ids
from commonhearth.foundation.notices import tell, tell_unless_waiting
from commonhearth.foundation.sealed import erasure
from commonhearth.rooms.conversations.access.stories import (
    may_change_story,
    may_name_reader,
    may_offer_story,
    may_say_ready,
    may_say_yes_to_story,
    may_take_back_story,
    may_write_back,
    may_write_story,
)
from commonhearth.rooms.conversations.models import FirstReader, Story, StoryState

#: First readers of one story.
MOST_READERS = 10
LONGEST = 40_000
NOTE = 4_000


def write_story(
    *, actor: Member, title: str, text: str, named_as: str = "", care_note: str = "", now: datetime
) -> Story:
    """Begin a story. Nobody reads it but its author, until they choose who does.

    Raises:
        Refused: when the actor is not inside, or away.
    """
    require(may_write_story(actor))
    story = Story(member=actor, created=now)
    _fill(story, title, text, named_as, care_note)
    story.save()
    return story


def change_story(
    *, actor: Member, story: Story, title: str, text: str, named_as: str, care_note: str
) -> Story:
    """Change it. It is a draft again, and the week begins anew when the author is ready again.

    Raises:
        Refused: when it is not theirs, or is public.
    """
    with transaction.atomic():
        story = _locked(story)
        require(may_change_story(actor, story))
        _fill(story, title, text, named_as, care_note)
        story.state, story.ready = StoryState.DRAFT, None
        story.save()
    return story


def _fill(story: Story, title: str, text: str, named_as: str, care_note: str) -> None:
    story.title, story.text = title.strip(), text.replace("\r\n", "\n").strip()
    story.named_as, story.care_note = named_as.strip(), care_note.strip()


def _locked(story: Story) -> Story:
    found: Story = (
        Story.objects.select_for_update(of=("self",)).select_related("member", "community").get(id=story.id)
    )
    return found


def name_reader(*, actor: Member, story: Story, person: CircleMembership, now: datetime) -> FirstReader:
    """Let somebody of the community read it first. They are told that somebody asks them, and nothing more.

    Args:
        person: their place in the circle of everyone.

    Raises:
        Refused: when it is not the author's to say, it is themselves, or they are kept apart.
    """
    require(may_name_reader(actor, story))
    with transaction.atomic():
        if person.member_id == actor.id or person.member_id in kept_apart_ids(actor):
            raise Refused(no("story_reader_not_here"))
        found = FirstReader.objects.filter(story=story, member=person.member_id).first()
        if found is not None:
            return found
        if FirstReader.objects.filter(story=story).count() >= MOST_READERS:
            raise Refused(no("story_enough_readers", most=MOST_READERS))
        reader = FirstReader.objects.create(story=story, member_id=person.member_id, created=now)
        tell_unless_waiting(
            member=reader.member, code="story.first_reader", url_name="conversations:stories_mine", now=now
        )
    return reader


def end_reading(*, actor: Member, reader: FirstReader) -> None:
    """Take it back: from this moment they read nothing of it. What they wrote back goes with it.

    Raises:
        Refused: when it is not the author's to say.
    """
    require(may_take_back_story(actor, reader.story))
    erasure.erase(reader)


def write_back(*, actor: Member, reader: FirstReader, note: str, now: datetime) -> None:
    """Write, as a first reader, what one thinks, to the author alone. Nothing is read before by anybody.

    Raises:
        Refused: when the actor is not the reader.
    """
    require(may_write_back(actor, reader))
    with transaction.atomic():
        reader.note = note.replace("\r\n", "\n").strip()
        reader.save(update_fields=["note"])
        tell_unless_waiting(
            member=reader.story.member, code="story.answered", url_name="conversations:stories_mine", now=now
        )


def say_ready(*, actor: Member, story: Story, now: datetime) -> Story:
    """Say that one is ready: a week begins in which nothing happens.

    Raises:
        Refused: when it is not theirs, or no draft.
    """
    with transaction.atomic():
        story = _locked(story)
        require(may_say_ready(actor, story))
        story.state, story.ready = StoryState.READY, now
        story.save(update_fields=["state", "ready"])
    return story


def offer(*, actor: Member, story: Story, now: datetime) -> Story:
    """Say yes again after the week; one steward is asked for the community's page.

    Raises:
        Refused: before the week is over, or when it is not theirs.
    """
    with transaction.atomic():
        story = _locked(story)
        require(may_offer_story(actor, story, now=now))
        story.state = StoryState.OFFERED
        story.save(update_fields=["state"])
        apart = kept_apart_ids(actor)
        for steward in holders("steward", now=now):
            if steward.id != actor.id and steward.id not in apart:
                tell_unless_waiting(
                    member=steward, code="story.asks", url_name="conversations:stories_mine", now=now
                )
    return story


def say_yes_to_story(*, actor: Member, story: Story, now: datetime) -> Story:
    """Put it on the community's page, as its steward.

    Raises:
        Refused: when the actor may not, or the author has taken it back meanwhile.
    """
    with transaction.atomic():
        story = _locked(story)
        require(may_say_yes_to_story(actor, story))
        story.state, story.published, story.yes_by = StoryState.PUBLIC, now, actor
        story.save(update_fields=["state", "published", "yes_by"])
        logbook.write(actor=actor, verb="story.public", now=now)
        tell(member=story.member, code="story.public", url_name="conversations:stories_mine", now=now)
    return story


def say_no_to_story(*, actor: Member, story: Story, now: datetime) -> Story:
    """Leave it off the community's page. It is the author's as before, and they are told whom to ask.

    Raises:
        Refused: when the actor may not.
    """
    with transaction.atomic():
        story = _locked(story)
        require(may_say_yes_to_story(actor, story))
        story.state, story.ready = StoryState.DRAFT, None
        story.save(update_fields=["state", "ready"])
        tell(
            member=story.member,
            code="story.not_there",
            params={"name": actor.name},
            url_name="conversations:stories_mine",
            now=now,
        )
    return story


def take_back(*, actor: Member, story: Story) -> Story:
    """Take it back, from wherever it is: it is a draft that nobody reads but its author and whom they named.

    Raises:
        Refused: when it is not theirs.
    """
    with transaction.atomic():
        story = _locked(story)
        require(may_take_back_story(actor, story))
        story.state, story.ready, story.published, story.yes_by = StoryState.DRAFT, None, None, None
        story.save(update_fields=["state", "ready", "published", "yes_by"])
    return story


def erase_story(*, actor: Member, story: Story) -> None:
    """Erase it, here and in every backup that is ever put back, with what first readers wrote.

    Raises:
        Refused: when it is not theirs.
    """
    require(may_take_back_story(actor, story))
    with transaction.atomic():
        erasure.erase_all(FirstReader.objects.filter(story=story))
        erasure.erase(story)


def end_first_reading_between(one: UUID, two: UUID) -> None:
    """Let neither of two members read first what the other wrote."""
    with transaction.atomic():
        FirstReader.objects.filter(story__member=one, member=two).delete()
        FirstReader.objects.filter(story__member=two, member=one).delete()


def take_back_of(member_id: UUID) -> None:
    """Take back every story of a member who leaves: what they cannot take back any more stays on no page."""
    Story.objects.filter(member=member_id).exclude(state=StoryState.DRAFT).update(
        state=StoryState.DRAFT, ready=None, published=None, yes_by=None
    )
    FirstReader.objects.filter(story__member=member_id).delete()
