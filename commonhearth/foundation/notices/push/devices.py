"""Switching a device on and off, and asking for all of somebody's devices to be woken."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from commonhearth.foundation.access import require
from commonhearth.foundation.accounts import devices as browsers
from commonhearth.foundation.accounts import vault
from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.notices.access import may_keep_devices
from commonhearth.foundation.notices.push.hosts import host_of
from commonhearth.foundation.notices.push.models import Device

PURPOSE = "push"
#: Devices of one person; the oldest gives way.
MOST = 10
#: After so long a night has gone on, and an old call wakes nobody any more.
WORTH = timedelta(minutes=45)


def add_device(*, actor: Person, address: str, user_agent: str, now: datetime) -> Device:
    """Let this browser be woken. The same one again is as once.

    Raises:
        Refused: when the actor is nobody's sign-in.
        NoPushService: when the address is not one of a push service that this host knows.
    """
    require(may_keep_devices(actor))
    host_of(address)
    digest = vault.digest(address, purpose=PURPOSE)
    with transaction.atomic():
        device, _made = Device.objects.update_or_create(
            digest=digest,
            defaults={"person": actor, "name": browsers.called(user_agent)[:80]},
            create_defaults={
                "person": actor,
                "name": browsers.called(user_agent)[:80],
                "address": vault.close(address, purpose=PURPOSE),
                "created": now,
            },
        )
        for old in list(Device.objects.filter(person=actor).order_by("-created", "-id")[MOST:]):
            old.delete()
    return device


def devices_of(person: Person) -> list[Device]:
    """Return a person's devices that may be woken, the first switched on first."""
    return list(Device.objects.filter(person=person).order_by("created", "id"))


def end_device(*, actor: Person, device_id: UUID) -> bool:
    """Switch one of one's own devices off; return whether there was such a one."""
    require(may_keep_devices(actor))
    gone, _by_table = Device.objects.filter(person=actor, id=device_id).delete()
    return bool(gone)


def wake(person_ids: Iterable[UUID | None], *, now: datetime) -> int:
    """Ask, in the caller's transaction, for every device of these people to be woken; return how many."""
    from commonhearth.foundation.notices.tasks import wake_device

    ids = list(
        Device.objects.filter(person__in=[one for one in person_ids if one]).values_list("id", flat=True)
    )
    for device_id in ids:
        wake_device.enqueue(str(device_id), int((now + WORTH).timestamp()))
    return len(ids)
