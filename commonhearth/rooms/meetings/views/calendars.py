"""Files and feeds for calendars, and how a member wants meetings to reach them."""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.circles.views.entering import to
from commonhearth.foundation.communities.access import may_see_community
from commonhearth.kit.page import page
from commonhearth.rooms.meetings import selectors, wording
from commonhearth.rooms.meetings.access import may_have_feed
from commonhearth.rooms.meetings.forms import FeedForm, WishForm
from commonhearth.rooms.meetings.selectors import calendars
from commonhearth.rooms.meetings.services import calendars as own

#: How long a calendar may show a public feed without asking again.
FRESH = 900


def _calendar(request: HttpRequest, body: bytes, *, name: str, public: bool) -> HttpResponse:
    """Answer with a calendar; one that has not changed is not sent again."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response: HttpResponse
    if tag in [one.strip() for one in request.headers.get("If-None-Match", "").split(",")]:
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = f'inline; filename="{name}.ics"'
    response["ETag"] = tag
    response["Cache-Control"] = f"public, max-age={FRESH}" if public else "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response


def one(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """A file with one date, or with every date of its series."""
    seen = selectors.meeting_for(request.actor, meeting_id, now=request.now)
    if request.GET.get("all") == "1" and calendars.may_take_whole(request.actor, seen.series):
        body = calendars.whole_series(request.actor, seen)
    else:
        body = calendars.one_date(request.actor, seen)
    return _calendar(request, body, name="date", public=False)


def open_meetings(request: HttpRequest) -> HttpResponse:
    """The public feed of a community: what is open to all."""
    if not may_see_community(request.actor, request.community) or not request.community.public_page:
        raise NotVisible
    body = calendars.open_feed(request.community, now=request.now)
    return _calendar(request, body, name="open-meetings", public=True)


def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """A member's own feed, by the secret in its address."""
    found, member = calendars.feed_at(secret, now=request.now)
    return _calendar(
        request, calendars.own_feed(found, member, now=request.now), name="calendar", public=False
    )


def yours(request: HttpRequest) -> HttpResponse:
    """How meetings reach one: a feed, reminders, letters."""
    require(may_have_feed(request.actor))
    return _yours(request)


def _yours(
    request: HttpRequest,
    *,
    secret: str = "",
    feed_form: FeedForm | None = None,
    wish_form: WishForm | None = None,
) -> HttpResponse:
    found, wish = calendars.own_choices(request.actor)
    if feed_form is None:
        feed_form = FeedForm(initial={"naming": found.naming, "only_yes": found.only_yes} if found else None)
    if wish_form is None:
        wish_form = WishForm(initial={"remind": wish.remind, "letters": wish.letters})
    address = ""
    if secret:
        address = settings.HEARTH_URL + reverse("meeting_feed", args=[request.community.id, secret])
    context = {
        "feed": found,
        "address": address,
        "feed_form": feed_form,
        "wish_form": wish_form,
        "words": wording,
    }
    wrong = feed_form.errors or wish_form.errors
    return page(request, "meetings/yours.html", context, status=422 if wrong else 200)


def new_feed(request: HttpRequest) -> HttpResponse:
    """Make the address of one's feed; the one before is dead at once. It is shown this once."""
    require(may_have_feed(request.actor))
    form = FeedForm(request.POST)
    if not form.is_valid():
        return _yours(request, feed_form=form)
    secret = own.new_feed(actor=request.actor, now=request.now, **form.cleaned_data)
    return _yours(request, secret=secret)


def end_feed(request: HttpRequest) -> HttpResponse:
    """Let the address be dead at once."""
    own.end_feed(actor=request.actor, now=request.now)
    messages.success(request, _("The address is dead. No calendar reads there any more."))
    return to(request, "meetings:yours")


def wish(request: HttpRequest) -> HttpResponse:
    """Choose reminders and letters."""
    require(may_have_feed(request.actor))
    form = WishForm(request.POST)
    if not form.is_valid():
        return _yours(request, wish_form=form)
    own.set_wish(actor=request.actor, now=request.now, **form.cleaned_data)
    messages.success(request, _("Kept."))
    return to(request, "meetings:yours")


def by_letter(request: HttpRequest, meeting_id: UUID | None = None) -> HttpResponse:
    """Lead from the address in a letter, which names nothing, to the page, once somebody is signed in here."""
    if not getattr(request.actor, "is_inside", False):
        if request.person is None:
            return HttpResponseRedirect(f"{reverse('account_login')}?next={request.path}")
        raise NotVisible
    if meeting_id is None:
        return to(request, "meetings:yours")
    return to(
        request, "meetings:meeting", selectors.meeting_row(request.actor, meeting_id, now=request.now).id
    )
