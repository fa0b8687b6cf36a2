"""Letters on paper: who wants them, and that they were printed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from commonhearth.foundation import logbook
from commonhearth.foundation.access import require
from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.sealed import erasure
from commonhearth.rooms.meetings.access.paper import may_print_letters, may_want_paper
from commonhearth.rooms.meetings.models import PaperWish, Way

#: Lines and characters of an address side.
MOST_LINES, LONGEST_LINE = 7, 60


class AddressTooLong(ValueError):
    """It does not fit onto the address side."""


def want_paper(*, actor: Actor, member: Member, way: str, address: str, now: datetime) -> PaperWish:
    """Ask for letters on paper, to what stands on the address side.

    Raises:
        Refused: when the actor may not speak for the member.
        AddressTooLong: when it has too many or too long lines.
        ValueError: when nothing stands there.
    """
    lines = [" ".join(line.split()) for line in address.splitlines() if line.strip()]
    if not lines:
        raise ValueError("an address side says where to")
    if len(lines) > MOST_LINES or max(map(len, lines)) > LONGEST_LINE:
        raise AddressTooLong
    with transaction.atomic():
        member = Member.objects.select_for_update(of=("self",)).get(id=member.id)
        require(may_want_paper(actor, member))
        wish = PaperWish.objects.filter(member=member).first() or PaperWish(member=member, created=now)
        wish.way, wish.address = Way(way), "\n".join(lines)
        wish.save()
    return wish


def no_more_paper(*, actor: Actor, member: Member, now: datetime) -> None:
    """Want no more letters on paper; the address goes, from backups too. Twice is as once.

    Raises:
        Refused: when the actor may not speak for the member.
    """
    with transaction.atomic():
        require(may_want_paper(actor, member))
        wish = PaperWish.objects.filter(member=member).first()
        if wish is not None:
            erasure.erase(wish)


def note_printed(*, actor: Actor, letters: int, now: datetime) -> None:
    """Write into the logbook that the letter round was opened for printing, since addresses stand on it.

    Raises:
        Refused: when the actor may not.
    """
    require(may_print_letters(actor))
    with transaction.atomic():
        logbook.write(actor=actor, verb="letters.printed", now=now, about={}, details={"count": letters})
