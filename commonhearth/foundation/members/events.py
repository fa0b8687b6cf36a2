"""News about members, heard by the floors above."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class MemberAdmitted:
    """Somebody was let in (as a newcomer or as a member) or came back."""

    member_id: UUID
    name: str
    word: str
    now: datetime


@dataclass(frozen=True, slots=True)
class VoiceChosen:
    """Somebody without a sign-in chose who writes down their words."""

    member_id: UUID
    voice_id: UUID
    now: datetime


@dataclass(frozen=True, slots=True)
class MemberLeft:
    """Somebody left, or the asking to leave took effect."""

    member_id: UUID
    now: datetime


@dataclass(frozen=True, slots=True)
class MemberAway:
    """Somebody is away; their rights are kept, their turns are not."""

    member_id: UUID
    now: datetime


@dataclass(frozen=True, slots=True)
class MemberBack:
    """Somebody who was away is here again."""

    member_id: UUID
    now: datetime


@dataclass(frozen=True, slots=True)
class SteppedBack:
    """Somebody steps back from what they took on, without a reason: turns and roles pass on. They stay here."""

    member_id: UUID
    now: datetime


@dataclass(frozen=True, slots=True)
class SteppedUp:
    """Somebody who had stepped back takes up what was kept for them."""

    member_id: UUID
    now: datetime


@dataclass(frozen=True, slots=True)
class MemberRenamed:
    """Somebody is known by another name in the community."""

    member_id: UUID
    name: str
    word: str
    now: datetime


@dataclass(frozen=True, slots=True)
class MembersKeptApart:
    """Somebody asked to be kept apart from another. Whoever hears it lets nothing show who of the two asked."""

    asker_id: UUID
    other_id: UUID
    now: datetime


@dataclass(frozen=True, slots=True)
class MemberErased:
    """Somebody erases what is theirs here; whoever keeps something of them outside their own rows lets it go.

    Announced before their rows go. `names` are those they were known by, in the community and its circles.
    """

    member_id: UUID
    pseudonym: str
    names: tuple[str, ...]
    now: datetime


@dataclass(frozen=True, slots=True)
class MemberDied:
    """Two people have said that somebody has died."""

    member_id: UUID
    now: datetime


@dataclass(frozen=True, slots=True)
class WordsGo:
    """Somebody who has died wished that what they wrote goes, and the time for calling it a mistake is over."""

    member_id: UUID
    now: datetime


@dataclass(frozen=True, slots=True)
class MemberDeathUndone:
    """The entry was mistaken; whoever put something aside gives it back.

    Attributes:
        since: when it was confirmed.
    """

    member_id: UUID
    since: datetime
    now: datetime


@dataclass(frozen=True, slots=True)
class JoiningAsked:
    """Somebody asked to join, and those who answer should hear of it."""

    application_id: UUID
    now: datetime


@dataclass(frozen=True, slots=True)
class JoiningAnswered:
    """An application was answered; the person is told by a person."""

    member_id: UUID
    welcome: bool
    now: datetime


@dataclass(frozen=True, slots=True)
class FounderSeated:
    """A community has its first member; the root circle and their first office come next."""

    member_id: UUID
    now: datetime
    steward_until: date | None = None


@dataclass(frozen=True, slots=True)
class RemovalConfirmed:
    """Two people have confirmed that somebody is asked to leave; they are told now."""

    removal_id: UUID
    now: datetime
