"""The five-minute tour of a demo host: each stop is one press, and each is real.

Rooms add their stops to `registry.TOUR`; these are the ground's own. Off a demo host there is no tour.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.circles.models import Circle, Openness
from commonhearth.foundation.circles.selectors import acting, tree_for
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.members.services.export import export_own
from commonhearth.foundation.registry import TOUR, TourStop
from commonhearth.foundation.tenancy import in_community
from commonhearth.kit.page import page
from commonhearth.rooms.care.selectors.plan import own_plan
from commonhearth.rooms.helplines.selectors import helplines_of

SLUG = "harbour-lights"
#: Whose eyes, and what they are to the circle that is looked for.
EYES = {
    "ben": _("Ben, who is in the hidden circle"),
    "rosa": _("Rosa, a steward of the co-op"),
    "nour": _("Nour, who runs the whole host"),
}

TOUR.add(
    "find",
    TourStop(
        _("Find"),
        _("Your place, living groups first, and how old each piece of news is."),
        lambda: reverse("directory:search") + "?place=Portsmouth&words=mental+health",
        order=10,
    ),
)
TOUR.add(
    "eyes",
    TourStop(
        _("Three pairs of eyes"),
        _("One page as a member, a steward and the host’s operator see it, and the raw row below."),
        lambda: reverse("tour_eyes"),
        order=20,
    ),
)
TOUR.add(
    "leave",
    TourStop(
        _("Leave"),
        _("One press, and a zip that opens as a readable page."),
        lambda: reverse("tour_leave"),
        order=60,
    ),
)


def demo_only() -> Community:
    """Return the demo's community; off a demo host nothing is there."""
    community = Community.objects.filter(slug=SLUG).first() if settings.HEARTH_DEMO else None
    if community is None:
        raise Http404
    return community


def tour(request: HttpRequest) -> HttpResponse:
    """The stops that exist now."""
    demo_only()
    stops = [(stop, stop.url()) for stop in sorted(TOUR, key=lambda stop: stop.order)]
    return page(request, "site/tour.html", {"stops": stops})


def eyes(request: HttpRequest) -> HttpResponse:
    """The same page of circles through three pairs of eyes, and the hidden circle's raw row."""
    community = demo_only()
    seen: list[tuple[Any, list[str]]] = []
    with in_community(community.id):
        for who, words in EYES.items():
            person = Person.objects.get(email=f"{who}@demo.invalid")
            actor = acting(person, now=request.now) or person
            # An operator without standing gets the 404 of any stranger: no list at all.
            inside = getattr(actor, "is_inside", False)
            branches = tree_for(actor, now=request.now).branches if inside else []
            seen.append((words, [branch.circle.called for branch in branches if branch.circle.called]))
        hidden = Circle.objects.filter(openness=Openness.CONFIDENTIAL).values_list("id", flat=True).first()
        raw = _raw_row(str(hidden))
    return page(request, "site/tour_eyes.html", {"seen": seen, "raw": raw})


def _raw_row(circle_id: str) -> list[tuple[str, str]]:
    """Return the row as a thief of the database file would read it."""
    table = Circle._meta.db_table
    key = circle_id if connection.features.has_native_uuid_field else circle_id.replace("-", "")
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}" WHERE "id" = %s', [key])  # noqa: S608  our own table's name
        heads = [column[0] for column in cursor.description]
        row = cursor.fetchone() or []
    return [
        (head, bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value))
        for head, value in zip(heads, row, strict=False)
    ]


def leave(request: HttpRequest) -> HttpResponse:
    """What leaving is; a press gives Ben's own export, made as any member's is."""
    community = demo_only()
    if request.method != "POST":
        return page(request, "site/tour_leave.html", {})
    with in_community(community.id):
        ben = acting(Person.objects.get(email="ben@demo.invalid"), now=request.now)
        if ben is None:
            raise Http404
        answer = HttpResponse(export_own(ben, now=request.now), content_type="application/zip")
    answer["Content-Disposition"] = 'attachment; filename="ben-takes-along.zip"'
    return answer


def night(request: HttpRequest) -> HttpResponse:
    """A bad night: what Ben's phone shows without a line. His plan is read as he reads it; all else is anybody's."""
    community = demo_only()
    with in_community(community.id):
        ben = acting(Person.objects.get(email="ben@demo.invalid"), now=request.now)
        if ben is None:
            raise Http404
        plan = own_plan(ben, now=request.now)
    numbers = [section for section in helplines_of("GB", viewer=request.actor) if section.purpose == "talk"]
    context = {"plan": plan, "numbers": numbers, "today": request.now.date(), "slug": community.slug}
    return page(request, "site/tour_night.html", context)
