"""Creating a community, changing what it says of itself, and answering those who write to it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from django.db import transaction
from django.utils.text import slugify

from commonhearth.foundation import logbook, sealed
from commonhearth.foundation.access import require
from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.communities.access import (
    Actor,
    may_answer_reach_out,
    may_change_community,
    may_create_community,
    may_freeze,
    may_reach_out,
    may_settle,
    may_thaw,
)
from commonhearth.foundation.communities.events import (
    CoFounder,
    CommunityChanged,
    CommunityCreated,
    LetterErased,
    ReachedOut,
)
from commonhearth.foundation.communities.models import Community, Kind, ReachOut, SigningKey
from commonhearth.foundation.communities.selectors import ruled_now
from commonhearth.foundation.events import announce
from commonhearth.foundation.outbox import mail
from commonhearth.foundation.sealed import erasure
from commonhearth.foundation.tenancy import in_community

#: What a person fills in about their community; nothing else of the row is theirs to set.
TOLD = frozenset(
    {
        "name", "outside_name", "community_kind", "purpose", "for_whom", "place_text", "town", "country",
        "latitude", "longitude", "precision", "decides_by", "cost", "joining", "for_journalists",
        "for_relatives", "languages", "time_zone", "stage", "public_page", "open_to_members",
        "joining_questions", "appeal_contact", "closed_rooms", "reach_out",
    }
)  # fmt: skip
#: Settings that a decision may change; each has its column, kept equal to the clause in force.
RULED = frozenset({"admission", "admission_circle", "answer_days", "trial_days", "lowest_age", "economy"})
#: Days within which somebody who reached out is answered.
REACH_OUT_DAYS = 5


class SlugTaken(Exception):
    """Another community on this host has this address."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug


class NotATold(ValueError):
    """A setting that this service does not change was named."""


def create_community(
    *,
    actor: Person,
    name: str,
    slug: str = "",
    founder_name: str,
    founder_word: str = "",
    steward_until: date | None = None,
    beside: tuple[CoFounder, ...] = (),
    now: datetime,
    **told: Any,
) -> Community:
    """Create a community with its key pair; the creator becomes its first member and steward.

    Args:
        slug: its address; made from the name when empty.
        founder_name: how the creator is known in it.
        steward_until: when their first term as steward ends; in a year, where nobody says.
        beside: who begins it with them. They have agreed to that; they are full members from the start.
        told: any of `TOLD`.

    Raises:
        Refused: when this person may not.
        SlugTaken: when the address is in use.
    """
    require(may_create_community(actor))
    slug = slug or slugify(name)[:60]
    with transaction.atomic():
        if not slug or Community.objects.filter(slug=slug).exists():
            raise SlugTaken(slug)
        key = Ed25519PrivateKey.generate()
        community = Community(
            slug=slug, name=name, public_key=key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        )
        _tell(community, told)
        community.outside_name = community.outside_name or (
            community.named_outside if community.community_kind == Kind.MENTAL_HEALTH else ""
        )
        community.save()
        with in_community(community.id):
            raw = key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
            SigningKey.objects.create(private_key=raw.hex())
            announce(
                CommunityCreated(
                    community.id, actor.id, founder_name, now, founder_word, steward_until, beside
                )
            )
        announce(CommunityChanged(community.id, now))
    return community


def _tell(community: Community, told: dict[str, Any]) -> list[str]:
    strange = set(told) - TOLD
    if strange:
        raise NotATold(", ".join(sorted(strange)))
    changed = [field for field, value in told.items() if getattr(community, field) != value]
    for field in changed:
        setattr(community, field, told[field])
    return changed


def change_community(*, actor: Actor, community: Community, now: datetime, **told: Any) -> Community:
    """Change what the community says of itself.

    Raises:
        Refused: when this member may not.
    """
    require(may_change_community(actor))
    with transaction.atomic():
        community = Community.objects.select_for_update().get(id=community.id)
        changed = _tell(community, told)
        if changed:
            community.save(update_fields=changed)
            logbook.write(actor=actor, verb="community.changed", now=now, details={"fields": sorted(changed)})
            announce(CommunityChanged(community.id, now))
    return community


def settle(*, actor: Actor, community: Community, key: str, value: Any, now: datetime) -> None:
    """Set one of `RULED` before any agreement speaks of it: a community has to begin with something.

    Raises:
        Refused: when the actor may not, or an agreement rules it.
    """
    if key not in RULED:
        raise NotATold(key)
    with transaction.atomic():
        require(may_settle(actor, key in ruled_now()))
        row = Community.objects.select_for_update().get(id=community.id)
        if getattr(row, key) != value:
            apply_rule(community=row, key=key, value=value, now=now)
            setattr(community, key, value)
            logbook.write(actor=actor, verb="community.settled", now=now, details={"key": key})


def apply_rule(*, community: Community, key: str, value: Any, now: datetime) -> None:
    """Set the column of a ruled setting to what the members agreed. Called by `agreements` only."""
    if key not in RULED:
        raise NotATold(key)
    setattr(community, key, value)
    community.save(update_fields=[key])


def sign(message: bytes) -> bytes | None:
    """Return the signature of the community in reach; None where it has no key of its own."""
    row = SigningKey.objects.order_by("created", "id").first()
    return None if row is None else _private_key(row).sign(message)


def _private_key(row: SigningKey) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(
        bytes.fromhex(sealed.open_for(row.private_key, purpose="signature"))
    )


def freeze(*, actor: Actor, community: Community, moved_to: str, now: datetime) -> Community:
    """Make a community read-only because it lives on another host now, and say where.

    Nothing can be changed here any more, this included; the operator can take it back (`thaw`).

    Args:
        moved_to: the web address of the community on its new host.

    Raises:
        Refused: when the actor may not.
    """
    require(may_freeze(actor))
    with transaction.atomic(), in_community(community.id):
        community = Community.objects.select_for_update().get(id=community.id)
        community.frozen_since = community.frozen_since or now
        community.moved_to = moved_to
        community.save(update_fields=["frozen_since", "moved_to"])
        logbook.write(actor=actor, verb="community.moved", now=now, details={"to": moved_to})
    return community


def thaw(*, actor: Actor, community: Community, now: datetime) -> Community:
    """Let a community go on here after all.

    Raises:
        Refused: when the actor may not.
    """
    require(may_thaw(actor))
    with transaction.atomic(), in_community(community.id):
        community = Community.objects.select_for_update().get(id=community.id)
        community.frozen_since, community.moved_to = None, ""
        community.save(update_fields=["frozen_since", "moved_to"])
        logbook.write(actor=actor, verb="community.thawed", now=now)
    return community


def reach_out(
    *, actor: Actor, community: Community, name: str, reply_to: str, message: str, now: datetime
) -> ReachOut:
    """Write to a community that agreed to answer. Neither side sees the other's address.

    Raises:
        Refused: where nobody has agreed to answer.
    """
    require(may_reach_out(actor, community))
    with transaction.atomic(), in_community(community.id):
        letter = ReachOut.objects.create(
            name=name,
            reply_to=reply_to,
            person=actor if isinstance(actor, Person) else None,
            message=message,
            answer_by=now + timedelta(days=REACH_OUT_DAYS),
            created=now,
        )
        announce(ReachedOut(letter.id, now))
    return letter


def erase_letters(*, person: Person, now: datetime) -> None:
    """Erase what a person wrote to the community in reach from outside; they erase what is theirs."""
    for letter in ReachOut.objects.filter(person=person):
        announce(LetterErased(letter.id, now))
        erasure.erase(letter)


def answer_reach_out(*, actor: Actor, letter: ReachOut, answer: str, first_name: str, now: datetime) -> None:
    """Answer somebody who wrote; the answer goes by mail and is not kept.

    Raises:
        Refused: when this member may not, or it is answered.
    """
    require(may_answer_reach_out(actor, letter))
    with transaction.atomic():
        community = letter.community
        mail(
            to=sealed.open(letter.reply_to, viewer=actor),
            template="communities/reach_out_answer",
            context={
                "name": letter.name,
                "answer": answer,
                "first_name": first_name,
                "community": community.name,
            },
            kind="reach_out",
            community=community,
            now=now,
        )
        letter.answered = now
        letter.save(update_fields=["answered"])
        logbook.write(actor=actor, verb="reach_out.answered", now=now, about={"letter": str(letter.id)})


def tell_late(*, letter: ReachOut, nearest: list[dict[str, str]], now: datetime) -> None:
    """Tell somebody whose answer-by date has passed, with an apology and where else to go. Once."""
    with transaction.atomic():
        mail(
            to=sealed.open_for(letter.reply_to, purpose="late-answer"),
            template="communities/reach_out_late",
            context={"name": letter.name, "community": letter.community.name, "nearest": nearest},
            kind="reach_out",
            community=letter.community,
            now=now,
        )
        letter.told_late = now
        letter.save(update_fields=["told_late"])
