"""The way to say that something isn’t right, beside a circle and beside each of its people."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.circles.models import Circle, CircleMembership
from commonhearth.foundation.circles.selectors import Beside
from commonhearth.foundation.members.models import Member


def beside_circle(viewer: Actor, circle: Circle, person: CircleMembership | None) -> Beside | None:
    """Lead from a circle, or from one of its people, to those outside the circle who look at it."""
    if not isinstance(viewer, Member):
        return None
    slug = viewer.community.slug
    if person is None:
        return Beside(_("Something isn’t right here"), reverse("care:report_here", args=[slug, circle.id]))
    words = _("Something isn’t right with %(name)s") % {"name": person}
    return Beside(words, reverse("care:report_person", args=[slug, circle.id, person.id]))
