"""A person's own ways in and devices, as they see them; nobody else does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from commonhearth.foundation.accounts import devices
from commonhearth.foundation.accounts.models import Card, Person, Token
from commonhearth.foundation.registry import Point

#: The communities in which a person has a place, filled by members: (person) -> [(id, name)]. A key for
#: programs acts in one of them.
PLACES: Point[Callable[[Person], list[tuple[UUID, str]]]] = Point("accounts.places")


@dataclass(frozen=True, slots=True)
class Passkey:
    id: int
    name: str
    added: datetime
    used: datetime | None


@dataclass(frozen=True, slots=True)
class WaysIn:
    """How one person can come in."""

    email: str
    password: bool
    passkeys: tuple[Passkey, ...]
    second_step: bool
    spare_codes: bool
    card: Card | None
    card_codes_left: int


@dataclass(frozen=True, slots=True)
class Device:
    """One session: what it is called, since when, and whether it is the one on screen. Never its key."""

    id: int
    name: str
    since: datetime
    here: bool


def ways_in(viewer: Person) -> WaysIn:
    """Return the viewer's own ways in."""
    steps = list(Authenticator.objects.filter(user=viewer).order_by("created_at"))
    kinds = {step.type for step in steps}
    card = Card.objects.filter(person=viewer, revoked=None).first()
    return WaysIn(
        email=viewer.email or "",
        password=viewer.has_usable_password(),
        passkeys=tuple(
            Passkey(step.pk, str(step.data.get("name", "")), step.created_at, step.last_used_at)
            for step in steps
            if step.type == Authenticator.Type.WEBAUTHN
        ),
        second_step=Authenticator.Type.TOTP in kinds,
        spare_codes={Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES} <= kinds,
        card=card,
        card_codes_left=card.codes.filter(used=None).count() if card else 0,
    )


def devices_of(viewer: Person, *, here: str, now: datetime) -> list[Device]:
    """Return where the viewer is signed in: this one first, then the newest.

    Args:
        here: the key of the session on screen; it is compared and goes no further.
    """
    found = list(UserSession.objects.filter(user=viewer))
    if viewer.demo_line:  # everybody is this person: others' browsers are nobody's business
        found = [session for session in found if session.session_key == here]
    alive = set(
        Session.objects.filter(
            session_key__in=[session.session_key for session in found], expire_date__gt=now
        ).values_list("session_key", flat=True)
    )
    return sorted(
        (
            Device(
                session.pk,
                devices.called(session.user_agent),
                session.created_at,
                session.session_key == here,
            )
            for session in found
            if session.session_key in alive
        ),
        key=lambda device: (not device.here, -device.since.timestamp()),
    )


def demo_people() -> QuerySet[Person]:
    """Return whom visitors of a demo host can be with one press."""
    return Person.objects.exclude(demo_line="").filter(is_active=True).order_by("created", "demo_line")


def demo_person(person_id: UUID) -> Person | None:
    """Return one of them; None for anybody else, so that no other sign-in can be taken this way."""
    return demo_people().filter(pk=person_id).first()


def person_at(email: str) -> Person | None:
    """Return whoever signs in with an address, if their sign-in is open. For letters, never for pages."""
    return Person.objects.filter(email=email, is_active=True).first()


def card_owner(number: str) -> UUID | None:
    """Return whose card has a number. For telling devices apart, never for pages."""
    return Card.objects.filter(number=number).values_list("person_id", flat=True).first()


def card_number(viewer: Person) -> str:
    """Return the number of the viewer's own card in use; empty without one."""
    return Card.objects.filter(person=viewer, revoked=None).values_list("number", flat=True).first() or ""


def places_for_tokens(viewer: Person) -> list[tuple[UUID, str]]:
    """Return the communities, by id and name, in which the viewer's own key could act."""
    return [place for ask in PLACES for place in ask(viewer)]


def tokens_of(viewer: Person, *, now: datetime) -> list[Token]:
    """Return the viewer's own keys for programs that are in use, newest first."""
    return list(Token.objects.filter(person=viewer, ended=None, expires__gt=now))
