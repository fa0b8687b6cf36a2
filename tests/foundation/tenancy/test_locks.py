"""What a model locks stands fast in the database itself, past every service; words may still be sealed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from commonhearth.rooms.meetings.models import Addendum, Meeting, Minutes, Series
from tests.world import World

AT = datetime(2026, 3, 5, 18, 30, tzinfo=UTC)


@pytest.fixture
def minutes(world: World):
    with world.harbour.within():
        circle = world.harbour.circles["open"]
        series = Series.objects.create(circle=circle, first=AT.date(), at=AT.time(), zone="UTC", title="T")
        meeting = Meeting.objects.create(
            series=series, circle=circle, on=AT.date(), starts=AT, ends=AT + timedelta(hours=1), changed=AT
        )
        yield Minutes.objects.create(
            meeting=meeting, circle=circle, text="We agreed.", version=1, shown=AT, closes=AT, locked=AT
        )


def change(row, statement):
    value = row.pk if connection.vendor == "postgresql" else row.pk.hex
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"{statement} WHERE id = %s", [value])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE meetings_minutes SET text = 'We did not.'",
        "UPDATE meetings_minutes SET text = ''",
        "UPDATE meetings_minutes SET locked = NULL",
        "DELETE FROM meetings_minutes",
    ],
)
def test_locked_minutes_stand(minutes, statement):
    with pytest.raises(IntegrityError, match="locked"):
        change(minutes, statement)


def test_before_they_are_locked_anything_goes(minutes):
    other = Minutes(meeting=minutes.meeting, circle=minutes.circle)
    assert other.locked is None
    Meeting.objects.filter(id=minutes.meeting_id).update(changed=AT)
    series = minutes.meeting.series
    meeting = Meeting.objects.create(
        series=series, circle=minutes.circle, on=AT.date() + timedelta(days=7), starts=AT,
        ends=AT + timedelta(hours=1), changed=AT,
    )  # fmt: skip
    free = Minutes.objects.create(meeting=meeting, circle=minutes.circle, text="Perhaps.")
    change(free, "UPDATE meetings_minutes SET text = 'Certainly.'")
    change(free, "DELETE FROM meetings_minutes")


def test_what_is_not_a_word_of_theirs_may_change(minutes):
    change(minutes, "UPDATE meetings_minutes SET version = 2")


def test_locked_words_may_be_sealed_and_then_not_be_taken_away(minutes):
    minutes.text, minutes.sealed_words = "", '{"text": "We agreed."}'
    minutes.save(update_fields=["text", "sealed_words"])
    minutes.sealed_words = '{"text": "We agreed."}'  # as when a newer key seals it
    minutes.save(update_fields=["sealed_words"])
    with pytest.raises(IntegrityError, match="locked"):
        change(minutes, "UPDATE meetings_minutes SET sealed_words = NULL")


def test_an_addendum_stands_from_the_moment_it_is_there(minutes):
    addendum = Addendum.objects.create(minutes=minutes, circle=minutes.circle, words="It was Friday.")
    with pytest.raises(IntegrityError, match="locked"):
        change(addendum, "UPDATE meetings_addendum SET words = 'It was Monday.'")
    with pytest.raises(IntegrityError, match="locked"):
        change(addendum, "DELETE FROM meetings_addendum")
