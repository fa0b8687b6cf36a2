"""Something isn't right: who reads it, who never does, and what the reporter holds in their hand."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from django.db import connection

from commonhearth.foundation import sealed
from commonhearth.foundation.access import NotVisible, Refused
from commonhearth.foundation.circles import services as circling
from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.circles.selectors import circle_for
from commonhearth.foundation.members import services as members
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.members.services.erasing import erase_own
from commonhearth.foundation.members.services.export import own_rows
from commonhearth.foundation.notices.models import Notice
from commonhearth.foundation.once.models import Answer
from commonhearth.rooms.care import selectors, services
from commonhearth.rooms.care.access.cases import Receipt
from commonhearth.rooms.care.models import Case, Entry, KeptOff, OnCase
from commonhearth.rooms.care.selectors.team import kept_off, team_for
from tests.counting import queries

SENTENCE = "The blue kettle flew past the window at noon."


@pytest.fixture
def here(world):
    with world.harbour.within():
        yield world.harbour


def seat(place, who, key="root"):
    return CircleMembership.objects.get(
        circle=place.circles[key], member__person=place.persons[who], left=None
    )


def viewed(place, who, key):
    return circle_for(place.acting(who), place.circles[key].id, now=place.now)


def report(place, who="member", **more):
    given = {
        "words": SENTENCE,
        "about": "situation",
        "secret": services.new_secret(),
        "number": services.new_number(),
    }
    return services.report(actor=place.acting(who), now=place.now, **(given | more))


def names(people):
    return {member.name for member in people}


# --- Who may look ----------------------------------------------------------------------------------------
def test_nobody_reads_it_before_they_take_it_and_only_they_do(here):
    case = report(here)
    for who in ("steward", "registrar", "neighbour", "guest"):
        with pytest.raises(NotVisible):
            selectors.case_for(here.acting(who), case.id)
    services.take(actor=here.acting("steward"), case=case, now=here.now)
    found = selectors.case_for(here.acting("steward"), case.id)
    assert selectors.file_of(here.acting("steward"), found, now=here.now).words == SENTENCE
    with pytest.raises(NotVisible):
        selectors.case_for(here.acting("registrar"), case.id)


def test_two_are_asked_and_nobody_else_hears_of_it(here):
    before = set(Notice.objects.values_list("id", flat=True))
    case = report(here, danger=True)
    told = Notice.objects.exclude(id__in=before)
    assert (
        {notice.member.name for notice in told} == {"Stella", "Karla"} == names(team_for(case, now=here.now))
    )
    assert {notice.code for notice in told} == {"care.danger_waits"}
    assert all(notice.params == {} and notice.url_args == [] for notice in told)


def test_whom_it_is_about_never_sees_it_whatever_they_hold(here):
    case = report(here, about="person", circle=viewed(here, "member", "root"),
                  membership=seat(here, "steward"), say_where=True)  # fmt: skip
    assert "Stella" not in names(team_for(case, now=here.now))
    with pytest.raises(Refused):
        services.take(actor=here.acting("steward"), case=case, now=here.now)
    with pytest.raises(NotVisible):
        selectors.case_to_take(here.acting("steward"), case.id, now=here.now)
    assert case.id not in {
        one.case.id for one in selectors.desk_for(here.acting("registrar"), now=here.now).mine
    }


@pytest.mark.parametrize("asker", ["member", "steward"])
def test_who_is_kept_apart_from_the_reporter_never_sees_it_and_reads_no_more_of_it_later(here, asker):
    case = report(here)
    services.take(actor=here.acting("steward"), case=case, now=here.now)
    other = "steward" if asker == "member" else "member"
    members.keep_apart(actor=here.acting(asker), other=here.acting(other), now=here.now)
    with pytest.raises(NotVisible):
        selectors.case_for(here.acting("steward"), case.id)
    with pytest.raises(Refused):
        services.note(actor=here.acting("steward"), case=case, words="x", now=here.now)
    members.keep_apart(actor=here.acting("neighbour"), other=here.acting("registrar"), now=here.now)
    assert "Karla" not in names(team_for(report(here, "neighbour"), now=here.now))


def test_who_shares_a_household_with_whom_it_is_about_is_too_close(here):
    home = circling.open_circle(
        actor=here.acting("steward"), parent=here.circles["root"], kind="household", openness="open",
        name="The red door", purpose="Home.", own_name="Stella", now=here.now,
    )  # fmt: skip
    circling.join(actor=here.acting("registrar"), circle=home, name="Karla", now=here.now)
    case = report(here, about="person", circle=viewed(here, "member", "root"),
                  membership=seat(here, "registrar"), say_where=True)  # fmt: skip
    assert not names(team_for(case, now=here.now)) & {"Stella", "Karla"}


def test_the_reporter_may_leave_somebody_out_without_a_word(here):
    case = report(here, leave_out=[here.acting("registrar")])
    assert "Karla" not in names(team_for(case, now=here.now))
    assert KeptOff._meta.get_fields() and {field.name for field in KeptOff._meta.concrete_fields} == {
        "id", "created", "community", "case", "member",
    }  # fmt: skip  # no reason is kept


def test_who_steps_off_reads_nothing_any_more_and_others_are_asked(here):
    case = report(here)
    services.take(actor=here.acting("steward"), case=case, now=here.now)
    before = Notice.objects.filter(code="care.waits").count()
    services.step_off(actor=here.acting("steward"), case=case, now=here.now)
    with pytest.raises(NotVisible):
        selectors.case_for(here.acting("steward"), case.id)
    assert "Stella" not in names(team_for(case, now=here.now))
    assert Notice.objects.filter(code="care.waits").count() > before


def test_a_house_of_five_needs_no_role_beforehand(here):
    Member.objects.exclude(name__in=["Mara", "Nils", "Stella", "Karla"]).update(standing="former")
    case = report(here, about="person", circle=viewed(here, "member", "root"),
                  membership=seat(here, "steward"), say_where=True)  # fmt: skip
    assert names(team_for(case, now=here.now)) == {"Karla", "Nils"}  # nobody was asked to be anything before
    services.take(actor=here.acting("neighbour"), case=case, now=here.now)


def test_too_few_is_said_and_a_neighbour_is_borrowed_by_the_reporter(here):
    case = report(here)
    for member in team_for(case, now=here.now):
        KeptOff.objects.create(case=case, member=member)
    for member in Member.objects.filter(standing="member"):
        KeptOff.objects.get_or_create(case=case, member=member)
    assert team_for(case, now=here.now) == []
    holder = Receipt(case.id)
    neighbour = selectors.neighbours()[0]
    lent = services.borrow(actor=holder, case=case, neighbour=neighbour, secret="l" * 30, now=here.now)
    file = selectors.file_of(lent, case, now=here.now)
    assert file.words == SENTENCE
    services.note(actor=lent, case=case, words="I will write to you on Tuesday.", now=here.now)
    other = report(here, "neighbour")
    with pytest.raises(Refused):  # one case, and nothing else
        selectors.file_of(lent, other, now=here.now)
    with pytest.raises(Refused):  # where there are people here, those on it ask a neighbour
        services.borrow(
            actor=Receipt(other.id), case=other, neighbour=neighbour, secret="m" * 30, now=here.now
        )


# --- Without a name ----------------------------------------------------------------------------------------
def test_without_a_name_nothing_that_is_kept_leads_to_the_reporter(world):
    with world.harbour.within():
        before = Case.objects.count()
    client = world.client("neighbour")
    shown = client.get("/c/harbour/care/report/").text
    fields = {name: shown.split(f'name="{name}" value="')[1].split('"')[0] for name in ("once_key", "secret")}
    sent = client.post("/c/harbour/care/report/", {"words": SENTENCE, "named": "no", **fields})
    again = client.post("/c/harbour/care/report/", {"words": SENTENCE, "named": "no", **fields})
    assert sent["Location"] == again["Location"] and fields["secret"] in sent["Location"]
    with world.harbour.within():
        me = world.harbour.acting("neighbour")
        case = Case.objects.order_by("-created")[0]
        assert Case.objects.count() == before + 1  # once, however often it was sent
        assert case.reporter is None
        assert not Answer.objects.filter(actor__contains=str(me.id), form="care.report").exists()
        with connection.cursor() as cursor:
            for table in ("care_case", "care_entry", "care_oncase", "care_keptoff"):
                cursor.execute(f"SELECT * FROM {table}")
                for row in cursor.fetchall():
                    if table == "care_keptoff" or case.id.hex not in str(row).replace("-", ""):
                        continue
                    assert me.id.hex not in str(row).replace("-", "")
    page = world.client("visitor").get(sent["Location"])
    assert page.status_code == 200 and SENTENCE in page.text and "no-store" in page["Cache-Control"]
    added = world.client("visitor").post(
        sent["Location"], {"words": "And the window broke.", "once_key": "k" * 20}
    )
    assert added.status_code == 302
    assert "And the window broke." in world.client("visitor").get(sent["Location"]).text


def test_a_wrong_address_opens_nothing(world):
    community = world.harbour.community.id
    for token in ("x" * 32, "receipt-of-the-tests-only-meadow", "%00", "é" * 40):
        assert world.client("steward").get(f"/o/{community}/isnt-right/{token}/").status_code == 404


def test_a_secret_that_could_be_guessed_is_refused(world):
    with world.harbour.within(), pytest.raises(services.BadSecret):
        report(world.harbour, secret="1234")
    answer = world.client("member").post(
        "/c/harbour/care/report/", {"words": "x", "named": "no", "secret": "1", "once_key": "k" * 20}
    )
    assert answer.status_code == 400


def test_a_hidden_circle_is_not_named_unless_the_reporter_says_so(here):
    circle, other = viewed(here, "member", "hidden"), seat(here, "paused", "hidden")
    case = report(here, about="person", circle=circle, membership=other)
    assert (case.circle, case.membership, case.post, case.about) == (None, None, None, "situation")
    assert other.member_id in kept_off([case])[case.id]  # and still they never see it
    said = report(here, about="person", circle=circle, membership=other, say_where=True)
    services.take(actor=here.acting("steward"), case=said, now=here.now)
    file = selectors.file_of(
        here.acting("steward"), selectors.case_for(here.acting("steward"), said.id), now=here.now
    )
    assert file.where.endswith("Lantern")
    with pytest.raises(Refused):  # it does not open the circle
        sealed.open(here.circles["hidden"].sealed_name, viewer=here.acting("steward"))


# --- Sealed, taken along, erased ---------------------------------------------------------------------------
def test_a_dump_of_the_database_does_not_contain_the_words(here):
    case = report(here)
    services.take(actor=here.acting("steward"), case=case, now=here.now)
    services.note(actor=here.acting("steward"), case=case, words=f"note {SENTENCE}", now=here.now)
    services.answer(actor=here.acting("steward"), case=case, words=f"answer {SENTENCE}", now=here.now)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                assert not any(
                    "kettle flew" in str(bytes(v) if isinstance(v, memoryview) else v) for v in row
                ), table


def test_the_reporter_takes_along_their_words_and_what_was_shown_to_them(here):
    case = report(here)
    services.take(actor=here.acting("steward"), case=case, now=here.now)
    services.note(actor=here.acting("steward"), case=case, words="between us", now=here.now)
    services.answer(actor=here.acting("steward"), case=case, words="We heard you.", now=here.now)
    rows = own_rows(here.acting("member"))
    assert SENTENCE in str(rows["care_case"])
    assert "We heard you." in str(rows["care_entry"]) and "between us" not in str(rows)
    assert "secret_digest" not in str(rows)


def test_erasing_oneself_takes_ones_words_out_and_leaves_the_case(here):
    case = report(here)
    services.add_words(actor=here.acting("member"), case=case, words=f"More: {SENTENCE}", now=here.now)
    services.take(actor=here.acting("steward"), case=case, now=here.now)
    erase_own(actor=here.acting("member"), now=here.now)
    case = selectors.case_for(here.acting("steward"), case.id)
    assert case.reporter is None
    file = selectors.file_of(here.acting("steward"), case, now=here.now)
    assert file.words == "" and all("More:" not in one.words for one in file.lines)


def test_where_the_only_one_on_it_leaves_others_are_asked(here):
    case = report(here)
    services.take(actor=here.acting("steward"), case=case, now=here.now)
    Notice.objects.all().delete()
    members.leave(actor=here.acting("steward"), now=here.now)
    assert Notice.objects.filter(code="care.waits", member=here.acting("registrar")).exists()
    assert not selectors.file_of(here.acting("member"), Case.objects.get(id=case.id), now=here.now).on_it


# --- The desk, the receipt, closing --------------------------------------------------------------------------
def test_the_reporter_hears_and_adds_until_it_is_closed(here):
    case = report(here)
    services.take(actor=here.acting("steward"), case=case, now=here.now)
    services.answer(actor=here.acting("steward"), case=case, words="Shall we meet?", now=here.now)
    file = selectors.file_of(
        here.acting("member"), selectors.own_case(here.acting("member"), case.id), now=here.now
    )
    assert [one.entry.code for one in file.lines] == ["received", "taken", "answer"]
    assert names(file.on_it) == {"Stella"}
    closed = services.close(
        actor=here.acting("steward"), case=case, outcome="talked", words="We talked.", now=here.now
    )
    assert closed.keep_until > (here.now + timedelta(days=364)).date()
    for act in (services.add_words, services.answer):
        with pytest.raises(Refused):
            act(actor=here.acting("member" if act is services.add_words else "steward"), case=case, words="x",
                now=here.now)  # fmt: skip


def test_somebody_else_neither_follows_nor_adds(here):
    case = report(here)
    with pytest.raises(NotVisible):
        selectors.own_case(here.acting("neighbour"), case.id)
    with pytest.raises(Refused):
        services.add_words(actor=here.acting("neighbour"), case=case, words="x", now=here.now)


def test_taking_twice_is_as_once(here):
    case = report(here)
    for _twice in range(2):
        services.take(actor=here.acting("steward"), case=case, now=here.now)
    assert OnCase.objects.filter(case=case).count() == 1
    assert Entry.objects.filter(case=case, code="taken").count() == 1


def test_whoever_is_on_hold_may_still_say_that_something_is_not_right(world):
    with world.harbour.within():
        members.place_hold(
            actor=world.harbour.acting("steward"), member=world.harbour.acting("member"), talk_to="Olga",
            why="x", now=world.now,
        )  # fmt: skip
    client = world.client("member")
    assert client.get("/c/harbour/care/report/").status_code == 200
    assert "care/report/" in client.get("/c/harbour/home/").text


def test_the_desk_costs_the_same_for_many(world):
    few = queries(world.client("steward"), "/c/harbour/care/desk/")
    with world.harbour.within():
        for number in range(40):
            report(world.harbour, ("member", "neighbour", "guest")[number % 3])
    assert queries(world.client("steward"), "/c/harbour/care/desk/") == few <= 10


# --- Hours -------------------------------------------------------------------------------------------------
def test_hours_are_said_as_stated_and_nights_as_they_are(here):
    monday = datetime.fromisoformat("2026-03-02T18:30:00+00:00")
    found = selectors.duty_for(here.acting("member"), now=monday, time_zone="Europe/London")
    assert found.nights == "none"
    assert names(one.member for one in found.there) == {
        "Stella"
    }  # Mondays from six, by the clock of the place
    later = selectors.duty_for(
        here.acting("member"), now=monday + timedelta(hours=5), time_zone="Europe/London"
    )
    assert not later.there and later.again.strftime("%A %H:%M") == "Monday 18:00"


def test_who_is_kept_apart_from_the_viewer_is_not_named(here):
    members.keep_apart(actor=here.acting("steward"), other=here.acting("neighbour"), now=here.now)
    found = selectors.duty_for(here.acting("neighbour"), now=here.now, time_zone="Europe/London")
    assert "Stella" not in names(one.member for one in found.people)


def test_only_office_states_hours(here):
    with pytest.raises(Refused):
        services.state_hours(
            actor=here.acting("member"), weekday=1, starts=time(9), ends=time(10), now=here.now
        )
    row = services.state_hours(
        actor=here.acting("steward"), weekday=1, starts=time(9), ends=time(10), now=here.now
    )
    again = services.state_hours(
        actor=here.acting("steward"), weekday=1, starts=time(9), ends=time(11), now=here.now
    )
    assert row.id == again.id


def test_who_would_look_at_it_is_said_to_the_reporter_without_themselves(world):
    page = world.client("steward").get("/c/harbour/care/report/").text
    said = page.split("Whoever takes it reads it:")[1].split("</p>")[0]
    assert "Karla" in said and "Stella" not in said
