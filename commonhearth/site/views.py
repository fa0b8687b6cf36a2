"""Pages that bring the rooms together: the front door, a person's home, a member's home."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.communities.selectors import only_community, with_public_page
from commonhearth.foundation.members.access import may_look_after_people, member_of
from commonhearth.foundation.members.selectors import (
    here_for_questions,
    hold_on,
    own_memberships,
    removal_of,
    said_to_have_died,
    ways_to_write,
)
from commonhearth.foundation.registry import HOME_LINES
from commonhearth.kit.page import page
from commonhearth.rooms.directory.forms import SearchForm

#: What a newcomer may do in the first two weeks; each is done or put away for good.
SUGGESTIONS = {
    "hello": (_("Say hello, or just read. Nobody sees what you look at."), "conversations:missed"),
    "come": (_("Come along: see when and where people meet."), "meetings:list"),
    "name": (_("Choose the name people see, and how mail names this community."), "members:you_here"),
}


def front(request: HttpRequest) -> HttpResponse:
    """The front door: find one near you, attend, reach out, start your own."""
    alone = only_community()
    if alone is not None:
        return HttpResponseRedirect(reverse("communities:page", args=[alone.slug]))
    communities = list(with_public_page()[:12])
    return page(
        request,
        "site/front.html",
        {"communities": communities, "form": SearchForm(), "tour": settings.HEARTH_DEMO},
    )


def home(request: HttpRequest) -> HttpResponse:
    """A person's home: their one community's, or the list of those they belong to."""
    if request.person is None:
        return HttpResponseRedirect(f"{reverse('account_login')}?next={reverse('home')}")
    memberships = own_memberships(request.person)
    inside = [member for member in memberships if member.is_inside]
    asked = [member for member in memberships if member.has_asked]
    mistaken = said_to_have_died(request.person)
    if len(inside) == 1 and not asked and not mistaken:
        return HttpResponseRedirect(reverse("community_home", args=[inside[0].community.slug]))
    past = [member for member in memberships if member.was_here]
    return page(
        request,
        "site/home.html",
        {
            "inside": inside,
            "asked": asked,
            "mistaken": mistaken,
            "past": past,
            "desk": request.person.is_reviewer,
        },
    )


def community_home(request: HttpRequest) -> HttpResponse:
    """What is next for this member, in sentences; and for newcomers the first two weeks."""
    member = member_of(request.actor)
    if member is None:
        raise NotVisible
    if member.on_hold:
        return page(request, "site/held.html", {"hold": hold_on(member, now=request.now)}, status=403)
    if member.has_asked:
        return HttpResponseRedirect(reverse("members:asked", args=[request.community.slug]))
    if not member.is_inside:
        return HttpResponseRedirect(reverse("members:left", args=[request.community.slug]))
    closed = request.community.closed_rooms
    asked = [ask for key, ask in HOME_LINES.items() if key.partition(".")[0] not in closed]
    lines = sorted((line for ask in asked for line in ask(member, request.now)), key=lambda line: line.order)
    put_away = set(member.welcome_done)
    new = member.is_new
    hosts = here_for_questions(member, now=request.now) if new else []
    context = {
        "community": request.community,
        "member": member,
        "lines": lines,
        "suggestions": {
            key: (words, url_name)
            for key, (words, url_name) in SUGGESTIONS.items()
            if new and key not in put_away and url_name.partition(":")[0] not in closed
        },
        "new": new,
        "here_for_you": hosts,
        "write_to": ways_to_write(member, hosts),
        "in_office": may_look_after_people(member),
        "removal": removal_of(member),
    }
    return page(request, "site/community_home.html", context)


def rooms(request: HttpRequest) -> HttpResponse:
    """The rail as a page of its own, for phones."""
    if not getattr(request.actor, "is_inside", False):
        raise NotVisible
    return page(request, "kit/rooms.html", {})
