"""Who may write, read, publish and take back a story. The author always may take it back, in whatever standing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from commonhearth.foundation import sealed
from commonhearth.foundation.access import YES, Verdict, no, rule
from commonhearth.foundation.communities.access import may_see_community
from commonhearth.foundation.members.models import INSIDE, Member
from commonhearth.rooms.conversations.models import FirstReader, Story, StoryState

#: How long a story rests between “ready” and the author's last word.
COOLING = timedelta(days=7)


def is_author(actor: Any, story: Story) -> bool:
    """Tell whether a story is the actor's own."""
    return isinstance(actor, Member) and story.member_id == actor.id


def _own(actor: Any, story: Story) -> Verdict:
    return YES if is_author(actor, story) else no("not_yours")


@rule
def may_write_story(actor: Any) -> Verdict:
    """Anyone inside who is not away, newcomers too: nobody reads it before they choose who does."""
    if isinstance(actor, Member) and actor.is_inside:
        return YES if actor.is_acting else no("away_now")
    return no("not_inside")


@rule
def may_change_story(actor: Any, story: Story) -> Verdict:
    """The author. On the community's page it does not change: it is taken back first."""
    if not is_author(actor, story):
        return no("not_yours")
    return no("story_public") if story.state == StoryState.PUBLIC else may_write_story(actor)


@rule
def may_name_reader(actor: Any, story: Story) -> Verdict:
    """The author, at any time; and takes it back at any time."""
    return _own(actor, story) and may_write_story(actor)


@rule
def may_say_ready(actor: Any, story: Story) -> Verdict:
    """The author, of a draft."""
    verdict = _own(actor, story) and may_write_story(actor)
    return verdict if not verdict or story.state == StoryState.DRAFT else no("story_underway")


@rule
def may_offer_story(actor: Any, story: Story, *, now: datetime) -> Verdict:
    """The author, when a week has passed since they were ready."""
    verdict = _own(actor, story) and may_write_story(actor)
    if not verdict:
        return verdict
    if story.state != StoryState.READY or story.ready is None:
        return no("story_underway")
    return YES if now >= story.ready + COOLING else no("story_cooling")


@rule
def may_say_yes_to_story(actor: Any, story: Story) -> Verdict:
    """One steward other than the author, when the author has said their last yes; nobody else is asked."""
    if story.state != StoryState.OFFERED or story.member.standing not in INSIDE:
        return no("story_underway")
    if is_author(actor, story):
        return no("not_yourself")
    if isinstance(actor, Member) and actor.is_acting and "steward" in actor.offices:
        return YES
    return no("needs_office")


@rule
def may_take_back_story(actor: Any, story: Story) -> Verdict:
    """The author, at any time and in whatever standing; the public page is empty from that moment."""
    return _own(actor, story)


@rule
def may_read_story(actor: Any, story: Story) -> Verdict:
    """The author; whom they named, until they take that back; a steward who is asked; everybody once it is public."""
    if is_author(actor, story):
        return YES
    if story.member.standing not in INSIDE:
        return no("not_yours")
    if story.state == StoryState.PUBLIC and may_see_community(actor, story.community):
        return YES
    if story.first_read and isinstance(actor, Member) and actor.is_inside:
        return YES
    return YES if may_say_yes_to_story(actor, story) else no("not_yours")


@rule
def may_write_back(actor: Any, reader: FirstReader) -> Verdict:
    """A first reader, to the author."""
    if isinstance(actor, Member) and reader.member_id == actor.id:
        return may_write_story(actor)
    return no("not_yours")


@rule
def may_open_note(actor: Any, reader: FirstReader) -> Verdict:
    """Who wrote it, and the author of the story."""
    mine = isinstance(actor, Member) and reader.member_id == actor.id
    return YES if mine or is_author(actor, reader.story) else no("not_yours")


for _field in ("title", "text", "named_as", "care_note"):
    sealed.opens(Story, _field)(may_read_story)
sealed.opens(FirstReader, "note")(may_open_note)
