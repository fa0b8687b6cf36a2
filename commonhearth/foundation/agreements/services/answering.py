"""Saying yes to a wording, or that there is a concern that must be heard."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from commonhearth.foundation.access import require
from commonhearth.foundation.agreements import words
from commonhearth.foundation.agreements.access import (
    may_answer_version,
    may_raise_concern,
    may_settle_concern,
)
from commonhearth.foundation.agreements.events import ConcernRaised
from commonhearth.foundation.agreements.models import ClauseVersion, Response
from commonhearth.foundation.agreements.services.proposing import locked, write
from commonhearth.foundation.circles.access import Actor, own_seat
from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.events import announce
from commonhearth.foundation.files.arriving import Accepted
from commonhearth.foundation.files.services import erase_hung_on, hang


def agree(
    *, actor: Actor, version: ClauseVersion, for_whom: CircleMembership | None = None, now: datetime
) -> Response:
    """Say yes. A concern of one's own is settled by that.

    Args:
        for_whom: a member without a sign-in who chose the actor to write for them.

    Raises:
        Refused: when the actor does not decide here or write for them, or it is over.
    """
    with transaction.atomic():
        version = locked(version)
        require(may_answer_version(actor, version, for_whom))
        return _answer(actor, version, for_whom, agrees=True, concern="", now=now)


def raise_concern(
    *,
    actor: Actor,
    version: ClauseVersion,
    concern: str,
    spoken: Sequence[Accepted] = (),
    for_whom: CircleMembership | None = None,
    now: datetime,
) -> Response:
    """Say why this wording would do harm. It cannot come in force while the concern stands.

    Args:
        concern: in words; may be empty where it is spoken.
        spoken: a voice note, looked into and cleaned; sealed where the circle is hidden.
        for_whom: a member without a sign-in who chose the actor to write for them.

    Raises:
        Refused: when the actor does not decide here, or its time is over.
        ValueError: when nothing is said.
        NoRoom: when the community's files would take more than there is room for.
    """
    if not concern.strip() and not spoken:
        raise ValueError("a concern is said")
    with transaction.atomic():
        version = locked(version)
        require(may_raise_concern(actor, version, for_whom, now=now))
        response = _answer(actor, version, for_whom, agrees=False, concern=concern.strip(), now=now)
        circle = version.circle
        hang(spoken, on=response, now=now, sealed_with=("circle", circle.id) if circle.is_hidden else None)
        agreement, number = version.clause.agreement, version.clause.number
        write(
            version.circle,
            actor=actor,
            verb="agreement.concern_raised",
            now=now,
            agreement=agreement,
            number=number,
        )
        announce(ConcernRaised(version.id, version.circle_id, now))
    return response


def _answer(
    actor: Actor,
    version: ClauseVersion,
    for_whom: CircleMembership | None,
    *,
    agrees: bool,
    concern: str,
    now: datetime,
) -> Response:
    own = own_seat(actor, version.circle).membership_id
    by = for_whom.id if for_whom else own
    response = Response.objects.filter(version=version, by_id=by).first() or Response(
        version=version, circle=version.circle, by_id=by
    )
    erase_hung_on([response])  # what they said before is not what they say now
    response.written_by_id = own if for_whom else None
    response.agrees, response.settled, response.created = agrees, None, now
    words.put(response, version.circle, concern=concern)
    if not concern:
        response.sealed_concern = None
    response.save()
    return response


def settle_concern(*, actor: Actor, response: Response, now: datetime) -> Response:
    """Say that one's concern has been heard and stands no longer.

    Raises:
        Refused: when it is not the actor's own, or it is over.
    """
    with transaction.atomic():
        version = locked(response.version)
        response = Response.objects.select_related("version", "circle").get(id=response.id)
        require(may_settle_concern(actor, response))
        response.settled = now
        response.save(update_fields=["settled"])
        agreement, number = version.clause.agreement, version.clause.number
        write(
            version.circle,
            actor=actor,
            verb="agreement.concern_settled",
            now=now,
            agreement=agreement,
            number=number,
        )
    return response
