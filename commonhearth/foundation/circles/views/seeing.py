"""The tree, a circle at a glance, and its people."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.circles import selectors, wording
from commonhearth.foundation.circles.access import (
    Actor,
    may_ask_to_join_circle,
    may_change_circle,
    may_end_circle,
    may_give_role,
    may_invite_to_circle,
    may_join,
    may_leave_circle,
    may_open_circle,
    may_print_sheet,
    may_read_circle,
    may_rename_self,
    seat_in,
)
from commonhearth.foundation.members.access import may_keep_apart, may_say_died
from commonhearth.foundation.members.services import keep_apart
from commonhearth.kit import sentences
from commonhearth.kit.page import page

if TYPE_CHECKING:
    from commonhearth.foundation.circles.models import Circle, CircleMembership

#: People shown on a circle's own page; the rest stand on the page of its people.
FIRST_PEOPLE = 12


def tree(request: HttpRequest) -> HttpResponse:
    """Every circle the viewer sees, what it is for, and the way in."""
    after = _uuid(request.GET.get("after", ""))
    found = selectors.tree_for(request.actor, now=request.now, after=after)
    root = next((branch.circle for branch in found.branches if branch.circle.is_root), None)
    context = {
        "branches": [(branch, _way_in(request.actor, branch)) for branch in found.branches],
        "more": found.more,
        "first": after is None,
        "doors": found.doors,
        "may_open": may_open_circle(request.actor, root) if root else None,
        "words": wording,
    }
    return page(request, "circles/tree.html", context)


def _way_in(viewer: Actor, branch: selectors.Branch) -> str:
    """Return in one word how this viewer stands to a circle: in, invited, asked, join, ask, or nothing."""
    if seat_in(viewer, branch.circle):
        return "in"
    if branch.asking:
        return branch.asking
    if may_join(viewer, branch.circle):
        return "join"
    return "ask" if may_ask_to_join_circle(viewer, branch.circle) else ""


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def everyone(request: HttpRequest) -> HttpResponse:
    """The people of the whole community."""
    return _people(request, selectors.root_for(request.actor, now=request.now))


def circle(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """A circle at a glance: who we are, our agreements, what is next, and one next step."""
    here = selectors.circle_for(request.actor, circle_id, now=request.now, ahead=True)
    seat = seat_in(request.actor, here)
    reads = may_read_circle(request.actor, here)
    asking = None if seat else selectors.asking_for(request.actor, here)
    roles = selectors.roles_of(request.actor, here, now=request.now)
    agreed = [ask(request.actor, here, request.now) for ask in selectors.WHAT_WE_AGREED] if reads else []
    people = selectors.people_of(request.actor, here, size=FIRST_PEOPLE).people if reads else []
    context = {
        "circle": here,
        "seat": seat,
        "reads": reads,
        "asking": asking,
        "join": may_join(request.actor, here, asking),
        "ask": may_ask_to_join_circle(request.actor, here, asking),
        "people": people,
        "namesake": selectors.new_namesake(request.actor, here, people, now=request.now),
        "size": _size(here) if reads else "",
        "roles": roles if reads else sorted({role.office for role in roles if role.holder_id}),
        "ending": selectors.ending_soon(roles, now=request.now) if seat else [],
        "needed": sorted({role.office for role in roles if role.holder_id is None}),
        "left_alone": not reads and here.head_count == 0,
        "names_second": bool(seat) and selectors.wants_second(here, roles),
        "agreed": agreed,
        "to_read": next((one.to_read for one in agreed if one.to_read), ""),
        "next": selectors.what_is_next(request.actor, here, now=request.now) if reads else [],
        "lately": _lately(request, here) if reads else [],
        "beside": _beside(request.actor, here) if seat else [],
        "waiting": selectors.askings_of(request.actor, here) if seat else [],
        "doors": _doors(request) if reads else [],
        "may": _acts(request.actor, here),
        "words": wording,
    }
    return page(request, "circles/circle.html", context)


def _beside(actor: Actor, here: Circle, person: CircleMembership | None = None) -> list[selectors.Beside]:
    """Return what rooms above offer beside a circle, or beside one of its people."""
    return [link for offer in selectors.BESIDE if (link := offer(actor, here, person))]


def _lately(request: HttpRequest, here: Circle) -> list[selectors.Lately]:
    """Return what the rooms that are open in this community tell of a circle's last days."""
    closed = request.community.closed_rooms
    asked = [ask for room, ask in selectors.LATELY.items() if room.partition(".")[0] not in closed]
    return [part for ask in asked if (part := ask(request.actor, here, request.now))]


def _doors(request: HttpRequest) -> list[selectors.Door]:
    """Return the rooms of a circle that are open in this community, in their order."""
    closed = request.community.closed_rooms
    return sorted((door for door in selectors.DOORS if door.room not in closed), key=lambda door: door.order)


def _acts(actor: Actor, here: Circle) -> dict[str, bool]:
    """Return which of the quieter acts are open to the viewer."""
    return {
        "invite": bool(may_invite_to_circle(actor, here)),
        "rename": bool(may_rename_self(actor, here)),
        "leave": bool(may_leave_circle(actor, here)),
        "change": bool(may_change_circle(actor, here)),
        "end": bool(may_end_circle(actor, here)),
        "open": bool(may_open_circle(actor, here)),
        "give": bool(may_give_role(actor, here)),
        "print": bool(may_print_sheet(actor, here)),
    }


def _size(here: Circle) -> str:
    code = selectors.size_warning(here.head_count)
    return sentences.say(code, {"count": here.head_count}) if code else ""


def people(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """Who is in a circle, by their own names there."""
    return _people(request, selectors.circle_for(request.actor, circle_id, now=request.now))


def _people(request: HttpRequest, here: Circle) -> HttpResponse:
    found = selectors.people_of(request.actor, here, after=request.GET.get("after", ""))
    context = {
        "circle": here,
        "people": found.people,
        "more": found.more,
        "first": not request.GET.get("after"),
        "size": _size(here),
        "seat": seat_in(request.actor, here),
        "may_invite": may_invite_to_circle(request.actor, here),
        "words": wording,
    }
    return page(request, "circles/people.html", context)


def person(request: HttpRequest, circle_id: UUID, membership_id: UUID) -> HttpResponse:
    """One person of a circle, as the circle knows them."""
    here = selectors.circle_for(request.actor, circle_id, now=request.now)
    found = selectors.person_in(request.actor, here, membership_id)
    seat = seat_in(request.actor, here)
    mine = seat is not None and seat.membership_id == found.id
    roles = selectors.roles_of(request.actor, here, now=request.now)
    context = {
        "circle": here,
        "person": found,
        "mine": mine,
        "roles": [role for role in roles if role.holder_id == found.id],
        "may": _acts(request.actor, here),
        "beside": [] if mine else _beside(request.actor, here, found),
        "apart": here.is_root and not mine and bool(may_keep_apart(request.actor)),
        "about": here.is_root and not mine and bool(may_say_died(request.actor, found.member)),
        "lines": [] if mine else _offered(request, here, found),
        "words": wording,
    }
    return page(request, "circles/person.html", context)


def _offered(request: HttpRequest, here: Circle, found: CircleMembership) -> list[selectors.PersonLine]:
    """Return what the rooms that are open here offer on the page of somebody else."""
    closed = request.community.closed_rooms
    asked = [ask for key, ask in selectors.WITH_A_PERSON.items() if key.partition(".")[0] not in closed]
    return [line for ask in asked if (line := ask(request.actor, here, found, request.now))]


def about(request: HttpRequest, circle_id: UUID, membership_id: UUID) -> HttpResponse:
    """Lead from somebody in the circle of everyone to what may be done about them as a member."""
    here = selectors.circle_for(request.actor, circle_id, now=request.now)
    found = selectors.person_in(request.actor, here, membership_id)
    if not here.is_root or not may_say_died(request.actor, found.member):
        raise NotVisible
    return HttpResponseRedirect(reverse("members:about", args=[request.community.slug, found.member_id]))


def apart(request: HttpRequest, circle_id: UUID, membership_id: UUID) -> HttpResponse:
    """Ask to be kept apart from somebody, named as the community knows them.

    Only here: in another circle it would show who somebody is elsewhere, by who is then missing.
    """
    here = selectors.circle_for(request.actor, circle_id, now=request.now)
    found = selectors.person_in(request.actor, here, membership_id)
    if not here.is_root or not may_keep_apart(request.actor):
        raise NotVisible
    if request.method == "POST":
        keep_apart(actor=request.actor, other=found.member, now=request.now)
        messages.success(request, _("From now on you are kept apart. Nobody else is told."))
        return HttpResponseRedirect(reverse("circles:everyone", args=[request.community.slug]))
    return page(request, "circles/apart.html", {"circle": here, "person": found})
