"""Files and feeds as real calendar programs read them; what stands in none of them."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import icalendar
import pytest
import recurring_ical_events
import time_machine
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonhearth.core.rhythm import HowOften, Rhythm, days_between, moment, next_days, rule_for
from commonhearth.foundation.access import VISITOR, NotVisible
from commonhearth.foundation.accounts.services import people
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.members.models import Member, Standing
from commonhearth.foundation.members.services import go_away
from commonhearth.rooms.meetings import selectors, services
from commonhearth.rooms.meetings.formats import ical
from commonhearth.rooms.meetings.models import Feed, Meeting, Series
from commonhearth.rooms.meetings.selectors import calendars
from commonhearth.rooms.meetings.services import calendars as own
from tests.foundation.circles.conftest import House
from tests.rooms.meetings.conftest import dates, said

Travel = Callable[[datetime], None]


@pytest.fixture
def travel() -> Iterator[Travel]:
    """Let requests come at a time of the test's."""
    with ExitStack() as stack:
        yield lambda now: stack.enter_context(time_machine.travel(now, tick=False)) and None


def starts_of(body: bytes, until: datetime, since: datetime | None = None) -> list[datetime]:
    """Return when things begin, as a calendar program that follows rules and exceptions finds it."""
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(body)).between(
        since or datetime(2026, 1, 1, tzinfo=UTC), until
    )
    return sorted(one["DTSTART"].dt.astimezone(UTC) for one in found)


def test_a_whole_series_is_read_as_we_mean_it_with_every_exception(
    house: House, mara: Member, thursdays: Series
) -> None:
    first, second, third, *_rest = dates(thursdays)
    services.cancel(actor=mara, meeting=first, now=house.now)
    services.move(actor=mara, meeting=second, day=date(2026, 3, 20), at=time(9), minutes=30, now=house.now)
    services.move(
        actor=mara, meeting=third, day=date(2026, 3, 29), at=time(2, 30), minutes=30, now=house.now
    )  # on the night the clocks change
    services.add_date(actor=mara, series=thursdays, day=date(2026, 4, 4), at=time(11), now=house.now)
    seen = selectors.meeting_for(mara, dates(thursdays)[3].id, now=house.now)

    body = calendars.whole_series(mara, seen)

    stand = Meeting.objects.filter(series=thursdays, cancelled=None)
    until = max(one.starts for one in stand) + timedelta(hours=3)
    assert starts_of(body, until) == sorted(one.starts for one in stand)


RULES = st.sampled_from(
    [
        ("FREQ=WEEKLY;BYDAY=TH", date(2026, 1, 1)),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", date(2026, 1, 1)),
        ("FREQ=MONTHLY;BYDAY=1MO", date(2026, 1, 5)),
        ("FREQ=MONTHLY;BYDAY=-1TH", date(2026, 1, 29)),
        ("FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1", date(2026, 1, 31)),
        ("FREQ=WEEKLY;BYDAY=SU;COUNT=9", date(2026, 3, 8)),
    ]
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    rule=RULES,
    at=st.sampled_from([time(0, 30), time(1, 30), time(2, 30), time(18, 30), time(23, 45)]),
    zone=st.sampled_from(["Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]),
    ends=st.booleans(),
)
def test_a_calendar_program_finds_the_moments_that_we_find(
    rule: tuple[str, date], at: time, zone: str, ends: bool
) -> None:
    """Through clock changes, with and without an end; the hour that is left out is read differently by programs."""
    text, first = rule
    last = date(2026, 11, 20) if ends and "COUNT" not in text else None
    rhythm = Rhythm(first, at, zone, text, last)
    starts = moment(next_days(rhythm, first, 1)[0], at, zone)
    entry = ical.Entry("a@b", starts, starts + timedelta(minutes=60), "Round", starts)

    cut = datetime(2026, 12, 15, tzinfo=UTC)
    body = ical.series(rhythm, entry)
    found = [one for one in starts_of(body, cut, datetime(2025, 12, 30, tzinfo=UTC)) if one < cut]

    ours = [one for day in days_between(rhythm, first, cut.date()) if (one := moment(day, at, zone)) < cut]
    exists = [one for one in ours if one.astimezone(_zone(zone)).replace(tzinfo=None).time() == at]
    assert set(exists) <= set(found) and len(found) == len(ours)


def _zone(name: str) -> Any:
    from zoneinfo import ZoneInfo

    return ZoneInfo(name)


def test_one_date_is_a_file_with_its_place_and_words(house: House, mara: Member, thursdays: Series) -> None:
    seen = selectors.meeting_for(mara, dates(thursdays)[0].id, now=house.now)

    [event] = icalendar.Calendar.from_ical(calendars.one_date(mara, seen)).walk("VEVENT")

    assert event["SUMMARY"] == "Thursday circle"
    assert event["LOCATION"] == "12 Harbour Street"
    assert event.decoded("DTSTART") == seen.meeting.starts


def test_a_feed_says_busy_of_what_is_not_open_and_shares_no_identifier(
    house: House, mara: Member, kitchen: Circle
) -> None:
    other = house.member("Rosa")
    bodies = {}
    for openness in ("closed", "confidential"):
        circle = house.circle(house.acting(mara), openness, name=f"Secret {openness}")
        house.bring(house.acting(mara), circle, other)
        other = house.acting(other)
        services.plan(
            actor=house.acting(mara),
            circle=circle,
            said=said(
                title="Unique words", place="Unique place", about="Unique", online="https://unique.example"
            ),
            now=house.now,
        )
    services.plan(actor=house.acting(mara), circle=kitchen, said=said(), now=house.now)
    for who in (mara, other):
        who = house.acting(who)
        secret = own.new_feed(actor=who, naming="titles", only_yes=False, now=house.now)
        bodies[who.id] = calendars.own_feed(*calendars.feed_at(secret, now=house.now), now=house.now)

    hers = bodies[mara.id].decode()
    assert "Unique" not in hers and "Secret" not in hers and "unique.example" not in hers
    summaries = {str(one["SUMMARY"]) for one in icalendar.Calendar.from_ical(hers).walk("VEVENT")}
    assert summaries == {"Busy", "Thursday circle"}
    uids = [
        {
            str(one["UID"])
            for one in icalendar.Calendar.from_ical(body).walk("VEVENT")
            if one["SUMMARY"] == "Busy"
        }
        for body in bodies.values()
    ]
    assert uids[0] and not uids[0] & uids[1]
    for row in Meeting.objects.exclude(circle=kitchen):
        assert str(row.id) not in hers


def test_a_neutral_feed_names_only_what_the_member_chose(
    house: House, mara: Member, thursdays: Series
) -> None:
    mara.named_outside_as = "Pottery"
    mara.save()
    secret = own.new_feed(actor=house.acting(mara), naming="neutral", only_yes=False, now=house.now)

    body = calendars.own_feed(*calendars.feed_at(secret, now=house.now), now=house.now).decode()

    assert "X-WR-CALNAME:Pottery" in body and "SUMMARY:Pottery" in body
    for told in ("Thursday circle", "Harbour Street", "Willow", "willow", "WH"):
        assert told not in body


def test_what_was_answered_decides_what_a_feed_holds(house: House, mara: Member, thursdays: Series) -> None:
    yes, no, *_rest = dates(thursdays)
    services.answer(actor=mara, meeting=yes, says="coming", now=house.now)
    services.answer(actor=mara, meeting=no, says="not", now=house.now)

    for only_yes, count in ((True, 1), (False, len(dates(thursdays)) - 1)):
        secret = own.new_feed(actor=mara, naming="titles", only_yes=only_yes, now=house.now)
        body = calendars.own_feed(*calendars.feed_at(secret, now=house.now), now=house.now)
        events = icalendar.Calendar.from_ical(body).walk("VEVENT")
        assert len(events) == count
        assert {str(one["STATUS"]) for one in events} >= {"CONFIRMED"}


def test_a_secret_is_kept_as_a_digest_and_is_dead_at_once(
    house: House, mara: Member, thursdays: Series
) -> None:
    first = own.new_feed(actor=mara, naming="titles", only_yes=False, now=house.now)
    assert first not in str(Feed.objects.values_list().get())

    second = own.new_feed(actor=mara, naming="titles", only_yes=False, now=house.now)
    with pytest.raises(NotVisible):
        calendars.feed_at(first, now=house.now)
    calendars.feed_at(second, now=house.now)
    own.end_feed(actor=mara, now=house.now)
    with pytest.raises(NotVisible):
        calendars.feed_at(second, now=house.now)


@pytest.mark.faults
def test_a_leaked_feed_gives_nothing_once_it_was_ended(house: House, mara: Member, thursdays: Series) -> None:
    mara.person = people.arrive(email="mara@example.org", now=house.now, expected=True)
    mara.save()
    secret = own.new_feed(actor=house.acting(mara), naming="titles", only_yes=False, now=house.now)
    address = f"/o/{house.community.id}/calendar/{secret}.ics"
    anybody = Client()
    assert anybody.get(address).status_code == 200

    own.end_feed(actor=house.acting(mara), now=house.now)

    for secret_now in (secret, "", "x" * 43, f"{secret}x", secret.swapcase()):
        answer = anybody.get(f"/o/{house.community.id}/calendar/{secret_now}.ics")
        assert answer.status_code == 404 and b"BEGIN:VCALENDAR" not in answer.content


@pytest.mark.parametrize("standing", [Standing.FORMER, Standing.REMOVED, Standing.DIED])
def test_a_feed_of_who_is_gone_is_not_there(
    house: House, mara: Member, thursdays: Series, standing: str
) -> None:
    secret = own.new_feed(actor=mara, naming="titles", only_yes=False, now=house.now)
    Member.objects.filter(id=mara.id).update(standing=standing)
    with pytest.raises(NotVisible):
        calendars.feed_at(secret, now=house.now)


def test_who_is_away_reads_on(house: House, mara: Member, thursdays: Series) -> None:
    secret = own.new_feed(actor=mara, naming="titles", only_yes=False, now=house.now)
    go_away(actor=mara, back_on=None, now=house.now)
    assert calendars.feed_at(secret, now=house.now)


def test_what_has_not_changed_is_not_sent_again(
    house: House, mara: Member, thursdays: Series, travel: Travel
) -> None:
    secret = own.new_feed(actor=mara, naming="titles", only_yes=False, now=house.now)
    address = f"/o/{house.community.id}/calendar/{secret}.ics"
    client = Client()
    travel(house.now)
    first = client.get(address)
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert "private" in first["Cache-Control"] and b"REFRESH-INTERVAL;VALUE=DURATION:PT4H" in first.content

    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    services.cancel(actor=mara, meeting=dates(thursdays)[0], now=house.now)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200 and b"STATUS:CANCELLED" in again.content


def test_the_public_feed_holds_open_doors_only_and_no_place_before_a_hello(
    house: House, mara: Member, kitchen: Circle, thursdays: Series, travel: Travel
) -> None:
    travel(house.now)
    house.community.public_page = True
    house.community.save()
    told = said(
        title="Open round",
        doors="all",
        place="Secret street 1",
        district="Southsea",
        online="https://x.example",
    )
    services.plan(actor=mara, circle=kitchen, said=told, now=house.now)

    body = Client().get("/c/willow/meetings/open.ics").content.decode()

    assert "Open round" in body and "Southsea" in body and "no quoting" in body.replace("\r\n ", "")
    for secret in ("Secret street", "x.example", "Thursday circle"):
        assert secret not in body
    house.community.public_page = False
    house.community.save()
    assert Client().get("/c/willow/meetings/open.ics").status_code == 404


def test_a_file_for_strangers_has_no_more_than_the_page(house: House, mara: Member, kitchen: Circle) -> None:
    house.community.public_page = True
    house.community.save()
    told = said(doors="all", place="Secret street 1", district="Southsea", online="https://x.example")
    made = services.plan(actor=mara, circle=kitchen, said=told, now=house.now)
    seen = selectors.meeting_for(VISITOR, dates(made)[0].id, now=house.now)

    for body in (calendars.one_date(VISITOR, seen), calendars.whole_series(VISITOR, seen)):
        assert b"Southsea" in body and b"Secret street" not in body and b"x.example" not in body


def test_lines_written_by_hand_are_those_of_the_library() -> None:
    now = datetime(2026, 3, 5, 18, 30, 12, 345, tzinfo=UTC)
    entries = [
        ical.Entry(
            f"{number}@example.org",
            now + timedelta(days=number),
            now + timedelta(days=number, minutes=90),
            "Zwölf Äpfel; und, mehr " * (number + 1),
            now,
            sequence=number,
            status="TENTATIVE",
            place="Straße 1, Köln\\Süd" * number,
            about="Erst\nzweitens, drittens; " * number * 3,
            url=f"https://example.org/{number}" * 3 if number else "",
            private=bool(number % 2),
            free=bool(number % 3),
        )
        for number in range(6)
    ]

    by_hand = ical.feed(entries, name="HH").split(b"BEGIN:VEVENT", 1)[1]
    by_library = bytes(ical.calendar(entries).to_ical()).split(b"BEGIN:VEVENT", 1)[1]

    assert by_hand == by_library


def test_a_feed_of_five_hundred_is_two_questions(house: House, mara: Member, thursdays: Series) -> None:
    """Its time is `make bench`'s; here, that its cost is flat."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    template = dates(thursdays)[0]
    rows = [
        Meeting(
            series=thursdays,
            circle_id=template.circle_id,
            on=template.on + timedelta(days=1000 + number),
            starts=template.starts + timedelta(days=number),
            ends=template.ends + timedelta(days=number),
            changed=house.now,
            created=house.now,
            id=uuid4(),
        )
        for number in range(500)
    ]
    Meeting.objects.bulk_create(rows)
    secret = own.new_feed(actor=mara, naming="titles", only_yes=False, now=house.now)
    feed, member = calendars.feed_at(secret, now=house.now)
    with CaptureQueriesContext(connection) as caught:
        body = calendars.own_feed(feed, member, now=house.now)

    assert len(caught) == 2 and body.count(b"BEGIN:VEVENT") >= 500


def test_khal_reads_a_feed_and_a_series(
    house: House, mara: Member, thursdays: Series, tmp_path: Path
) -> None:
    """Debian's khal, a calendar for the terminal, imports both and lists the dates at the right hours."""
    services.cancel(actor=mara, meeting=dates(thursdays)[0], now=house.now)
    seen = selectors.meeting_for(mara, dates(thursdays)[1].id, now=house.now)
    secret = own.new_feed(actor=mara, naming="titles", only_yes=True, now=house.now)
    services.answer(actor=mara, meeting=dates(thursdays)[4], says="coming", now=house.now)
    files = {
        "series": calendars.whole_series(mara, seen),
        "feed": calendars.own_feed(*calendars.feed_at(secret, now=house.now), now=house.now),
    }
    config = tmp_path / "khal.conf"
    parts = [f"[[{name}]]\npath = {tmp_path / name}\ntype = calendar\n" for name in files]
    config.write_text(
        "[calendars]\n" + "".join(parts) + "[locale]\nlocal_timezone = Europe/London\n"
        "default_timezone = Europe/London\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\n"
        "longdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
        f"[sqlite]\npath = {tmp_path / 'khal.db'}\n"
    )

    def khal(*arguments: str) -> str:
        told = ["khal", "-c", str(config), *arguments]
        home = {
            "HOME": str(tmp_path),
            "PATH": "/usr/bin:/bin",
            "LC_ALL": "C.UTF-8",
            "XDG_RUNTIME_DIR": str(tmp_path),
        }
        done = subprocess.run(told, capture_output=True, text=True, check=True, env=home, timeout=90)
        return done.stdout

    listed = {}
    for name, body in files.items():
        (tmp_path / name).mkdir()
        file = tmp_path / f"{name}.ics"
        file.write_bytes(body)
        khal("import", "--batch", "-a", name, str(file))
        text = khal(
            "list",
            "-a",
            name,
            "--format",
            "{start-date} {start-time} {title}",
            "-df",
            "",
            "2026-03-06",
            "60d",
        )
        listed[name] = [line for line in text.splitlines() if "Thursday circle" in line]

    expected = [f"{day} 18:30 Thursday circle" for day in ("2026-03-19", "2026-03-26", "2026-04-02")]
    assert listed["series"][:3] == expected  # the first was cancelled; summer time begins on 29 March
    assert listed["feed"] == ["2026-04-09 18:30 Thursday circle"]


def test_the_rule_of_a_form_is_read_by_others() -> None:
    for how in HowOften:
        if how not in (HowOften.OTHER, HowOften.ONCE):
            icalendar.vRecur.from_ical(rule_for(how, date(2026, 1, 29)))
