"""What cases do at news from below."""

from __future__ import annotations

from commonhearth.foundation.events import hears
from commonhearth.foundation.members.events import MemberDied, MemberErased, MemberLeft, RemovalConfirmed
from commonhearth.foundation.members.models import Removal
from commonhearth.foundation.sealed import erasure
from commonhearth.rooms.care.models import Case, Entry, Measure, What
from commonhearth.rooms.care.services import cases as services
from commonhearth.rooms.care.services.tally import count_one


@hears(MemberErased)
def let_go_of_what_they_added(event: MemberErased) -> None:
    """What a reporter added to their case are their own words, and go with them."""
    theirs = Entry.objects.filter(case__reporter_id=event.member_id, code="added", words__isnull=False)
    for row in theirs:
        erasure.erase_fields(row, ["words"])


@hears(MemberLeft)
def ask_others_when_one_leaves(event: MemberLeft) -> None:
    """Whoever looked at a case and has left looks at it no more; where nobody is left on it, others are asked."""
    services.let_go_of(event.member_id, for_good=True, now=event.now)


@hears(MemberDied)
def ask_others_when_one_dies(event: MemberDied) -> None:
    """Others are asked, and told nothing of why; if it was a mistake, the case is theirs as before."""
    services.let_go_of(event.member_id, for_good=False, now=event.now)


@hears(RemovalConfirmed)
def let_them_appeal(event: RemovalConfirmed) -> None:
    """Two people have asked somebody to leave: from now on others, drawn by lot, can be asked to look again."""
    removal = Removal.objects.select_related("member").get(id=event.removal_id)
    case = Case.objects.filter(membership__member=removal.member).order_by("-created").first()
    running = Measure.objects.filter(case=case, what=What.LEAVE, ended=None).exists() if case else False
    Measure.objects.create(
        case=None if running else case,
        what=What.LEAVE,
        member=removal.member,
        removal=removal,
        rule="repair_failed",
        proposed_by_id=removal.asked_by_id,
        confirmed_by_id=removal.seconded_by_id,
        confirmed=event.now,
        confirm_by=event.now,
        created=event.now,
    )
    count_one("leave", now=event.now)
