"""Members as a viewer may see them."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.members.access import Actor, may_admit, may_read_application, may_see_members
from commonhearth.foundation.members.models import (
    INSIDE,
    Application,
    Bar,
    Hold,
    Invitation,
    KeptApart,
    Member,
)
from commonhearth.foundation.registry import Point

if TYPE_CHECKING:
    from commonhearth.foundation.accounts.models import Person
    from commonhearth.foundation.communities.models import Community

#: Filled by circles: who holds one of these offices now, longest in office first.
OFFICE_HOLDERS: Point[Callable[[frozenset[str], datetime], list[Member]]] = Point("members.office_holders")


def holders(*offices: str, now: datetime) -> list[Member]:
    """Return the members who hold one of these offices now."""
    found: list[Member] = []
    for ask in OFFICE_HOLDERS:
        found += ask(frozenset(offices), now)
    return found


def own_memberships(person: Person) -> list[Member]:
    """Return a person's rows in every community, read only, inside `in_own_rows`."""
    return list(Member.own.select_related("community").filter(standing__in=[*INSIDE, "applicant", "former"]))


def with_hold(members: QuerySet[Member], *, now: datetime) -> QuerySet[Member]:
    """Annotate `on_hold`: whether a hold keeps the member out now."""
    return members.annotate(on_hold=Exists(open_holds(now=now).filter(member=OuterRef("pk"))))


def open_holds(*, now: datetime) -> QuerySet[Hold]:
    """Return the holds that keep somebody out now: confirmed and not over, or not yet due to be confirmed."""
    confirmed = Q(confirmed_by__isnull=False, until__gt=now)
    waiting = Q(confirmed_by__isnull=True, confirm_by__gt=now)
    return Hold.objects.filter(confirmed | waiting, lifted=None)


def kept_apart_ids(viewer: Actor) -> set[UUID]:
    """Return the members whom this viewer neither finds nor is found by, in both directions."""
    if not isinstance(viewer, Member):
        return set()
    pairs = KeptApart.objects.filter(Q(asker=viewer) | Q(other=viewer)).values_list("asker_id", "other_id")
    return {other if asker == viewer.id else asker for asker, other in pairs}


def asked_to_be_kept_from(viewer: Member) -> list[Member]:
    """Return whom this member asked to be kept apart from: only their own asking, never the other's."""
    return list(Member.objects.filter(id__in=KeptApart.objects.filter(asker=viewer).values("other_id")))


def members_seen_by(viewer: Actor) -> QuerySet[Member]:
    """Return the members inside, as this viewer may see them.

    Raises:
        NotVisible: when the viewer sees nobody here.
    """
    if not may_see_members(viewer):
        raise NotVisible
    return Member.objects.filter(standing__in=INSIDE).exclude(id__in=kept_apart_ids(viewer))


def member_seen_by(viewer: Actor, member_id: UUID) -> Member:
    """Return one member inside.

    Raises:
        NotVisible: when there is none whom this viewer may see.
    """
    found = members_seen_by(viewer).filter(id=member_id).first()
    if found is None:
        raise NotVisible
    return found


def applications_waiting(viewer: Actor, community: Community) -> list[Application]:
    """Return the open applications that this viewer may answer, oldest first."""
    waiting = Application.objects.filter(closed=None).select_related("member", "welcomer", "community")
    apart = kept_apart_ids(viewer)
    return [
        application
        for application in waiting.order_by("created", "id")[:200]
        if application.member_id not in apart and may_admit(viewer, application, community)
    ]


def application_seen_by(viewer: Actor, application_id: UUID, community: Community) -> Application:
    """Return one application.

    Raises:
        NotVisible: when the viewer neither asked nor answers.
    """
    found = (
        Application.objects.filter(id=application_id).select_related("member", "welcomer", "community").first()
    )
    if found is None or not may_read_application(viewer, found, community):
        raise NotVisible
    return found


def own_application(actor: Actor) -> Application | None:
    """Return the actor's own open application."""
    if not isinstance(actor, Member):
        return None
    return Application.objects.filter(member=actor, closed=None).select_related("welcomer").first()


def invitations_of(viewer: Member) -> QuerySet[Invitation]:
    """Return the links this member made, newest first."""
    return Invitation.objects.filter(invited_by=viewer).select_related("used_by")


def email_digest(email: str) -> str:
    """Return a keyed digest of an address, so that a bar holds without keeping the address."""
    return hmac.new(settings.SECRET_KEY.encode(), email.strip().casefold().encode(), hashlib.sha256).hexdigest()


def is_barred(person: Person) -> bool:
    """Whether this person may not come back, under any name or invitation."""
    known = Q(person=person)
    if person.email:
        known |= Q(email_digest=email_digest(person.email))
    return Bar.objects.filter(known, lifted=None).exists()


def name_in_use(name: str, word: str, *, but: Member | None = None) -> list[Member]:
    """Return those inside, or asking, who are known by this name and word."""
    same = Member.objects.filter(name__iexact=name.strip(), word__iexact=word.strip())
    same = same.filter(standing__in=[*INSIDE, "applicant"])
    return list(same.exclude(id=but.id) if but else same)
