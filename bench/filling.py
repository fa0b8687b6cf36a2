"""A community of any size, made fast: its founding by the services, its people by bulk inserts.

Whatever the size, every community has the same circles, agreements, askings and notices, so that two of
them differ in nothing but how many people there are.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from bench import names
from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.agreements.models import Agreement, AgreementKind, Clause, ClauseVersion
from commonhearth.foundation.circles import services as circles
from commonhearth.foundation.circles.models import (
    Circle,
    CircleKind,
    CircleMembership,
    Office,
    Openness,
    Role,
)
from commonhearth.foundation.circles.selectors import acting
from commonhearth.foundation.communities import services as communities
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.logbook.models import Line
from commonhearth.foundation.members.models import Application, Member, Period, RegisterEntry, Standing
from commonhearth.foundation.notices.models import Notice
from commonhearth.foundation.tenancy import in_community
from commonhearth.site.finding.kinds import index_again

BATCH = 500
#: What every community has, whatever its size.
CIRCLES, IN_A_CIRCLE, ASKINGS, NOTICES, CLAUSES = 12, 8, 10, 40, 10


@dataclass(frozen=True, slots=True)
class Filled:
    """One community and who looks at it."""

    slug: str
    community_id: UUID
    #: Its founder: steward, registrar and welcomer.
    steward: Person
    #: A member without office.
    member: Person
    circle_id: UUID
    agreement_id: UUID


def make_people(rng: Random, count: int, stem: str, now: datetime) -> list[Person]:
    """Insert so many people who can sign in."""
    rows = [
        Person(
            id=_id(rng),
            email=f"{stem}{number}@example.org",
            password=f"!{rng.getrandbits(128):x}",
            created=now,
        )
        for number in range(count)
    ]
    Person.objects.bulk_create(rows, batch_size=BATCH)
    return rows


def fill_community(
    *, rng: Random, slug: str, size: int, now: datetime | None = None, lines: int = 0, told: bool = False
) -> Filled:
    """Make a community of so many members, at least nine.

    Args:
        lines: lines in its logbook besides those of its founding.
        told: leave each member one notice that they have not read.
    """
    now = now or timezone.now()
    persons = make_people(rng, size, f"{slug}-", now)
    with transaction.atomic():
        community = communities.create_community(
            actor=persons[0],
            name=f"{slug.title()} House",
            slug=slug,
            founder_name="Stella Founder",
            now=now,
            community_kind="village",
            public_page=True,
            reach_out=True,
            town=rng.choice(names.TOWNS)[0],
            country="GB",
            purpose="A house that looks after its people.",
            joining_questions=["What would you like from us?", "How did you hear of us?"],
        )
        with in_community(community.id):
            return _furnish(rng, community, persons, now, lines, told)


def _furnish(
    rng: Random, community: Community, persons: list[Person], now: datetime, lines: int, told: bool
) -> Filled:
    root = Circle.objects.get(circle_kind=CircleKind.ROOT)
    called = names.people(rng, len(persons) - 1 + ASKINGS)
    _members(rng, root, persons[1:], called[ASKINGS:], now)
    members = list(Member.objects.order_by("created", "id"))
    founder = Member.objects.get(person=persons[0])
    seat = CircleMembership.objects.get(circle=root, member=founder)
    for office in (Office.REGISTRAR, Office.WELCOMER):
        year = now.date() + timedelta(days=300)
        Role.objects.create(
            circle=root, office=office, holder=seat, starts=now.date(), ends=year, created=now
        )
    first = Member.objects.get(person=persons[1])
    circle_id = _circles(rng, community, root, first, members, now)
    agreement_id = _agreement(rng, root, now)
    _askings(rng, community, called[:ASKINGS], founder, now)
    _notices(rng, [founder, first], members if told else [], now)
    Line.objects.bulk_create(
        [
            Line(
                id=_id(rng),
                who=str(rng.choice(members).pseudonym),
                verb="member.asked",
                at=now - timedelta(minutes=number),
                details_digest=b"",
                created=now,
            )
            for number in range(lines)
        ],
        batch_size=BATCH,
    )
    index_again(now=now)
    return Filled(community.slug, community.id, persons[0], persons[1], circle_id, agreement_id)


def _id(rng: Random) -> UUID:
    return UUID(int=rng.getrandbits(128), version=4)


def _members(rng: Random, root: Circle, persons: list[Person], called: list[str], now: datetime) -> None:
    came = [now - timedelta(days=900) + timedelta(minutes=7 * number) for number in range(len(persons))]
    members = [
        Member(
            id=_id(rng), person=person, standing=Standing.MEMBER, name=name, pseudonym=_id(rng), created=at
        )
        for person, name, at in zip(persons, called, came, strict=True)
    ]
    Member.objects.bulk_create(members, batch_size=BATCH)
    Period.objects.bulk_create(
        [
            Period(member=row, standing=row.standing, since=row.created, created=row.created)
            for row in members
        ],
        batch_size=BATCH,
    )
    CircleMembership.objects.bulk_create(
        [
            CircleMembership(
                id=_id(rng), circle=root, member=row, name=row.name, joined=row.created, created=row.created
            )
            for row in members
        ],
        batch_size=BATCH,
    )
    RegisterEntry.objects.bulk_create(
        [
            RegisterEntry(id=_id(rng), member=row, number=number, legal_name=f"{row.name} Legal", created=now)
            for number, row in enumerate(members[:300], start=1)
        ],
        batch_size=BATCH,
    )


def _circles(
    rng: Random, community: Community, root: Circle, first: Member, members: list[Member], now: datetime
) -> UUID:
    """Make circles: most open, some by invitation, one hidden; return the open one that the member is in."""
    others = [member for member in members if member.id != first.id]
    made: list[Circle] = []
    for number in range(CIRCLES - 1):
        closed = number % 4 == 3
        circle = Circle(
            id=_id(rng),
            parent=made[0] if made and number % 3 == 2 else root,
            circle_kind=CircleKind.SUPPORT if closed else CircleKind.WORKING,
            openness=Openness.CLOSED if closed else Openness.OPEN,
            name=names.THEMES[number],
            purpose="What we do together, and when, in two or three plain words.",
            created=now,
        )
        made.append(circle)
    Circle.objects.bulk_create(made)
    seats = [
        CircleMembership(
            id=_id(rng), circle=circle, member=member, name=member.name.split()[1], word=str(place),
            joined=now, created=now,
        )
        for number, circle in enumerate(made)
        for place, member in enumerate(
            ([first] if number < 4 else []) + rng.sample(others, IN_A_CIRCLE - (number < 4))
        )
    ]  # fmt: skip
    CircleMembership.objects.bulk_create(seats)
    by_circle = {seat.circle_id: seat for seat in reversed(seats)}
    Role.objects.bulk_create(
        [
            Role(
                id=_id(rng), circle=circle, office=Office.FACILITATOR, holder=by_circle[circle.id],
                starts=now.date(), ends=now.date() + timedelta(days=180), created=now,
            )
            for circle in made
        ]
    )  # fmt: skip
    opener = acting(first.person, now=now)
    assert opener is not None
    circles.open_circle(
        actor=opener,
        parent=root,
        kind=CircleKind.SUPPORT,
        openness=Openness.CONFIDENTIAL,
        name="Lantern",
        purpose="Only those inside know.",
        own_name="Moss",
        now=now,
    )
    return made[0].id


def _agreement(rng: Random, root: Circle, now: datetime) -> UUID:
    rows = [
        Agreement(id=_id(rng), circle=root, agreement_kind=kind, title=title, created=now)
        for kind, title in (
            (AgreementKind.GROUND_RULES, "How we are together"),
            (AgreementKind.CHARTER, "What we are here for"),
            (AgreementKind.BYLAWS, "How we decide"),
        )
    ]
    Agreement.objects.bulk_create(rows)
    clauses = [
        Clause(id=_id(rng), agreement=row, circle=root, number=number, created=now)
        for row in rows
        for number in range(1, CLAUSES + 1)
    ]
    Clause.objects.bulk_create(clauses)
    ClauseVersion.objects.bulk_create(
        [
            ClauseVersion(
                id=_id(rng),
                clause=clause,
                circle=root,
                text="Who speaks is heard to the end. Nobody has to explain why they are tired today. " * 3,
                short="We let each other finish.",
                closes=now - timedelta(days=30),
                in_force_from=now - timedelta(days=30),
                created=now - timedelta(days=60),
            )
            for clause in clauses
        ]
    )
    return rows[0].id


def _askings(rng: Random, community: Community, called: list[str], welcomer: Member, now: datetime) -> None:
    persons = make_people(rng, len(called), f"{community.slug}-asks-", now)
    asking = [
        Member(
            id=_id(rng),
            person=person,
            standing=Standing.APPLICANT,
            name=name,
            pseudonym=_id(rng),
            created=now,
        )
        for person, name in zip(persons, called, strict=True)
    ]
    Member.objects.bulk_create(asking)
    answers = json.dumps([{"question": "What would you like from us?", "answer": "Company on Thursdays."}])
    Application.objects.bulk_create(
        [
            Application(
                id=_id(rng), member=member, answers=answers, hear_by=now.date() + timedelta(days=7),
                welcomer=welcomer, created=now,
            )
            for member in asking
        ]
    )  # fmt: skip


def _notices(rng: Random, readers: list[Member], told: list[Member], now: datetime) -> None:
    rows = [
        Notice(
            id=_id(rng), member=member, code="joining.asked", params={"name": "Rosa"}, read=number > 2,
            url_name="members:askings", mailed=now, created=now - timedelta(hours=number),
        )
        for member in readers
        for number in range(NOTICES)
    ]  # fmt: skip
    rows += [
        Notice(id=_id(rng), member=member, code="joining.asked", params={"name": "Rosa"}, created=now)
        for member in told
    ]
    Notice.objects.bulk_create(rows, batch_size=BATCH)
