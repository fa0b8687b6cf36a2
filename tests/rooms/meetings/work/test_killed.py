"""kill -9 between minutes that are shown and the notice of them: both stand, or neither; pressed again, once each."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection

from commonhearth.foundation.jobs.models import Job
from commonhearth.rooms.meetings import selectors
from commonhearth.rooms.meetings.models import Draft, Minutes
from commonhearth.rooms.meetings.services import minutes
from tests.conftest import RealDatabase
from tests.world import World

#: The child stops at a step of showing minutes that it wrote, says so, and waits there to be killed.
CHILD = """
import sys, time
import commonhearth, django
django.setup()
from datetime import datetime
from uuid import UUID
from commonhearth.foundation.circles.selectors import as_actor
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.tenancy import in_community
from commonhearth.rooms.meetings import handlers_work
from commonhearth.rooms.meetings.selectors.working import work_for
from commonhearth.rooms.meetings.services import minutes
step, slug, member, meeting, at = sys.argv[1:]
def stop_here(*given, **named):
    print("here", flush=True)
    time.sleep(600)
class Stopping:
    # The job that tells the circle's people: the child stops before it is written down, or after.
    def enqueue(self, *given):
        if step == "after the notice":
            real.enqueue(*given)
        stop_here()
if step == "before the line":
    minutes._line = stop_here
real, handlers_work.minutes_shown = handlers_work.minutes_shown, Stopping()
now = datetime.fromisoformat(at)
def once(act, **given):
    # As a request does it: on PostgreSQL each is one transaction.
    with in_community(Community.objects.get(slug=slug).id):
        actor = as_actor(Member.objects.get(id=UUID(member)), now=now)
        act(actor=actor, meeting=work_for(actor, UUID(meeting), now=now), now=now, **given)
once(minutes.write, text="We sang, and the roof is dry.", based_on=0)
once(minutes.show)
"""


def _state(world: World, meeting: UUID) -> tuple[int, bool, int]:
    found = Minutes.objects.filter(meeting=meeting).first()
    told = sum(str(meeting) in str(job.args) for job in Job.objects.filter(task__endswith="minutes_shown"))
    return (found.version if found else 0, bool(found and found.shown), told)


@pytest.mark.faults
@pytest.mark.parametrize("step", ["before the line", "before the notice", "after the notice"])
def test_what_is_written_stands_and_what_is_told_is_true(
    step: str, world: World, real_commits: RealDatabase
) -> None:
    place = world.harbour
    with place.within():
        first = place.things["meeting_id"]["open"]
        row = selectors.meeting_row(place.acting("member"), first, now=world.now)
        meeting = selectors.next_dates(row.series, now=world.now)[1]
        member = place.acting("member")
    environment = real_commits.environment | {
        "DJANGO_SETTINGS_MODULE": "commonhearth.site.settings",
        "HEARTH_KEY_FILE": str(settings.HEARTH_KEY_FILE),
        "PYTHONPATH": str(Path(__file__).parents[4]),
    }
    given = [step, "harbour", str(member.id), str(meeting.id), world.now.isoformat()]
    connection.close()
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, *given], env=environment, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline().strip() == "here"
        child.send_signal(signal.SIGKILL)
        child.wait()
    with place.within():
        assert _state(world, meeting.id) == (1, False, 0), "what was written stays; nothing half told"
        assert Draft.objects.get(minutes__meeting=meeting).text == "We sang, and the roof is dry."
        row = selectors.meeting_row(place.acting("member"), meeting.id, now=world.now)
        minutes.show(actor=place.acting("member"), meeting=row, now=world.now)
        assert _state(world, meeting.id) == (1, True, 1), "shown once, told once"
