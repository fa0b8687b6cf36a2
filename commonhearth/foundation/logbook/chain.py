"""The chain: each line's digest, tied to the one before it, in a table of its own.

Lines are written in many transactions at once and must not wait for one another; a job ties them
together afterwards, in batches, in whatever order it finds them. A changed or missing line is then
named by its id. Who can rewrite the whole database can rewrite the chain: it shows mistakes and
quiet edits, not a determined operator (docs/adr/0004-rows-walls-and-keys.md).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import transaction

from commonhearth.foundation import sealed
from commonhearth.foundation.logbook.models import Detail, Line, Link
from commonhearth.foundation.logbook.writing import canonical, details_digest
from commonhearth.foundation.tenancy import in_community

START = hashlib.sha256(b"hearth-logbook-1").digest()
#: Lines tied in one transaction, and read at once when verifying.
BATCH = 1_000
#: How far back before the newest linked line the job looks for lines that were committed late.
OVERLAP = timedelta(days=1)
#: A line older than this without a link means the job does not run.
LATEST = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the logbook, and where.

    Attributes:
        code: `line-changed`, `line-missing`, `details-changed`, `link-changed`, `link-missing`, `not-linked`.
        line_id: the line concerned, when it is one.
        number: its place in the chain, when it has one.
    """

    code: str
    line_id: UUID | None = None
    number: int | None = None


def line_digest(line: Line) -> bytes:
    """Return the digest of everything a line says."""
    parts = [
        str(line.id),
        str(line.community_id),
        line.created.astimezone(UTC).isoformat(timespec="microseconds"),
        line.at.astimezone(UTC).isoformat(timespec="microseconds"),
        line.who,
        line.verb,
        line.about,
        str(line.circle_id or ""),
        line.why,
        bytes(line.details_digest).hex(),
    ]
    return hashlib.sha256(b"hearth-line-1" + canonical(parts)).digest()


def link_digest(before: bytes, number: int, digest: bytes) -> bytes:
    """Return the digest of a link: its number, its line's digest and the link before it."""
    return hashlib.sha256(b"hearth-link-1" + before + number.to_bytes(8, "big") + digest).digest()


def link_lines(community_id: UUID, now: datetime) -> int:
    """Tie the lines of a community that are not yet tied; return how many were.

    Two at once meet at the link's unique number: one of them raises IntegrityError and finds
    nothing left to do when it is run again.
    """
    done = 0
    with in_community(community_id):
        while tied := _link_batch(now):
            done += tied
    return done


def _link_batch(now: datetime) -> int:
    with transaction.atomic():
        last = Link.objects.order_by("-number").first()
        open_lines = Line.objects.filter(link__isnull=True)
        if last is not None:
            newest = Line.objects.filter(pk=last.line_id).values_list("created", flat=True).first()
            if newest is not None:
                open_lines = open_lines.filter(created__gte=newest - OVERLAP)
        lines = list(open_lines.order_by("created", "id")[:BATCH])
        number, before = (last.number, bytes(last.digest)) if last else (0, START)
        links = []
        for line in lines:
            number += 1
            digest = line_digest(line)
            before = link_digest(before, number, digest)
            links.append(Link(number=number, line=line, line_digest=digest, digest=before, created=now))
        Link.objects.bulk_create(links)
    return len(links)


def verify(now: datetime) -> list[Fault]:
    """Compare the lines of the community in reach with its chain; return what does not agree."""
    faults: list[Fault] = []
    expected, before = 1, START
    for batch in _batches():
        lines = Line.objects.in_bulk([link.line_id for link in batch])
        for link in batch:
            line = lines.get(link.line_id)
            if link.number != expected:
                faults.append(Fault("link-missing", number=expected))
            elif link_digest(before, link.number, bytes(link.line_digest)) != bytes(link.digest):
                faults.append(Fault("link-changed", link.line_id, link.number))
            if line is None:
                faults.append(Fault("line-missing", link.line_id, link.number))
            elif line_digest(line) != bytes(link.line_digest):
                faults.append(Fault("line-changed", link.line_id, link.number))
            expected, before = link.number + 1, bytes(link.digest)
        faults += _changed_details(lines)
    late = Line.objects.filter(link__isnull=True, created__lt=now - LATEST).order_by("created", "id")
    return faults + [Fault("not-linked", line_id) for line_id in late.values_list("id", flat=True)[:20]]


def _batches() -> Iterator[list[Link]]:
    number = 0
    while batch := list(Link.objects.filter(number__gt=number).order_by("number")[:BATCH]):
        yield batch
        number = batch[-1].number


def _changed_details(lines: dict[UUID, Line]) -> list[Fault]:
    details = list(Detail.objects.filter(line_id__in=list(lines)))
    try:
        texts = sealed.open_all_for([detail.content for detail in details], purpose="logbook")
    except (sealed.CannotOpen, sealed.KeyMissing):
        return [fault for detail in details for fault in _changed_detail(detail, lines)]
    return [
        Fault("details-changed", detail.line_id)
        for detail, text in zip(details, texts, strict=True)
        if not _fits(detail, text, lines[detail.line_id])
    ]


def _changed_detail(detail: Detail, lines: dict[UUID, Line]) -> list[Fault]:
    """Look at one alone, where one of many does not open."""
    try:
        (text,) = sealed.open_all_for([detail.content], purpose="logbook")
    except (sealed.CannotOpen, sealed.KeyMissing):
        return [Fault("details-changed", detail.line_id)]
    return [] if _fits(detail, text, lines[detail.line_id]) else [Fault("details-changed", detail.line_id)]


def _fits(detail: Detail, text: str | None, line: Line) -> bool:
    if text is None:  # erased with its key: nothing to compare
        return True
    return details_digest(bytes(detail.salt), text.encode()) == bytes(line.details_digest)
