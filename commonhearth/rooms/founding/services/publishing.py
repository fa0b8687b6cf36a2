"""A draft becomes a community: members, offices, agreements in force, a public page. Once, in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.text import slugify

from commonhearth.core.founding import LONGEST_TERM
from commonhearth.core.places.freshness import months_after
from commonhearth.foundation import outbox
from commonhearth.foundation.agreements.services import FirstClause, agree_from_the_start
from commonhearth.foundation.circles.models import Circle, CircleMembership, Office
from commonhearth.foundation.circles.selectors import acting, root_circle
from commonhearth.foundation.circles.services import give_role
from commonhearth.foundation.communities.access import FOUNDERS
from commonhearth.foundation.communities.events import CoFounder
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.communities.services import SlugTaken, create_community
from commonhearth.foundation.members.services import invite
from commonhearth.foundation.tenancy import in_community
from commonhearth.rooms.founding.models import Beginning, Draft, DraftClause, FirstRole, Founder, Shown
from commonhearth.rooms.founding.services.cards import take_card_down
from commonhearth.rooms.founding.services.meeting import hold
from commonhearth.rooms.founding.wording.clauses import TITLES

#: Clauses whose short version says on the public page what people ask there first.
_ON_THE_PAGE = {"decides_by": "decide", "joining": "asking", "cost": "money"}


def publish(
    draft: Draft,
    clauses: Sequence[DraftClause],
    roles: Sequence[FirstRole],
    *,
    confirmed: Sequence[Founder],
    waiting: Sequence[Founder],
    now: datetime,
) -> Community:
    """Make the community that the draft describes, inside the transaction of the last confirmation.

    Whoever confirmed is a member; a role named for whoever did not stays open, and they get an invitation.

    Args:
        clauses, roles: of the draft; clauses that were left out are passed over.
        confirmed: the founders who confirmed this text, one of them named a steward.
        waiting: the others.
    """
    here = {founder.id: founder for founder in confirmed}
    given = [role for role in roles if role.holder_id in here]
    first = next(role for role in given if role.office == Office.STEWARD)
    taken = [clause for clause in clauses if clause.taken]
    community = _create(draft, here[first.holder_id], first, taken, confirmed, now)
    with in_community(community.id):
        root = root_circle(now=now)
        seats = {
            seat.member.person_id: seat
            for seat in CircleMembership.objects.filter(circle=root, left=None).select_related("member")
        }
        for role in given:
            if role is not first:
                _give(root, role, seats[here[role.holder_id].person_id], now)
        _agree(root, taken, [seats[founder.person_id] for founder in confirmed], now)
        Beginning.objects.create(created=now, helplines=draft.helplines)
        _first_meeting(root, draft, community, now)
        for founder in waiting:
            _invite(community, here[first.holder_id], founder, now)
    draft.published, draft.community = now, community
    draft.save(update_fields=["published", "community"])
    for founder in confirmed:
        _tell(draft, founder, now)
    for founder in (*confirmed, *waiting):
        take_card_down(founder, now=now)
    return community


def _create(
    draft: Draft,
    founder: Founder,
    role: FirstRole,
    clauses: Sequence[DraftClause],
    confirmed: Sequence[Founder],
    now: datetime,
) -> Community:
    beside = tuple(CoFounder(one.person_id, one.name, one.word) for one in confirmed if one.id != founder.id)
    short = {clause.key: clause.short for clause in clauses if clause.key}
    on_the_page = {field: short[key] for field, key in _ON_THE_PAGE.items() if key in short}
    for slug in _slugs(draft):
        try:
            return create_community(
                actor=founder.person,
                name=draft.name,
                slug=slug,
                founder_name=founder.name,
                founder_word=founder.word,
                steward_until=_until(now.date(), role),
                beside=beside,
                now=now,
                community_kind=draft.community_kind,
                outside_name=draft.outside_name,
                purpose=draft.purpose,
                for_whom=draft.for_whom,
                town=draft.town.partition(",")[0],
                country=draft.country,
                latitude=draft.latitude,
                longitude=draft.longitude,
                precision=draft.precision,
                languages=[founder.person.language],
                time_zone=draft.time_zone or "Europe/London",
                public_page=True,
                reach_out=bool(draft.meets_on) and draft.meets_shown == Shown.DISTRICT,
                **on_the_page,
            )
        except SlugTaken:
            continue
    raise AssertionError("an address with the draft’s own id in it is free")


def _slugs(draft: Draft) -> Iterator[str]:
    """Return addresses to try: the name, the name and the town, the name and a few letters of its own."""
    name = slugify(draft.name)[:40] or "community"
    yield name
    town = slugify(draft.town.partition(",")[0])
    if town:
        yield f"{name}-{town}"[:60]
    yield f"{name}-{draft.id.hex[:8]}"


def _until(today: date, role: FirstRole) -> date:
    return months_after(today, min(role.months, LONGEST_TERM))


def _give(root: Circle, role: FirstRole, seat: CircleMembership, now: datetime) -> None:
    give_role(
        actor=FOUNDERS,
        circle=root,
        office=role.office,
        holder=seat,
        starts=now.date(),
        ends=_until(now.date(), role),
        now=now,
    )


def _agree(
    root: Circle, clauses: Sequence[DraftClause], by: Sequence[CircleMembership], now: datetime
) -> None:
    for kind, title in TITLES.items():
        ours = sorted((one for one in clauses if one.agreement_kind == kind), key=lambda one: one.number)
        if ours:
            agree_from_the_start(
                actor=FOUNDERS,
                circle=root,
                kind=kind,
                title=str(title),
                clauses=[
                    FirstClause(one.text, one.short, one.fixed, one.rule_key, one.rule_value) for one in ours
                ],
                by=by,
                now=now,
            )


def _first_meeting(root: Circle, draft: Draft, community: Community, now: datetime) -> None:
    """Let the first open meeting stand, where the founders set one that is still to come."""
    if draft.meets_on is None or draft.meets_clock is None or draft.meets_on < community.today(now):
        return
    hold(
        root,
        community,
        day=draft.meets_on,
        clock=draft.meets_clock,
        where=draft.meets_where,
        district=draft.meets_district,
        shown=draft.meets_shown,
        expect=draft.meets_expect,
        now=now,
    )


def _invite(community: Community, by: Founder, founder: Founder, now: datetime) -> None:
    """Send whoever has not confirmed a link to come in by: they decide for themselves."""
    steward = acting(by.person, now=now)
    assert steward is not None
    _invitation, token = invite(actor=steward, note=founder.name, now=now)
    if founder.person.email:
        outbox.mail(
            to=founder.person.email,
            template="founding/come_in",
            context={"link": settings.HEARTH_URL + reverse("come_in", args=[community.id, token])},
            now=now,
            kind="founding.come-in",
            community=community,
            person=founder.person,
            language=founder.person.language,
        )


def _tell(draft: Draft, founder: Founder, now: datetime) -> None:
    if founder.person.email:
        outbox.mail(
            to=founder.person.email,
            template="founding/begun",
            context={"link": settings.HEARTH_URL + reverse("founding:draft", args=[draft.id])},
            now=now,
            kind="founding.begun",
            person=founder.person,
            language=founder.person.language,
        )
