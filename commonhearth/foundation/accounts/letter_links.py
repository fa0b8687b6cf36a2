"""Links in letters that do one small thing without signing in.

A link is bound to one person, one act and what it is about. It runs out, acts once, and its page says
nothing that the letter did not say: forwarded, it gives nothing away, and all it can do is that one act, which
the person can take back when signed in. Opening it does nothing, since mail programs open links by
themselves; the press does.

    link = letter_links.link(act="not-me", person=person, now=now)
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.functional import Promise

from commonhearth.foundation import once
from commonhearth.foundation.access import NotVisible, Refused
from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.registry import Point

SALT = "accounts.letter-link"


@dataclass(frozen=True, slots=True)
class LetterAct:
    """One small act that a link in a letter may do.

    Attributes:
        asks: the page's heading.
        follows: what happens when it is pressed, and how it is taken back.
        button: what the button says.
        done: what is said afterwards.
        days: for how long the link holds.
        act: does it, for the person, with what it is about; in a community's letter that community's rows are
            in reach. Raises Refused or NotVisible where it is no longer to be done.
    """

    asks: str | Promise
    follows: str | Promise
    button: str | Promise
    done: str | Promise
    days: int
    act: Callable[[Person, tuple[str, ...], datetime], None]


#: Every small act, by the name that stands in its links. Filled by the packages whose acts they are.
LETTER_ACTS: Point[LetterAct] = Point("accounts.letter_acts")


@dataclass(frozen=True, slots=True)
class Link:
    """A link that was read: whose it is, what it does, what it is about."""

    act: LetterAct
    name: str
    person: Person
    about: tuple[str, ...]
    key: str


def link(
    *,
    act: str,
    person: Person,
    now: datetime,
    about: Sequence[str] = (),
    community_id: UUID | None = None,
    ends: datetime | None = None,
) -> str:
    """Return the full address of a link for a letter to a person.

    Args:
        act: a key of `LETTER_ACTS`.
        about: ids of what it is about.
        community_id: the community whose rows it touches, if any.
        ends: when it runs out; without it after the act's own days.
    """
    ends = ends or now + timedelta(days=LETTER_ACTS[act].days)
    kept = [act, person.id.hex, community_id.hex if community_id else "", int(ends.timestamp()), *about]
    token = signing.Signer(salt=SALT).sign_object(kept, compress=True)
    if community_id:
        return settings.HEARTH_URL + reverse("letter_link_here", args=[community_id, token])
    return settings.HEARTH_URL + reverse("letter_link", args=[token])


def read(token: str, *, community_id: UUID | None, now: datetime) -> Link:
    """Return what a link says.

    Raises:
        NotVisible: when it is not ours, belongs to another community, or has run out.
    """
    try:
        name, person_id, community, ends, *about = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError):
        raise NotVisible from None
    if community != (community_id.hex if community_id else "") or now.timestamp() > ends:
        raise NotVisible
    person = Person.objects.filter(id=person_id, is_active=True).first()
    if person is None or name not in LETTER_ACTS:
        raise NotVisible
    key = hashlib.sha256(token.encode()).hexdigest()
    return Link(LETTER_ACTS[name], name, person, tuple(about), key)


def press(found: Link, *, now: datetime) -> bool:
    """Do what the link is for; a second press gets the first answer.

    Returns:
        False when there is nothing to be done any more: it is over, or the person may no longer.
    """

    def act() -> dict[str, bool]:
        found.act.act(found.person, found.about, now)
        return {"done": True}

    try:
        once.answer(actor=found.person, form=f"letter.{found.name}", key=found.key, act=act)
    except (NotVisible, Refused):
        return False
    return True
