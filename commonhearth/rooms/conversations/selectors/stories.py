"""Stories: the public ones, one's own, those one was asked to read first, and those that ask a steward."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from commonhearth.foundation import sealed
from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.communities.access import may_see_community
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.communities.selectors import FacePart
from commonhearth.foundation.members.models import INSIDE, Member
from commonhearth.foundation.members.selectors import kept_apart_ids
from commonhearth.rooms.conversations.access.stories import (
    COOLING,
    is_author,
    may_read_story,
    may_say_yes_to_story,
)
from commonhearth.rooms.conversations.models import FirstReader, Story, StoryState

PAGE = 20


@dataclass(frozen=True, slots=True)
class Told:
    """A story in words, as a viewer may read it."""

    id: UUID
    title: str
    named_as: str
    care_note: str
    text: str
    state: str
    ready: datetime | None
    published: datetime | None

    @property
    def rests_until(self) -> datetime | None:
        """When the cooling week is over."""
        return self.ready + COOLING if self.ready else None


@dataclass(frozen=True, slots=True)
class Reader:
    """A first reader by name, and what they wrote back."""

    id: UUID
    name: str
    note: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """What of stories concerns one member: their own, those they read first, those that ask them as a steward."""

    own: list[Told]
    first: list[Told]
    waiting: list[Told]


def _told(stories: Iterable[Story], viewer: Any, *, texts: bool = False) -> list[Told]:
    """Open some stories in one query; the texts only where asked."""
    rows = list(stories)
    values = [
        value
        for row in rows
        for value in (row.title, row.named_as, row.care_note, row.text if texts else None)
    ]
    words = iter(text or "" for text in sealed.open_all(values, viewer=viewer))
    return [
        Told(
            id=row.id,
            title=next(words),
            named_as=next(words),
            care_note=next(words),
            text=next(words),
            state=row.state,
            ready=row.ready,
            published=row.published,
        )
        for row in rows
    ]


def _public(viewer: Any) -> QuerySet[Story]:
    rows = Story.objects.filter(state=StoryState.PUBLIC, member__standing__in=INSIDE)
    return rows.exclude(member__in=kept_apart_ids(viewer)).select_related("member", "community")


def public_stories(viewer: Any, community: Community, *, after: str = "") -> tuple[list[Told], str]:
    """Return one page of what everybody may read, newest first, without the texts; and the next page's key or "".

    Raises:
        NotVisible: when the viewer does not see the community.
    """
    if not may_see_community(viewer, community):
        raise NotVisible
    rows = _public(viewer)
    if after:
        moment, _dash, last = after.partition("_")
        try:
            key = (datetime.fromisoformat(moment.replace(" ", "+")), UUID(last))
        except ValueError:
            raise NotVisible from None
        rows = rows.filter(Q(published__lt=key[0]) | Q(published=key[0], id__lt=key[1]))
    found = list(rows.order_by("-published", "-id")[: PAGE + 1])
    told = _told(found[:PAGE], viewer)
    last_one = told[-1] if len(found) > PAGE else None
    if last_one is None or last_one.published is None:
        return told, ""
    return told, f"{last_one.published.isoformat()}_{last_one.id}"


def public_story(viewer: Any, community: Community, story_id: UUID) -> Told:
    """Return one story that everybody may read, in words.

    Raises:
        NotVisible: when there is none, or it was taken back.
    """
    found = _public(viewer).filter(id=story_id).first()
    if found is None or not may_see_community(viewer, community):
        raise NotVisible
    return _told([found], viewer, texts=True)[0]


def shelf_of(viewer: Any) -> Shelf:
    """Return what of stories concerns a member.

    Raises:
        NotVisible: for whoever has no place here.
    """
    if not isinstance(viewer, Member):
        raise NotVisible
    mine = Q(member=viewer)
    first = Q(Exists(FirstReader.objects.filter(story=OuterRef("pk"), member=viewer)))
    asks = Q(state=StoryState.OFFERED) if "steward" in viewer.offices else Q(pk__in=[])
    apart = kept_apart_ids(viewer)
    rows = Story.objects.filter(mine | first | asks).annotate(first_read=first)  # type: ignore[no-redef]
    found = [
        row
        for row in rows.select_related("member", "community").order_by("created", "id")[:200]
        if row.member_id not in apart and may_read_story(viewer, row)
    ]
    told = {one.id: one for one in _told(found, viewer)}
    if not found and not viewer.is_inside:
        raise NotVisible
    return Shelf(
        [told[row.id] for row in found if is_author(viewer, row)],
        [told[row.id] for row in found if row.first_read and not is_author(viewer, row)],
        [told[row.id] for row in found if may_say_yes_to_story(viewer, row)],
    )


def story_in_reach(viewer: Any, story_id: UUID) -> Story:
    """Return a story to its author, its first readers, and the steward who is asked.

    Raises:
        NotVisible: to anybody else, also when it is public.
    """
    if not isinstance(viewer, Member):
        raise NotVisible
    first = Exists(FirstReader.objects.filter(story=OuterRef("pk"), member=viewer))
    rows = Story.objects.annotate(first_read=first)  # type: ignore[no-redef]
    found = rows.filter(id=story_id).select_related("member", "community").first()
    if found is None or found.member_id in kept_apart_ids(viewer):
        raise NotVisible
    reads = is_author(viewer, found) or found.first_read or may_say_yes_to_story(viewer, found)
    if not reads or not may_read_story(viewer, found):
        raise NotVisible
    return found


def own_story(viewer: Any, story_id: UUID) -> Story:
    """Return one of the viewer's own stories.

    Raises:
        NotVisible: when it is not theirs.
    """
    found = story_in_reach(viewer, story_id)
    if not is_author(viewer, found):
        raise NotVisible
    return found


def in_words(viewer: Any, story: Story) -> Told:
    """Return a story with its text."""
    return _told([story], viewer, texts=True)[0]


def readers_of(viewer: Any, story: Story) -> list[Reader]:
    """Return whom the author named, with what they wrote back; for the author."""
    rows = list(FirstReader.objects.filter(story=story).select_related("member").order_by("created", "id"))
    for row in rows:
        row.story = story
    notes = sealed.open_all([row.note for row in rows], viewer=viewer)
    return [Reader(row.id, str(row.member), note or "") for row, note in zip(rows, notes, strict=True)]


def reader_of(story: Story, reader_id: UUID) -> FirstReader:
    """Return one first reader of a story; for the author.

    Raises:
        NotVisible: when there is none of this id.
    """
    found = FirstReader.objects.filter(story=story, id=reader_id).first()
    if found is None:
        raise NotVisible
    found.story = story
    return found


def own_reading(viewer: Member, story: Story) -> FirstReader:
    """Return the row by which the viewer is a first reader.

    Raises:
        NotVisible: when they are not.
    """
    found = FirstReader.objects.filter(story=story, member=viewer).first()
    if found is None:
        raise NotVisible
    found.story = story
    return found


def on_the_face(community: Community, viewer: Any, asked: Any, now: datetime) -> FacePart | None:
    """Lead from the community's own page to its stories, where there are any."""
    if "conversations" in community.closed_rooms or not _public(None).exists():
        return None
    return FacePart("conversations/stories_on_face.html", {})
