"""Topics and posts: read by whoever reads the circle, written by its own people."""

from __future__ import annotations

from commonhearth.foundation import sealed
from commonhearth.foundation.access import YES, Verdict, no, rule
from commonhearth.foundation.circles.access import Actor, acts_in, may_look_after, may_read_circle
from commonhearth.foundation.circles.models import Circle, CircleMembership, Openness
from commonhearth.foundation.members.access import may_speak_for
from commonhearth.foundation.members.models import INSIDE, Member
from commonhearth.rooms.conversations.authorship import written_by
from commonhearth.rooms.conversations.models import Muted, Post, PostVersion, Topic


def _speaks(actor: Actor, circle: Circle) -> Verdict:
    """Somebody who is in the circle and here now; newcomers speak where they are in, which is everyone's circle."""
    return acts_in(actor, circle, outside="come_in_to_write", newcomers=True)


def wrote(actor: Actor, post: Post) -> bool:
    """Whether the actor wrote a post, with or without a name."""
    return bool(written_by(actor, [post]))


def _began(actor: Actor, topic: Topic) -> bool:
    seats = actor.seats.values() if isinstance(actor, Member) else ()
    return topic.begun_by_id is not None and any(seat.membership_id == topic.begun_by_id for seat in seats)


def _looks_after(actor: Actor, topic: Topic) -> Verdict:
    """Whoever began the topic, while they may write there, and who looks after the circle."""
    verdict = _speaks(actor, topic.circle)
    if not verdict or _began(actor, topic):
        return verdict
    return YES if may_look_after(actor, topic.circle) else no("not_your_topic")


@rule
def may_read_topic(actor: Actor, topic: Topic) -> Verdict:
    """Whoever may read the circle it is in; of a hidden one nobody else, in whatever office."""
    return may_read_circle(actor, topic.circle)


@rule
def may_begin_topic(actor: Actor, circle: Circle) -> Verdict:
    """Anyone who is in the circle and here now; newcomers in the circle of everyone."""
    return _speaks(actor, circle)


@rule
def may_write_post(actor: Actor, topic: Topic) -> Verdict:
    """Anyone who is in the circle and here now, until the topic is closed."""
    verdict = _speaks(actor, topic.circle)
    return no("topic_closed") if verdict and topic.closed else verdict


@rule
def may_write_for(actor: Actor, circle: Circle, seat: CircleMembership) -> Verdict:
    """Whom somebody without a sign-in chose, in a circle in which both are."""
    verdict = _speaks(actor, circle)
    if not verdict:
        return verdict
    if seat.circle_id != circle.id or seat.left is not None or seat.member.standing not in INSIDE:
        return no("not_their_voice")
    return may_speak_for(actor, seat.member)


@rule
def may_write_nameless(actor: Actor, circle: Circle, agreed: bool) -> Verdict:
    """Whoever may write there, where the circle has agreed to posts without a name."""
    verdict = _speaks(actor, circle)
    return no("names_only") if verdict and not agreed else verdict


@rule
def may_say_first_words(actor: Actor, circle: Circle, keeps: bool) -> Verdict:
    """Whoever may write there and has said that they keep to the circle's ground rules, where it has any."""
    verdict = _speaks(actor, circle)
    return no("rules_first") if verdict and not keeps else verdict


@rule
def may_edit_post(actor: Actor, post: Post) -> Verdict:
    """Who wrote it, with or without a name, while they may write there; what it said before stays to be read."""
    if post.withdrawn or post.taken_down:
        return no("post_gone")
    if not wrote(actor, post):
        return no("not_your_post")
    return _speaks(actor, post.circle) if post.topic.closed is None else no("topic_closed")


@rule
def may_withdraw_post(actor: Actor, post: Post) -> Verdict:
    """Who wrote it, for as long as they may read there; also while away, and when all is closed."""
    if post.withdrawn:
        return no("post_gone")
    if not may_read_circle(actor, post.circle):
        return no("only_its_people")
    return YES if wrote(actor, post) else no("not_your_post")


@rule
def may_read_history(actor: Actor, post: Post) -> Verdict:
    """Whoever may read the post, as long as it is in sight."""
    if post.withdrawn or post.taken_down or post.hidden:
        return no("post_gone")
    return may_read_circle(actor, post.circle)


@rule
def may_name_topic(actor: Actor, topic: Topic) -> Verdict:
    """Title and tags: who began it, and who looks after the circle."""
    return _looks_after(actor, topic)


@rule
def may_close_topic(actor: Actor, topic: Topic) -> Verdict:
    """Who began it, and who looks after the circle; the same open it again."""
    return _looks_after(actor, topic)


@rule
def may_pin_topic(actor: Actor, topic: Topic) -> Verdict:
    """Who looks after the circle, or anyone in it while nobody does."""
    verdict = _speaks(actor, topic.circle)
    return may_look_after(actor, topic.circle) if verdict else verdict


@rule
def may_move_topic(actor: Actor, topic: Topic, to: Circle) -> Verdict:
    """Who looks after the circle, to another in which they write; only where both are open to everyone inside."""
    verdict = may_pin_topic(actor, topic)
    if not verdict:
        return verdict
    if to.id == topic.circle_id:
        return no("same_circle")
    if not topic.circle.openness == to.openness == Openness.OPEN:
        return no("moves_between_open")
    return _speaks(actor, to)


@rule
def may_read_hung_on_post(actor: Actor, post: Post) -> Verdict:
    """Whoever may read the circle, while the post is in sight; of what is out of sight its author alone."""
    if post.withdrawn:
        return no("post_gone")
    verdict = may_read_circle(actor, post.circle)
    if verdict and (post.hidden or post.taken_down):
        return YES if wrote(actor, post) else no("post_gone")
    return verdict


@rule
def may_open_words(actor: Actor, row: Topic | Post | PostVersion) -> Verdict:
    """Words of a hidden circle: its own people."""
    return may_read_circle(actor, row.circle)


@rule
def may_open_muted_word(actor: Actor, row: Muted) -> Verdict:
    """Only whoever wants to hear nothing of it."""
    return YES if isinstance(actor, Member) and row.member_id == actor.id else no("not_yours")


for _model, _field in (
    (Topic, "sealed_title"),
    (Topic, "sealed_tags"),
    (Post, "sealed_text"),
    (Post, "sealed_care_note"),
    (PostVersion, "sealed_text"),
):
    sealed.opens(_model, _field)(may_open_words)
sealed.opens(Muted, "sealed_word")(may_open_muted_word)
