"""Pages of webhooks, for stewards: which programs are told, naming one, ending one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation import once
from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.accounts import step_up
from commonhearth.foundation.fetch.wording import REASONS
from commonhearth.foundation.webhooks import selectors, services, wording
from commonhearth.foundation.webhooks.access import may_keep_webhooks
from commonhearth.foundation.webhooks.forms import WebhookForm
from commonhearth.kit.page import page


def webhooks(request: HttpRequest) -> HttpResponse:
    """Which programs are told, of what, and whether it arrives."""
    context = {"hooks": selectors.webhooks_of(request.actor), "words": wording, "reasons": REASONS}
    return page(request, "webhooks/list.html", context)


def new(request: HttpRequest) -> HttpResponseBase:
    """Name an address; first somebody shows that it is them."""
    if not may_keep_webhooks(request.actor):
        raise NotVisible
    return _new(request)


@step_up.required
def _new(request: HttpRequest) -> HttpResponse:
    form = WebhookForm(request.POST or None)
    if form.is_bound and form.is_valid():
        secret = _made(request, form)
        if secret is not None:
            return page(request, "webhooks/made.html", {"secret": secret})
    context = {"form": form, "once_key": once.new_key()}
    return page(request, "webhooks/new.html", context, status=422 if form.errors else 200)


def _made(request: HttpRequest, form: WebhookForm) -> str | None:
    """Name it, once for each form; "" on a retry, since the secret is shown once. None with the form saying why not."""
    shown: list[str] = []

    def act() -> dict[str, str]:
        made = services.register(actor=request.actor, now=request.now, **form.cleaned_data)
        shown.append(made.secret)
        return {"webhook": str(made.webhook.id)}

    try:
        once.answer(actor=request.actor, form="webhooks.new", key=request.POST.get("once_key", ""), act=act)
    except services.NoAddress:
        form.add_error("url", wording.SENTENCES["webhooks.not_https"])
        return None
    except services.TooManyWebhooks:
        form.add_error(None, wording.SENTENCES["webhooks.too_many"])
        return None
    return shown[0] if shown else ""


def end(request: HttpRequest, webhook_id: UUID) -> HttpResponse:
    """Tell an address nothing any more."""
    found = selectors.webhook_for(request.actor, webhook_id)
    services.end(actor=request.actor, webhook=found, now=request.now)
    messages.success(request, _("It is told nothing any more."))
    return HttpResponseRedirect(reverse("webhooks:list", args=[request.community.slug]))
