"""Writing a plan, sharing a part of it, taking that back.

Nothing here writes a logbook line: that somebody has a plan is nobody's but theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from commonhearth.foundation.access import NotVisible, Refused, no, require
from commonhearth.foundation.circles.access import seat_in
from commonhearth.foundation.circles.models import Circle, CircleMembership
from commonhearth.foundation.circles.selectors import person_in
from commonhearth.foundation.files import services as files
from commonhearth.foundation.files.arriving import Accepted
from commonhearth.foundation.files.selectors import hung_on
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.notices.telling import tell
from commonhearth.foundation.sealed import erasure
from commonhearth.foundation.tenancy.lasting import over
from commonhearth.rooms.care.access.plan import (
    may_end_share,
    may_share_part,
    may_take_away_part,
    may_write_plan,
)
from commonhearth.rooms.care.models.plan import KINDS, OWN, PlanPart, PlanShare


def write_part(
    *,
    actor: Member,
    kind: str,
    text: str,
    heading: str = "",
    attached: Sequence[Accepted] = (),
    now: datetime,
) -> PlanPart:
    """Write a part of one's own plan; one that stands already under an offered heading is written anew.

    Raises:
        Refused: when the actor is not inside.
        NotVisible: for a heading that is not offered.
    """
    require(may_write_plan(actor))
    if kind not in (*KINDS, OWN):
        raise NotVisible
    with transaction.atomic():
        # One plan, one writer at a time: two tabs make one part, not an error.
        Member.objects.select_for_update().only("id").get(id=actor.id)
        part = None if kind == OWN else PlanPart.objects.filter(member=actor, kind=kind).first()
        if part is None:
            part = PlanPart(member=actor, kind=kind, created=now)
        _write(part, text, heading, attached, now=now)
    return part


def change_part(
    *,
    actor: Member,
    part: PlanPart,
    text: str,
    heading: str = "",
    attached: Sequence[Accepted] = (),
    now: datetime,
) -> PlanPart:
    """Write a part of one's own plan anew. Whoever it is shared with reads the new words.

    Raises:
        Refused: when the actor is not inside, or it is not theirs.
        NotVisible: when it was taken away meanwhile; saving it then would bring it back.
    """
    require(may_write_plan(actor))
    require(may_take_away_part(actor, part))
    with transaction.atomic():
        row = PlanPart.objects.select_for_update().filter(id=part.id).first()
        if row is None:
            raise NotVisible
        _write(row, text, heading, attached, now=now)
    return row


def take_down(*, actor: Member, part: PlanPart, file_id: UUID) -> None:
    """Take one attached paper away.

    Raises:
        Refused: when the part is not the actor's.
        NotVisible: when nothing of this id hangs on it.
    """
    require(may_take_away_part(actor, part))
    with transaction.atomic():
        found = [file for file in hung_on([part], viewer=actor).get(part.id, []) if file.id == file_id]
        if not found:
            raise NotVisible
        files.take_down(found[0])


def forget_over(*, now: datetime) -> int:
    """Erase the shares whose last day is over; return how many."""
    return erasure.erase_all(over(PlanShare, now=now))


def _write(part: PlanPart, text: str, heading: str, attached: Sequence[Accepted], *, now: datetime) -> None:
    part.text = text
    if part.kind == OWN:
        part.heading = heading
    part.changed = now
    part.save()
    files.hang(attached, on=part, now=now, sealed_with=("member", part.member_id))


def take_away_part(*, actor: Member, part: PlanPart) -> None:
    """Erase a part, here and in every backup that is ever put back; nobody reads it any more.

    Raises:
        Refused: when it is not the actor's.
    """
    require(may_take_away_part(actor, part))
    with transaction.atomic():
        for share in PlanShare.objects.filter(part=part):
            erasure.erase(share)
        erasure.erase(part)


def share_part(
    *,
    actor: Member,
    part: PlanPart,
    circle: Circle,
    reader: CircleMembership,
    until: date | None = None,
    now: datetime,
) -> PlanShare:
    """Let one person in a circle read one part, as who one is there. Sharing it again only moves the day.

    Args:
        until: the last day; None until it is taken back.

    Raises:
        Refused: when it is not the actor's, they are not in the circle, or it is themselves.
        NotVisible: when the actor does not see this person in the circle.
    """
    require(may_share_part(actor, part))
    seat = seat_in(actor, circle)
    if seat is None:
        raise Refused(no("not_in_circle"))
    with transaction.atomic():
        found = person_in(actor, circle, reader.id)
        if found.member_id == actor.id:
            raise Refused(no("plan_with_yourself"))
        share, made = PlanShare.objects.get_or_create(
            part=part, reader=found, defaults={"seat_id": seat.membership_id, "until": until, "created": now}
        )
        if not made and share.until != until:
            share.until = until
            share.save(update_fields=["until"])
        if made:
            tell(member=found.member, code="plan.shared", url_name="care:plans_of_others", now=now)
    return share


def end_share(*, actor: Member, share: PlanShare) -> None:
    """Take it back, at once; or put down what somebody shared. Nobody is told.

    Raises:
        Refused: when it is neither the actor's nor shared with them.
    """
    require(may_end_share(actor, share))
    with transaction.atomic():
        erasure.erase(share)
