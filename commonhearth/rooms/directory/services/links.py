"""Whether the websites of listings still answer: looked at from a job, politely, and only said, never acted on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from commonhearth.core.places.answering import Answering, Outcome, after_look, outcome_of
from commonhearth.core.places.websites import host_of
from commonhearth.foundation import access
from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.fetch import Failed, Fetched, Network, Refused, fetch
from commonhearth.rooms.directory.access import may_review_listing
from commonhearth.rooms.directory.models import LinkCheck, Listing
from commonhearth.rooms.directory.services.reviewing import correct

#: Each round looks at so many, no two of one host; a round is every ten minutes.
AT_ONCE = 20
SECONDS = 15.0
#: A server that does not know HEAD, or does not like it, is asked as a browser asks.
_ASK_AGAIN = frozenset({400, 401, 403, 404, 405, 406, 410, 500, 501, 503})
_ELSEWHERE = frozenset({"not-listed", "downgraded", "port", "not-an-address"})


@dataclass(frozen=True, slots=True)
class Look:
    """What one look found."""

    outcome: Outcome
    detail: str
    moved_to: str = ""
    etag: str = ""


def due(*, now: datetime) -> list[UUID]:
    """Return the listings to look at now: those never looked at first, then the longest waiting."""
    if settings.HEARTH_EGRESS == "off":
        return []
    rows = (
        Listing.objects.filter(closed_on=None, community=None)
        .exclude(website="")
        .filter(Q(link=None) | Q(link__due__lte=now) | ~Q(link__url=F("website")))
        .order_by(F("link__due").asc(nulls_first=True), "id")
        .values_list("id", "website")[: AT_ONCE * 20]
    )
    by_host: dict[str, UUID] = {}
    for listing_id, website in rows:
        by_host.setdefault(host_of(website), listing_id)
    return list(by_host.values())[:AT_ONCE]


def look(*, listing_id: UUID, now: datetime, network: Network | None = None) -> Look | None:
    """Look at the website of a listing once and write down what came of it. Outside any transaction.

    None when nothing was looked at: no website any more, or this host reaches nobody.
    """
    row = Listing.objects.filter(id=listing_id, closed_on=None).exclude(website="").first()
    if row is None:
        return None
    before = LinkCheck.objects.filter(listing=row, url=row.website).first()
    found = _look_at(row.website, etag=before.etag if before else "", network=network)
    if found is None:
        return None
    with transaction.atomic():
        _write(row, found, now)
    return found


def put_away_link(*, actor: Any, listing_id: UUID, now: datetime) -> None:
    """Say that one has seen what became of a link; it comes back when something else becomes of it.

    Raises:
        Refused
    """
    access.require(may_review_listing(actor))
    LinkCheck.objects.filter(listing=listing_id).update(put_away=now)


def take_new_address(*, actor: Any, listing_id: UUID, now: datetime) -> None:
    """Put the address that a website says it moved to onto the listing.

    Raises:
        Refused, NotVisible
    """
    access.require(may_review_listing(actor))
    check = LinkCheck.objects.filter(listing=listing_id, outcome=Outcome.MOVED).first()
    if check is None or not check.moved_to:
        raise NotVisible
    correct(actor=actor, listing_id=listing_id, changes={"website": check.moved_to}, now=now)
    put_away_link(actor=actor, listing_id=listing_id, now=now)


def _look_at(url: str, *, etag: str, network: Network | None) -> Look | None:
    asking = {"Accept": "text/html, */*;q=0.5"} | ({"If-None-Match": etag} if etag else {})
    to = {host_of(url)}
    answer: Fetched | None = None
    try:
        try:
            answer = fetch(
                url, to=to, method="HEAD", headers=asking, keep=0, seconds=SECONDS, network=network
            )
        except Failed as fault:
            if fault.code in ("no-name", "not-trusted"):
                raise
        if answer is None or answer.status in _ASK_AGAIN:
            answer = fetch(url, to=to, headers=asking, keep=0, seconds=SECONDS, network=network)
    except Refused as refused:
        return _refused(refused, url)
    except Failed as fault:
        return Look(Outcome.GONE if fault.code == "no-name" else Outcome.UNREACHABLE, fault.code)
    outcome = outcome_of(answer.status)
    if outcome is Outcome.OK and answer.moved == "for-good":
        return Look(Outcome.MOVED, str(answer.status), answer.url, answer.headers.get("etag", ""))
    return Look(outcome, str(answer.status), etag=answer.headers.get("etag", ""))


def _refused(refused: Refused, url: str) -> Look | None:
    if refused.code == "egress-off":
        return None
    if refused.code in _ELSEWHERE:
        elsewhere = bool(refused.url) and refused.url.rstrip("/") != url.rstrip("/")
        return (
            Look(Outcome.MOVED, refused.code, refused.url)
            if elsewhere
            else Look(Outcome.NOT_LOOKED, refused.code)
        )
    return Look(Outcome.UNREACHABLE, refused.code)


def _write(row: Listing, found: Look, now: datetime) -> None:
    check = LinkCheck.objects.select_for_update().filter(listing=row).first() or LinkCheck(listing=row)
    before = None
    if check.url == row.website:
        before = Answering(Outcome(check.outcome), check.silent, check.since, check.due)
    after = after_look(before, found.outcome, now=now)
    if before is None or check.outcome != after.outcome:
        check.put_away = None
    check.url, check.looked, check.due = row.website, now, after.due
    check.outcome, check.detail, check.moved_to = after.outcome, found.detail, found.moved_to[:2000]
    check.etag, check.silent, check.since = found.etag, after.silent, after.since
    check.save()
    silent_since = after.doubt_since.date() if after.doubt_since else None
    if silent_since != row.silent_since:
        Listing.objects.filter(id=row.id, website=row.website).update(silent_since=silent_since)
