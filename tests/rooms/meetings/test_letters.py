"""Invitations by mail, their changes, and the answers that come back; what hostile answers do not do."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import icalendar
import pytest
from django.core.mail import EmailMultiAlternatives

from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.accounts.services import people
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.outbox.delivery import message_of
from commonhearth.foundation.outbox.models import Mail
from commonhearth.rooms.conversations.mail.intake import receive
from commonhearth.rooms.meetings import selectors, services
from commonhearth.rooms.meetings.models import Coming, Invited, Meeting, Wish
from commonhearth.rooms.meetings.services import Reply, take_reply
from commonhearth.rooms.meetings.services.calendars import set_wish
from commonhearth.rooms.meetings.services.tokens import Bound, uid_of
from commonhearth.rooms.meetings.services.upkeep import make_ahead, remind_due
from tests.foundation.circles.conftest import House
from tests.rooms.meetings.conftest import dates, said


def with_address(house: House, member: Member, email: str) -> Member:
    """Give a member a sign-in with an address."""
    member.person = people.arrive(email=email, now=house.now, expected=True)
    member.save()
    return house.acting(member)


@pytest.fixture
def nils(house: House, mara: Member, kitchen: Circle) -> Member:
    """In the kitchen, and wants dates by letter."""
    member = with_address(house, house.member("Nils"), "nils@example.org")
    house.bring(mara, kitchen, member)
    member = house.acting(member)
    set_wish(actor=member, remind="day", letters=True, now=house.now)
    return member


@pytest.fixture
def invited(house: House, mara: Member, kitchen: Circle, nils: Member) -> Meeting:
    """A date that Nils got by letter."""
    told = said(rule="", title="Unique title")
    made = services.plan(actor=house.acting(mara), circle=kitchen, said=told, now=house.now)
    make_ahead(now=house.now)
    return selectors.meeting_row(house.acting(mara), dates(made)[0].id, now=house.now)


def letters() -> list[Mail]:
    found = Mail.objects.filter(kind="meeting").select_related("text").order_by("created", "id")
    return sorted(found, key=lambda mail: int(event_of(mail)["SEQUENCE"]) if mail.calendar else 0)


def event_of(mail: Mail) -> Any:
    [event] = icalendar.Calendar.from_ical(mail.calendar).walk("VEVENT")
    return event


def reply(mail: Mail, says: str = "ACCEPTED", **otherwise: Any) -> str:
    """Answer as a mail program does: the same event, one attendee, METHOD:REPLY."""
    event = event_of(mail)
    told = {
        "uid": str(event["UID"]),
        "who": str(event["ATTENDEE"]),
        "seq": int(event["SEQUENCE"]),
    } | otherwise
    extra = told.get("extra", "")
    return (
        "BEGIN:VCALENDAR\r\nPRODID:-//Mail//EN\r\nVERSION:2.0\r\n"
        f"METHOD:{told.get('method', 'REPLY')}\r\nBEGIN:VEVENT\r\nUID:{told['uid']}\r\n"
        f"SEQUENCE:{told['seq']}\r\nDTSTAMP:20260306T100000Z\r\n"
        f"ATTENDEE;PARTSTAT={says}:{told['who']}\r\n{extra}END:VEVENT\r\nEND:VCALENDAR\r\n"
    )


def test_a_new_date_comes_with_a_calendar_part_and_says_a_day_only(invited: Meeting, nils: Member) -> None:
    [mail] = letters()

    message = message_of(mail).message()
    [_text, part] = message.get_payload()
    assert part.get_content_type() == "text/calendar" and part.get_param("method") == "REQUEST"
    event = event_of(mail)
    assert str(event["ATTENDEE"]) == "mailto:nils@example.org"
    assert event.decoded("DTSTART") == invited.starts
    assert "Thursday 12 March, 18:30" in mail.text.body
    for told in (mail.text.subject, mail.text.body, mail.calendar):
        assert "Unique title" not in told and "Willow" not in told and "Kitchen" not in told
    make_ahead(now=invited.starts - timedelta(days=1))
    assert len(letters()) == 1  # once


def test_a_change_has_a_higher_sequence_and_a_cancellation_follows(
    house: House, mara: Member, invited: Meeting, nils: Member
) -> None:
    services.move(
        actor=house.acting(mara),
        meeting=invited,
        day=date(2026, 3, 13),
        at=time(19),
        minutes=60,
        now=house.now,
    )
    services.cancel(actor=house.acting(mara), meeting=invited, now=house.now)

    first, moved, cancelled = (event_of(mail) for mail in letters())
    assert first["UID"] == moved["UID"] == cancelled["UID"]
    assert [int(one["SEQUENCE"]) for one in (first, moved, cancelled)] == [0, 1, 2]
    methods = [str(icalendar.Calendar.from_ical(mail.calendar)["METHOD"]) for mail in letters()]
    assert methods == ["REQUEST", "REQUEST", "CANCEL"]
    assert cancelled["STATUS"] == "CANCELLED"


@pytest.mark.parametrize(
    ("says", "answer"), [("ACCEPTED", "coming"), ("TENTATIVE", "maybe"), ("DECLINED", "not")]
)
def test_an_answer_of_a_mail_program_is_taken(
    house: House, invited: Meeting, nils: Member, says: str, answer: str
) -> None:
    [mail] = letters()

    assert take_reply(reply(mail, says), now=house.now) == Reply.TAKEN
    assert take_reply(reply(mail, says).encode(), now=house.now) == Reply.TAKEN  # twice is as once
    assert Coming.objects.get(member=nils).answer == answer


def test_an_answer_comes_in_by_the_house_s_own_way_for_mail(
    house: House, invited: Meeting, nils: Member
) -> None:
    """What `hearth mail-in` reads: a whole mail with the answer in one of its parts."""
    [mail] = letters()
    message = EmailMultiAlternatives("Accepted", "Nils comes.", "nils@example.org", ["hearth@example.org"])
    message.attach_alternative(reply(mail), "text/calendar; method=REPLY")
    raw = message.message().as_bytes()

    assert receive(raw, now=house.now) == Reply.TAKEN
    assert Coming.objects.get(member=nils).answer == "coming"
    for broken in (
        raw[: len(raw) // 2],
        raw.replace(b"METHOD:REPLY", b"METHOD:REPLIED"),
        raw + b"x" * 2_000_000,
    ):
        assert receive(broken, now=house.now) != Reply.TAKEN


@pytest.mark.faults
def test_hostile_answers_change_nothing(house: House, mara: Member, invited: Meeting, nils: Member) -> None:
    [mail] = letters()
    real = str(event_of(mail)["UID"])
    other = Bound(house.community.id, invited.id, "m", mara.id)
    another_date = dates(
        services.plan(actor=house.acting(mara), circle=invited.circle, said=said(), now=house.now)
    )[0]
    forged = [
        (
            reply(mail, who="mailto:mallory@example.org"),
            Reply.NOT_BOUND,
        ),  # forwarded, and answered for oneself
        (reply(mail, uid=uid_of(other)), Reply.NOT_BOUND),  # signed for somebody else
        (reply(mail, uid=real.replace(invited.id.hex, another_date.id.hex)), Reply.NOT_BOUND),
        (reply(mail, uid=real[:-40] + ("0" if real[-40] != "0" else "1") + real[-39:]), Reply.NOT_BOUND),
        (reply(mail, uid=f"{invited.id}@testserver"), Reply.NOT_BOUND),
        (reply(mail, uid="x" * 5_000), Reply.NOT_BOUND),
        (reply(mail, extra="ATTENDEE;PARTSTAT=ACCEPTED:mailto:b@example.org\r\n"), Reply.NOT_BOUND),
        (reply(mail, extra="RECURRENCE-ID:20260312T183000Z\r\n"), Reply.NOT_BOUND),
        (reply(mail, says="DELEGATED"), Reply.NOT_BOUND),
        (reply(mail, seq=7), Reply.OUTDATED),
        (reply(mail, seq="x"), Reply.NOT_A_REPLY),
        (reply(mail, method="REQUEST"), Reply.NOT_A_REPLY),
        (reply(mail, method="CANCEL"), Reply.NOT_A_REPLY),
        (reply(mail) + "x" * 70_000, Reply.NOT_A_REPLY),
        (reply(mail)[:150], Reply.NOT_A_REPLY),
        ("", Reply.NOT_A_REPLY),
        (b"\xff\xfe\x00BEGIN:VCALENDAR", Reply.NOT_A_REPLY),
        ("BEGIN:VEVENT\r\n" * 2_000, Reply.NOT_A_REPLY),
    ]
    for text, expected in forged:
        found = take_reply(text, now=house.now)
        assert found == expected or {found, expected} <= {
            Reply.NOT_BOUND,
            Reply.NOT_A_REPLY,
            Reply.OUTDATED,
        }, text[:400]
        assert not Coming.objects.exists()
    assert take_reply(reply(mail), now=invited.starts) == Reply.REFUSED  # it has begun
    assert not Coming.objects.exists()


def test_an_answer_to_what_has_changed_since_is_left_alone(
    house: House, mara: Member, invited: Meeting, nils: Member
) -> None:
    [mail] = letters()
    services.move(
        actor=house.acting(mara),
        meeting=invited,
        day=date(2026, 3, 14),
        at=time(19),
        minutes=60,
        now=house.now,
    )

    assert take_reply(reply(mail), now=house.now) == Reply.OUTDATED
    assert take_reply(reply(letters()[-1]), now=house.now) == Reply.TAKEN


def test_of_a_circle_that_is_not_open_a_letter_says_busy(house: House, mara: Member) -> None:
    for openness in ("closed", "confidential"):
        circle = house.circle(mara, openness, name=f"Secret {openness}")
        mara = house.acting(mara)
        if mara.person is None:
            mara = with_address(house, mara, "mara@example.org")
            set_wish(actor=mara, remind="never", letters=True, now=house.now)
        services.plan(
            actor=mara,
            circle=circle,
            said=said(rule="", title="Unique words", place="Unique place"),
            now=house.now,
        )
    make_ahead(now=house.now)

    assert len(letters()) == 2
    for mail in letters():
        assert event_of(mail)["SUMMARY"] == "Busy" and "LOCATION" not in event_of(mail)
        for told in (mail.text.subject, mail.text.body, mail.calendar):
            assert "Unique" not in told and "Secret" not in told


def test_who_is_away_or_on_hold_gets_no_letter(
    house: House, mara: Member, kitchen: Circle, nils: Member
) -> None:
    from commonhearth.foundation.members.services import go_away

    go_away(actor=nils, back_on=None, now=house.now)
    services.plan(actor=house.acting(mara), circle=kitchen, said=said(rule=""), now=house.now)
    make_ahead(now=house.now)

    assert letters() == [] and not Invited.objects.exists()


def test_a_reminder_comes_when_it_was_chosen_once_and_not_in_quiet_hours(
    house: House, invited: Meeting, nils: Member
) -> None:
    services.answer(actor=nils, meeting=invited, says="coming", now=house.now)
    Mail.objects.all().delete()
    a_day_before = invited.starts - timedelta(days=1)

    assert remind_due(now=a_day_before - timedelta(hours=1)) == 0
    assert remind_due(now=a_day_before + timedelta(hours=3)) == 0  # 21:30, quiet
    assert remind_due(now=a_day_before + timedelta(minutes=5)) == 1
    assert remind_due(now=a_day_before + timedelta(minutes=15)) == 0
    [mail] = letters()
    assert "Thursday 12 March, 18:30" in mail.text.body and "Unique" not in mail.text.body
    assert mail.calendar == ""


def test_two_hours_before(house: House, invited: Meeting, nils: Member) -> None:
    Wish.objects.filter(member=nils).update(remind="hours")
    services.answer(actor=nils, meeting=invited, says="maybe", now=house.now)

    assert remind_due(now=invited.starts - timedelta(hours=3)) == 0
    assert remind_due(now=invited.starts - timedelta(hours=2)) == 1


def test_who_said_no_is_not_reminded(house: House, invited: Meeting, nils: Member) -> None:
    services.answer(actor=nils, meeting=invited, says="not", now=house.now)
    assert remind_due(now=invited.starts - timedelta(hours=4)) == 0
    assert Person.objects.filter(email="nils@example.org").exists()
