"""Who begins it: inviting by a link for one person, coming along by one, being known by a name."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from commonhearth.core.founding import MOST_FOUNDERS
from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.sealed import erasure
from commonhearth.rooms.founding.access import Actor, may_begin_draft, may_step_out
from commonhearth.rooms.founding.models import Draft, Founder, FounderLink
from commonhearth.rooms.founding.services.cards import put_card_up, take_card_down
from commonhearth.rooms.founding.services.drafts import ask_again, changing, locked
from commonhearth.rooms.founding.services.text import digest_of

#: Days for which a link holds.
DAYS = 14


class LinkSpent(Exception):
    """The link was used, taken back, has expired, or never was. The page says the same for all."""


class NameInUse(Exception):
    """Another founder is known by this name; a word tells the two apart."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class EnoughFounders(Exception):
    """More than twenty is no founding circle; whoever comes later joins the community."""


def digest_of_link(token: str) -> str:
    """Return what is stored of a link."""
    return hashlib.sha256(token.encode()).hexdigest()


def invite_founder(*, actor: Actor, draft_id: UUID, note: str = "", now: datetime) -> tuple[FounderLink, str]:
    """Make a link for one person to begin this together.

    Returns:
        The link's row, and the token for its address, which is shown once and kept nowhere.

    Raises:
        NotVisible, Refused
        EnoughFounders
    """
    token = secrets.token_urlsafe(24)
    with changing(actor=actor, draft_id=draft_id, now=now) as (draft, founder):
        if _coming(draft, now) >= MOST_FOUNDERS:
            raise EnoughFounders
        link = FounderLink.objects.create(
            draft=draft,
            token_digest=digest_of_link(token),
            note=note.strip()[:80],
            made_by=founder,
            expires=now + timedelta(days=DAYS),
            created=now,
        )
    return link, token


def _coming(draft: Draft, now: datetime) -> int:
    here = Founder.objects.filter(draft=draft).count()
    return here + FounderLink.objects.filter(draft=draft, used=None, revoked=None, expires__gt=now).count()


def revoke_link(*, actor: Actor, draft_id: UUID, link_id: UUID, now: datetime) -> None:
    """Make a link useless. Any founder may: they begin this together.

    Raises:
        NotVisible, Refused
    """
    with changing(actor=actor, draft_id=draft_id, now=now) as (draft, _founder):
        if not FounderLink.objects.filter(draft=draft, id=link_id).exists():
            raise NotVisible
        FounderLink.objects.filter(id=link_id, used=None, revoked=None).update(revoked=now)


def find_link(token: str, *, now: datetime) -> FounderLink:
    """Return the link that a token opens now.

    Raises:
        LinkSpent: when it opens nothing.
    """
    found = (
        FounderLink.objects.filter(
            token_digest=digest_of_link(token),
            used=None,
            revoked=None,
            expires__gt=now,
            draft__put_away=None,
            draft__published=None,
        )
        .select_related("draft", "made_by")
        .first()
    )
    if found is None:
        raise LinkSpent
    return found


def come_along(*, actor: Actor, token: str, name: str, word: str = "", now: datetime) -> Founder:
    """Become a founder by a link. The link is used up in the same transaction, so it lets in one person.

    Whoever is one already keeps their place, and the link stays good for somebody else.

    Raises:
        Refused: for whoever is not signed in.
        LinkSpent: when the link opens nothing (any more).
        NameInUse: when another founder is known by this name and word.
    """
    require(may_begin_draft(actor))
    with transaction.atomic():
        draft = Draft.objects.select_for_update().get(id=find_link(token, now=now).draft_id)
        link = find_link(token, now=now)  # again, now that nobody else can use it
        already = Founder.objects.filter(draft=draft, person=actor).first()
        if already is not None:
            return already
        _is_free(draft, name, word)
        founder = Founder.objects.create(
            draft=draft, person=actor, name=name.strip()[:80], word=word.strip()[:40], created=now
        )
        link.used = now
        link.save(update_fields=["used"])
    return founder


def name_oneself(*, actor: Actor, draft_id: UUID, name: str, word: str = "", now: datetime) -> Founder:
    """Be known by another name among the founders, and in the community afterwards.

    Raises:
        NotVisible, Refused, NameInUse
    """
    with changing(actor=actor, draft_id=draft_id, now=now) as (draft, founder):
        _is_free(draft, name, word, but=founder)
        founder.name, founder.word = name.strip()[:80], word.strip()[:40]
        founder.save(update_fields=["name", "word"])
    return founder


def step_out(*, actor: Actor, draft_id: UUID, now: datetime) -> None:
    """Stop founding with the others, without a reason. With the last founder the draft goes.

    Raises:
        NotVisible, Refused
    """
    with transaction.atomic():
        draft, founder = locked(actor, draft_id)
        require(may_step_out(actor, draft, founder))
        _leave(draft, founder, now=now)


def leave_every_draft(*, person_id: UUID, now: datetime) -> None:
    """Take somebody who erases their sign-in out of what they were beginning; inside that transaction."""
    for founder in Founder.objects.filter(person_id=person_id, draft__published=None).order_by("id"):
        draft = Draft.objects.select_for_update().get(id=founder.draft_id)
        _leave(draft, founder, now=now)


def _leave(draft: Draft, founder: Founder, *, now: datetime) -> None:
    before = digest_of(draft)
    take_card_down(founder, now=now)
    erasure.erase(founder)
    if not Founder.objects.filter(draft=draft).exists():
        erasure.erase(draft)
        return
    draft.changed = now
    draft.save(update_fields=["changed"])
    ask_again(draft, before, now=now)


def show_card(*, actor: Actor, draft_id: UUID, meet_within_km: int | None, now: datetime) -> None:
    """Show a card in the directory: one's name among the founders, the town and the purpose.

    Args:
        meet_within_km: also ask people who wait within so many kilometres whether they would like to meet;
            None asks nobody.

    Raises:
        NotVisible, Refused
        NoPlaceYet: before purpose and place are said.
        directory.CannotBeDone: when they show as many cards as one may.
    """
    with changing(actor=actor, draft_id=draft_id, now=now) as (draft, founder):
        put_card_up(draft, founder, meet_within_km=meet_within_km, now=now)


def hide_card(*, actor: Actor, draft_id: UUID, now: datetime) -> None:
    """Take one's card down again, and ask nobody any more.

    Raises:
        NotVisible, Refused
    """
    with changing(actor=actor, draft_id=draft_id, now=now) as (_draft, founder):
        take_card_down(founder, now=now)


def _is_free(draft: Draft, name: str, word: str, but: Founder | None = None) -> None:
    same = Founder.objects.filter(draft=draft, name__iexact=name.strip(), word__iexact=word.strip())
    if any(founder != but for founder in same):
        raise NameInUse(name.strip())
