"""Who may come in, and who may open the door for somebody else."""

from __future__ import annotations

from django.conf import settings

from commonhearth.foundation.access import VISITOR, YES, Verdict, Visitor, no, rule
from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.registry import Point

#: Who else may print a card for a person: rules of upper floors, `(issuer, person) -> Verdict`.
#: Somebody entrusted by a member without a sign-in is known there, not here.
ENTRUSTED: Point = Point("accounts.entrusted")


@rule
def may_sign_up(actor: Person | Visitor) -> Verdict:
    """Anybody who is not signed in, on a host whose operator left this open."""
    if not settings.HEARTH_SIGN_UP:
        return no("accounts.sign_up_closed")
    return YES


@rule
def may_issue_card(actor: Person | Visitor, person: Person) -> Verdict:
    """The person themselves, or somebody they entrusted with it; never for whoever runs the host."""
    if not isinstance(actor, Person):
        return no("accounts.visitor")
    if not person.is_active or not actor.is_active:
        return no("accounts.not_active")
    if person.is_operator:
        return no("accounts.card_for_operator")
    if actor.pk == person.pk or any(entrusted(actor, person) for entrusted in ENTRUSTED):
        return YES
    return no("accounts.card_not_yours")


@rule
def may_end_card(actor: Person | Visitor, person: Person) -> Verdict:
    """The person themselves, somebody they entrusted, or whoever runs the host (a lost card is urgent)."""
    if not isinstance(actor, Person):
        return no("accounts.visitor")
    if actor.pk == person.pk or actor.is_operator or any(entrusted(actor, person) for entrusted in ENTRUSTED):
        return YES
    return no("accounts.card_not_yours")


@rule
def may_change_sign_in(actor: Person | Visitor, person: Person) -> Verdict:
    """Only the person themselves: nobody sees, chooses or changes another's ways in."""
    if actor is VISITOR or not isinstance(actor, Person):
        return no("accounts.visitor")
    return YES if actor.pk == person.pk else no("accounts.not_your_device")


@rule
def may_erase_sign_in(actor: Person | Visitor, person: Person, *, other_operators: bool) -> Verdict:
    """Only the person themselves; whoever alone runs the host first makes somebody else do so."""
    own = may_change_ways_in(actor, person)
    if own and person.is_operator and not other_operators:
        return no("accounts.only_operator")
    return own


@rule
def may_change_ways_in(actor: Person | Visitor, person: Person) -> Verdict:
    """Only the person themselves; the made-up people of a demo host keep theirs, since they are everybody's."""
    own = may_change_sign_in(actor, person)
    if own and person.demo_line:
        return no("accounts.made_up")
    return own


@rule
def may_make_token(actor: Person | Visitor, person: Person) -> Verdict:
    """Only the person themselves; never for the made-up people of a demo host, who are everybody."""
    return may_change_ways_in(actor, person)


@rule
def may_end_token(actor: Person | Visitor, person: Person) -> Verdict:
    """Only the person themselves, at any time."""
    return may_change_sign_in(actor, person)
