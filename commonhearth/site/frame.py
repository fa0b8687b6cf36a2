"""What the frame around a page shows to this person here: the rail, and the ways in and out."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation.communities.access import may_see_community
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.registry import RAIL
from commonhearth.kit.jinja import place_in
from commonhearth.kit.page import Frame, Place
from commonhearth.rooms.helplines.views import help_address
from commonhearth.site.keeping import keeping_of


def frame_of(request: HttpRequest) -> Frame:
    """Return the frame for a request. Asks the database nothing: the doorway has what it needs."""
    person, community = request.person, request.community
    inside = isinstance(request.actor, Member) and request.actor.is_inside
    rail: list[Place] = []
    if community is not None and inside:
        open_places = [place for place in RAIL if place.room not in community.closed_rooms]
        for place in sorted(open_places, key=lambda place: place.order):
            address = place_in(community.slug, place.url_name)
            rail.append(Place(str(place.label), address, place.icon, request.path.startswith(address)))
    named = community is not None and (inside or _is_named(request))
    return Frame(
        community_name=community.name if named else "",
        community_url=place_in(community.slug, "community_home" if inside else "communities:page")
        if named
        else "",
        rail=rail,
        rooms_url=place_in(community.slug, "rooms") if rail and community is not None else "",
        signed_in=person is not None,
        person_name=request.actor.name if isinstance(request.actor, Member) else "",
        person_url=reverse("you") if person else "",
        sign_in_url="" if person else reverse("account_login"),
        notices_url=place_in(community.slug, "notices:list") if rail and community is not None else "",
        home_url=reverse("home") if person else reverse("front"),
        help_url=help_address(request),
        leave_url=reverse("leave_quickly") if person else "",
        theme=getattr(person, "theme", "") or "",
        demo=settings.HEARTH_DEMO,
        foot=[_isnt_right(community) if inside and community else _open_data()],
        keeping=keeping_of(request),
    )


def _isnt_right(community: Community) -> Place:
    """The way to say so stands on every page inside, so that no circle can take it off its own."""
    return Place(_("Something isn’t right"), place_in(community.slug, "care:report"))


def _open_data() -> Place:
    return Place(_("Open data of this host"), reverse("directory:open_data"))


def _is_named(request: HttpRequest) -> bool:
    """Whether the frame says a community's name to somebody who is not inside.

    An address from a letter or an invitation names nothing to whoever only holds the link; and a community
    that shows no page is not named to strangers, on pages that say there is nothing here least of all.
    """
    if request.path.startswith("/o/"):
        return False
    return isinstance(request.actor, Member) or bool(may_see_community(request.actor, request.community))
