"""Erasing one's sign-in and everything of one's own on this host."""

from __future__ import annotations

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from commonhearth.foundation.access import Refused
from commonhearth.foundation.accounts import step_up
from commonhearth.foundation.accounts.forms import EraseForm
from commonhearth.foundation.accounts.services.erasing import erase_person
from commonhearth.foundation.accounts.views.you import not_made_up
from commonhearth.kit import sentences
from commonhearth.kit.page import page


@not_made_up
@never_cache
@step_up.required
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Say what goes; when it is confirmed, erase it, sign out, and say that it is done."""
    form = EraseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            erase_person(actor=request.person, person=request.person, now=request.now)
        except Refused as refused:
            form.add_error(None, sentences.of_verdict(refused.verdict))
        else:
            logout(request)
            request.person = None
            return page(request, "accounts/erased.html", {})
    return page(request, "accounts/erase.html", {"form": form}, status=422 if form.errors else 200)
