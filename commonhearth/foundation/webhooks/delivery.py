"""Handing one piece of news over, trying again, and giving up with a word to who named the address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from commonhearth.foundation import sealed
from commonhearth.foundation.fetch import Network, NotFetched, fetch
from commonhearth.foundation.jobs import Later
from commonhearth.foundation.notices.telling import tell
from commonhearth.foundation.tenancy import in_community
from commonhearth.foundation.webhooks import signing
from commonhearth.foundation.webhooks.models import Delivery, State, Webhook

#: Pauses between tries; after the last one the news is parked: about three days in all.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720, 1440, 1440))
#: An address from which nothing has come back for so long is told nothing any more.
SILENT = timedelta(days=5)
SECONDS = 15.0
GONE = "410"


@dataclass(frozen=True, slots=True)
class _Outgoing:
    url: str
    host: str
    body: bytes
    headers: dict[str, str]


def hand_over(
    community_id: UUID, delivery_id: UUID, *, now: datetime, network: Network | None = None
) -> None:
    """Send one piece of news and note what came back.

    Killed in between, it is sent again with the same id: a receiver that keeps ids acts once.

    Raises:
        Later: when it did not arrive and is to be tried again.
    """
    with in_community(community_id):
        outgoing = _outgoing(delivery_id, now=now)
    if outgoing is None:
        return
    answer = _send(outgoing, network)
    with transaction.atomic(), in_community(community_id):
        pause = _note(delivery_id, answer, now=now)
    if pause is not None:
        raise Later(now + pause)


def _outgoing(delivery_id: UUID, *, now: datetime) -> _Outgoing | None:
    row = Delivery.objects.select_related("webhook", "community").filter(id=delivery_id).first()
    if row is None or row.state != State.WAITING or row.webhook.ended or row.community.frozen_since:
        return None
    data = {"community": str(row.community_id), **row.data}
    body = signing.body_of(kind=row.kind, happened=row.happened, data=data)
    secret = sealed.open_for(row.webhook.secret, purpose="webhook-signature")
    headers = signing.headers_of(secret=secret, message_id=f"msg_{row.id.hex}", sent=now, body=body)
    return _Outgoing(row.webhook.url, row.webhook.host, body, headers)


def _send(outgoing: _Outgoing, network: Network | None) -> str:
    """Return the status that came back, or the code of why nothing did."""
    try:
        answer = fetch(
            outgoing.url,
            to={outgoing.host},
            method="POST",
            body=outgoing.body,
            headers=outgoing.headers,
            keep=0,
            seconds=SECONDS,
            network=network,
        )
    except NotFetched as problem:
        return problem.code[:20]
    return str(answer.status)


def _note(delivery_id: UUID, answer: str, *, now: datetime) -> timedelta | None:
    """Note what came back; return how long to wait before the next try, None when there is none."""
    row = Delivery.objects.select_for_update().get(id=delivery_id)
    hook = Webhook.objects.select_for_update().select_related("registered_by").get(id=row.webhook_id)
    arrived = answer.startswith("2") and len(answer) == 3
    row.answer, row.tries = answer, row.tries + 1
    pause = None if arrived or row.tries > len(PAUSES) else PAUSES[row.tries - 1]
    hook.failing_since = None if arrived else hook.failing_since or now
    silent = hook.failing_since is not None and now - hook.failing_since >= SILENT
    if hook.ended is None and (silent or answer == GONE):
        hook.ended, hook.ended_because = now, "gone" if answer == GONE else "silent"
        tell(member=hook.registered_by, code="webhook.ended", url_name="webhooks:list", now=now)
        pause = None
    if pause is None:
        row.state, row.ended = State.ARRIVED if arrived else State.PARKED, now
    row.save(update_fields=["answer", "tries", "state", "ended"])
    hook.save(update_fields=["failing_since", "ended", "ended_because"])
    return pause
