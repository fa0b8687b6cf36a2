"""Mending: listen, talk together, agree, look again; before anybody is asked to leave."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from commonhearth.foundation.access import Refused, no, require
from commonhearth.rooms.care.access.cases import Actor
from commonhearth.rooms.care.access.measures import may_plan_step
from commonhearth.rooms.care.models import Case, Step, StepKind
from commonhearth.rooms.care.services.cases import line, locked


def plan_step(*, actor: Actor, case: Case, step: str, planned: date, now: datetime) -> Step:
    """Plan a step for a day, or move the day. The reporter sees which is planned.

    Raises:
        Refused: for whoever is not on the case, and when the step was taken already.
    """
    with transaction.atomic():
        case = locked(case)
        require(may_plan_step(actor, case))
        row = Step.objects.filter(case=case, step=StepKind(step)).first()
        if row is not None and row.done is not None:
            raise Refused(no("step_taken"))
        if row is None:
            row = Step(case=case, step=StepKind(step), created=now)
        row.planned = planned
        row.save()
        line(case, "step_planned", by=actor, params={"step": step, "day": planned.isoformat()}, now=now)
    return row


def finish_step(*, actor: Actor, case: Case, step: str, result: str, words: str, now: datetime) -> Step:
    """Say what came of a step; also that somebody did not want it, which is their right.

    Raises:
        Refused: for whoever is not on the case, and when the step was taken already.
    """
    with transaction.atomic():
        case = locked(case)
        require(may_plan_step(actor, case))
        row = Step.objects.filter(case=case, step=StepKind(step)).first()
        today = case.community.today(now)
        row = row or Step(case=case, step=StepKind(step), planned=today, created=now)
        if row.done is not None:
            raise Refused(no("step_taken"))
        row.done, row.result = now, result
        if words.strip():
            row.words = words.strip()
        row.save()
        line(case, "step_done", by=actor, params={"step": step, "result": result}, now=now)
    return row
