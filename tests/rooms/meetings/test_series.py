"""What meets: planned, through clock changes, and each date that is otherwise."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from commonhearth.core.rhythm import HowOften, rule_for
from commonhearth.foundation.access import NotVisible, Refused
from commonhearth.foundation.circles import services as circles
from commonhearth.foundation.circles.models import Circle, Office, Openness
from commonhearth.foundation.circles.selectors import circle_of
from commonhearth.foundation.circles.services import change_circle, end_circle
from commonhearth.foundation.logbook.models import Line
from commonhearth.foundation.members.models import Member, Standing
from commonhearth.foundation.notices.models import Notice
from commonhearth.foundation.sealed.value import Sealed
from commonhearth.rooms.meetings import selectors, services
from commonhearth.rooms.meetings.models import Announced, Coming, Meeting, Series
from commonhearth.rooms.meetings.services import upkeep
from commonhearth.rooms.meetings.services.dates import extend
from commonhearth.rooms.meetings.services.series import NeverMeets
from commonhearth.rooms.meetings.services.upkeep import make_ahead
from tests.foundation.circles.conftest import House
from tests.rooms.meetings.conftest import FIRST, dates, hidden, said


def test_dates_stand_ahead_and_keep_their_hour_through_the_change(house: House, thursdays: Series) -> None:
    found = dates(thursdays)

    assert found[0].on == FIRST
    assert all(one.on.weekday() == 3 for one in found)
    by_day = {one.on: one.starts for one in found}
    assert by_day[date(2026, 3, 26)] == datetime(2026, 3, 26, 18, 30, tzinfo=UTC)
    assert by_day[date(2026, 4, 2)] == datetime(2026, 4, 2, 17, 30, tzinfo=UTC)  # summer time


@pytest.mark.parametrize(
    ("zone", "night", "utc"),
    [
        ("Europe/Berlin", date(2026, 3, 29), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        ("Europe/Berlin", date(2026, 10, 25), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("America/New_York", date(2026, 3, 8), datetime(2026, 3, 8, 7, 30, tzinfo=UTC)),
        ("Australia/Lord_Howe", date(2026, 10, 4), datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
    ],
)
def test_on_the_very_night_it_meets_once(
    house: House, mara: Member, kitchen: Circle, zone: str, night: date, utc: datetime
) -> None:
    """At half past two in the night: a time that is left out there, or comes twice."""
    told = said(first=night, at=time(2, 30), zone=zone, rule="FREQ=DAILY;COUNT=2", minutes=60)
    made = services.plan(actor=mara, circle=kitchen, said=told, now=house.now)

    found = dates(made)
    assert found[0].starts == utc
    assert found[0].ends - found[0].starts == timedelta(minutes=60)


def test_upkeep_makes_dates_ahead_once(house: House, thursdays: Series) -> None:
    before = len(dates(thursdays))

    later = house.now + timedelta(days=28)
    made = make_ahead(now=later)

    assert made == len(dates(thursdays)) - before > 0
    assert make_ahead(now=later) == 0
    days = [one.on for one in dates(thursdays)]
    assert days == [FIRST + timedelta(weeks=week) for week in range(len(days))]


def test_upkeep_makes_no_dates_of_what_ended_while_it_ran(
    house: House, thursdays: Series, mara: Member, kitchen: Circle, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = services.plan(actor=mara, circle=kitchen, said=said(title="The other"), now=house.now)
    before = {one.id: len(dates(one)) for one in (thursdays, other)}

    def meanwhile(series: Series, *, now: datetime) -> list[Meeting]:
        """Let somebody end all the others while the job is at this one."""
        Series.objects.exclude(id=series.id).update(ended=now)
        return extend(series, now=now)

    monkeypatch.setattr(upkeep, "extend", meanwhile)
    make_ahead(now=house.now + timedelta(days=28))

    assert sum(len(dates(one)) > before[one.id] for one in (thursdays, other)) == 1


def test_a_yearly_assembly_stands_years_ahead(house: House, mara: Member, kitchen: Circle) -> None:
    told = said(rule=rule_for(HowOften.YEARLY, FIRST), kind="assembly")
    made = services.plan(actor=mara, circle=kitchen, said=told, now=house.now)

    assert [one.on.year for one in dates(made)] == [2026, 2027, 2028]


def test_the_first_date_is_one_of_the_rule_s(house: House, mara: Member, kitchen: Circle) -> None:
    """The last Thursday was asked for, and the second one typed."""
    told = said(first=date(2026, 3, 12), rule=rule_for(HowOften.MONTHLY_LAST, date(2026, 3, 12)))
    made = services.plan(actor=mara, circle=kitchen, said=told, now=house.now)

    assert made.first == date(2026, 3, 26) == dates(made)[0].on


def test_an_end_before_the_beginning_never_meets(house: House, mara: Member, kitchen: Circle) -> None:
    with pytest.raises(NeverMeets):
        services.plan(actor=mara, circle=kitchen, said=said(last=date(2026, 3, 1)), now=house.now)
    assert not Series.objects.exists()


def test_who_plans(house: House, kitchen: Circle) -> None:
    for standing in (Standing.GUEST, Standing.PAUSED, Standing.FORMER):
        other = house.member(f"Other {standing}", standing)
        with pytest.raises(Refused):
            services.plan(actor=other, circle=kitchen, said=said(), now=house.now)
    outside = house.member("Nils")
    with pytest.raises(Refused, match="not_in_circle"):
        services.plan(actor=outside, circle=kitchen, said=said(), now=house.now)


def test_a_moved_date_keeps_its_id_and_its_day_by_the_rule(
    house: House, mara: Member, thursdays: Series
) -> None:
    one = dates(thursdays)[1]
    services.answer(actor=mara, meeting=one, says="coming", now=house.now)

    services.move(
        actor=mara,
        meeting=one,
        day=date(2026, 3, 20),
        at=time(19),
        minutes=60,
        place="The park",
        now=house.now,
    )

    again = Meeting.objects.get(id=one.id)
    assert (again.on, again.starts) == (one.on, datetime(2026, 3, 20, 19, 0, tzinfo=UTC))
    assert (again.place, again.moved, again.sequence) == ("The park", True, 1)
    assert Notice.objects.filter(member=mara, code="meetings.moved").count() == 1
    # What is said anew of the series leaves it alone, and no second date stands on its old day.
    services.change(actor=mara, series=thursdays, said=said(at=time(20)), now=house.now)
    assert Meeting.objects.get(id=one.id).starts == again.starts
    assert Meeting.objects.filter(series=thursdays, on=one.on).count() == 1


def test_a_cancelled_date_tells_who_said_yes_and_can_take_place_after_all(
    house: House, mara: Member, thursdays: Series
) -> None:
    other = house.member("Nils")
    one = dates(thursdays)[0]
    services.change(actor=mara, series=thursdays, said=said(doors="community"), now=house.now)
    services.answer(actor=other, meeting=one, says="maybe", now=house.now)

    services.cancel(actor=mara, meeting=one, now=house.now)

    assert Notice.objects.filter(member=other, code="meetings.cancelled").count() == 1
    with pytest.raises(Refused, match="meetings_cancelled"):
        services.answer(actor=other, meeting=one, says="coming", now=house.now)
    services.again(actor=mara, meeting=one, now=house.now)
    services.answer(actor=other, meeting=one, says="coming", now=house.now)


def test_an_extra_date_stands_beside_the_rule(house: House, mara: Member, thursdays: Series) -> None:
    made = services.add_date(actor=mara, series=thursdays, day=date(2026, 3, 14), at=time(11), now=house.now)

    assert made.extra and made.starts == datetime(2026, 3, 14, 11, 0, tzinfo=UTC)
    with pytest.raises(services.AlreadyThatDay):
        services.add_date(actor=mara, series=thursdays, day=date(2026, 3, 14), at=time(12), now=house.now)
    services.change(actor=mara, series=thursdays, said=said(place="Elsewhere"), now=house.now)
    assert Meeting.objects.filter(id=made.id, cancelled=None).exists()


def test_another_rhythm_takes_away_what_nothing_hangs_on_and_cancels_the_rest(
    house: House, mara: Member, thursdays: Series
) -> None:
    held = dates(thursdays)[2]
    services.answer(actor=mara, meeting=held, says="coming", now=house.now)
    monday = date(2026, 3, 16)

    told = said(first=monday, rule=rule_for(HowOften.WEEKLY, monday))
    services.change(actor=mara, series=thursdays, said=told, now=house.now)

    to_come = [one for one in dates(thursdays) if one.cancelled is None]
    assert {one.on.weekday() for one in to_come} == {0}
    assert [one.id for one in dates(thursdays) if one.cancelled] == [held.id]
    assert Coming.objects.filter(meeting=held).exists()
    assert Notice.objects.filter(member=mara, code="meetings.cancelled").exists()


def test_another_hour_is_told_to_who_said_yes(house: House, mara: Member, thursdays: Series) -> None:
    one = dates(thursdays)[3]  # after the change of clocks
    services.answer(actor=mara, meeting=one, says="coming", now=house.now)

    services.change(actor=mara, series=thursdays, said=said(at=time(19)), now=house.now)

    assert Meeting.objects.get(id=one.id).starts == datetime(2026, 4, 2, 18, 0, tzinfo=UTC)
    [told] = Notice.objects.filter(member=mara, code="meetings.moved")
    assert told.params == {"day": "Thursday 2 April, 19:00"}


def test_a_series_that_ended_meets_no_more(house: House, mara: Member, thursdays: Series) -> None:
    services.end(actor=mara, series=thursdays, now=house.now)

    assert not Meeting.objects.filter(series=thursdays, starts__gt=house.now, cancelled=None).exists()
    assert make_ahead(now=house.now + timedelta(days=30)) == 0
    series = Series.objects.select_related("circle").get(id=thursdays.id)
    with pytest.raises(Refused, match="meetings_ended"):
        services.add_date(actor=mara, series=series, day=date(2026, 3, 15), at=time(11), now=house.now)


def test_only_the_host_and_the_keepers_change_it(house: House, mara: Member, thursdays: Series) -> None:
    other = house.member("Nils")
    house.bring(mara, thursdays.circle, other)
    other = house.acting(other)
    circles.give_role(
        actor=mara,
        circle=thursdays.circle,
        office=Office.FACILITATOR,
        holder=house.seat(thursdays.circle, mara),
        starts=house.now.date(),
        ends=house.now.date() + timedelta(days=90),
        now=house.now,
    )
    thursdays.circle = circle_of(thursdays.circle_id, now=house.now)
    one = selectors.meeting_row(other, dates(thursdays)[0].id, now=house.now)

    for act in (
        lambda: services.change(actor=other, series=thursdays, said=said(), now=house.now),
        lambda: services.cancel(actor=other, meeting=one, now=house.now),
        lambda: services.end(actor=other, series=thursdays, now=house.now),
    ):
        with pytest.raises(Refused):
            act()


def test_doors_are_opened_by_who_keeps_the_circle_and_never_in_a_hidden_one(
    house: House, mara: Member, kitchen: Circle
) -> None:
    house.community.public_page = True
    house.community.save()
    kitchen.community.public_page = True
    made = services.plan(actor=mara, circle=kitchen, said=said(doors="all"), now=house.now)
    assert Announced.objects.filter(community=house.community).count() == len(dates(made))

    lantern = hidden(house, mara)
    lantern.community.public_page = True
    with pytest.raises(Refused, match="meetings_hidden_stays"):
        services.plan(actor=mara, circle=lantern, said=said(doors="all"), now=house.now)
    with pytest.raises(Refused, match="meetings_hidden_stays"):
        services.plan(actor=mara, circle=lantern, said=said(doors="community"), now=house.now)


def test_words_of_a_hidden_circle_are_sealed_and_read_by_its_people_only(house: House, mara: Member) -> None:
    lantern = hidden(house, mara)
    mara = house.acting(mara)
    made = services.plan(
        actor=mara,
        circle=lantern,
        said=said(title="Unique words", online="https://meet.example/x"),
        now=house.now,
    )

    row = Series.objects.get(id=made.id)
    assert (row.title, row.about, row.place) == ("", "", "")
    assert isinstance(row.sealed_words, Sealed) and isinstance(row.online, Sealed)
    [one, *_rest] = dates(made)
    assert selectors.meeting_for(mara, one.id, now=house.now).title == "Unique words"
    for other in (house.member("Nils"), house.steward()):
        with pytest.raises(NotVisible):
            selectors.meeting_for(other, one.id, now=house.now)
        assert not selectors.meetings_page(other, now=house.now).dates


def test_a_circle_that_hides_seals_its_meetings_and_shuts_their_doors(
    house: House, mara: Member, kitchen: Circle, thursdays: Series
) -> None:
    nils = house.member("Nils")
    services.change(actor=mara, series=thursdays, said=said(doors="community"), now=house.now)
    one = dates(thursdays)[0]
    services.answer(actor=nils, meeting=one, says="coming", now=house.now)
    services.move(
        actor=mara, meeting=one, day=FIRST, at=time(19), minutes=60, place="The park", now=house.now
    )

    change_circle(
        actor=mara,
        circle=kitchen,
        name="Kitchen",
        purpose="Soup.",
        openness=Openness.CONFIDENTIAL,
        now=house.now,
    )

    row = Series.objects.get(id=thursdays.id)
    assert (row.title, row.doors) == ("", "circle")
    moved = Meeting.objects.get(id=one.id)
    assert moved.place == "" and moved.sealed_place is not None
    seen = selectors.meeting_for(house.acting(mara), one.id, now=house.now)
    assert (seen.title, seen.place) == ("Thursday circle", "The park")
    assert not Coming.objects.filter(member=nils).exists()


def test_a_circle_that_ends_meets_no_more(
    house: House, mara: Member, kitchen: Circle, thursdays: Series
) -> None:
    end_circle(actor=mara, circle=kitchen, now=house.now)

    assert not Meeting.objects.filter(series=thursdays, starts__gt=house.now, cancelled=None).exists()


def test_the_logbook_has_a_line_of_each_act(house: House, mara: Member, thursdays: Series) -> None:
    services.cancel(actor=mara, meeting=dates(thursdays)[0], now=house.now)

    verbs = list(Line.objects.filter(verb__startswith="meeting.").values_list("verb", flat=True))
    assert sorted(verbs) == ["meeting.cancelled", "meeting.planned"]
