"""A draft: begun, written on, left for later, put away, taken up again, stepped out of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from commonhearth.foundation import outbox
from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.communities.models import Kind
from commonhearth.foundation.tenancy.lasting import over
from commonhearth.rooms.founding.access import (
    Actor,
    may_begin_draft,
    may_change_draft,
    may_see_draft,
    may_take_up_draft,
)
from commonhearth.rooms.founding.models import Draft, DraftClause, Founder
from commonhearth.rooms.founding.services.cards import take_card_down
from commonhearth.rooms.founding.services.text import SAID, digest_of
from commonhearth.rooms.founding.steps import LEAVABLE
from commonhearth.rooms.founding.wording.clauses import clauses_for

#: Drafts that one person may have open at a time.
MOST_DRAFTS = 5
#: How long a draft that was put away is kept, and one that nobody has written on.
#: Fields of the draft that a step writes; its kind is chosen once, since the templates come with it.
SAYABLE = frozenset(SAID) - {"community_kind"} | {"latitude", "longitude"}


class TooManyDrafts(Exception):
    """This person has as many drafts open as one may."""


def begin_draft(*, actor: Actor, kind: str, called: str, now: datetime) -> Draft:
    """Begin a draft with the agreements of its kind laid out; whoever begins it is its first founder.

    Args:
        kind: a kind of community; it brings the templates and stays.
        called: how they will be known in it.

    Raises:
        Refused: for whoever is not signed in.
        TooManyDrafts
    """
    require(may_begin_draft(actor))
    with transaction.atomic():
        Person.objects.select_for_update().get(id=actor.id)  # one beginning of theirs at a time
        open_now = Founder.objects.filter(person=actor, draft__published=None, draft__put_away=None)
        if open_now.count() >= MOST_DRAFTS:
            raise TooManyDrafts
        draft = Draft.objects.create(community_kind=Kind(kind), changed=now, created=now)
        Founder.objects.create(draft=draft, person=actor, name=called.strip()[:80], created=now)
        DraftClause.objects.bulk_create(
            DraftClause(draft=draft, created=now, **words) for words in clauses_for(kind)
        )
    return draft


def say(*, actor: Actor, draft_id: UUID, now: datetime, step: str = "", **words: Any) -> Draft:
    """Write what a step asks for; saying something of a step that was left out takes it in again.

    Args:
        words: any of `SAYABLE`.

    Raises:
        NotVisible: for whoever is not a founder.
        Refused: when it is published or put away.
    """
    strange = set(words) - SAYABLE
    if strange:
        raise ValueError(f"not said in a draft: {', '.join(sorted(strange))}")
    with changing(actor=actor, draft_id=draft_id, now=now) as (draft, _founder):
        for name, value in words.items():
            setattr(draft, name, value)
        draft.left_out = [left for left in draft.left_out if left != step]
    return draft


def leave_out(*, actor: Actor, draft_id: UUID, step: str, now: datetime) -> None:
    """Leave a step out for good, where a community can begin without it.

    Raises:
        NotVisible, Refused
        ValueError: for a step that it cannot begin without.
    """
    if step not in LEAVABLE:
        raise ValueError(step)
    with changing(actor=actor, draft_id=draft_id, now=now) as (draft, _founder):
        draft.left_out = sorted({*draft.left_out, step})


def put_away(*, actor: Actor, draft_id: UUID, now: datetime) -> None:
    """Put a draft away: links open nothing, cards come down, and any of its founders takes it up again.

    Raises:
        NotVisible, Refused
    """
    with transaction.atomic():
        draft, founder = locked(actor, draft_id)
        require(may_change_draft(actor, draft, founder))
        draft.put_away = now
        draft.save(update_fields=["put_away"])
        for one in Founder.objects.filter(draft=draft).select_related("person"):
            take_card_down(one, now=now)


def take_up(*, actor: Actor, draft_id: UUID, now: datetime) -> None:
    """Take a draft up again as it was.

    Raises:
        NotVisible, Refused
    """
    with transaction.atomic():
        draft, founder = locked(actor, draft_id)
        require(may_take_up_draft(actor, draft, founder))
        draft.put_away, draft.changed = None, now
        draft.save(update_fields=["put_away", "changed"])


def forget_drafts(*, now: datetime) -> int:
    """Forget drafts put away or published a year ago, and those that nobody is left of; return how many."""
    gone = over(Draft, now=now) | Draft.objects.filter(founders=None, published=None)
    count = gone.count()
    gone.delete()
    return count


@contextmanager
def changing(*, actor: Actor, draft_id: UUID, now: datetime) -> Iterator[tuple[Draft, Founder]]:
    """Hold a draft while a founder changes it; whoever had confirmed another text is asked again.

    Raises:
        NotVisible, Refused
    """
    with transaction.atomic():
        draft, founder = locked(actor, draft_id)
        require(may_change_draft(actor, draft, founder))
        before = digest_of(draft)
        yield draft, founder
        draft.changed = now
        draft.save()
        ask_again(draft, before, now=now, but=founder)


def locked(actor: Actor, draft_id: UUID) -> tuple[Draft, Founder]:
    """Return a draft, locked, and the actor's place among its founders.

    Raises:
        NotVisible: for whoever is not one of them.
    """
    draft = Draft.objects.select_for_update().filter(id=draft_id).first()
    person = actor if isinstance(actor, Person) else None
    founder = Founder.objects.filter(draft_id=draft_id, person=person).first() if draft and person else None
    if draft is None or founder is None or not may_see_draft(actor, draft, founder):
        raise NotVisible
    return draft, founder


def ask_again(draft: Draft, before: str, *, now: datetime, but: Founder | None = None) -> None:
    """Write to those who had confirmed the text as it was before, if it is another now.

    Once for each time they confirm: what they confirmed is no longer the text, until they confirm again.
    """
    if digest_of(draft) == before:
        return
    asked = Founder.objects.filter(draft=draft, confirmed_text=before).select_related("person")
    for founder in asked:
        if founder.person.email and founder != but:
            outbox.mail(
                to=founder.person.email,
                template="founding/changed",
                context={"draft": settings.HEARTH_URL + reverse("founding:confirm", args=[draft.id])},
                now=now,
                kind="founding.changed",
                person=founder.person,
                language=founder.person.language,
            )
