"""Members who came along from another host, and how each ties their new sign-in to their own row.

Two ways, and nobody else gets in by either: a link sent to the address they agreed to take along, which
opens only for a sign-in with that address; or a code given by one who knows them and confirmed by a second.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from commonhearth.foundation import logbook, outbox, sealed
from commonhearth.foundation.access import System, require
from commonhearth.foundation.accounts.models import Person, as_kept
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.members.access import may_give_arrival_code, may_second_arrival, may_tie
from commonhearth.foundation.members.models import Application, Arrival, Member, Standing
from commonhearth.foundation.members.selectors import is_barred
from commonhearth.foundation.members.services.standing import locked, set_standing

#: For how long a link and a code hold.
LINK_LASTS, CODE_LASTS = timedelta(days=60), timedelta(days=14)
#: Letters of a code: none that is read as another.
LETTERS, LONG = "abcdefghjkmnpqrstuvwxyz23456789", 12
#: Letters written in one transaction.
BATCH = 200


class NothingToTie(Exception):
    """The link or code opens nothing: used, too old, of another address, or it never was one.

    The page says the same for all of them.
    """


class SecondNeeded(Exception):
    """The code is right, and the second person has still to stand for it."""


def digest_of(token: str) -> str:
    """Return what is stored of a link's token or a code."""
    return hashlib.sha256(b"hearth-arrival" + token.encode()).hexdigest()


def code_as_kept(typed: str) -> str:
    """Return a code as it counts: without spaces and dashes, in small letters."""
    return "".join(letter for letter in typed.lower() if letter.isalnum())


# --- Leaving: who goes along -----------------------------------------------------------------------------
def along() -> Iterator[tuple[UUID, str]]:
    """Give whoever has a sign-in in the community in reach, with the address where they take it along.

    Only for an archive of the whole community, in order of id; "" for those who did not agree to it.
    """
    after, batch = UUID(int=0), 1_000
    while True:
        rows = list(
            Member.objects.filter(Q(person__isnull=False) | Q(arrival__isnull=False), id__gt=after)
            .select_related("person", "arrival")
            .order_by("id")[:batch]
        )
        waiting = [getattr(row, "arrival", None) for row in rows]
        kept = sealed.open_all_for([one and one.address for one in waiting], purpose="arrival")
        for row, before in zip(rows, kept, strict=True):
            own = (row.person.email or "") if row.person and row.address_along else ""
            yield row.id, own or before or ""
        if len(rows) < batch:
            return
        after = rows[-1].id


def arrival_of(member: Member) -> Arrival | None:
    """Return the waiting arrival of a member who came along, or None."""
    return Arrival.objects.filter(member=member).first()


def anybody_waits() -> bool:
    """Return whether somebody of the community in reach has still to show that it is them."""
    return Arrival.objects.exists()


def require_giver(actor: Member, member: Member) -> None:
    """Pass when the actor may make a code for somebody.

    Raises:
        Refused: when they may not.
    """
    require(may_give_arrival_code(actor, member, arrival_of(member)))


# --- Arriving --------------------------------------------------------------------------------------------
def expect(arrivals: Iterable[tuple[UUID, str]], *, now: datetime) -> int:
    """Expect members of a community that has just come here; return how many. Called by an import."""
    rows = [Arrival(member_id=id, address=address or None, created=now) for id, address in arrivals]
    Arrival.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def send_links(*, community: Community, now: datetime) -> int:
    """Send a link to those whose address came along and who have none yet; return how many were written.

    Some at a time: call it again until it returns 0.
    """
    with transaction.atomic():
        found = Arrival.objects.select_for_update(of=("self",)).filter(address__isnull=False, sent=None)
        rows = list(found.select_related("member").order_by("id")[:BATCH])
        addresses = sealed.open_all_for([row.address for row in rows], purpose="arrival")
        recipients = []
        for row, address in zip(rows, addresses, strict=True):
            token = secrets.token_urlsafe(24)
            row.link_digest, row.sent = digest_of(token), now
            link = settings.HEARTH_URL + reverse("arrive", args=[community.id, token])
            called = row.member.named_outside_as or community.named_outside
            fill = {"name": row.member.name, "link": link, "called": called}
            if address:
                recipients.append(outbox.Recipient(to=address, fill=fill, sender_name=called))
        Arrival.objects.bulk_update(rows, ["link_digest", "sent"], batch_size=BATCH)
        outbox.mail_many(
            recipients=recipients,
            template="members/arrival",
            context={"host": settings.HEARTH_NAME, "days": LINK_LASTS.days},
            kind="arrival",
            community=community,
            expires=now + LINK_LASTS,
            now=now,
        )
    return len(rows)


def give_code(*, actor: Member | System, member: Member, now: datetime) -> str:
    """Make a code for somebody who came along, to be handed to them in person. An older one ends.

    From a member it opens nothing until a second one stands for it (`second_code`). The command that took
    the community in gives the first stewards theirs, since nobody is there yet to stand for them.

    Returns:
        The code, which is shown once and not kept.

    Raises:
        Refused: when the actor may not, or the member has a sign-in.
    """
    code = "".join(secrets.choice(LETTERS) for _ in range(LONG))
    with transaction.atomic():
        arrival = Arrival.objects.select_for_update().filter(member=member).first()
        require(may_give_arrival_code(actor, member, arrival))
        assert arrival is not None
        arrival.code_digest, arrival.code_until = digest_of(code), now + CODE_LASTS
        arrival.given_by = actor if isinstance(actor, Member) else None
        arrival.seconded_by = None
        arrival.save(update_fields=["code_digest", "code_until", "given_by", "seconded_by"])
        logbook.write(
            actor=actor, verb="arrival.code_given", now=now, about={"member": str(member.pseudonym)}
        )
    return "-".join(code[start : start + 4] for start in range(0, LONG, 4))


def second_code(*, actor: Member, member: Member, now: datetime) -> None:
    """Stand as a second person for the code that somebody was given.

    Raises:
        Refused: when the actor gave it, or may not.
    """
    with transaction.atomic():
        arrival = Arrival.objects.select_for_update().filter(member=member).first()
        require(may_second_arrival(actor, member, arrival))
        assert arrival is not None
        arrival.seconded_by = actor
        arrival.save(update_fields=["seconded_by"])
        logbook.write(
            actor=actor, verb="arrival.code_seconded", now=now, about={"member": str(member.pseudonym)}
        )


def by_link(token: str, *, person: Person, now: datetime) -> Arrival:
    """Return the arrival that a link opens for a signed-in person: it went to their own address.

    Raises:
        NothingToTie: when it opens nothing for them.
    """
    arrival = _waiting().filter(link_digest=digest_of(token), sent__gt=now - LINK_LASTS).first()
    if arrival is None or arrival.address is None:
        raise NothingToTie
    address = sealed.open_for(arrival.address, purpose="arrival")
    if not person.email or as_kept(address) != as_kept(person.email):
        raise NothingToTie
    return arrival


def by_code(typed: str, *, now: datetime) -> Arrival:
    """Return the arrival that a code opens.

    Raises:
        NothingToTie: when it opens nothing.
        SecondNeeded: when a second person has still to stand for it.
    """
    arrival = _waiting().filter(code_digest=digest_of(code_as_kept(typed)), code_until__gt=now).first()
    if arrival is None:
        raise NothingToTie
    if arrival.given_by_id is not None and arrival.seconded_by_id is None:
        raise SecondNeeded
    return arrival


def _waiting() -> QuerySet[Arrival]:
    return Arrival.objects.select_related("member", "member__community")


def tie(*, actor: Person, arrival: Arrival, how: str, now: datetime) -> Member:
    """Tie a signed-in person to their own row. The link and the code end.

    Where they asked to join here meanwhile, that asking ends: they were here all along.

    Args:
        how: `link` or `code`, whichever opened the arrival.

    Raises:
        Refused: when they are somebody here already, or are barred.
        NothingToTie: when it was used a moment ago.
    """
    with transaction.atomic():
        row = Arrival.objects.select_for_update().filter(id=arrival.id).first()
        if row is None:
            raise NothingToTie
        member = Member.objects.select_for_update().get(id=row.member_id)
        other = Member.objects.filter(person=actor).first()
        require(may_tie(actor, member, other, barred=is_barred(actor)))
        if other is not None:  # an asking of theirs on this host; the row stays, without a person
            Application.objects.filter(member=other, closed=None).update(closed=now)
            Member.objects.filter(id=other.id).update(person=None)
            if other.standing == Standing.APPLICANT:
                set_standing(locked(other), Standing.FORMER, now=now)
        member.person = actor
        member.save(update_fields=["person"])
        row.delete()
        logbook.write(actor=member, verb=f"arrival.tied_by_{how}", now=now)
    return member
