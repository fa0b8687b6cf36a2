"""Who reads the logbook: first the place a line stands in, then what kind of act it is (`verbs`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import Q

from commonhearth.foundation.access import YES, Verdict, no, rule
from commonhearth.foundation.logbook.models import Detail, Line
from commonhearth.foundation.logbook.verbs import VERBS, Readers
from commonhearth.foundation.registry import Point
from commonhearth.foundation.sealed import opens

#: Standings that read what a community does. Newcomers too: they are getting to know how it is run, and nothing about
#: a single person stands in what all read. Paused members read as before.
READING = frozenset({"guest", "member", "paused"})
#: Whether a viewer reads the lines of a circle they are not in, given as its id, or as the row where it is at hand:
#: `circles` answers. Without it, a circle's lines are read by its own members only.
READS_CIRCLE: Point[Callable[[Any, Any], bool]] = Point("logbook.reads_circle")


def reads_circle(viewer: Any, circle: Any) -> bool:
    """Whether a viewer reads the lines of a circle, given as its id or its row; no query where it is their own."""
    if getattr(circle, "id", circle) in getattr(viewer, "circle_ids", ()):
        return True
    return any(reads(viewer, circle) for reads in READS_CIRCLE)


@rule
def may_read_logbook(actor: Any) -> Verdict:
    """Newcomers, members and members who are away read the community's logbook."""
    inside = getattr(actor, "standing", None) in READING and not getattr(actor, "on_hold", False)
    return YES if inside else no("logbook.members_only")


@rule
def may_read_line(actor: Any, line: Line) -> Verdict:
    """Who reads the place it stands in: all of them, those in an office for it, or whom it concerns, by kind of act."""
    verdict = may_read_logbook(actor)
    if not verdict:
        return verdict
    if line.circle_id is not None and not reads_circle(actor, line.circle_id):
        return no("logbook.circle_only")
    return YES if _as_whom(actor, line) else no("logbook.not_yours")


@rule
def may_read_reason(actor: Any, line: Line) -> Verdict:
    """Of those who read the line, who did it and who answers for it by office: a reason can name who spoke up."""
    verdict = may_read_logbook(actor)
    if not verdict:
        return verdict
    if not _as_whom(actor, line):
        return no("logbook.not_yours")
    return YES if _stands(actor, line) & (Readers.DOER | Readers.OFFICE) else no("logbook.not_yours")


def _as_whom(actor: Any, line: Line) -> Readers:
    """Return as whom an actor reads a line of a place that they read; `readable` says the same to the database."""
    if line.verb not in VERBS:
        return Readers.NOBODY
    return _stands(actor, line) & VERBS[line.verb].readers_in(line.circle_id)


def _stands(actor: Any, line: Line) -> Readers:
    me, stands = str(actor.pseudonym), Readers.EVERYONE
    if line.who == me:
        stands |= Readers.DOER
    if line.about.get("member") == me:
        stands |= Readers.ABOUT
    elif VERBS[line.verb].offices & getattr(actor, "offices", frozenset()):
        stands |= Readers.OFFICE
    return stands


def readable(actor: Any, circle_id: UUID | None) -> Q:
    """Say to the database which lines of one place an actor reads who reads that place (tested to agree)."""
    me = str(actor.pseudonym)
    offices: frozenset[str] = getattr(actor, "offices", frozenset())
    by_readers: dict[tuple[Readers, bool], list[str]] = {}
    for code, verb in VERBS.items():
        readers = verb.readers_in(circle_id)
        by_readers.setdefault((readers, bool(verb.offices & offices)), []).append(code)
    about_me = Q(about__member=me)
    found = Q(pk__in=[])
    for (readers, in_office), codes in by_readers.items():
        these = Q(verb__in=codes)
        if Readers.EVERYONE in readers:
            found |= these
            continue
        if Readers.DOER in readers:
            found |= these & Q(who=me)
        if Readers.ABOUT in readers:
            found |= these & about_me
        if Readers.OFFICE in readers and in_office:
            found |= these & (Q(about__member__isnull=True) | ~about_me)
    return found


@opens(Detail, "content")
@rule
def may_read_details(viewer: Any, detail: Detail) -> Verdict:
    """Who reads a line reads its details."""
    return may_read_line(viewer, detail.line)
