"""What the house lets go of by itself stands in the register of what has a time, and on the page that says so."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import models
from django.db.models.deletion import Collector
from django.utils import timezone

from commonhearth.foundation.jobs import SCHEDULE
from commonhearth.foundation.jobs.worker import drain
from commonhearth.foundation.sealed import erasure
from commonhearth.foundation.tenancy import lasting
from commonhearth.site import privacy

#: Deleted by recurring jobs without a time of their own, and when they go.
GO_WITH_OTHERS = {
    "outbox_mailtext": "with the last mail that has it",
    "usersessions_usersession": "with the session it is about",
    "care_companion": "with the way on which they come along",
    "meetings_announced": "when its date is over, moved or open no more",
    "files_file": "when the thing it hung on is gone",
}
#: Jobs that need another host or a folder of backups; none of them lets go of anything.
OUT_OF_THE_HOUSE = {"directory.links", "directory.following", "site.try-restore"}


@pytest.fixture
def deleted(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The tables from which somebody asked to delete, whether a row was there or not."""
    found: set[str] = set()
    collect, erase_all = Collector.collect, erasure.erase_all

    def noted(self: Collector, objs: Any, source: Any = None, *args: Any, **kwargs: Any) -> Any:
        if source is None:
            model = objs.model if isinstance(objs, models.QuerySet) else type(objs[0])
            found.add(model._meta.db_table)
        return collect(self, objs, source, *args, **kwargs)

    def erasing(rows: Any) -> int:
        if isinstance(rows, models.QuerySet):
            found.add(rows.model._meta.db_table)
        return erase_all(rows)

    monkeypatch.setattr(Collector, "collect", noted)
    monkeypatch.setattr(erasure, "erase_all", erasing)
    return found


def test_every_table_that_a_job_of_the_calendar_deletes_from_has_a_time(
    world: Any, deleted: set[str]
) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=800)):
        for name, entry in SCHEDULE.items():
            if name not in OUT_OF_THE_HOUSE:
                entry.task.enqueue()
        while drain(now=timezone.now()):
            pass
    timed = {model._meta.db_table for model in lasting.lasting()}
    assert {"once_answer", "jobs_job", "django_session", "meetings_guest", "care_worry"} <= deleted
    assert deleted - timed - set(GO_WITH_OTHERS) == set(), "say in the model until when it is kept"
    assert not timed & set(GO_WITH_OTHERS)


def test_what_has_a_time_stands_on_the_page_with_it(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from commonhearth.foundation.once.models import Answer

    assert len(privacy.in_time()) == len(lasting.lasting())
    assert [one for one in privacy.in_time() if one.what == str(privacy.UNNAMED)] == [], "say what goes"
    said = str(privacy.IN_TIME["once_answer"])
    assert f"{said}: after 7 days<" in world.client("visitor").get("/privacy/").content.decode()
    monkeypatch.setattr(Answer, "kept_longer", timedelta(days=1))
    assert f"{said}: after one day<" in world.client("visitor").get("/privacy/").content.decode()


def test_a_table_without_a_time_lets_nothing_go(db: None) -> None:
    from commonhearth.foundation.jobs.models import Turn

    with pytest.raises(ValueError, match="no time"):
        lasting.over(Turn, now=timezone.now())
