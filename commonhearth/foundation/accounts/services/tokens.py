"""Keys for programs: making one, ending one, and whose one is."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.accounts.access import may_end_token, may_make_token
from commonhearth.foundation.accounts.mails import tell
from commonhearth.foundation.accounts.models import Person, Token
from commonhearth.foundation.accounts.selectors import places_for_tokens
from commonhearth.foundation.api.scopes import SCOPES
from commonhearth.kit.saying import day_year

#: Days for which a token holds: when nobody says otherwise, and at most.
DAYS, MOST_DAYS = 90, 365
#: Tokens in use that one person has at most.
MOST = 20
#: Every token begins with this, so that a program that looks for leaked secrets knows it.
MARK = "hearth_"
SHOWN = 5


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token as it is shown this once. Kept nowhere: only its digest is."""

    token: Token
    secret: str


class TooManyTokens(Exception):
    """The person has as many tokens in use as anybody may."""


class NothingChosen(ValueError):
    """A token is good for something: no scope was chosen, or one that does not go with the place."""


def digest_of(secret: str) -> str:
    """Return what is stored of a token. It holds 256 random bits, so a plain digest cannot be reversed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def make_token(
    *,
    actor: Person,
    person: Person,
    name: str,
    scopes: Sequence[str],
    community: UUID | None,
    days: int = DAYS,
    now: datetime,
) -> NewToken:
    """Make a token; its person is told by letter.

    Args:
        name: what it is for, in the person's words.
        scopes: codes of `SCOPES`: those about a community with one, the others without.
        community: the one community in which it acts, where the person has a place.
        days: how long it holds, a year at most.

    Raises:
        Refused: when the actor may not.
        NotVisible: when the person has no place in that community.
        NothingChosen: when it would be good for nothing.
        TooManyTokens: when there are too many already.
    """
    require(may_make_token(actor, person))
    if community is not None and community not in dict(places_for_tokens(person)):
        raise NotVisible
    wanted = sorted(set(scopes))
    if not wanted or any(
        code not in SCOPES or (SCOPES[code].inside and community is None) for code in wanted
    ):
        raise NothingChosen
    secret = MARK + secrets.token_urlsafe(32)
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)  # two presses count one after the other
        if Token.objects.filter(person=person, ended=None, expires__gt=now).count() >= MOST:
            raise TooManyTokens
        token = Token.objects.create(
            person=person,
            name=name.strip(),
            community=community,
            scopes=wanted,
            prefix=secret[: len(MARK) + SHOWN],
            digest=digest_of(secret),
            expires=now + timedelta(days=max(1, min(days, MOST_DAYS))),
            created=now,
        )
        tell(
            person=person,
            code="token_made",
            params={"name": token.name, "day": day_year(token.expires)},
            now=now,
        )
    return NewToken(token, secret)


def end_token(*, actor: Person, person: Person, token_id: UUID, now: datetime) -> None:
    """End one of a person's tokens: the next request with it finds nothing. Twice is as once.

    Raises:
        NotVisible: when there is no such token of theirs.
    """
    require(may_end_token(actor, person))
    with transaction.atomic():
        found = Token.objects.filter(person=person, id=token_id)
        if not found.exists():
            raise NotVisible
        found.filter(ended=None).update(ended=now)


def token_of(secret: str, *, now: datetime) -> Token | None:
    """Return the token in use that a secret is, with its person; one query, in every request anew."""
    if not secret.startswith(MARK):
        return None
    return (
        Token.objects.select_related("person")
        .filter(digest=digest_of(secret), ended=None, expires__gt=now, person__is_active=True)
        .first()
    )
