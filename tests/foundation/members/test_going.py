"""Being away, leaving, being asked to leave, having died."""

from __future__ import annotations

import io
import itertools
import json
import zipfile
from datetime import timedelta

import pytest

from commonhearth.foundation.access import Refused
from commonhearth.foundation.logbook.models import Line
from commonhearth.foundation.members import services
from commonhearth.foundation.members.models import Death, Member, Period, Standing
from commonhearth.foundation.members.services.export import export_own, own_rows
from commonhearth.foundation.outbox.models import Mail
from commonhearth.foundation.tenancy.models import house_models


@pytest.fixture
def harbour(world):
    with world.harbour.within():
        yield world.harbour


def test_away_keeps_rights_and_comes_back_as_before(harbour):
    for who, before in (("member", Standing.MEMBER), ("guest", Standing.GUEST)):
        services.go_away(actor=harbour.acting(who), back_on=None, now=harbour.now)
        away = harbour.acting(who)
        assert away.standing == Standing.PAUSED and away.is_inside and not away.is_acting
        assert services.come_back(actor=away, now=harbour.now).standing == before


def test_while_away_one_holds_no_office(harbour):
    services.go_away(actor=harbour.acting("steward"), back_on=None, now=harbour.now)
    assert harbour.acting("steward").offices == frozenset()


def test_away_has_no_reason_anywhere(harbour):
    services.go_away(actor=harbour.acting("member"), back_on=None, now=harbour.now)
    line = Line.objects.get(verb="member.away", who=str(harbour.acting("member").pseudonym))
    assert line.why == ""


def test_leaving_is_one_step_and_sees_nothing_after(harbour):
    left = services.leave(actor=harbour.acting("member"), now=harbour.now)
    assert left.standing == Standing.FORMER
    again = harbour.acting("member")
    assert again.circle_ids == frozenset() and again.offices == frozenset() and not again.is_inside


def test_periods_touch_and_only_one_is_open(harbour):
    member = harbour.acting("member")
    services.go_away(actor=member, back_on=None, now=harbour.now + timedelta(days=1))
    services.come_back(actor=harbour.acting("member"), now=harbour.now + timedelta(days=9))
    periods = list(Period.objects.filter(member=member, until__gt=harbour.now)) + list(
        Period.objects.filter(member=member, until=None)
    )
    assert len(periods) == 3
    assert sum(period.until is None for period in periods) == 1
    for one, following in itertools.pairwise(periods):
        assert one.until == following.since


def test_the_export_has_every_row_that_is_declared_theirs(harbour):
    member = harbour.acting("member")
    box = zipfile.ZipFile(io.BytesIO(export_own(member, now=harbour.now)))
    data = json.loads(box.read("own.json"))
    expected = set()
    for model in house_models("tenant"):
        if model.belongs_to:
            path = "id" if model.belongs_to == "self" else model.belongs_to
            assert model._default_manager.filter(**{path: member.id}).query, "a path that leads nowhere"
            if model._default_manager.filter(**{path: member.id}).exists():
                expected.add(model._meta.db_table)
    assert set(data["rows"]) == expected and "members_member" in expected
    assert "Mara" in box.read("own.html").decode()


def test_the_export_opens_ones_own_sealed_words(harbour, world):
    applicant = harbour.acting("applicant")
    assert "Company on Thursdays" in json.dumps(own_rows(applicant))


def test_the_export_names_nobody_else(harbour):
    services.keep_apart(actor=harbour.acting("neighbour"), other=harbour.acting("member"), now=harbour.now)
    written = json.dumps(own_rows(harbour.acting("member")))
    for other in ("Nils", "Stella", "Gwen"):
        assert other not in written
    assert str(harbour.acting("neighbour").id) not in written


def test_every_tenant_row_with_a_member_says_whose_it_is_or_why_not():
    #: Rows that name a member and are nobody's alone.
    shared = {"Bar", "Bringing", "Death", "KeptOff", "Neighbour", "Opening", "Webhook"}
    silent = []
    for model in house_models("tenant"):
        names_member = any(field.related_model is Member for field in model._meta.concrete_fields)
        if names_member and model.belongs_to is None and model.__name__ not in shared:
            silent.append(model.__name__)
    assert silent == []


def test_asking_to_leave_needs_two_people_and_notice(harbour):
    steward, member = harbour.acting("steward"), harbour.acting("member")
    say = {
        "member": member,
        "appeal_to": "Ruth next door",
        "why": "Broke confidence twice.",
        "now": harbour.now,
    }
    with pytest.raises(services.NoticeTooShort):
        services.ask_to_leave(
            danger_now=True, actor=steward, takes_effect=harbour.now.date() + timedelta(days=3), **say
        )
    day = harbour.now.date() + timedelta(days=20)
    removal = services.ask_to_leave(danger_now=True, actor=steward, takes_effect=day, **say)
    with pytest.raises(Refused) as refusal:
        services.second_removal(actor=steward, removal=removal, now=harbour.now)
    assert refusal.value.verdict.code == "needs_second_person"
    assert services.carry_out_removals(now=harbour.now + timedelta(days=30)) == 0, (
        "one person alone does nothing"
    )
    services.second_removal(actor=harbour.acting("registrar"), removal=removal, now=harbour.now)
    mail = Mail.objects.get(to="member@example.org", kind="removal")
    assert "Ruth next door" in mail.text.body
    assert services.carry_out_removals(now=harbour.now) == 0, "not before its day"
    assert services.carry_out_removals(now=harbour.now + timedelta(days=20)) == 1
    assert harbour.acting("member").standing == Standing.REMOVED
    assert services.carry_out_removals(now=harbour.now + timedelta(days=21)) == 0


def test_a_hold_lifts_by_itself_without_a_second_person(harbour):
    steward, member = harbour.acting("steward"), harbour.acting("member")
    hold = services.place_hold(actor=steward, member=member, talk_to="Ruth", why="A threat.", now=harbour.now)
    assert not harbour.acting("member").is_inside
    with pytest.raises(Refused):
        services.confirm_hold(actor=steward, hold=hold, now=harbour.now)
    harbour.now += timedelta(hours=25)
    assert harbour.acting("member").is_inside


def test_a_confirmed_hold_ends_after_72_hours(harbour):
    from commonhearth.foundation.circles.models import Circle, CircleMembership, Role

    root = Circle.objects.get(circle_kind="root")
    seat = CircleMembership.objects.get(circle=root, member=harbour.acting("neighbour"))
    Role.objects.create(
        circle=root,
        office="on_duty",
        holder=seat,
        starts=harbour.now.date(),
        ends=harbour.now.date() + timedelta(days=9),
    )
    hold = services.place_hold(
        actor=harbour.acting("steward"),
        member=harbour.acting("member"),
        talk_to="Ruth",
        why="A threat.",
        now=harbour.now,
    )
    services.confirm_hold(actor=harbour.acting("neighbour"), hold=hold, now=harbour.now + timedelta(hours=2))
    harbour.now += timedelta(hours=71)
    assert not harbour.acting("member").is_inside
    harbour.now += timedelta(hours=2)
    assert harbour.acting("member").is_inside


def test_has_died_needs_two_and_is_undone_in_one_step(harbour):
    member = harbour.acting("member")
    before = harbour.acting("member").circle_ids
    death = services.say_died(actor=harbour.acting("steward"), member=member, now=harbour.now)
    assert harbour.acting("member").standing == Standing.MEMBER
    with pytest.raises(Refused):
        services.confirm_died(actor=harbour.acting("steward"), death=death, now=harbour.now)
    services.confirm_died(actor=harbour.acting("neighbour"), death=death, now=harbour.now)
    assert harbour.acting("member").standing == Standing.DIED
    death = Death.objects.get(id=death.id)
    services.undo_died(actor=harbour.acting("registrar"), death=death, now=harbour.now)
    back = harbour.acting("member")
    assert back.standing == Standing.MEMBER and back.circle_ids == before


@pytest.mark.parametrize("broken", ["logbook.write", "announce"])
def test_a_failure_in_the_middle_leaves_nothing(harbour, monkeypatch, broken):
    def breaks(*args, **kwargs):
        raise RuntimeError("in the middle")

    monkeypatch.setattr(f"commonhearth.foundation.members.services.leaving.{broken}", breaks)
    with pytest.raises(RuntimeError):
        services.leave(actor=harbour.acting("member"), now=harbour.now)
    assert harbour.acting("member").standing == Standing.MEMBER
    assert (
        Period.objects.filter(member=harbour.acting("member"), until=None).get().standing == Standing.MEMBER
    )


def test_a_removal_waits_while_its_member_is_read_as_dead_and_a_later_standing_forgets_the_death(harbour):
    removal = services.ask_to_leave(
        danger_now=True,
        actor=harbour.acting("steward"),
        member=harbour.acting("member"),
        appeal_to="Ada",
        takes_effect=harbour.now.date() + timedelta(days=20),
        why="x",
        now=harbour.now,
    )
    services.second_removal(actor=harbour.acting("registrar"), removal=removal, now=harbour.now)
    death = services.say_died(
        actor=harbour.acting("steward"), member=harbour.acting("member"), now=harbour.now
    )
    services.confirm_died(actor=harbour.acting("neighbour"), death=death, now=harbour.now)
    assert harbour.acting("member").died == harbour.now
    later = harbour.now + timedelta(days=60)
    assert services.carry_out_removals(now=later) == 0
    services.undo_died(actor=harbour.acting("registrar"), death=death, now=later)
    assert services.carry_out_removals(now=later) == 1
    assert harbour.acting("member").standing == "removed" and harbour.acting("member").died is None
