"""Pages of notices: what is new, how one wants to be told, and stopping the letters from a letter."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt  # noqa: TID251  the signed link says who
from django.views.decorators.http import require_http_methods

from commonhearth.foundation.access import require
from commonhearth.foundation.notices import selectors, services
from commonhearth.foundation.notices.access import may_keep_number, may_set_wish
from commonhearth.foundation.notices.forms import WishForm
from commonhearth.kit.page import page


def notices(request: HttpRequest) -> HttpResponse:
    """What concerns you, newest first."""
    told, older = selectors.notices_of(request.actor, before=request.GET.get("before", ""))
    return page(request, "notices/list.html", {"told": told, "older": older})


def read(request: HttpRequest) -> HttpResponse:
    """Put all of them away as read."""
    services.mark_read(actor=request.actor, now=request.now)
    return HttpResponseRedirect(reverse("notices:list", args=[request.community.slug]))


def wish(request: HttpRequest) -> HttpResponse:
    """How one wants to be told."""
    require(may_set_wish(request.actor))
    now_set = selectors.wish_of(request.actor)
    initial = {field: getattr(now_set, field) for field in ("letter", "quiet_from", "quiet_until")}
    form = WishForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.set_wish(actor=request.actor, now=request.now, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("notices:list", args=[request.community.slug]))
    context = {
        "form": form,
        "called": request.actor.named_outside_as or request.community.named_outside,
        "telephone": bool(may_keep_number(request.actor)),
    }
    return page(request, "notices/wish.html", context, status=422 if form.errors else 200)


# Mail programs post to this address by themselves (one-press unsubscribe, RFC 8058) and carry no
# token of ours but the signed link, which can do this one thing and nothing else.
@csrf_exempt
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the letters by the link in one, without signing in."""
    done = request.method == "POST"
    if done:
        services.stop_letters(token=token, community=request.community, now=request.now)
    return page(request, "notices/stop.html", {"done": done})
