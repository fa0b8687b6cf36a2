"""How the demo's story is told: each helper is a person doing one thing through the services."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.accounts.services import people
from commonhearth.foundation.agreements import services as agreeing
from commonhearth.foundation.circles import services as circling
from commonhearth.foundation.circles.models import Circle, CircleKind, CircleMembership
from commonhearth.foundation.circles.selectors import as_actor
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.members import services as joining
from commonhearth.foundation.members.models import Member


@dataclass
class Story:
    """One community as it is told: who began it, who came, and when it is."""

    community: Community
    founder: Member
    now: datetime
    members: dict[str, Member] = field(default_factory=dict)

    def acting(self, member: Member, *, at: datetime) -> Member:
        """Return a member as they may act at a time."""
        return as_actor(Member.objects.get(id=member.id), now=at)

    def ago(self, days: float) -> datetime:
        """Return the time some days before the demo was made."""
        return self.now - timedelta(days=days)

    def root(self) -> Circle:
        """Return the circle of everyone."""
        return Circle.objects.get(circle_kind=CircleKind.ROOT)

    def seat(self, name: str, circle: Circle) -> CircleMembership:
        """Return where a member sits in a circle."""
        return CircleMembership.objects.get(circle=circle, member=self.members[name], left=None)

    def comes(
        self,
        name: str,
        *,
        person: Person | None = None,
        word: str = "",
        days_ago: float,
        confirmed: bool = True,
    ) -> Member:
        """Let somebody in by a personal link, and confirm them when the first weeks are over."""
        at = self.ago(days_ago)
        host = self.acting(self.founder, at=at)
        _link, token = joining.invite(actor=host, now=at)
        person = person or people.make_without_email(now=at)
        member = joining.accept_invitation(
            actor=person, community=self.community, token=token, name=name, word=word, now=at
        )
        if confirmed:
            later = min(at + timedelta(days=20), self.now)
            member = joining.confirm_trial(
                actor=self.acting(self.founder, at=later), member=member, now=later
            )
        key = f"{name} ({word})" if word else name
        self.members[key] = member
        return member

    def circle(
        self,
        name: str,
        purpose: str,
        *,
        kind: str,
        openness: str,
        opened_by: str,
        as_name: str = "",
        days_ago: float,
    ) -> Circle:
        """Open a circle below everyone's."""
        at = self.ago(days_ago)
        actor = self.acting(self.members[opened_by], at=at)
        return circling.open_circle(
            actor=actor,
            parent=self.root(),
            kind=kind,
            openness=openness,
            name=name,
            purpose=purpose,
            own_name=as_name or actor.name,
            now=at,
        )

    def enters(self, circle: Circle, names: dict[str, str], *, days_ago: float, host: str) -> None:
        """Let members into a circle, each under the name given; by invitation where it asks for one."""
        at = self.ago(days_ago)
        for name, as_name in names.items():
            if circle.openness != "open":
                circling.invite(
                    actor=self.acting(self.members[host], at=at),
                    circle=circle,
                    person=self.seat(name, self.root()),
                    now=at,
                )
            circling.join(actor=self.acting(self.members[name], at=at), circle=circle, name=as_name, now=at)

    def gives(
        self, circle: Circle, office: str, name: str, *, by: str, days_ago: float, for_days: int = 330
    ) -> None:
        """Give somebody a role for a term."""
        at = self.ago(days_ago)
        circling.give_role(
            actor=self.acting(self.members[by], at=at),
            circle=circle,
            office=office,
            holder=self.seat(name, circle),
            starts=at.date(),
            ends=at.date() + timedelta(days=for_days),
            now=at,
        )

    def agrees(
        self,
        circle: Circle,
        kind: str,
        title: str,
        clauses: list[tuple[str, str, bool]],
        *,
        by: str,
        days_ago: float,
    ) -> None:
        """Begin an agreement, propose its clauses, and let them come in force after a week.

        Args:
            clauses: (the text, its short version, whether it is a value that is not given up).
        """
        at = self.ago(days_ago)
        actor = self.acting(self.members[by], at=at)
        agreement = agreeing.begin_agreement(actor=actor, circle=circle, kind=kind, title=title, now=at)
        versions = [
            agreeing.propose_version(
                actor=actor,
                agreement=agreement,
                text=text,
                short=short,
                fixed=fixed,
                closes=at + timedelta(days=7),
                now=at,
            )
            for text, short, fixed in clauses
        ]
        seats = CircleMembership.objects.filter(circle=circle, left=None, member__standing="member")
        for seat in seats.exclude(member=actor).select_related("member"):
            for version in versions:
                agreeing.agree(
                    actor=self.acting(seat.member, at=at), version=version, now=at + timedelta(hours=5)
                )
        agreeing.put_due_in_force(now=at + timedelta(days=7, hours=1))

    def proposes(
        self, circle: Circle, text: str, short: str, *, by: str, to: str, days_ago: float, closes: datetime
    ) -> None:
        """Propose a clause that is still open."""
        at = self.ago(days_ago)
        actor = self.acting(self.members[by], at=at)
        agreement = circle.agreements.get(title=to)
        agreeing.propose_version(
            actor=actor, agreement=agreement, text=text, short=short, closes=closes, now=at
        )


def next_sunday(now: datetime) -> datetime:
    """Return the evening of the next Sunday at least two days ahead."""
    day: date = now.date() + timedelta(days=2)
    day += timedelta(days=(6 - day.weekday()) % 7)
    return datetime.combine(day, time(20, 0), tzinfo=UTC)
