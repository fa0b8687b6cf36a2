"""From a file onto this host: everything is looked at first, and all of it is one transaction or none."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import DataError, IntegrityError, transaction
from django.db.models import ForeignKey, Model

from commonhearth.foundation import logbook
from commonhearth.foundation.access import System, require
from commonhearth.foundation.circles.models import Circle, CircleKind
from commonhearth.foundation.circles.selectors import office_holders
from commonhearth.foundation.communities.events import CommunityChanged
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.events import announce
from commonhearth.foundation.files.disk import folder_of
from commonhearth.foundation.logbook.chain import verify
from commonhearth.foundation.logbook.models import Line, Link
from commonhearth.foundation.members.models import Arrival, Member
from commonhearth.foundation.members.services import arriving
from commonhearth.foundation.sealed import cipher, keys
from commonhearth.foundation.sealed.fields import SealedField
from commonhearth.foundation.sealed.models import Key, Tombstone
from commonhearth.foundation.tenancy import in_community
from commonhearth.foundation.tenancy.models import TenantModel
from commonhearth.site.access import may_import_community
from commonhearth.site.archive import keyring, shape
from commonhearth.site.archive.reading import Archive, Opened
from commonhearth.site.archive.register import by_part, moving, part_of
from commonhearth.site.archive.shape import ArchiveFault
from commonhearth.site.archive.tasks import send_links
from commonhearth.site.finding.kinds import index_again

IMPORT = System("import")
#: Rows written at once.
BATCH = 500
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Arrived:
    """A community that came here."""

    community: Community
    rows: int
    files: int
    #: Members who had a sign-in, and how many of them get a letter.
    expected: int
    letters: int
    #: For each steward: the name, and the code with which they show that it is them. Shown once.
    codes: dict[str, str] = field(default_factory=dict)


def import_community(
    *,
    file: Path,
    passphrase: str,
    now: datetime,
    slug: str = "",
    actor: Any = IMPORT,
    progress: Progress = lambda done, whole: None,
) -> Arrived:
    """Take a community in. Nothing is written where anything in the file is not as it should be.

    Args:
        slug: another address for it, where its own is in use here.

    Raises:
        ArchiveFault: with the part and, where there is one, the line.
        Refused: when the actor may not.
    """
    require(may_import_community(actor))
    with Archive(file) as archive:
        _refuse_known(archive, slug)
        opened = archive.open(passphrase)
        steps = len(archive.manifest.parts) * 2
        for done, _part in enumerate(_read_through(archive, opened)):
            progress(done, steps)
        return _take_in(archive, opened, slug, now, lambda done: progress(steps // 2 + done, steps))


def _refuse_known(archive: Archive, slug: str) -> None:
    manifest = archive.manifest
    if Community.objects.filter(id=manifest.community_id).exists():
        raise ArchiveFault("here-already", name=manifest.name)
    wanted = slug or manifest.slug
    if Community.objects.filter(slug=wanted).exists():
        raise ArchiveFault("slug-taken", slug=wanted)


def _read_through(archive: Archive, opened: Opened) -> Iterator[str]:
    """Read every line and every file once, so that a long transaction begins only for a sound archive."""
    there = set(archive.manifest.parts)
    for name, model in by_part().items():
        if name in there:
            for line, row in archive.rows(model):
                _refuse_unknown_key(row, name, line, opened)
            yield name
    for _line, _stone in archive.tombstones():
        pass
    for _line, _member, _address in archive.arrivals(opened.secrets):
        pass
    for name in archive.files():
        archive.copy_file(name, None)
        yield name


def _refuse_unknown_key(row: Model, part: str, line: int, opened: Opened) -> None:
    known = opened.known
    for column in sealed_columns(type(row)):
        blob = row.__dict__.get(column)
        if blob is None:
            continue
        try:
            if cipher.head(bytes(blob)).key_id in known:
                continue
        except cipher.CannotOpen:
            pass
        raise ArchiveFault("unknown-key", part=part, line=line, column=column)


def sealed_columns(model: type[Model]) -> list[str]:
    """Return a table's sealed columns."""
    return [field.attname for field in model._meta.concrete_fields if isinstance(field, SealedField)]


def _take_in(
    archive: Archive, opened: Opened, slug: str, now: datetime, progress: Callable[[int], None]
) -> Arrived:
    manifest = archive.manifest
    folder = folder_of(manifest.community_id)
    files = archive.files()
    try:
        with transaction.atomic(), in_community(manifest.community_id):
            _refuse_known(archive, slug)
            community = _community(archive, slug)
            _keys(opened)
            for done, model in enumerate(moving()):
                if part_of(model) in manifest.parts:
                    _insert(archive, model, archive.rows(model))
                progress(done)
            _insert(archive, Tombstone, archive.tombstones())
            _refuse_loose_ends(archive)
            _refuse_broken_logbook(archive, now)
            keys.forget()
            index_again(now=now)
            letters = 0
            expected: list[tuple[UUID, str]] = []
            for _line, member_id, address in archive.arrivals(opened.secrets):
                expected.append((member_id, address))
                letters += bool(address)
            _refuse_strangers(archive, expected)
            arriving.expect(expected, now=now)
            codes = _codes_for_stewards(now)
            logbook.write(actor=IMPORT, verb="community.arrived", now=now, details={"origin": manifest.host})
            send_links.enqueue()
            announce(CommunityChanged(community.id, now))
            _copy_files(archive, files, folder)
    except BaseException:
        # The id is not here, so nothing of ours stands in its folder but what was just copied.
        if files:
            shutil.rmtree(folder, ignore_errors=True)
        raise
    return Arrived(community, manifest.rows, len(files), len(expected), letters, codes)


def _community(archive: Archive, slug: str) -> Community:
    [(_line, community)] = list(archive.rows(Community))
    manifest = archive.manifest
    if (community.name, community.slug) != (manifest.name, manifest.slug):
        raise ArchiveFault("bad-manifest", part=shape.MANIFEST, where="community")
    community.slug = slug or community.slug
    community.origin = community.origin or manifest.host
    community.frozen_since, community.moved_to = None, ""
    community.save(force_insert=True)
    return community


def _keys(opened: Opened) -> None:
    for row in opened.rows:
        if row.owner_kind == "community" and row.wrapped is not None:
            keyring.wrap_for_host(row, opened.secrets[row.pk])
    _written(Key, [(place + 1, row) for place, row in enumerate(opened.rows)], shape.KEYS)


def _insert(archive: Archive, model: Any, rows: Iterable[tuple[int, Any]]) -> None:
    part = shape.TOMBSTONES if model is Tombstone else part_of(model)
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        _written(model, batch, part)


def _written(model: Any, batch: list[tuple[int, Any]], part: str) -> None:
    try:
        with transaction.atomic():
            model.objects.bulk_create([row for _line, row in batch], batch_size=BATCH)
    except (IntegrityError, DataError):
        raise ArchiveFault("guard", part=part, line=_first_refused(model, batch)) from None


def _first_refused(model: Any, batch: list[tuple[int, Any]]) -> int | None:
    for line, row in batch:
        try:
            with transaction.atomic():
                model.objects.bulk_create([row])
        except (IntegrityError, DataError):
            return line
    return None


def _refuse_loose_ends(archive: Archive) -> None:
    """Every reference leads to a row of this community, and there is one circle of everyone."""
    for model in moving():
        for column in model._meta.concrete_fields:
            target: Any = column.related_model
            if not isinstance(column, ForeignKey) or not issubclass(target, TenantModel):
                continue
            loose = (
                model.objects.filter(**{f"{column.name}__isnull": False})
                .exclude(**{f"{column.attname}__in": target.objects.values("id")})
                .values_list("id", flat=True)
                .first()
            )
            if loose is not None:
                part = part_of(model)
                raise ArchiveFault(
                    "loose-end", part=part, line=_line_of(archive, model, loose), column=column.name
                )
    if not Circle.objects.filter(circle_kind=CircleKind.ROOT).exists():
        raise ArchiveFault("no-root", part=part_of(Circle))


def _line_of(archive: Archive, model: type[TenantModel], row_id: UUID) -> int | None:
    return next((line for line, row in archive.rows(model) if row.pk == row_id), None)


def _refuse_broken_logbook(archive: Archive, now: datetime) -> None:
    newest = Link.objects.order_by("-number").first()
    head = (newest.number, bytes(newest.digest).hex()) if newest else (0, "")
    if head != (archive.manifest.links, archive.manifest.head):
        raise ArchiveFault("other-chain", part=part_of(Link))
    for fault in verify(now):
        line = _line_of(archive, Line, fault.line_id) if fault.line_id else None
        raise ArchiveFault("broken-chain", part=part_of(Line), line=line, what=fault.code)


def _refuse_strangers(archive: Archive, expected: list[tuple[UUID, str]]) -> None:
    here = set(Member.objects.values_list("id", flat=True))
    for place, (member_id, _address) in enumerate(expected):
        if member_id not in here:
            raise ArchiveFault("loose-end", part=shape.ARRIVALS, line=place + 1, column="member")
        here.discard(member_id)  # and nobody is expected twice


def _codes_for_stewards(now: datetime) -> dict[str, str]:
    """Give the stewards the first codes: nobody is there yet to stand for anybody."""
    found = {}
    for member in office_holders(frozenset({"steward"}), now):
        if Arrival.objects.filter(member=member).exists():
            found[str(member)] = arriving.give_code(actor=IMPORT, member=member, now=now)
    return found


def _copy_files(archive: Archive, files: list[str], folder: Path) -> None:
    if not files:
        return
    shutil.rmtree(folder, ignore_errors=True)  # of an import that was killed between here and its commit
    for name in files:
        path = folder.joinpath(*name.removeprefix(shape.FILES).split("/"))
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with path.open("xb") as out:
            archive.copy_file(name, out)
        path.chmod(0o600)
