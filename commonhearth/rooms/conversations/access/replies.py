"""Who may answer by mail: whoever may write there on the page, where nothing is hidden."""

from __future__ import annotations

from commonhearth.foundation import sealed
from commonhearth.foundation.access import YES, Verdict, no, rule
from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.members.models import Member
from commonhearth.rooms.conversations.access.talk import may_write_post
from commonhearth.rooms.conversations.mail import addresses
from commonhearth.rooms.conversations.models import ParkedReply, Topic


@rule
def may_answer_by_mail(actor: Actor, topic: Topic) -> Verdict:
    """Whoever may write in the topic and has an e-mail address; never in a hidden circle."""
    verdict = may_write_post(actor, topic)
    if not verdict:
        return verdict
    if not addresses.is_offered(topic.circle):
        return no("replies_not_here")
    person = actor.person if isinstance(actor, Member) else None
    return YES if person is not None and person.email else no("replies_no_address")


@sealed.opens(ParkedReply, "text")
@rule
def may_open_parked_reply(actor: Actor, parked: ParkedReply) -> Verdict:
    """Only the member whose address it came to."""
    mine = isinstance(actor, Member) and actor.is_inside and parked.member_id == actor.id
    return YES if mine else no("not_yours")
