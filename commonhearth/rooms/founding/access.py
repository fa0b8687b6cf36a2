"""Who may begin a community, and what founders may do before it exists. Nobody else sees a draft."""

from __future__ import annotations

from typing import Any

from commonhearth.foundation.access import YES, Verdict, no, rule
from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.sealed import opens
from commonhearth.rooms.founding.models import BringingPage, Draft, Founder

Actor = Any  # Person | Visitor | Member (inside a community)


def _is_theirs(actor: Actor, draft: Draft, founder: Founder | None) -> bool:
    person_id = getattr(actor, "id", None) if isinstance(actor, Person) else None
    return founder is not None and founder.draft_id == draft.id and founder.person_id == person_id


@rule
def may_begin_draft(actor: Actor) -> Verdict:
    """Anyone signed in."""
    return YES if isinstance(actor, Person) and actor.is_active else no("sign_in_to_begin")


@rule
def may_see_draft(actor: Actor, draft: Draft, founder: Founder | None) -> Verdict:
    """Its founders; for everybody else it is not there."""
    return YES if _is_theirs(actor, draft, founder) else no("founders_only")


@rule
def may_change_draft(actor: Actor, draft: Draft, founder: Founder | None) -> Verdict:
    """Each of its founders, until it is published or put away."""
    verdict = may_see_draft(actor, draft, founder)
    if not verdict:
        return verdict
    if draft.published:
        return no("draft_published")
    return no("draft_put_away") if draft.put_away else YES


@rule
def may_take_up_draft(actor: Actor, draft: Draft, founder: Founder | None) -> Verdict:
    """Each of its founders, while it is put away."""
    verdict = may_see_draft(actor, draft, founder)
    if verdict and not draft.put_away:
        return no("draft_published") if draft.published else no("draft_not_put_away")
    return verdict


@rule
def may_confirm_draft(actor: Actor, draft: Draft, founder: Founder | None, complete: bool) -> Verdict:
    """Each of its founders for themselves, once everything is said that a community needs."""
    verdict = may_change_draft(actor, draft, founder)
    return no("draft_lacks") if verdict and not complete else verdict


@rule
def may_step_out(actor: Actor, draft: Draft, founder: Founder | None) -> Verdict:
    """Each founder at any time before it is published, without a reason."""
    verdict = may_see_draft(actor, draft, founder)
    return no("draft_published") if verdict and draft.published else verdict


@rule
def may_bring(actor: Actor) -> Verdict:
    """A steward of the community."""
    if getattr(actor, "is_acting", False) and "steward" in actor.offices:
        return YES
    return no("needs_office", office="steward")


@rule
def may_see_brought(actor: Actor) -> Verdict:
    """Everybody inside sees the dates and decisions that were brought."""
    return YES if getattr(actor, "is_inside", False) else no("not_inside")


@opens(BringingPage, "content")
@rule
def may_open_preview(actor: Actor, page: BringingPage) -> Verdict:
    """Whoever may bring something."""
    return may_bring(actor)


@rule
def may_see_growing(actor: Actor) -> Verdict:
    """Everybody inside."""
    return YES if getattr(actor, "is_inside", False) else no("not_inside")
