"""Printed cards: issuing, ending, and spending a code."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from commonhearth.foundation.access import require
from commonhearth.foundation.accounts import vault
from commonhearth.foundation.accounts.access import may_end_card, may_issue_card
from commonhearth.foundation.accounts.mails import tell
from commonhearth.foundation.accounts.models import Card, CardCode, Person

CODES = 12
CODE_DIGITS = 8
NUMBER_DIGITS = 9
#: The next code, and the two after it: a code crossed out too early does not end the card.
AHEAD = 3
#: With so many codes left, or fewer, the person is told to print another card.
FEW = 3


@dataclass(frozen=True, slots=True)
class PrintedCard:
    """What stands on the paper. Kept nowhere: only digests of the codes are."""

    card: Card
    codes: tuple[str, ...]


def issue_card(
    *, for_person: Person, issued_by: Person, now: datetime, rng: secrets.SystemRandom | None = None
) -> PrintedCard:
    """Make a card with a number and twelve codes; the person's earlier card stops working.

    Args:
        for_person: who comes in with it.
        issued_by: who prints it: the person, or somebody they entrusted.
        now: the moment of printing.
        rng: where numbers and codes are drawn from.

    Raises:
        Refused: when `may_issue_card` says no.
    """
    require(may_issue_card(issued_by, for_person))
    rng = rng or secrets.SystemRandom()
    codes = tuple(f"{rng.randrange(10**CODE_DIGITS):0{CODE_DIGITS}}" for _ in range(CODES))
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=for_person.pk)  # two presses make one card after the other
        Card.objects.filter(person=for_person, revoked=None).update(revoked=now)
        number = _free_number(rng)
        card = Card.objects.create(
            person=for_person,
            issued_by=issued_by if issued_by.pk != for_person.pk else None,
            number=number,
            created=now,
        )
        CardCode.objects.bulk_create(
            CardCode(card=card, position=place, digest=_digest(number, code), created=now)
            for place, code in enumerate(codes, start=1)
        )
        tell(person=for_person, code="card_printed", params={}, now=now)
    return PrintedCard(card, codes)


def end_card(*, actor: Person, person: Person, now: datetime) -> bool:
    """End a person's card, for instance because it is lost; return whether there was one."""
    require(may_end_card(actor, person))
    with transaction.atomic():
        ended = Card.objects.filter(person=person, revoked=None).update(revoked=now)
        if ended:
            tell(person=person, code="card_ended", params={}, now=now)
    return bool(ended)


def spend_code(*, number: str, code: str, now: datetime) -> Person | None:
    """Spend the next code of a card; return whose it is, or None when they do not go together.

    An unknown number costs the same two look-ups and the same three comparisons as a known one.
    """
    card = Card.objects.select_related("person").filter(number=number, revoked=None).first()
    waiting = list(CardCode.objects.filter(card_id=card.pk if card else UUID(int=0), used=None)[:AHEAD])
    found: CardCode | None = None
    for place in range(AHEAD):
        kept = waiting[place].digest if place < len(waiting) else ""
        if vault.is_digest_of(f"{number}|{code}", kept, purpose="card") and found is None:
            found = waiting[place]
    if card is None or found is None or not card.person.is_active:
        return None
    with transaction.atomic():
        # Two presses of one button spend the code once: the second finds it used.
        if not CardCode.objects.filter(pk=found.pk, used=None).update(used=now):
            return None
        CardCode.objects.filter(card=card, used=None, position__lt=found.position).update(used=now)
    return card.person


def codes_left(person: Person) -> int:
    """Return how many codes are left on the card a person uses."""
    return CardCode.objects.filter(card__person=person, card__revoked=None, used=None).count()


def _free_number(rng: secrets.SystemRandom) -> str:
    while True:
        number = f"{rng.randrange(10**NUMBER_DIGITS):0{NUMBER_DIGITS}}"
        if not Card.objects.filter(number=number).exists():
            return number


def _digest(number: str, code: str) -> str:
    return vault.digest(f"{number}|{code}", purpose="card")
