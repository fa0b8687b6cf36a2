"""A listing as it may leave this host: public, no finer than it may be shown, with whose words it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Terms:
    """Where a row comes from and under which terms it may be passed on. It travels with every row."""

    title: str
    licence: str
    licence_url: str
    attribution: str
    as_of: date | None


@dataclass(frozen=True, slots=True)
class Offered:
    """One listing. Coordinates are those of its row, which holds none that may not be shown.

    Attributes:
        page: the address of its page on this host.
        profile: the address of its Murmurations profile.
        precision: what the coordinates are the middle of: exact, km, town; hidden has none.
        contact_form: where one may write to it through this host, or "".
        community: its id where it is a community of this host.
    """

    id: UUID
    page: str
    profile: str
    name: str
    kind: str
    description: str
    activities: tuple[str, ...]
    street: str
    town: str
    region: str
    postcode: str
    country: str
    latitude: float | None
    longitude: float | None
    precision: str
    website: str
    phone: str
    open_to_members: bool | None
    sheltered: bool
    verified_on: date | None
    closed_on: date | None
    changed: datetime
    terms: Terms
    contact_form: str = ""
    community: UUID | None = None
