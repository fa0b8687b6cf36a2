"""The addresses that are told, for who may keep them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.members.access import Actor
from commonhearth.foundation.webhooks.access import may_keep_webhooks
from commonhearth.foundation.webhooks.models import Delivery, Webhook

#: Hooks on their page: those in use are ten at most.
MOST = 30


def webhooks_of(viewer: Actor) -> list[Webhook]:
    """Return the hooks of the community in reach, those in use first, each with what came back last.

    Raises:
        NotVisible: for whoever does not keep them.
    """
    if not may_keep_webhooks(viewer):
        raise NotVisible
    return list(_with_last().order_by("-ended", "created", "id")[:MOST])


def webhook_for(viewer: Actor, webhook_id: UUID) -> Webhook:
    """Return one hook.

    Raises:
        NotVisible: when there is none, or the viewer does not keep them.
    """
    found = Webhook.objects.filter(id=webhook_id).first() if may_keep_webhooks(viewer) else None
    if found is None:
        raise NotVisible
    return found


def _with_last() -> QuerySet[Webhook]:
    last = Delivery.objects.filter(webhook=OuterRef("pk")).order_by("-created", "-id")
    return Webhook.objects.annotate(
        last_state=Subquery(last.values("state")[:1]),
        last_answer=Subquery(last.values("answer")[:1]),
        last_at=Subquery(last.values("created")[:1]),
    )
