"""Packing a community from its own page: asked for by a steward, confirmed by a second, made by a job, fetched once.

The archive is locked for one host, so that nobody who packs it can read by that what is sealed. The
passphrase is used when it is typed and kept nowhere: what is kept is the community's key, locked.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from django.conf import settings
from django.db import transaction

from commonhearth.foundation import logbook
from commonhearth.foundation.access import require
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.sealed.hostkey import HostKeyFault
from commonhearth.foundation.tenancy import in_community
from commonhearth.site.access import may_export_community, may_fetch_export, may_second_export
from commonhearth.site.archive import keyring, writing
from commonhearth.site.archive.shape import ArchiveFault, BadValue
from commonhearth.site.models import Packing

#: How long a packed file waits to be fetched.
KEPT = timedelta(hours=48)
OPEN = (Packing.State.ASKED, Packing.State.PACKING, Packing.State.READY)


class OneAtATime(Exception):
    """The community is being packed already."""


def standing() -> Packing | None:
    """Return the newest packing of the community in reach, whatever became of it."""
    return Packing.objects.select_related("asked_by", "seconded_by").order_by("-created").first()


def ask(*, actor: Any, transfer: str, passphrase: str, now: datetime) -> Packing:
    """Ask for the community to be packed for one host. Every member is told; a second one says yes or no.

    Raises:
        Refused: when the actor is no steward.
        ArchiveFault: `bad-transfer-key`, `short-passphrase`.
        OneAtATime: while one is being packed or waits to be fetched.
    """
    from commonhearth.site.archive.tasks import tell_everyone

    require(may_export_community(actor))
    keyring.read_transfer_key(transfer)  # an empty one would lock it for anybody with the passphrase
    lock, key = keyring.lock(passphrase, transfer)
    with transaction.atomic():
        Community.objects.select_for_update().only("id").get(id=actor.community_id)
        if Packing.objects.filter(state__in=OPEN).exists():
            raise OneAtATime
        tell_everyone.enqueue()
        return Packing.objects.create(
            asked_by=actor, lock=lock.as_json(), wrapped=keyring.wrapped_for_journey(key), created=now
        )


def second(*, actor: Any, now: datetime) -> Packing:
    """Say yes as a second member: the job begins.

    Raises:
        Refused: when the actor asked for it, or is no full member.
    """
    from commonhearth.site.archive.tasks import pack

    with transaction.atomic():
        packing = _locked()
        require(may_second_export(actor, packing))
        packing.seconded_by, packing.state = actor, Packing.State.PACKING
        packing.save(update_fields=["seconded_by", "state"])
        logbook.write(actor=packing.asked_by, verb="community.taken_along", now=now)
        logbook.write(actor=actor, verb="community.packing_seconded", now=now)
        pack.enqueue(str(packing.community_id), str(packing.id))
    return packing


def take_back(*, actor: Any, now: datetime) -> None:
    """Take it back, before it is fetched; the file goes.

    Raises:
        Refused: when the actor is no steward.
    """
    require(may_export_community(actor))
    with transaction.atomic():
        packing = _locked()
        _end(packing)
    file_of(packing.id).unlink(missing_ok=True)


def _locked() -> Packing:
    row = (
        Packing.objects.select_for_update(of=("self",))
        .select_related("asked_by")
        .filter(state__in=OPEN)
        .first()
    )
    if row is None:
        from commonhearth.foundation.access import NotVisible

        raise NotVisible
    return row


def _end(packing: Packing, **also: Any) -> None:
    # With it goes what locked the keys: an archive that is gone needs no lock.
    values = {"state": Packing.State.OVER, "lock": {}, "wrapped": {}, **also}
    Packing.objects.filter(id=packing.id).update(**values)


def write(community_id: UUID, packing_id: UUID, *, now: datetime) -> None:
    """Write the file of a packing that two have said yes to. Called by the job; again it begins anew."""
    with in_community(community_id):
        packing = Packing.objects.filter(id=packing_id, state=Packing.State.PACKING).first()
    if packing is None:
        return
    file = file_of(packing_id)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    file.unlink(missing_ok=True)

    def progress(done: int, whole: int) -> None:
        # A transaction of its own would wait for the one that reads; how far it is stands beside the file.
        file.with_suffix(".progress").write_text(f"{done}/{whole}")

    values: dict[str, Any]
    try:
        made = writing.export_community(
            community=Community.objects.get(id=community_id),
            file=file,
            lock=keyring.read_lock(packing.lock),
            wrapped=packing.wrapped,
            now=now,
            progress=progress,
        )
        values = {"state": Packing.State.READY, "size": made.bytes, "sha256": made.sha256, "ready": now}
    except (ArchiveFault, HostKeyFault) as fault:
        values = {"state": Packing.State.FAILED, "code": fault.code}
    except BadValue:
        values = {"state": Packing.State.FAILED, "code": "keys-changed"}
    finally:
        file.with_suffix(".progress").unlink(missing_ok=True)
    with in_community(community_id), transaction.atomic():
        going_on = Packing.objects.filter(id=packing_id, state=Packing.State.PACKING)
        if not going_on.update(lock={}, wrapped={}, **values):  # taken back meanwhile
            file.unlink(missing_ok=True)


def how_far(packing: Packing) -> tuple[int, int]:
    """Return how many of how many tables are written."""
    try:
        done, _, whole = file_of(packing.id).with_suffix(".progress").read_text().partition("/")
        return int(done), int(whole)
    except (OSError, ValueError):
        return 0, 0


@contextmanager
def fetched(*, actor: Any, now: datetime) -> Iterator[tuple[Packing, BinaryIO]]:
    """Hand the file over, once: it is gone from the host when the last byte of it is.

    Raises:
        Refused: when it is not the actor's to fetch, or not there any more.
    """
    with transaction.atomic():
        packing = _locked()
        require(may_fetch_export(actor, packing))
        handle = file_of(packing.id).open("rb")
        _end(packing, fetched=now)
    file_of(packing.id).unlink(missing_ok=True)
    yield packing, handle


def forget_old(*, now: datetime) -> int:
    """Delete the files nobody fetched in time, in the community in reach; return how many."""
    old = list(Packing.objects.filter(state=Packing.State.READY, ready__lte=now - KEPT))
    for packing in old:
        _end(packing)
        file_of(packing.id).unlink(missing_ok=True)
    return len(old)


def file_of(packing_id: UUID) -> Path:
    """Return where a packed file waits; no backup takes that folder along."""
    return Path(settings.HEARTH_DATA) / "archives" / f"{packing_id}.zip"
