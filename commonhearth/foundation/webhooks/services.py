"""Naming an address, ending one, and writing down what it is to be told."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from commonhearth.foundation import logbook
from commonhearth.foundation.access import require
from commonhearth.foundation.fetch import Refused
from commonhearth.foundation.fetch.addresses import read_target
from commonhearth.foundation.fetch.egress import exceptions
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.tenancy import current_community
from commonhearth.foundation.webhooks.access import may_keep_webhooks
from commonhearth.foundation.webhooks.models import Delivery, Webhook
from commonhearth.foundation.webhooks.tasks import deliver
from commonhearth.foundation.webhooks.wording import KINDS

#: Addresses in use in one community.
MOST = 10
MARK = "whsec_"


class NoAddress(ValueError):
    """It is no https address of another host."""


class NoKind(ValueError):
    """Nothing was chosen, or something that nobody is told."""


class TooManyWebhooks(Exception):
    """The community has as many as it may."""


@dataclass(frozen=True, slots=True)
class NewWebhook:
    """A hook, and the secret with which a receiver checks that news are ours; it is shown this once."""

    webhook: Webhook
    secret: str


def register(*, actor: Member, url: str, kinds: Sequence[str], now: datetime) -> NewWebhook:
    """Name an address that is told from now on.

    Args:
        url: https; plain http only to an address that the operator has let this host reach by name.
        kinds: codes of `wording.KINDS`.

    Raises:
        Refused: when the actor may not.
        NoAddress, NoKind, TooManyWebhooks: see each.
    """
    require(may_keep_webhooks(actor))
    host = _host(url)
    wanted = sorted(set(kinds))
    if not wanted or set(wanted) - KINDS.keys():
        raise NoKind
    secret = MARK + base64.b64encode(secrets.token_bytes(32)).decode()
    with transaction.atomic():
        if Webhook.objects.select_for_update().filter(ended=None).count() >= MOST:
            raise TooManyWebhooks
        hook = Webhook.objects.create(
            url=url, host=host, kinds=wanted, secret=secret, registered_by=actor, created=now
        )
        logbook.write(actor=actor, verb="webhook.registered", now=now, about={"webhook": str(hook.id)})
    return NewWebhook(hook, secret)


def _host(url: str) -> str:
    try:
        target = read_target(url)
    except Refused:
        raise NoAddress from None
    let_out = {str(network.network_address): port for network, port in exceptions()}
    if target.scheme != "https" and let_out.get(target.host) != target.port:
        raise NoAddress
    host: str = target.host
    return host


def end(*, actor: Member, webhook: Webhook, now: datetime) -> None:
    """Tell an address nothing any more; what waits for it is dropped. Twice is as once.

    Raises:
        Refused: when the actor may not.
    """
    require(may_keep_webhooks(actor))
    with transaction.atomic():
        if Webhook.objects.filter(id=webhook.id, ended=None).update(ended=now, ended_because="steward"):
            logbook.write(actor=actor, verb="webhook.ended", now=now, about={"webhook": str(webhook.id)})


def news(kind: str, *, data: dict[str, Any], now: datetime) -> None:
    """Write down, in the transaction of what happened, whom to tell of it in the community in reach."""
    for hook in Webhook.objects.filter(ended=None):
        if kind in hook.kinds:
            row = Delivery.objects.create(webhook=hook, kind=kind, data=data, happened=now, created=now)
            deliver.enqueue(str(current_community()), str(row.id))
