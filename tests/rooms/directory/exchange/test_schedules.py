"""HSDS schedules: the next three dates are right, also where the clocks change in between."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from commonhearth.rooms.directory import services
from commonhearth.rooms.directory.formats.hsds.schedules import NotASchedule, next_openings
from commonhearth.rooms.directory.formats.hsds.zones import zone_of
from commonhearth.rooms.directory.models import Listing

LONDON, NEW_YORK = ZoneInfo("Europe/London"), ZoneInfo("America/New_York")
SUNDAYS = {
    "freq": "WEEKLY",
    "byday": "SU",
    "dtstart": "2026-01-04",
    "opens_at": "10:00",
    "closes_at": "11:30",
}


def test_ten_o_clock_stays_ten_o_clock_when_the_clocks_go_forward():
    """British Summer Time begins on 29 March 2026 at 01:00 UTC."""
    found = next_openings(SUNDAYS, now=datetime(2026, 3, 20, tzinfo=UTC), zone=LONDON)
    assert [one.opens.isoformat() for one in found] == [
        "2026-03-22T10:00:00+00:00",
        "2026-03-29T10:00:00+01:00",
        "2026-04-05T10:00:00+01:00",
    ]
    assert found[1].opens.astimezone(UTC).hour == 9


def test_and_back_in_autumn_and_elsewhere():
    found = next_openings(SUNDAYS, now=datetime(2026, 10, 24, tzinfo=UTC), zone=LONDON)
    assert [one.opens.utcoffset() for one in found] == [
        timedelta()
    ] * 3  # 25 October, 02:00: back to winter time
    monthly = {"freq": "MONTHLY", "byday": "1TU,3TU", "dtstart": "2026-01-01", "opens_at": "18:00"}
    found = next_openings(monthly, now=datetime(2026, 3, 1, tzinfo=UTC), zone=NEW_YORK)
    assert [one.opens.isoformat() for one in found] == [
        "2026-03-03T18:00:00-05:00",
        "2026-03-17T18:00:00-04:00",
        "2026-04-07T18:00:00-04:00",
    ]


@given(
    st.sampled_from(["MO", "TU", "WE", "SU", "MO,FR"]),
    st.integers(1, 3),
    st.integers(0, 700),
    st.sampled_from([LONDON, NEW_YORK, ZoneInfo("Australia/Lord_Howe")]),
)
def test_as_a_calendar_program_says(days: str, interval: int, start: int, zone: ZoneInfo):
    first, now = date(2025, 1, 6), datetime(2025, 1, 6, tzinfo=UTC) + timedelta(days=start)
    schedule = {"freq": "WEEKLY", "byday": days, "interval": interval, "dtstart": str(first), "opens_at": "09:30",
                "closes_at": "10:30"}  # fmt: skip
    ours = [one.opens for one in next_openings(schedule, now=now, zone=zone)]
    calendar = Calendar.from_ical(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//t//EN\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20250101T000000Z\r\n"
        f"DTSTART;TZID={zone.key}:20250106T093000\r\nDTEND;TZID={zone.key}:20250106T103000\r\n"
        f"RRULE:FREQ=WEEKLY;INTERVAL={interval};BYDAY={days}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    theirs = sorted(
        event["DTSTART"].dt
        for event in recurring_ical_events.of(calendar).between(now, now + timedelta(days=90))
        if event["DTEND"].dt > now
    )
    # A calendar counts the day it began on even when the rule would not; HSDS means the rule.
    theirs = [one for one in theirs if one.strftime("%a").upper()[:2] in days]
    assert ours == theirs[:3]


@pytest.mark.parametrize(
    ("change", "days"),
    [
        ({"count": 2, "dtstart": "2026-03-01"}, ["2026-03-08"]),
        ({"until": "2026-03-15"}, ["2026-03-08", "2026-03-15"]),
        ({"valid_to": "2026-03-08"}, ["2026-03-08"]),
        ({"interval": 2}, ["2026-03-15", "2026-03-29", "2026-04-12"]),
        ({"freq": None, "dtstart": "2026-03-09", "byday": None}, ["2026-03-09"]),
        ({"freq": None, "dtstart": "2025-03-09", "byday": None}, []),
        ({"until": "2020-01-01"}, []),
        ({"byday": None, "freq": "MONTHLY", "bymonthday": "-1"}, ["2026-03-31", "2026-04-30", "2026-05-31"]),
        ({"byday": None, "freq": "MONTHLY", "bymonthday": "31"}, ["2026-03-31", "2026-05-31", "2026-07-31"]),
        ({"freq": "MONTHLY", "byday": None, "bymonthday": "30", "byweekno": "1"}, []),
    ],
)
def test_rules_of_all_kinds(change: dict[str, Any], days: list[str], now: datetime):
    found = next_openings(SUNDAYS | change, now=now, zone=LONDON)
    assert [one.day.isoformat() for one in found] == days


def test_past_midnight_and_still_open(now: datetime):
    night = {
        "freq": "WEEKLY",
        "byday": "WE",
        "dtstart": "2026-01-07",
        "opens_at": "22:00Z",
        "closes_at": "02:00Z",
    }
    late = datetime(2026, 3, 5, 1, tzinfo=UTC)  # an hour before Wednesday's night ends
    assert next_openings(night, now=late)[0].day == date(2026, 3, 4)
    assert next_openings(night, now=late + timedelta(hours=2))[0].day == date(2026, 3, 11)


def test_an_offset_counts_where_no_zone_is_known(now: datetime):
    [one, *_] = next_openings(SUNDAYS | {"timezone": -5}, now=now)
    assert one.opens.utcoffset() == timedelta(hours=-5)
    [one, *_] = next_openings(SUNDAYS | {"opens_at": "09:00-05:00"}, now=now)
    assert one.opens.utcoffset() == timedelta(hours=-5)


@pytest.mark.parametrize(
    "change",
    [
        {"opens_at": "25:00"}, {"opens_at": "noon"}, {"freq": "HOURLY"}, {"byday": "XX"}, {"count": -1},
        {"dtstart": "0001-01-01"}, {"timezone": 99}, {"bymonthday": "x"}, {"byday": "99MO", "freq": "MONTHLY"},
        {"opens_at": "09:00+99:99"}, {"interval": True, "dtstart": "yesterday"}, {"bymonthday": "99999999999"},
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_to_be_none(change: dict[str, Any], now: datetime):
    try:
        found = next_openings(SUNDAYS | change, now=now, zone=LONDON)
    except NotASchedule:
        return
    assert found == []


def test_the_clock_of_a_country():
    assert zone_of("GB") == LONDON
    assert zone_of("US") is None and zone_of("US", -99) is None and zone_of("XX") is None
    assert zone_of("AT", 3) == ZoneInfo("Europe/Vienna")
    assert zone_of("DE") == ZoneInfo("Europe/Berlin")


def test_the_page_says_when_it_is_open_next(towns: None, shared_data: Path, tmp_path: Path, now: datetime):
    said = json.loads((shared_data / "hsds" / "v3.0" / "examples" / "service_full.json").read_text())
    said["schedules"] = [{"id": "0f3c7a1e-7a39-4b7e-9a0e-2d3a54c8a111", **SUNDAYS}]
    said["service_at_locations"][0]["schedules"] = []
    said["service_at_locations"][0]["location"]["addresses"][0]["country"] = "GB"
    (tmp_path / "one.json").write_text(json.dumps(said))
    services.import_directory(path=tmp_path / "one.json", now=now)
    page = Client().get(f"/directory/{Listing.objects.get().id}/").content.decode()
    assert "Open next" in page and "10:00 to 11:30" in page
