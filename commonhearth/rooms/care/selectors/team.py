"""Who may look at a case, and who is too close to it. Nobody learns from here why somebody is kept off."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from commonhearth.core.care.team import LEAST, team
from commonhearth.foundation.circles.models import CircleKind, CircleMembership, Office, Role
from commonhearth.foundation.members.models import KeptApart, Member, Standing
from commonhearth.foundation.members.selectors import open_holds
from commonhearth.rooms.care.models import Case, KeptOff

#: Below so many full members anyone may be the second pair of eyes: three hats suffice.
SMALL_HOUSE = 12
#: Offices asked one after the other, until two people remain.
TIERS = (
    frozenset({Office.ON_DUTY}),
    frozenset({Office.STEWARD}),
    frozenset({Office.WELCOMER, Office.REGISTRAR, Office.SECRETARY, Office.TREASURER}),
)


@dataclass(frozen=True, slots=True)
class Tiers:
    """Whom to ask, first to last; read once for a page however many cases stand on it."""

    people: dict[UUID, Member]
    ids: tuple[tuple[UUID, ...], ...]

    def team(self, *, off: Iterable[UUID] = ()) -> list[Member]:
        """Return who may look at something, without those who are kept off it."""
        return [self.people[one] for one in team(self.ids, off=set(off))]


def tiers(*, now: datetime) -> Tiers:
    """Return whom to ask, first to last, in two queries."""
    today = now.date()
    roles = (
        Role.objects.filter(
            office__in=frozenset().union(*TIERS),
            circle__circle_kind=CircleKind.ROOT,
            starts__lte=today,
            ends__gt=today,
            ended=None,
            holder__left=None,
            holder__member__standing=Standing.MEMBER,
        )
        .exclude(holder__member__in=open_holds(now=now).values("member"))
        .select_related("holder__member")
        .order_by("starts", "id")
    )
    people: dict[UUID, Member] = {}
    found: list[list[UUID]] = [[] for _tier in TIERS]
    for role in roles:
        if role.holder is None:
            continue
        member = people.setdefault(role.holder.member_id, role.holder.member)
        for number, offices in enumerate(TIERS):
            if role.office in offices:
                found[number].append(member.id)
    held = Exists(open_holds(now=now).filter(member=OuterRef("pk")))
    everyone = Member.objects.filter(standing=Standing.MEMBER).annotate(held=held)
    few = list(everyone.order_by("created", "id")[:SMALL_HOUSE])
    if len(few) < SMALL_HOUSE:
        people |= {member.id: member for member in few if member.id not in people}
        found.append([member.id for member in few if not member.held])
    return Tiers(people, tuple(tuple(one) for one in found))


def kept_off(cases: Sequence[Case]) -> dict[UUID, set[UUID]]:
    """Return who never sees each case, in four queries however many there are; a membership read along saves one.

    Whom it is about and who reported it; whoever is kept apart from either, whichever of them asked; who shares
    a household with whom it is about; and who was left out by the reporter or stepped off.
    """
    off: dict[UUID, set[UUID]] = {case.id: set() for case in cases}
    for case_id, member_id in KeptOff.objects.filter(case__in=off).values_list("case_id", "member_id"):
        off[case_id].add(member_id)
    about = _whom(cases)
    concerned = {
        case.id: {one for one in (case.reporter_id, about.get(case.membership_id)) if one} for case in cases
    }
    everybody = set().union(*concerned.values()) if concerned else set()
    apart = pairs_apart(everybody)
    home = households(set(about.values()))
    for case in cases:
        off[case.id] |= concerned[case.id]
        for one in concerned[case.id]:
            off[case.id] |= apart[one]
        if case.membership_id in about:
            off[case.id] |= home[about[case.membership_id]]
    return off


def _whom(cases: Sequence[Case]) -> dict[UUID | None, UUID]:
    """Return by membership whom the cases are about."""
    found: dict[UUID | None, UUID] = {}
    ask = []
    for case in cases:
        if case.membership_id and "membership" in case._state.fields_cache and case.membership:
            found[case.membership_id] = case.membership.member_id
        elif case.membership_id:
            ask.append(case.membership_id)
    if ask:
        found |= dict(CircleMembership.objects.filter(id__in=ask).values_list("id", "member_id"))
    return found


def pairs_apart(members: set[UUID]) -> dict[UUID, set[UUID]]:
    """Return for each member whom they are kept apart from, whichever of the two asked."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    if members:
        pairs = KeptApart.objects.filter(Q(asker__in=members) | Q(other__in=members))
        for asker, other in pairs.values_list("asker_id", "other_id"):
            found[asker].add(other)
            found[other].add(asker)
    return found


def households(members: set[UUID]) -> dict[UUID, set[UUID]]:
    """Return for each member with whom they share a household here."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    if members:
        homes = CircleMembership.objects.filter(left=None, circle__circle_kind=CircleKind.HOUSEHOLD)
        theirs = homes.filter(member__in=members).values("circle")
        under_one_roof: dict[UUID, set[UUID]] = defaultdict(set)
        for circle_id, member_id in homes.filter(circle__in=theirs).values_list("circle_id", "member_id"):
            under_one_roof[circle_id].add(member_id)
        for people in under_one_roof.values():
            for one in people & members:
                found[one] |= people - {one}
    return found


def team_for(case: Case, *, now: datetime) -> list[Member]:
    """Return who may look at a case now."""
    return tiers(now=now).team(off=kept_off([case])[case.id])


def enough(people: Sequence[Member]) -> bool:
    """Whether one can propose and another confirm."""
    return len(people) >= LEAST
