"""Which push services a browser may name: those of the browsers' makers, and what the operator adds.

Sources, read 28 November 2026: the endpoints that Chrome and Edge (FCM, WNS), Firefox (autopush) and Safari
(developer.apple.com, “Sending web push notifications in web apps and browsers”) hand out.
"""

from __future__ import annotations

from django.conf import settings

from commonhearth.foundation.fetch import Refused
from commonhearth.foundation.fetch.addresses import read_target
from commonhearth.foundation.fetch.egress import exceptions

#: A name, or with a full stop in front everything below it.
KNOWN = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    ".push.services.mozilla.com",
    ".push.apple.com",
    ".notify.windows.com",
)
LONGEST = 1000


class NoPushService(ValueError):
    """The address is not one of a push service that this host knows."""


def host_of(address: str) -> str:
    """Return the host of a device's address.

    Raises:
        NoPushService: when it is no https address of a known push service.
    """
    if len(address) > LONGEST:
        raise NoPushService
    try:
        target = read_target(address)
    except Refused:
        raise NoPushService from None
    host: str = target.host
    let_out = {str(network.network_address): port for network, port in exceptions()}
    own = let_out.get(host) == target.port  # the operator's own push service, at an address they let out
    if not own and (target.scheme != "https" or not _is_known(host)):
        raise NoPushService
    return host


def _is_known(host: str) -> bool:
    known = (*KNOWN, *settings.HEARTH_PUSH_HOSTS)
    return any(host == name or (name.startswith(".") and host.endswith(name)) for name in known)
