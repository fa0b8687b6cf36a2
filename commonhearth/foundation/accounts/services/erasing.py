"""Erasing a sign-in, and with it everything of a person's own on this host, in every community."""

from __future__ import annotations

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.db import transaction

from commonhearth.foundation import once, outbox
from commonhearth.foundation.access import require
from commonhearth.foundation.accounts.access import may_erase_sign_in
from commonhearth.foundation.accounts.events import PersonErasing
from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.events import announce
from commonhearth.foundation.sealed import erasure


def erase_person(*, actor: Person, person: Person, now: datetime) -> None:
    """Erase a sign-in and what is the person's own everywhere here. Nobody can undo it.

    The floors above hear of it first, and erase what is theirs in each community; then every session ends,
    and ways in, cards, addresses and the sign-in itself go.

    Raises:
        Refused: when it is not their own, a demo person's, or the only operator's.
    """
    with transaction.atomic():
        # Of two operators who go at once the second finds themselves the only one.
        operators = Person.objects.select_for_update().filter(is_operator=True, is_active=True).order_by("pk")
        others = {operator.pk for operator in operators} - {person.pk}
        require(may_erase_sign_in(actor, person, other_operators=bool(others)))
        person = Person.objects.select_for_update().get(pk=person.pk)
        announce(PersonErasing(person.pk, person.email or "", now))
        for session in UserSession.objects.filter(user=person):
            session.end()
        once.forget_actor(person)
        outbox.forget(person_id=person.pk, address=person.email or "")
        erasure.erase(person)
