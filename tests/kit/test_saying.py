"""How days, amounts and distances are said."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.template import engines
from django.utils import timezone, translation

from commonhearth.core.places.precision import Precision
from commonhearth.kit import saying

EVENING = datetime(2027, 3, 4, 18, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_english_and_utc():
    with translation.override("en"), timezone.override(UTC):
        yield


def test_a_day_and_a_time():
    assert saying.day(EVENING) == "Thursday 4 March"
    assert saying.day_time(EVENING) == "Thursday 4 March, 18:30"
    assert saying.day_year(EVENING) == "4 March 2027"
    assert saying.month_year(EVENING) == "March 2027"
    assert saying.clock(EVENING) == "18:30"


def test_a_plain_date_is_said_as_it_is():
    assert saying.day(date(2027, 3, 4)) == "Thursday 4 March"


def test_nothing_is_said_of_no_day():
    assert saying.day(None) == saying.day_time(None) == saying.day_year(None) == ""


def test_times_are_said_in_the_readers_zone():
    with timezone.override(ZoneInfo("Pacific/Auckland")):
        assert saying.day_time(EVENING) == "Friday 5 March, 07:30"


def test_a_day_once_said_is_not_kept_for_another_language():
    assert saying.day(EVENING) == "Thursday 4 March"
    with translation.override("de"):
        assert saying.day(EVENING) == "Donnerstag 4 März"


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "today"),
        (1, "yesterday"),
        (-1, "tomorrow"),
        (3, "3 days ago"),
        (-5, "in 5 days"),
        (20, "2 weeks ago"),
        (75, "2 months ago"),
        (800, "2 years ago"),
        (-400, "in 13 months"),
    ],
)
def test_how_far_away_a_day_is(days, said):
    assert saying.ago_words(EVENING - timedelta(days=days), EVENING) == said


def test_yesterday_is_a_day_of_the_calendar_not_twenty_four_hours():
    just_after_midnight = datetime(2027, 3, 4, 0, 10, tzinfo=UTC)
    assert saying.ago_words(just_after_midnight - timedelta(minutes=20), just_after_midnight) == "yesterday"


@pytest.mark.parametrize(
    ("kilometres", "said"),
    [
        (0.01, "50 m"),
        (0.42, "400 m"),
        (0.94, "950 m"),
        (0.97, "1.0 km"),
        (1.27, "1.3 km"),
        (9.96, "10 km"),
        (1234, "1,234 km"),
    ],
)
def test_distances(kilometres, said):
    assert saying.km(kilometres).replace(saying.FIRM, " ") == said


@pytest.mark.parametrize(
    ("minor", "currency", "said"),
    [
        (1250, "EUR", "€12.50"),
        (1200, "EUR", "€12"),
        (5, "GBP", "£0.05"),
        (-300, "GBP", "−£3"),
        (123456789, "USD", "$1,234,567.89"),
        (120000, "CHF", "CHF 1,200"),
        (500, "JPY", "¥500"),
    ],
)
def test_money_is_exact(minor, currency, said):
    assert saying.money(minor, currency).replace(saying.FIRM, " ") == said


def test_lengths_of_time():
    assert saying.hours(150) == "2 hours 30 minutes"
    assert saying.hours(60) == "1 hour"
    assert saying.hours(0) == "0 minutes"
    assert saying.hours(-45) == "−45 minutes"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Anna Berg", "AB"),
        ("Tom", "T"),
        ("Anna, garden", "AG"),
        ("María-José", "MJ"),
        ("李 明", "李明"),
        ("42", "4"),
        ("", ""),
    ],
)
def test_initials(name, letters):
    assert saying.initials(name) == letters


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Soup on Sunday", "Soup on Sunday"),
        ("Soup on Sundays. All come.", "Soup on Sundays…"),
        ("Soup on Sundaysandmore", "Soup on…"),
        ("Soupsoupsoupsoupsoupsoup", "Soupsoupsoupsoup…"),
    ],
)
def test_a_long_text_begins_and_says_that_it_goes_on(text, said):
    assert saying.beginning(text, 16) == said


def test_a_distance_is_said_no_finer_than_the_place_is_known():
    source = '{% import "kit/parts.html" as kit %}{{ kit.distance(far, precision) }}'
    template = engines["jinja2"].env.from_string(source)

    def said(precision: Precision) -> list[str]:
        return [
            template.render({"far": far, "precision": precision}).replace("\xa0", " ") for far in (0.2, 2.4)
        ]

    assert {precision: said(precision) for precision in Precision} == {
        Precision.EXACT: ["about 200 m", "about 2.4 km"],
        Precision.KILOMETRE: ["within about 1 km", "about 2 km"],
        Precision.TOWN: ["about 200 m, town centre", "about 2.4 km, town centre"],
        Precision.HIDDEN: ["place not shown", "place not shown"],
    }
