"""One's devices that may be woken: seeing them, switching this one on, switching one off."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.notices import push
from commonhearth.foundation.notices.access import may_keep_devices
from commonhearth.foundation.notices.push import vapid
from commonhearth.foundation.notices.push.hosts import NoPushService
from commonhearth.kit.page import page


@never_cache
@login_required
@require_GET
def devices(request: HttpRequest) -> HttpResponse:
    """One's own devices that may be woken, and this one."""
    context = {
        "devices": push.devices_of(request.user),
        "may": may_keep_devices(request.user),
        "shared": bool(request.session.get("shared")),
        "key": vapid.public_key(),
    }
    return page(request, "notices/push/devices.html", context)


@require_POST
@login_required
def add(request: HttpRequest) -> HttpResponse:
    """Let this browser be woken; its own script hands in the address."""
    try:
        push.add_device(
            actor=request.user,
            address=request.POST.get("endpoint", ""),
            user_agent=request.headers.get("User-Agent", ""),
            now=request.now,
        )
    except NoPushService:
        messages.warning(
            request,
            _(
                "This browser named a push service that this host does not know, so it cannot be woken from here."
            ),
        )
    else:
        messages.success(request, _("This device can be woken from now on. Choose in your circles by what."))
    return HttpResponseRedirect(reverse("waking"))


@require_POST
@login_required
def end(request: HttpRequest, push_device_id: UUID) -> HttpResponse:
    """Switch one off, at once."""
    if not push.end_device(actor=request.user, device_id=push_device_id):
        raise NotVisible
    messages.success(request, _("That device is not woken any more."))
    return HttpResponseRedirect(reverse("waking"))


@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The script that a browser keeps to say that there is something; it holds nothing else and keeps no page."""
    return render(request, "notices/push/worker.js", content_type="text/javascript")
