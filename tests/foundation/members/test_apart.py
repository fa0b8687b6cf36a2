"""Kept apart: neither finds the other, and only the one who asked knows why."""

from __future__ import annotations

import pytest

from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.logbook.models import Line
from commonhearth.foundation.members import services
from commonhearth.foundation.members.selectors import asked_to_be_kept_from, member_seen_by, members_seen_by


@pytest.fixture
def harbour(world):
    with world.harbour.within():
        yield world.harbour


def test_neither_finds_the_other(harbour):
    asker, other = harbour.acting("member"), harbour.acting("neighbour")
    services.keep_apart(actor=asker, other=other, now=harbour.now)
    assert other not in members_seen_by(asker) and asker not in members_seen_by(other)
    for viewer, hidden in ((asker, other), (other, asker)):
        with pytest.raises(NotVisible):
            member_seen_by(viewer, hidden.id)
    assert other in members_seen_by(harbour.acting("steward")), "for everybody else nothing changes"


def test_the_other_is_never_told(harbour):
    asker, other = harbour.acting("member"), harbour.acting("neighbour")
    lines = Line.objects.count()
    services.keep_apart(actor=asker, other=other, now=harbour.now)
    assert asker not in asked_to_be_kept_from(other)
    assert other in asked_to_be_kept_from(asker)
    assert Line.objects.count() == lines, "the logbook would tell"


def test_taking_ones_own_back_leaves_the_others(harbour):
    one, two = harbour.acting("member"), harbour.acting("neighbour")
    services.keep_apart(actor=one, other=two, now=harbour.now)
    services.keep_apart(actor=two, other=one, now=harbour.now)
    services.stop_keeping_apart(actor=one, other=two)
    assert two not in members_seen_by(one) and one not in members_seen_by(two)
    services.stop_keeping_apart(actor=two, other=one)
    assert two in members_seen_by(one)


def test_asking_twice_is_as_once(harbour):
    one, two = harbour.acting("member"), harbour.acting("neighbour")
    for _ in range(2):
        services.keep_apart(actor=one, other=two, now=harbour.now)
    services.stop_keeping_apart(actor=one, other=two)
    assert two in members_seen_by(one)
