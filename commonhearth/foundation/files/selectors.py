"""Files as a viewer may see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, QuerySet, Sum
from django.utils.translation import gettext as _

from commonhearth.foundation import sealed
from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.files import disk
from commonhearth.foundation.files.access import may_open_file
from commonhearth.foundation.files.hanging import HANGING, kind_of
from commonhearth.foundation.files.models import File

T = TypeVar("T", bound=Model)


def hung_on(things: Iterable[Any], *, viewer: Any) -> dict[UUID, list[File]]:
    """Return the files on things of one table that the viewer may read, by the thing's id, with their names.

    Two queries whatever there is, and one where none is sealed. The things are taken as they are, with what
    their rule looks at.
    """
    by_id = {thing.pk: thing for thing in things}
    found: dict[UUID, list[File]] = {}
    if not by_id:
        return found
    kind = kind_of(type(next(iter(by_id.values()))))
    rows = list(File.objects.filter(about_kind=kind, about_id__in=list(by_id)))
    for row in rows:
        row.thing = by_id[row.about_id]
    for row in named([row for row in rows if may_open_file(viewer, row)], viewer=viewer):
        found.setdefault(row.about_id, []).append(row)
    return found


def with_what_hangs(rows: QuerySet[T]) -> QuerySet[T]:
    """Annotate whether any file hangs on each row, so that `hung_on` is asked only where one does."""
    here = File.objects.filter(about_kind=kind_of(rows.model), about_id=OuterRef("pk"))
    return rows.annotate(has_files=Exists(here))  # type: ignore[return-value, no-redef]


def named(rows: Sequence[File], *, viewer: Any) -> Sequence[File]:
    """Fill in the names in words."""
    sealed_names = [row.sealed_name if row.is_sealed else None for row in rows]
    texts = sealed.open_all(sealed_names, viewer=viewer) if any(sealed_names) else [None] * len(rows)
    for row, text in zip(rows, texts, strict=True):
        row.called = (text or _("A file whose name was erased")) if row.is_sealed else row.name
    return rows


def file_for(viewer: Any, file_id: UUID) -> File:
    """Return one file with its name.

    Raises:
        NotVisible: when there is none, or the viewer may not read its thing.
    """
    row = File.objects.filter(id=file_id).first()
    if row is None or not may_open_file(viewer, row):
        raise NotVisible
    return named([row], viewer=viewer)[0]


def contents_for(viewer: Any, file: File, *, small: bool = False) -> bytes:
    """Return a file's bytes.

    Raises:
        NotVisible: when the viewer may not read its thing, or its bytes or their key are gone.
    """
    if not may_open_file(viewer, file):
        raise NotVisible
    try:
        key = sealed.open(file.key, viewer=viewer) if file.key is not None else ""
        return disk.read(place_of(file), key=key, small=small and file.small_size > 0)
    except (disk.BytesGone, sealed.KeyGone):
        raise NotVisible from None


def to_take_along(things: Sequence[Any]) -> Sequence[File]:
    """Return the files on things of a member's own, of one table, with their names, for their export."""
    kind = kind_of(type(things[0])) if things else ""
    if kind not in HANGING:
        return []
    rows = list(File.objects.filter(about_kind=kind, about_id__in=[thing.pk for thing in things]))
    texts = sealed.open_all_for(
        [row.sealed_name if row.is_sealed else None for row in rows], purpose="own-export"
    )
    for row, text in zip(rows, texts, strict=True):
        row.called = text or row.name
    return rows


def contents_to_take_along(file: File) -> bytes | None:
    """Return the bytes of a file on a thing of a member's own, for their export; None where they are gone."""
    try:
        key = sealed.open_for(file.key, purpose="own-export") if file.key is not None else ""
        return disk.read(place_of(file), key=key)
    except (disk.BytesGone, sealed.KeyGone):
        return None


def place_of(file: File) -> disk.Place:
    """Return where a file's bytes stand."""
    return disk.Place(file.community_id, file.id)


def bytes_here() -> int:
    """Return how many bytes the files of the community in reach take."""
    sums = File.objects.aggregate(large=Sum("size"), small=Sum("small_size"))
    return (sums["large"] or 0) + (sums["small"] or 0)
