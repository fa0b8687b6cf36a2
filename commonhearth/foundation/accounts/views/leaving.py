"""Leaving quickly: one press, the session is over, and what is on screen has nothing to do with us."""

from __future__ import annotations

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseRedirect
from django.template.loader import get_template
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt  # noqa: TID251  leaving must never fail
from django.views.decorators.http import require_GET, require_POST

from commonhearth.foundation.accounts import devices, middleware


# Leaving must not fail because a page was opened before signing in and holds an older token. The worst a
# foreign page could do is sign somebody out, and the browser's own word about where a form came from
# refuses even that.
@csrf_exempt
@require_POST
def leave_quickly(request: HttpRequest) -> HttpResponse:
    """End the session, ask the browser to forget this house, and go to a page about bread."""
    if request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
        return HttpResponseForbidden()
    logout(request)
    response = HttpResponseRedirect(reverse("neutral"), status=303)
    # Not "cache": browsers take seconds over it, pages of somebody signed in are never kept, and Help now
    # must go on opening without a line.
    response.headers["Clear-Site-Data"] = '"cookies", "storage"'
    response.headers["Cache-Control"] = "no-store"
    response.delete_cookie(middleware.COOKIE, samesite="Lax")
    devices.forget(response)
    return response


@require_GET
def neutral(request: HttpRequest) -> HttpResponse:
    """Show a page that could stand anywhere: no name of ours, no link, nothing to explain."""
    return HttpResponse(get_template("accounts/neutral.html").render({}))
