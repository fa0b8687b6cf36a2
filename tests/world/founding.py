"""What a member is beginning beside their community, and the community's own next open meeting."""

from __future__ import annotations

from datetime import time, timedelta

from commonhearth.core.founding import Gate
from commonhearth.rooms.founding import services
from commonhearth.rooms.founding.models import DraftClause
from tests.world import Place


def furnish(place: Place, names: dict[str, str]) -> None:
    """The member begins a draft and has made a link for it; the steward has set an open meeting."""
    person = place.persons["member"]
    draft = services.begin_draft(actor=person, kind="mental_health", called=names["member"], now=place.now)
    services.say(actor=person, draft_id=draft.id, purpose="A walk on Sundays.", now=place.now)
    link, token = services.invite_founder(actor=person, draft_id=draft.id, note="a friend", now=place.now)
    services.set_meeting(
        actor=place.acting("steward"),
        community=place.community,
        day=(place.now + timedelta(days=14)).date(),
        clock=time(19, 0),
        where="Upstairs, 4 Mill Lane",
        district="near the mill",
        shown="district",
        expect="A round and tea.",
        now=place.now,
    )
    services.say_there(
        actor=place.acting("steward"),
        gate=Gate.LEGAL_FORM,
        note="An association since May.",
        link="https://example.org/minutes/",
        now=place.now,
    )
    place.things |= {
        "draft_id": draft.id,
        "link_id": link.id,
        "founder_token": token,
        "draft_part_id": DraftClause.objects.get(draft=draft, key="money").id,
    }
