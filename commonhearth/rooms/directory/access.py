"""Who may change the directory. Everybody may read it."""

from __future__ import annotations

from typing import Any

from commonhearth.foundation.access import YES, System, Verdict, no, rule
from commonhearth.foundation.communities.access import may_change_community


def _person(actor: Any) -> Any:
    """Return the person behind an actor: a member acts for their person here, outside any community."""
    return getattr(actor, "person", None) or actor


@rule
def may_review_listing(actor: Any) -> Verdict:
    """A reviewer of this host may verify, correct and close listings."""
    person = _person(actor)
    if getattr(person, "is_reviewer", False) and getattr(person, "is_active", False):
        return YES
    return no("directory_reviewers")


@rule
def may_describe_listing(actor: Any, listing: Any, claim: Any = None) -> Verdict:
    """Whoever looks after a listing, or a reviewer; a community of this host says these things itself, inside.

    Args:
        claim: the actor's own standing claim to it, or None.
    """
    if listing.community_id is not None:
        return no("theirs_to_say")
    return may_tend_listing(actor, claim)


@rule
def may_claim_listing(actor: Any, listing: Any) -> Verdict:
    """Anyone who is signed in may ask to look after a listing, unless it is a community's of this host."""
    if listing.community_id is not None:
        return no("claim_of_community")
    person = _person(actor)
    if getattr(person, "is_authenticated", False) and getattr(person, "is_active", False):
        return YES
    return no("claim_sign_in")


@rule
def may_tend_listing(actor: Any, claim: Any) -> Verdict:
    """Whoever proved that they look after a listing may correct, verify and close it; so may a reviewer.

    Args:
        claim: the actor's own standing claim to it, or None.
    """
    person = _person(actor)
    stands = claim is not None and claim.proved is not None and claim.ended is None
    if stands and claim.person_id == getattr(person, "id", None) and getattr(person, "is_active", False):
        return YES
    return may_review_listing(actor)


@rule
def may_describe_community(actor: Any) -> Verdict:
    """Whoever may change what a community says of itself may say what it is compared by."""
    return may_change_community(actor)


@rule
def may_end_claim(actor: Any, claim: Any) -> Verdict:
    """Whoever looks after a listing may stop, and a reviewer may withdraw it from them."""
    if claim.person_id == getattr(_person(actor), "id", None):
        return YES
    return may_review_listing(actor)


@rule
def may_import_directory(actor: Any) -> Verdict:
    """The import command may bring in a list, and so may a reviewer or the operator of this host."""
    if isinstance(actor, System):
        return YES if actor.name in ("import", "demo") else no("directory_reviewers")
    person = _person(actor)
    if getattr(person, "is_operator", False) and getattr(person, "is_active", False):
        return YES
    return may_review_listing(actor)


@rule
def may_follow(actor: Any) -> Verdict:
    """A reviewer of this host, or its operator, may have it follow others, and stop."""
    person = _person(actor)
    if getattr(person, "is_operator", False) and getattr(person, "is_active", False):
        return YES
    return may_review_listing(actor)


@rule
def may_refresh_followed(actor: Any) -> Verdict:
    """The job that asks those who are followed."""
    return YES if isinstance(actor, System) and actor.name == "following" else no("directory_reviewers")


@rule
def may_show_being_started(actor: Any) -> Verdict:
    """Anyone who is signed in may show a card that they are starting a group."""
    person = _person(actor)
    if getattr(person, "is_authenticated", False) and getattr(person, "is_active", False):
        return YES
    return no("sign_in_first")


@rule
def may_end_being_started(actor: Any, card: Any) -> Verdict:
    """The person who shows a card may take it down, and so may a reviewer."""
    person = _person(actor)
    if getattr(person, "id", None) == card.person_id:
        return YES
    return may_review_listing(actor)
