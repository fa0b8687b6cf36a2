"""A member's own notices, newest first, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import NoReverseMatch, reverse

from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.members.access import Actor
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.notices.access import may_read_notices
from commonhearth.foundation.notices.models import Notice, Wish
from commonhearth.foundation.notices.telling import NOTICES
from commonhearth.foundation.registry import HomeLine

PAGE = 30
#: Notices of things that stand on the home by themselves for as long as they wait.
ON_HOME_ALREADY = ("joining.asked", "circle.invited", "wording.shown")


@dataclass(frozen=True, slots=True)
class Told:
    """A notice as it is read."""

    id: UUID
    sentence: str
    url: str
    at: datetime
    new: bool


def _said(notice: Notice, slug: str) -> Told:
    url = ""
    if notice.url_name:
        try:
            url = reverse(notice.url_name, args=[slug, *notice.url_args])
        except NoReverseMatch:  # a room that has gone since
            url = ""
    sentence = str(NOTICES[notice.code]) % notice.params if notice.code in NOTICES else notice.code
    return Told(notice.id, sentence, url, notice.created, not notice.read)


def notices_of(viewer: Actor, *, before: str = "") -> tuple[list[Told], str]:
    """Return one page of the viewer's own notices, and the key of the next page or "".

    Raises:
        NotVisible: for whoever is not inside.
    """
    if not may_read_notices(viewer) or not isinstance(viewer, Member):
        raise NotVisible
    rows = Notice.objects.filter(member=viewer)
    if before:
        try:
            rows = rows.filter(created__lt=datetime.fromisoformat(before))
        except ValueError:
            raise NotVisible from None
    found = list(rows[: PAGE + 1])
    older = found[PAGE - 1].created.isoformat() if len(found) > PAGE else ""
    return [_said(notice, viewer.community.slug) for notice in found[:PAGE]], older


def wish_of(member: Member) -> Wish:
    """Return how the member wants to be told: as set, or as it is for everyone."""
    return Wish.objects.filter(member=member).first() or Wish(member=member)


def new_for(member: Member, now: datetime) -> list[HomeLine]:
    """Put what was not read yet on the member's home, five lines at most."""
    rows = Notice.objects.filter(member=member, read=False).exclude(code__in=ON_HOME_ALREADY)[:5]
    slug = member.community.slug
    said = [_said(notice, slug) for notice in rows]
    return [HomeLine(one.sentence, one.url or reverse("notices:list", args=[slug]), order=20) for one in said]
