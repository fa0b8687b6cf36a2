"""The page for whoever runs the host: backups that were put back, and the host's transfer key."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from commonhearth.foundation.access import NotVisible
from commonhearth.kit.page import page
from commonhearth.site.access import may_look_after_host
from commonhearth.site.archive.keyring import transfer_key
from commonhearth.site.backup import trying


def host(request: HttpRequest) -> HttpResponse:
    """How the host stands. For everybody else the page is not there."""
    if request.person is None:
        return HttpResponseRedirect(f"{reverse('account_login')}?next={reverse('host')}")
    if not may_look_after_host(request.person):
        raise NotVisible
    good = trying.last_good()
    context = {
        "backups": settings.HEARTH_BACKUPS,
        "good": good,
        "last": trying.last(),
        "late": good is None or request.now - good.created > trying.LATEST,
        "transfer": transfer_key(),
    }
    return page(request, "site/host.html", context)
