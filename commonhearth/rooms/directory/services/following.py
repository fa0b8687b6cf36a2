"""Following others: what they publish of themselves stands here too, with whose it is and when it was read.

A reviewer says whom to follow; a job asks them again and again. What they change changes here, what they
no longer publish is said to be gone and stays, and nothing of it is given on from here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import transaction

from commonhearth.foundation import access, jobs
from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.fetch import Fetched, NotFetched, Refused, fetch
from commonhearth.rooms.directory.access import may_follow, may_refresh_followed
from commonhearth.rooms.directory.formats.murmurations import LARGEST, NotAProfile, read, read_json
from commonhearth.rooms.directory.gazetteer.loading import ensure_loaded
from commonhearth.rooms.directory.gazetteer.lookup import Towns
from commonhearth.rooms.directory.models import (
    Followed,
    FollowedProfile,
    Listing,
    ListingChange,
    ListingIdentifier,
    Source,
)
from commonhearth.rooms.directory.reading import murmurations
from commonhearth.rooms.directory.services.deciding import decide
from commonhearth.rooms.directory.services.knowing import spare
from commonhearth.rooms.directory.services.reviewing import CannotBeDone, forget_finer
from commonhearth.rooms.directory.services.vocabulary import learn

#: How much of one followed address is taken: profiles, pages of its index, bytes of such a page.
MOST_PROFILES, MOST_PAGES, LARGEST_INDEX = 2000, 50, 2_000_000
#: How many may be followed.
MOST_FOLLOWED = 200
#: Answers that say "it is not here any more".
_GONE = frozenset({404, 410})
Ask = Callable[..., Fetched]
State = Followed.State


def follow(*, actor: Any, address: str, now: datetime) -> Followed:
    """Begin to follow an address: a host, an index of profiles, or one profile. A job asks it soon.

    Raises:
        Refused, CannotBeDone
    """
    access.require(may_follow(actor))
    host = _host_of(address)
    if host == _host_of(settings.HEARTH_URL) and urlsplit(address).port == urlsplit(settings.HEARTH_URL).port:
        raise CannotBeDone("follow_ours", "address")
    with transaction.atomic():
        if Followed.objects.filter(address=address, ended=None).exists():
            raise CannotBeDone("follow_twice", "address")
        if Followed.objects.filter(ended=None).count() >= MOST_FOLLOWED:
            raise CannotBeDone("follow_enough", "address")
        row = Followed.objects.create(
            address=address, host=host, by_id=_person_id(actor), begun=now, created=now
        )
        _ask_soon(row.id)
    return row


def ask_again(*, actor: Any, followed_id: UUID) -> None:
    """Have somebody who is followed asked now rather than at the next turn.

    Raises:
        Refused, NotVisible
    """
    access.require(may_follow(actor))
    with transaction.atomic():
        _ask_soon(_standing(followed_id).id)


def unfollow(*, actor: Any, followed_id: UUID, keep: bool, now: datetime) -> None:
    """Stop following. What came from there is kept as it is, or removed.

    Raises:
        Refused, NotVisible
    """
    access.require(may_follow(actor))
    with transaction.atomic():
        row = _standing(followed_id)
        row.ended = now
        row.save(update_fields=["ended"])
        if not keep:
            Listing.objects.filter(followed_as__followed=row).delete()
        row.profiles.all().delete()


def due(*, actor: Any) -> list[UUID]:
    """Return whom to ask at this turn.

    Raises:
        Refused
    """
    access.require(may_refresh_followed(actor))
    return list(Followed.objects.filter(ended=None).order_by("asked", "id").values_list("id", flat=True))


def refresh(*, followed_id: UUID, now: datetime, actor: Any, ask: Ask = fetch) -> None:
    """Ask somebody who is followed what they publish now, and take it over. Not inside a transaction.

    Args:
        ask: what fetches; another one in tests.

    Raises:
        Refused
    """
    access.require(may_refresh_followed(actor))
    followed = Followed.objects.filter(id=followed_id, ended=None).first()
    if followed is None:
        return
    Refreshing(followed, now, ask).run()


@dataclass
class Refreshing:
    """One round of asking one who is followed: the index, then each profile it names."""

    followed: Followed
    now: datetime
    ask: Ask

    def run(self) -> None:
        """Go through it; what is wrong with the whole stands with the one followed, else with each profile."""
        ensure_loaded()
        self.towns = Towns()
        try:
            addresses = self._named()
        except NotFetched as fault:
            self._note(State.REFUSED if isinstance(fault, Refused) else State.SILENT, fault.code)
            return
        except NotAProfile as fault:
            self._note(State.REFUSED, fault.code)
            return
        self._gone_without(addresses)
        for address in addresses[:MOST_PROFILES]:
            if not self._profile(address):
                return
        too_many = len(addresses) > MOST_PROFILES
        self._note(State.GOOD, "too-many" if too_many else "", named=len(addresses))

    def _named(self) -> list[str]:
        """Return the addresses of the profiles that are published now."""
        followed, address = self.followed, murmurations.index_address(self.followed.address)
        found: list[str] = []
        for page in range(MOST_PAGES):
            answer = self._get(address, LARGEST_INDEX, followed.etag if not page else "")
            if answer.status == 304:
                return list(
                    followed.profiles.filter(listing__gone_since=None).values_list("address", flat=True)
                )
            if answer.status in _GONE and followed.profiles.filter(address=address).exists():
                return [address]  # it was one profile, which is gone now
            if answer.status != 200:
                raise NotFetched(f"status-{_kind_of_status(answer.status)}", address)
            said = read_json(answer.body)
            if isinstance(said, dict) and "linked_schemas" in said:
                return [address]
            named, address = murmurations.addresses_in(said, at=answer.url)
            found += named
            if not page:
                # With more pages behind it, an unchanged first page says nothing of the others.
                followed.etag = "" if address else answer.headers.get("etag", "")[:200]
            if not address or len(found) > MOST_PROFILES:
                break
        return list(dict.fromkeys(found))

    def _profile(self, address: str) -> bool:
        """Take over one profile; return False when the round ends here, because we ask too much."""
        row, _ = FollowedProfile.objects.get_or_create(
            followed=self.followed, address=address, defaults={"created": self.now}
        )
        if row.reason == "moved":  # the community is read where it lives now
            return True
        try:
            if address.startswith(f"{settings.HEARTH_URL}/"):
                raise NotAProfile("ours")
            answer = self._get(address, LARGEST + 1, row.etag if row.listing_id else "")
            if answer.status == 429:
                # Those behind it are not known yet: an unchanged index would never name them again.
                self.followed.etag = ""
                self._note(State.SILENT, "status-often")
                return False
            if answer.status in _GONE:
                # It is named still, so it is looked for again though the index be as before.
                self.followed.etag = ""
                self._gone(row)
            elif answer.status == 304:
                self._seen(row)
            elif answer.status != 200:
                raise NotFetched(f"status-{_kind_of_status(answer.status)}", address)
            else:
                self._take(row, answer)
        except NotFetched as fault:
            self._fault(row, State.REFUSED if isinstance(fault, Refused) else State.SILENT, fault.code)
        except NotAProfile as fault:
            self._fault(row, State.REFUSED, fault.code, fault.faults)
        return True

    def _get(self, address: str, keep: int, etag: str) -> Fetched:
        headers = {"Accept": "application/json", **({"If-None-Match": etag} if etag else {})}
        return self.ask(address, to={self.followed.host}, headers=headers, keep=keep)

    def _take(self, row: FollowedProfile, answer: Fetched) -> None:
        """Store what a profile says now."""
        digest = hashlib.sha256(answer.body).hexdigest()
        if digest == row.digest and row.listing_id and row.state == State.GOOD:
            self._seen(row, etag=answer.headers.get("etag", ""))
            return
        told = murmurations.told(read(answer.body), address=row.address, today=self.now.date())
        if told.community and Community.objects.filter(id=told.community).exists():
            raise NotAProfile("ours")
        with transaction.atomic():
            row = FollowedProfile.objects.select_for_update().get(id=row.id)
            listing = self._listing(row, told)
            row.listing, row.digest, row.etag = listing, digest, answer.headers.get("etag", "")[:200]
            row.community, row.public_key = told.community, told.public_key
            row.state, row.reason, row.faults, row.seen = State.GOOD, "", [], self.now
            row.save()

    def _listing(self, row: FollowedProfile, told: murmurations.Told) -> Listing:
        """Return the listing of a profile as it says now; a community that moved keeps the one it had."""
        source, origin = self._source(told), told.record.origin
        listing = row.listing or self._moved(row, told) or self._kept(source, origin)
        one = decide(told.record, self.towns)
        if listing is None:
            listing = Listing(
                source=source, origin=origin, as_of=told.record.as_of, created=self.now, **one.fields
            )
        else:
            listing.source, listing.origin = source, origin
            spare(one, listing, same_source=True)
        listing.gone_since = None
        by_hand = ListingChange.objects.filter(listing=listing.id, act="closed").exists()
        if not listing.merged_into_id and (told.ended or not by_hand):
            listing.closed_on = told.ended  # what a reviewer here found out stands otherwise
        listing.save()
        for scheme, value in told.record.identifiers:
            ListingIdentifier.objects.get_or_create(
                scheme=scheme, value=value, defaults={"listing": listing, "created": self.now}
            )
        if listing.sheltered:
            forget_finer([listing])
        learn([listing.words])
        return listing

    def _kept(self, source: Source, origin: str) -> Listing | None:
        """Return the listing that stayed when this was followed before.

        Raises:
            NotAProfile: when it is followed just now at another address.
        """
        listing = Listing.objects.filter(source__by_way_of=source.by_way_of, origin=origin).first()
        if listing is not None and FollowedProfile.objects.filter(listing=listing).exists():
            raise NotAProfile("known")
        return listing

    def _moved(self, row: FollowedProfile, told: murmurations.Told) -> Listing | None:
        """Return the listing that a community had at another address; its key proves that it is the same.

        Raises:
            NotAProfile: when another key was known for it.
        """
        if told.community is None:
            return None
        before = (
            FollowedProfile.objects.select_for_update()
            .filter(community=told.community, listing__isnull=False)
            .exclude(id=row.id)
            .first()
        )
        if before is None:
            return None
        if before.public_key != told.public_key:
            raise NotAProfile("other-key")
        listing = before.listing
        before.listing, before.digest, before.etag = None, "", ""
        before.state, before.reason = State.REFUSED, "moved"
        before.save()
        return listing

    def _source(self, told: murmurations.Told) -> Source:
        """Return the source of what this host publishes under these terms."""
        said = (told.title, told.licence, told.licence_url, told.attribution)
        mark = hashlib.sha256("|".join((self.followed.host, *said)).encode()).hexdigest()[:24]
        title = told.title or self.followed.host
        row, _ = Source.objects.get_or_create(
            key=f"by-way-of-{mark}",
            defaults={
                "title": title[:200],
                "licence": told.licence or "licence not stated",
                "licence_url": told.licence_url,
                "attribution": f"{told.attribution or title} ({self.followed.host})"[:300],
                "url": self.followed.address[:300],
                "by_way_of": self.followed.host,
                "created": self.now,
            },
        )
        return row

    # --- What is noted ---------------------------------------------------------------------------
    def _note(self, state: str, reason: str, *, named: int | None = None) -> None:
        row = self.followed
        row.state, row.reason, row.asked = state, reason, self.now
        if state == State.GOOD:
            row.answered = self.now
        if named is not None:
            row.profiles_named = named
        row.save(update_fields=["state", "reason", "asked", "answered", "profiles_named", "etag"])

    def _seen(self, row: FollowedProfile, *, etag: str | None = None) -> None:
        row.seen, row.state, row.reason = self.now, State.GOOD, ""
        row.etag = row.etag if etag is None else etag[:200]
        row.save(update_fields=["seen", "state", "reason", "etag"])
        if row.listing is not None and row.listing.gone_since is not None:
            row.listing.gone_since = None
            row.listing.save(update_fields=["gone_since"])

    def _fault(self, row: FollowedProfile, state: str, reason: str, faults: tuple[str, ...] = ()) -> None:
        """Note what is wrong; the listing stays as it last was."""
        row.state, row.reason, row.faults, row.etag, row.digest = state, reason[:40], list(faults), "", ""
        row.save(update_fields=["state", "reason", "faults", "etag", "digest"])

    def _gone(self, row: FollowedProfile) -> None:
        """They no longer publish it. That is said, and nothing is deleted."""
        row.etag = row.digest = ""
        row.save(update_fields=["etag", "digest"])
        if row.listing is not None and row.listing.gone_since is None:
            row.listing.gone_since = self.now.date()
            row.listing.save(update_fields=["gone_since"])

    def _gone_without(self, addresses: list[str]) -> None:
        named = set(addresses)
        for row in self.followed.profiles.select_related("listing"):
            if row.address not in named:
                if row.listing_id is None:
                    row.delete()
                else:
                    self._gone(row)


def _kind_of_status(status: int) -> str:
    if status in _GONE:
        return "gone"
    return "often" if status == 429 else "server" if status >= 500 else "other"


def _ask_soon(followed_id: UUID) -> None:
    from commonhearth.rooms.directory.tasks import refresh_followed

    jobs.keyed(refresh_followed, f"followed-{followed_id}").enqueue(str(followed_id))


def _standing(followed_id: UUID) -> Followed:
    row = Followed.objects.select_for_update().filter(id=followed_id, ended=None).first()
    if row is None:
        raise NotVisible
    return row


def _host_of(address: str) -> str:
    """Return the host of an address.

    Raises:
        CannotBeDone: when it is none.
    """
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        host, parts = "", urlsplit("")
    if parts.scheme not in ("http", "https") or not host or parts.username or len(address) > 2000:
        raise CannotBeDone("follow_address", "address")
    return host


def _person_id(actor: Any) -> UUID:
    return (getattr(actor, "person", None) or actor).id
