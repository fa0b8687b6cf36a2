"""What members offer each other, on the notice-board sheet of everyone."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.circles.selectors import SheetPart
from commonhearth.rooms.care.models.supporting import Offer
from commonhearth.rooms.care.selectors.supporting import standing_offers

#: Named in one line.
MOST = 6


def offers_on_the_board(viewer: Actor, circle: Circle, now: datetime) -> SheetPart | None:
    """Return what is offered, and by whom where they chose a name for paper; their words stay inside. Two queries."""
    if not circle.is_root:
        return None
    rows = standing_offers(viewer, now=now)
    kinds = (
        (rows.filter(for_newcomers=True), _("Company in the first weeks")),
        (rows.filter(to_listen=True), _("Listening")),
    )
    lines = [line for found, what in kinds if (line := _line(found, what))]
    return SheetPart(_("What members offer each other"), tuple(lines), order=40) if lines else None


def _line(rows: QuerySet[Offer], what: str) -> str:
    found = list(rows.values_list("member__paper", flat=True)[:MOST])
    names = ", ".join(name for name in found if name)
    if names:
        return _("%(what)s: %(names)s") % {"what": what, "names": names}
    return _("%(what)s: ask at a meeting") % {"what": what} if found else ""
