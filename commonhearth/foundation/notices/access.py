"""Who may read notices and set wishes: each their own."""

from __future__ import annotations

from typing import Any

from commonhearth.foundation.access import YES, Verdict, no, rule
from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.members.access import Actor
from commonhearth.foundation.members.models import Member


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
