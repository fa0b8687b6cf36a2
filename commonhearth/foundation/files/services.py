"""Hanging files on a thing, and taking them down. A room's own service has asked whether that may be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from commonhearth.foundation.access import Refused, no
from commonhearth.foundation.files import disk
from commonhearth.foundation.files.arriving import Accepted
from commonhearth.foundation.files.hanging import HANGING, kind_of
from commonhearth.foundation.files.models import File, new_key
from commonhearth.foundation.files.selectors import bytes_here, place_of
from commonhearth.foundation.sealed import erasure
from commonhearth.foundation.tenancy import current_community


class NoRoom(Refused):
    """The community's files would take more than it has room for."""


def hang(
    accepted: Sequence[Accepted], *, on: Any, now: datetime, sealed_with: tuple[str, UUID] | None = None
) -> list[File]:
    """Hang files on a thing, in the transaction of the act that brought them.

    Args:
        on: the thing; its table is one on which files hang (`hanging.hangs`).
        sealed_with: with whose key they are sealed, such as `("circle", circle.id)`; None leaves them as they
            are. They are sealed where the circle is confidential, or the thing itself is sealed.

    Raises:
        NoRoom: when the community's files would take more than `HEARTH_FILES_MEGABYTES`.
    """
    if not accepted:
        return []
    kind = kind_of(type(on))
    if kind not in HANGING:
        raise LookupError(f"nothing hangs on {kind}: declare it with files.hangs()")
    refuse_too_much(sum(one.weight for one in accepted))
    standing = File.objects.filter(about_kind=kind, about_id=on.pk).values_list("name", "place")
    names = {name.casefold() for name, _place in standing}
    after = 1 + max((place for _name, place in standing), default=-1)
    with transaction.atomic():
        return [
            _hung(one, File(about_kind=kind, about_id=on.pk, place=place, created=now), names, sealed_with)
            for place, one in enumerate(accepted, start=after)
        ]


def _hung(one: Accepted, row: File, names: set[str], sealed_with: tuple[str, UUID] | None) -> File:
    row.community_id = current_community()
    row.content_type, row.seconds = one.content_type, one.seconds
    row.size, row.small_size = len(one.content), len(one.small)
    row.width, row.height = one.width, one.height
    name, key = _of_its_own(one.name, names), ""
    names.add(name.casefold())
    if sealed_with:
        owner, owner_id = sealed_with
        if owner != "community":
            setattr(row, f"{owner}_id", owner_id)
        key = new_key()
        row.key, row.sealed_name = key, name  # type: ignore[assignment]
    else:
        row.name = name
    place = disk.Place(row.community_id, row.id)
    try:
        disk.write(place, one.content, key=key)
        if one.small:
            disk.write(place, one.small, key=key, small=True)
        row.save(force_insert=True)
    except BaseException:
        disk.remove(place)
        raise
    return row


def _of_its_own(name: str, names: set[str]) -> str:
    """Return a name that no other file on this thing has: “garden 2.jpg”."""
    stem, dot, ending = name.rpartition(".")
    number, found = 1, name
    while found.casefold() in names:
        number += 1
        found = f"{stem} {number}{dot}{ending}"
    return found


def refuse_too_much(more: int) -> None:
    """Pass when so many more bytes fit into the community in reach.

    Raises:
        NoRoom: when they do not.
    """
    most = settings.HEARTH_FILES_MEGABYTES
    if bytes_here() + more > most * 1024 * 1024:
        raise NoRoom(no("files.no_room", most=most))


def seal_hung_on(things: Iterable[Any], *, sealed_with: tuple[str, UUID], now: datetime) -> int:
    """Seal what hangs openly on things of one table, such as when their circle is hidden; return how many.

    Each is written anew under another id and the open one taken down, so that a kill at any point leaves one of
    the two whole. Addresses change with the ids.
    """
    found = list(things)
    if not found:
        return 0
    by_id = {thing.pk: thing for thing in found}
    rows = File.objects.filter(about_kind=kind_of(type(found[0])), about_id__in=list(by_id), key__isnull=True)
    with transaction.atomic():
        done = 0
        for old in rows:
            if (one := _as_it_came(old)) is not None:
                row = File(about_kind=old.about_kind, about_id=old.about_id, place=old.place, created=now)
                _hung(one, row, set(), sealed_with)
                done += 1
            old.delete()
    return done


def _as_it_came(row: File) -> Accepted | None:
    """Return what an open row holds; None where its bytes are gone, so that not even its name need stay."""
    place = place_of(row)
    try:
        small = disk.read(place, small=True) if row.small_size else b""
        content = disk.read(place)
    except disk.BytesGone:
        return None
    return Accepted(row.name, row.content_type, content, small, row.width, row.height, row.seconds)


def take_down(file: File) -> None:
    """Take one file away; its bytes go when this is committed."""
    file.delete()


def erase_hung_on(things: Iterable[Any]) -> int:
    """Erase what hangs on things of one table that stay themselves, here and in every backup; return how many.

    What is deleted takes its files along by itself (`hanging`); this is for a thing whose words are erased while
    it keeps its place.
    """
    found = list(things)
    kind = kind_of(type(found[0])) if found else ""
    if kind not in HANGING:
        return 0
    return erasure.erase_all(File.objects.filter(about_kind=kind, about_id__in=[one.pk for one in found]))


def bytes_go(sender: Any, instance: File, **kwargs: Any) -> None:
    """Take the bytes of a deleted row away, once its deletion stands."""
    place = place_of(instance)
    transaction.on_commit(lambda: disk.remove(place), robust=True)


def sweep_here() -> int:
    """Take away what no row of the community in reach names, once it has settled; return how many went."""
    rows = set(File.objects.values_list("id", flat=True))
    strays = (path for path, file_id in disk.standing(current_community()) if file_id not in rows)
    return disk.sweep(strays)


def sweep_host(communities: Iterable[UUID]) -> int:
    """Take away what was never finished, and the folders of communities that are here no more."""
    known = set(communities)
    gone = (path for path, community_id in disk.communities_standing() if community_id not in known)
    return disk.sweep([*disk.half_written(), *gone])


def forget_loose() -> int:
    """Delete the files in the community in reach whose thing is not there, so that nothing keeps them."""
    found = 0
    for kind, hanging in HANGING.items():
        there = hanging.model._default_manager.values("pk")
        loose = File.objects.filter(about_kind=kind).exclude(about_id__in=there)
        found += loose.delete()[0]
    return found
