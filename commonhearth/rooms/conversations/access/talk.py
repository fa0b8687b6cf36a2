"""Topics and posts: read by whoever reads the circle, written by its own people."""

from __future__ import annotations

from commonhearth.foundation import sealed
from commonhearth.foundation.access import YES, Verdict, no, rule
from commonhearth.foundation.circles.access import Actor, may_read_circle, seat_in
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.members.models import Member, Standing
from commonhearth.rooms.conversations.models import Post, Topic


def _speaks(actor: Actor, circle: Circle) -> Verdict:
    """Somebody who is in the circle and here now; newcomers speak where they are in, which is everyone's circle."""
    verdict = may_read_circle(actor, circle)
    if not verdict:
        return verdict
    if circle.closed_on:
        return no("circle_ended")
    if seat_in(actor, circle) is None:
        return no("come_in_to_write")
    if isinstance(actor, Member) and actor.standing == Standing.PAUSED:
        return no("away_now")
    return YES


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
def may_open_words(actor: Actor, row: Topic | Post) -> Verdict:
    """Words of a hidden circle: its own people."""
    return may_read_circle(actor, row.circle)


for _model, _field in (
    (Topic, "sealed_title"),
    (Topic, "sealed_tags"),
    (Post, "sealed_text"),
    (Post, "sealed_care_note"),
):
    sealed.opens(_model, _field)(may_open_words)
