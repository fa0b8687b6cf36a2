"""One empty request to a push service, and what its answer means."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from commonhearth.foundation.accounts import vault
from commonhearth.foundation.fetch import Network, NotFetched, Refused, fetch
from commonhearth.foundation.jobs import Later
from commonhearth.foundation.notices.push import vapid
from commonhearth.foundation.notices.push.devices import PURPOSE
from commonhearth.foundation.notices.push.hosts import NoPushService, host_of
from commonhearth.foundation.notices.push.models import Device

#: How long a push service keeps trying to reach a device that is off line, in seconds.
KEPT = 1800
PAUSE = timedelta(seconds=60)
SECONDS = 15.0
#: The browser has forgotten it, or was told to.
GONE = frozenset({404, 410})


def wake_one(device_id: UUID, *, until: datetime, now: datetime, network: Network | None = None) -> None:
    """Wake one device. Killed in between it may be woken twice, which shows one notice.

    Raises:
        Later: when the push service did not take it and it is still worth trying.
    """
    device = Device.objects.filter(id=device_id).first()
    if device is None or now >= until:
        return
    try:
        address = vault.open_(device.address, purpose=PURPOSE)
        host = host_of(address)
    except (vault.Closed, NoPushService):  # the signing key is another one now, or the service is not let out
        device.delete()
        return
    headers = {"TTL": str(KEPT), "Urgency": "high", **vapid.headers_for(address, now=now)}
    try:
        answer = fetch(
            address, to={host}, method="POST", headers=headers, keep=0, seconds=SECONDS, network=network
        )
    except Refused:
        return  # nothing goes out from this host, or the name leads somewhere private
    except NotFetched:
        raise Later(now + PAUSE) from None
    if answer.status in GONE:
        device.delete()
    elif answer.status == 429 or answer.status >= 500:
        raise Later(now + PAUSE)
