"""Who may have new posts by mail: a circle's own people, where nothing is hidden."""

from __future__ import annotations

from commonhearth.foundation.access import YES, Verdict, no, rule
from commonhearth.foundation.circles.access import Actor, may_read_circle, seat_in
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.members.models import Member


@rule
def may_wish_mail(actor: Actor, circle: Circle) -> Verdict:
    """Anyone in the circle who has an e-mail address, for themselves, also while away; never in a hidden circle."""
    if circle.is_hidden:
        return no("replies_not_here")
    if not may_read_circle(actor, circle) or seat_in(actor, circle) is None:
        return no("mail_come_in")
    person = actor.person if isinstance(actor, Member) else None
    return YES if person is not None and person.email else no("replies_no_address")
