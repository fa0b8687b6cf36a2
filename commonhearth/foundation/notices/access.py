"""Who may read notices and set wishes: each their own."""

from __future__ import annotations

from typing import Any

from commonhearth.foundation import sealed
from commonhearth.foundation.access import YES, Verdict, no, rule
from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.members.access import Actor
from commonhearth.foundation.members.models import INSIDE, Member
from commonhearth.foundation.notices.sms.gateway import gateway
from commonhearth.foundation.notices.sms.models import Phone


@rule
def may_read_notices(actor: Actor) -> Verdict:
    """Anyone inside, their own."""
    if isinstance(actor, Member) and actor.is_inside:
        return YES
    return no("not_inside")


@rule
def may_set_wish(actor: Actor) -> Verdict:
    """Anyone inside, for themselves; also while away."""
    return may_read_notices(actor)


@rule
def may_keep_devices(actor: Any) -> Verdict:
    """Anyone signed in, for their own devices; not a demo host's made-up people."""
    if not isinstance(actor, Person) or not actor.is_active:
        return no("sign_in_first")
    return no("accounts.made_up") if actor.demo_line else YES


@rule
def may_end_number(actor: Actor) -> Verdict:
    """Anyone inside, their own, whatever became of the gateway; while away and on hold too."""
    if isinstance(actor, Member) and actor.standing in INSIDE:
        return YES
    return no("not_inside")


@rule
def may_keep_number(actor: Actor) -> Verdict:
    """Anyone inside with a sign-in, for themselves, where the host has a gateway; not a demo host's made-up people."""
    if not isinstance(actor, Member) or not actor.is_inside or actor.person is None:
        return no("not_inside")
    if gateway() is None:
        return no("phone_no_gateway")
    return no("accounts.made_up") if actor.person.demo_line else YES


@sealed.opens(Phone, "number")
@rule
def may_read_number(actor: Actor, phone: Phone) -> Verdict:
    """Whose it is, and nobody else."""
    if isinstance(actor, Member) and actor.id == phone.member_id:
        return may_end_number(actor)
    return no("not_yours")
