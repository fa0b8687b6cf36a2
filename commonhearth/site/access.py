"""Who may do what with the host as a whole, and with a community as a whole."""

from __future__ import annotations

from typing import Any

from commonhearth.foundation.access import YES, System, Verdict, no, rule

Actor = Any  # Member | Person | Visitor | System


@rule
def may_import_community(actor: Actor) -> Verdict:
    """Whoever runs the host, by the command `hearth import community`."""
    return YES if actor == System("import") else no("operator_only")


@rule
def may_export_community(actor: Actor) -> Verdict:
    """A steward, together with a second; or whoever runs the host, by the command `hearth export community`."""
    if actor == System("export"):
        return YES
    if getattr(actor, "is_acting", False) and "steward" in actor.offices:
        return YES
    return no("needs_office", office="steward")


@rule
def may_second_export(actor: Actor, packing: Any) -> Verdict:
    """Another full member than the steward who asked; every member is told."""
    if packing.state != "asked":
        return no("said_already")
    if not getattr(actor, "is_acting", False) or getattr(actor, "standing", None) != "member":
        return no("not_inside")
    return no("needs_second_person") if actor.id == packing.asked_by_id else YES


@rule
def may_fetch_export(actor: Actor, packing: Any) -> Verdict:
    """The steward who asked for it, while they are one, once, within 48 hours."""
    if packing.state != "ready":
        return no("said_already")
    verdict = may_export_community(actor)
    if not verdict:
        return verdict
    return YES if actor.id == packing.asked_by_id else no("not_yours")


@rule
def may_look_after_host(actor: Actor) -> Verdict:
    """Whoever runs the host."""
    person = getattr(actor, "person", None) or actor
    return YES if getattr(person, "is_operator", False) else no("operator_only")
