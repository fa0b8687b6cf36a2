"""Agreements as plain text, to be copied into a chat: the short versions in force, nobody's name."""

from __future__ import annotations

from collections.abc import Iterable

from commonhearth.foundation.agreements.models import Agreement
from commonhearth.foundation.agreements.selectors.reading import ClauseView, Outline
from commonhearth.foundation.circles.models import Circle, Openness


def as_text(circle: Circle, outlines: Iterable[Outline]) -> str:
    """Return agreements as text; "" for those of a circle that not everybody may read, and where nothing is agreed."""
    if not circle.is_root and circle.openness != Openness.OPEN:
        return ""
    parts = [
        "\n".join([outline.agreement.title, *(f"{number}. {short}" for number, short in outline.shorts)])
        for outline in outlines
        if outline.shorts
    ]
    return "\n\n".join(parts)


def outline_of(agreement: Agreement, clauses: Iterable[ClauseView]) -> Outline:
    """Return the outline of one agreement from clauses that have been read."""
    shorts = [(view.clause.number, view.in_force.short) for view in clauses if view.in_force]
    return Outline(agreement, shorts)
