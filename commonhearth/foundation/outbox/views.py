"""The mailbox of a demo host: what would have been sent, for everybody to read."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.outbox.selectors import mailbox
from commonhearth.kit.page import page


@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """List the newest mails; there is no such page on a real host."""
    if not settings.HEARTH_DEMO:
        raise NotVisible
    return page(request, "outbox/mailbox.html", {"letters": mailbox()})
