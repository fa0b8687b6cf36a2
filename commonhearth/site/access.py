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
