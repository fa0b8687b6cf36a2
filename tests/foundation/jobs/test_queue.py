"""What the queue promises: with the act or not at all, ids only, one effect, no words kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus

from commonhearth.foundation import jobs
from commonhearth.foundation.jobs import schedule, selectors, services
from commonhearth.foundation.jobs.leases import claim
from commonhearth.foundation.jobs.models import Job, Turn
from commonhearth.foundation.jobs.worker import Worker, drain
from commonhearth.foundation.tenancy import in_community
from tests.foundation.jobs import work

pytestmark = pytest.mark.django_db


def _soon(seconds: float = 1) -> datetime:
    return timezone.now() + timedelta(seconds=seconds)


def test_a_job_is_undone_with_the_act_that_asked_for_it() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        work.mark.enqueue(1)
        raise ZeroDivisionError
    assert not Job.objects.exists()


def test_a_job_runs_once_and_says_so() -> None:
    result = work.mark.enqueue(7)
    assert result.status == TaskResultStatus.READY
    assert drain(now=_soon()) == 1
    result.refresh()
    assert result.status == TaskResultStatus.SUCCESSFUL
    assert result.errors == []
    assert drain(now=_soon()) == 0
    assert work.marks() == ["mark-7"]


def test_a_job_runs_in_the_community_in_reach_when_it_was_enqueued() -> None:
    here = uuid4()
    with in_community(here):
        work.mark_where_we_are.enqueue()
    work.mark_where_we_are.enqueue()
    drain(now=_soon())
    assert work.marks() == sorted([f"in-{here}", "in-None"])


@pytest.mark.parametrize("words", ["I could not sleep", "robin@example.org", "x" * 121, {"a": 1}, 1.5])
def test_a_payload_holds_ids_and_no_words(words: object) -> None:
    with pytest.raises(jobs.NotAnId) as refused:
        work.mark.enqueue(words)
    assert str(refused.value) == "0"  # the place of the argument, never its value


@pytest.mark.parametrize("plain", [3, None, True, "admitted.member", uuid4(), timezone.now(), ["a", uuid4()]])
def test_a_payload_may_hold_ids_codes_numbers_and_times(plain: object) -> None:
    work.mark.enqueue(plain)


def test_a_failed_job_is_undone_tried_five_times_and_parked_without_its_words() -> None:
    work.fail_with_words.enqueue()
    now = _soon()
    for attempt in range(1, 6):
        assert drain(now=now) == 1
        assert Job.objects.get().attempts == attempt
        now += timedelta(hours=1)
    job = Job.objects.get()
    assert (job.state, job.error_code, job.error_type) == ("parked", "raised", "builtins.ValueError")
    assert work.marks() == []
    assert not any("CANARY" in str(value) for value in Job.objects.values_list().get())
    assert selectors.standing(now=now).parked == 1

    assert services.try_again(job_id=job.id, now=now)
    assert drain(now=now) == 1
    assert Job.objects.get().attempts == 1


def test_a_lost_lease_is_taken_over_and_the_slow_worker_undoes_its_work() -> None:
    work.mark.enqueue(1)
    now = _soon()
    slow = claim(now=now)
    assert slow is not None
    assert claim(now=now + timedelta(seconds=299)) is None
    assert drain(now=now + timedelta(seconds=301)) == 1
    with pytest.raises(jobs.errors.LeaseLost):
        Worker().perform(slow, work.mark)
    assert work.marks() == ["mark-1"]


def test_an_outside_job_whose_lease_was_lost_says_nothing_about_the_new_one() -> None:
    work.mark_outside.enqueue(1)
    slow = claim(now=_soon())
    newer = claim(now=_soon(1000))
    assert slow and newer
    with pytest.raises(jobs.errors.LeaseLost):
        Worker().perform(slow, work.mark_outside)
    assert Job.objects.get().state == "running"


def test_of_one_key_only_one_waits_and_a_new_one_waits_while_it_runs() -> None:
    first = jobs.keyed(work.mark, "link").enqueue(1)
    assert jobs.keyed(work.mark, "link").enqueue(2).id == first.id
    running = claim(now=_soon())
    second = jobs.keyed(work.mark, "link").enqueue(3)
    assert running and second.id != first.id

    # The running one fails: the newer one does its work, so it does not wait beside it.
    from commonhearth.foundation.jobs import leases

    assert not leases.fail(running, work.mark, ValueError(), now=_soon())
    assert {str(job.id): job.state for job in Job.objects.all()} == {first.id: "done", second.id: "waiting"}


def test_a_key_is_each_communitys_own() -> None:
    """What is asked for in every community in turn is done in every one, not in the first alone."""
    communities = [uuid4(), uuid4()]
    ids = set()
    for community_id in [*communities, *communities]:
        with in_community(community_id):
            ids.add(jobs.keyed(work.mark, "link").enqueue(1).id)
    ids.add(jobs.keyed(work.mark, "link").enqueue(1).id)
    waiting = Job.objects.values_list("community_id", flat=True)
    assert len(ids) == len(waiting) == 3
    assert set(waiting) == {*communities, None}


def test_a_task_that_is_not_there_is_parked_by_name() -> None:
    Job.objects.create(
        task="commonhearth.gone.tasks.away", args={"args": [], "kwargs": {}}, due=timezone.now()
    )
    assert drain(now=_soon()) == 0
    assert Job.objects.get().error_code == "unknown-task"


def test_higher_priority_goes_first_and_later_ones_wait() -> None:
    work.mark.enqueue(1)
    work.mark.using(priority=10).enqueue(2)
    work.mark.using(run_after=_soon(3600)).enqueue(3)
    worker = Worker(clock=_soon)
    worker.step()
    assert work.marks() == ["mark-2"]
    assert drain(now=_soon()) == 1
    assert drain(now=_soon(3700)) == 1


def test_a_recurring_job_has_one_turn_however_many_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    from commonhearth.foundation.registry import Point

    point: Point[schedule.Every] = Point("test")
    monkeypatch.setattr(schedule, "SCHEDULE", point)
    schedule.every("marks", seconds=60)(work.mark_where_we_are)
    now = timezone.now()
    assert schedule.enqueue_due(now=now) == ["marks"]
    assert schedule.enqueue_due(now=now) == []
    assert schedule.enqueue_due(now=now + timedelta(seconds=59)) == []
    # Ten turns were missed: they are one.
    assert schedule.enqueue_due(now=now + timedelta(seconds=601)) == ["marks"]
    assert schedule.enqueue_due(now=now + timedelta(seconds=602)) == []
    assert Turn.objects.get(name="marks").due == now + timedelta(seconds=661)


def test_an_idle_worker_reads_once_and_opens_no_transaction(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert claim(now=timezone.now()) is None


def test_done_jobs_are_forgotten_after_three_days() -> None:
    from commonhearth.foundation.jobs.tasks import forget_done

    work.mark.enqueue(1)
    drain(now=timezone.now() - timedelta(days=4) + timedelta(days=5))
    Job.objects.update(ended=timezone.now() - timedelta(days=4))
    forget_done.call()
    assert not Job.objects.exists()
