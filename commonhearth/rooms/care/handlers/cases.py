"""What cases do at news from below."""

from __future__ import annotations

from commonhearth.foundation.events import hears
from commonhearth.foundation.members.events import MemberErased
from commonhearth.foundation.sealed import erasure
from commonhearth.rooms.care.models import Entry


@hears(MemberErased)
def let_go_of_what_they_added(event: MemberErased) -> None:
    """What a reporter added to their case are their own words, and go with them."""
    theirs = Entry.objects.filter(case__reporter_id=event.member_id, code="added", words__isnull=False)
    for row in theirs:
        erasure.erase_fields(row, ["words"])
