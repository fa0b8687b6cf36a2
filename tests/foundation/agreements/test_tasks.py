"""By itself: what is due comes in force in every community, in that community's own reach."""

from __future__ import annotations

from commonhearth.foundation import jobs
from commonhearth.foundation.agreements import tasks
from commonhearth.foundation.agreements.models import ClauseVersion
from commonhearth.foundation.jobs.models import Job


def test_it_is_looked_at_every_few_minutes():
    assert jobs.SCHEDULE["agreements.due"].seconds <= 600


def test_each_community_gets_its_turn(table):
    before = Job.objects.count()
    tasks.look_at_due.func()
    assert Job.objects.count() == before + 1


def test_the_job_puts_in_force_what_is_due_and_signs_as_the_house(table):
    version = table.propose(table.house.ada)
    tasks.put_due_in_force.func()
    version = ClauseVersion.objects.select_related("decision").get(id=version.id)
    assert version.in_force_from is not None
    assert version.decision.who == "system:agreements.due"
