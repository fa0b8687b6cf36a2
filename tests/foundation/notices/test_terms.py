"""Whoever holds a role hears two months and one month before its term ends; once each, naming no circle."""

from __future__ import annotations

from datetime import timedelta

import pytest

from commonhearth.foundation.circles.models import Role
from commonhearth.foundation.notices.models import Notice
from commonhearth.foundation.notices.terms import CODE, remind_of_terms


@pytest.fixture
def role(world):
    """A year as facilitator of the hidden circle, and no other role."""
    with world.harbour.within():
        Notice.objects.filter(code=CODE).delete()
        found = Role.objects.filter(circle=world.harbour.circles["hidden"], holder__isnull=False).first()
        Role.objects.exclude(id=found.id).delete()
        day = world.harbour.now
        Role.objects.filter(id=found.id).update(
            starts=day.date(), ends=day.date() + timedelta(days=360), created=day
        )
        found.refresh_from_db()
        yield found


def test_two_months_and_one_month_before_once_each(world, role):
    ends = world.harbour.now + timedelta(days=360)
    told = {
        days: remind_of_terms(now=ends - timedelta(days=days))
        for days in (90, 61, 60, 59, 45, 31, 30, 29, 1, 0)
    }
    assert {days for days, many in told.items() if many} == {60, 30}
    rows = Notice.objects.filter(code=CODE)
    assert {row.member_id for row in rows} == {role.holder.member_id} and rows.count() == 2
    assert all("Lantern" not in str(row.params) for row in rows)
    page = world.client("member").get("/c/harbour/notices/").content.decode()
    assert f"A role of yours ends on {ends.strftime('%-d %B %Y')}" in page


def test_a_day_on_which_nothing_ran_is_made_up_for(world, role):
    ends = world.harbour.now + timedelta(days=360)
    assert remind_of_terms(now=ends - timedelta(days=52)) == 1
    assert remind_of_terms(now=ends - timedelta(days=22)) == 1
    assert remind_of_terms(now=ends - timedelta(days=21)) == 0


@pytest.mark.parametrize("case", ["new", "goes_on", "left", "away", "laid_down"])
def test_nobody_is_told_what_they_know_or_does_not_concern_them(world, role, case):
    then = world.harbour.now + timedelta(days=330)
    if case == "new":
        Role.objects.filter(id=role.id).update(created=then)
    elif case == "goes_on":
        role.id, role.starts, role.ends = None, role.ends, role.ends + timedelta(days=300)
        Role.objects.create(
            circle=role.circle, office=role.office, holder=role.holder, starts=role.starts, ends=role.ends
        )
    elif case == "left":
        type(role.holder).objects.filter(id=role.holder_id).update(left=then)
    elif case == "away":
        type(role.holder.member).objects.filter(id=role.holder.member_id).update(standing="paused")
    else:
        Role.objects.filter(id=role.id).update(ended=then)
    assert remind_of_terms(now=then) == 0
