"""Who may add, say something, and review."""

from __future__ import annotations

from typing import Any

from commonhearth.foundation.access import YES, Verdict, no, rule
from commonhearth.rooms.resources.models import Recommendation, Resource, State


def _signed_in(actor: Any) -> bool:
    return bool(getattr(actor, "is_authenticated", False) and getattr(actor, "is_active", False))


@rule
def may_review_resources(actor: Any) -> Verdict:
    """A reviewer of this host."""
    if _signed_in(actor) and getattr(actor, "is_reviewer", False):
        return YES
    return no("resources_reviewers")


@rule
def may_read_resource(actor: Any, resource: Resource) -> Verdict:
    """Everybody, once a reviewer has read it; until then who added it, and reviewers."""
    if resource.state == State.PUBLIC or may_review_resources(actor):
        return YES
    if _signed_in(actor) and resource.added_by_id == actor.id and resource.state == State.WAITING:
        return YES
    return no("resources_not_there")


@rule
def may_add_resource(actor: Any, *, belongs: bool) -> Verdict:
    """Whoever belongs to a community on this host, and reviewers."""
    if not _signed_in(actor):
        return no("sign_in_first")
    if belongs or may_review_resources(actor):
        return YES
    return no("resources_members")


@rule
def may_recommend(actor: Any, resource: Resource, *, belongs: bool) -> Verdict:
    """Whoever belongs to a community on this host, about what everybody can read."""
    if resource.state != State.PUBLIC:
        return no("resources_not_yet")
    return may_add_resource(actor, belongs=belongs)


@rule
def may_take_back(actor: Any, said: Recommendation) -> Verdict:
    """Who said it, at any time."""
    return YES if _signed_in(actor) and said.person_id == actor.id else no("not_yours")
