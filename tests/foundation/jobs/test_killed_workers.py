"""F05: a worker killed at any point leaves every effect done exactly once, and poison parked."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter

import pytest

from commonhearth.foundation.jobs.models import Job
from tests.conftest import RealDatabase
from tests.foundation.jobs import work

#: Seconds for one test: every death takes a process that starts anew, and PostgreSQL’s starts are the slower.
LIMIT = 1200 if os.environ.get("HEARTH_FAULT_ROUNDS", "1") == "1" else 3600
pytestmark = [pytest.mark.faults, pytest.mark.timeout(LIMIT)]


def _mortal(database: RealDatabase, *arguments: str) -> str:
    command = [sys.executable, "-m", "tests.foundation.jobs.mortal", *arguments]
    environment = database.environment | {"DJANGO_SETTINGS_MODULE": "commonhearth.site.settings"}
    ended = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=LIMIT - 30, check=False
    )
    assert ended.returncode == 0, ended.stderr[-4000:]
    return ended.stdout


def test_a_hundred_jobs_survive_a_worker_that_is_killed_again_and_again(
    real_commits: RealDatabase, fault_rounds: int
) -> None:
    count = 100 * fault_rounds
    for number in range(count):
        work.mark.enqueue(number)
    work.kill_the_worker.enqueue()
    work.fail_with_words.enqueue()

    killed = int(_mortal(real_commits, "lives").splitlines()[-1])

    assert killed > count
    assert Counter(work.marks()) == {f"mark-{number}": 1 for number in range(count)}
    assert Counter(Job.objects.values_list("state", flat=True)) == {"done": count, "parked": 2}
    poison = {job.task.rsplit(".")[-1]: job for job in Job.objects.filter(state="parked")}
    assert (poison["kill_the_worker"].attempts, poison["kill_the_worker"].error_code) == (5, "lost")
    assert (poison["fail_with_words"].attempts, poison["fail_with_words"].error_code) == (5, "raised")
    assert poison["fail_with_words"].error_type == "builtins.ValueError"


def test_four_workers_at_once_do_each_job_once(real_commits: RealDatabase, fault_rounds: int) -> None:
    count = 100 * fault_rounds
    for number in range(count):
        work.mark.enqueue(number)

    _mortal(real_commits, "crowd", "4")

    assert Counter(work.marks()) == {f"mark-{number}": 1 for number in range(count)}
    assert set(Job.objects.values_list("attempts", flat=True)) == {1}
