"""An address that is told something, and a piece of news on its way."""

from __future__ import annotations

from commonhearth.foundation.webhooks import services
from commonhearth.foundation.webhooks.models import Delivery
from tests.world import Place


def furnish(place: Place, names: dict[str, str]) -> None:
    """Name an address, and tell it something."""
    made = services.register(
        actor=place.acting("steward"),
        url=f"https://{place.community.slug}.example.org/told",
        kinds=["community.changed"],
        now=place.now,
    )
    # As `services.news` writes it, without the job that would send it.
    Delivery.objects.create(webhook=made.webhook, kind="community.changed", happened=place.now)
    place.things["webhook_id"] = made.webhook.id
