"""What a community had before: dates and decisions, a list that somebody looks at, one whose letters went out."""

from __future__ import annotations

from commonhearth.rooms.founding.models import Bringing, BringingPage
from commonhearth.rooms.founding.services import bringing
from tests.rooms.founding.bringing_files import ONCE, THURSDAYS, calendar, loomio
from tests.world import Place


def furnish(place: Place, names: dict[str, str]) -> None:
    """Bring one of each as the steward; leave a preview open."""
    steward, now = place.acting("steward"), place.now
    told = {"actor": steward, "now": now}
    dates = bringing.bring_calendar(
        community=place.community, content=calendar(THURSDAYS, ONCE), file_name="calendar.ics", **told
    )
    decisions = bringing.bring_decisions(content=loomio(), file_name="loomio.json", **told)
    clauses = bringing.bring_agreements(
        content=b"", text="1. We wash up.\n2. We lock up.", title="The kitchen", kind="other", agreement_id=None,
        days=14, file_name="", **told,
    )  # fmt: skip
    people = b"Name,E-mail\nOne,one@list.example\nTwo,two@list.example\n"
    invited = bringing.bring_people(content=people, file_name="members.csv", **told)
    invited = bringing.choose_columns(run=invited, columns={"name": 0, "email": 1}, **told)
    for run in (dates, decisions, clauses, invited):
        bringing.confirm(run=run, **told)
    waiting = bringing.bring_people(content=people, file_name="members.csv", **told)
    place.things |= {"run_id": waiting.id}
    assert BringingPage.objects.filter(bringing=waiting).exists() and Bringing.objects.count() == 5
