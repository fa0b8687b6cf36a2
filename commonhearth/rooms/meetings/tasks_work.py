"""What a meeting's work does by itself: agreed minutes lock, notes fade, kind reminders."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from django_tasks import task

from commonhearth.foundation import jobs
from commonhearth.foundation.notices.telling import tell_circle
from commonhearth.foundation.tenancy import community_ids, in_community


@jobs.every("meetings.work_due", seconds=600)
@task()
def look_at_work() -> None:
    """Give each community its turn."""
    for community_id in community_ids():
        with in_community(community_id):
            do_due_work.enqueue()


@task()
def do_due_work() -> None:
    """Lock what is due, let fade what is over, and remind, in the community in reach."""
    from commonhearth.rooms.meetings.services import actions, minutes, notes

    now = timezone.now()
    minutes.lock_due(now=now)
    notes.fade(now=now)
    actions.remind_due(now=now)


@task()
def turn_open(meeting_id: str, circle_id: str) -> None:
    """Tell a circle's people that a turn is open."""
    tell_circle(
        circle_id=UUID(circle_id), code="turn.open", url_name="meetings:turns", url_args=[meeting_id],
        now=timezone.now(),
    )  # fmt: skip


@task()
def minutes_shown(meeting_id: str, circle_id: str) -> None:
    """Tell a circle's people that there are minutes to read."""
    tell_circle(
        circle_id=UUID(circle_id), code="minutes.shown", url_name="meetings:minutes", url_args=[meeting_id],
        now=timezone.now(),
    )  # fmt: skip
