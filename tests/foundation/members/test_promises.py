"""What the pages promise about holds, askings to leave, bars and being kept apart holds by every address."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from datetime import time as clock

import pytest
from django.conf import settings
from django.test import override_settings

from commonhearth.foundation import once, sealed
from commonhearth.foundation.access import Refused
from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.circles.models import Circle, CircleMembership, Role
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.members import services
from commonhearth.foundation.members.access import may_ask_to_join
from commonhearth.foundation.members.models import (
    Application,
    Bar,
    Hold,
    Invitation,
    Member,
    Removal,
    Standing,
)
from commonhearth.foundation.members.selectors import email_digest, is_barred, office_desk, second_eyes
from commonhearth.foundation.members.services.letters import _not_written_to
from commonhearth.foundation.tenancy import in_community


@pytest.fixture
def harbour(world):
    with world.harbour.within():
        yield world.harbour


def in_office(harbour, who, office):
    """Give somebody an office of the community."""
    root = Circle.objects.get(circle_kind="root")
    Role.objects.create(
        circle=root,
        office=office,
        holder=CircleMembership.objects.get(circle=root, member=harbour.acting(who)),
        starts=harbour.now.date(),
        ends=harbour.now.date() + timedelta(days=60),
    )
    return harbour.acting(who)


def held(harbour, who="member", by="steward"):
    return services.place_hold(
        actor=harbour.acting(by), member=harbour.acting(who), talk_to="Ruth", why="A threat.", now=harbour.now
    )


def removal_of(harbour, who, by, days=20):
    return services.ask_to_leave(
        danger_now=True,
        actor=harbour.acting(by),
        member=harbour.acting(who),
        takes_effect=harbour.now.date() + timedelta(days=days),
        appeal_to="Ruth next door",
        why="Broke confidence twice.",
        now=harbour.now,
    )


# --- On hold ------------------------------------------------------------------------------------------


def test_who_is_on_hold_can_leave_and_takes_everything_along(world, harbour):
    held(harbour)
    client = world.client("member")
    page = client.get("/c/harbour/home/").content.decode()
    for way in ("/c/harbour/you/export/", "/c/harbour/you/leave/", "/help/"):
        assert way in page
    assert client.post("/c/harbour/you/leave/").status_code == 302
    assert harbour.acting("member").standing == Standing.FORMER
    assert "/accounts/again/" in client.get("/c/harbour/you/export/")["Location"], "asked once more who it is"
    assert client.get("/help/").status_code == 200


def test_who_is_on_hold_does_not_come_back_from_being_away_meanwhile(harbour):
    held(harbour, "paused")
    with pytest.raises(Refused):
        services.come_back(actor=harbour.acting("paused"), now=harbour.now)


def test_one_person_alone_does_not_hold_somebody_again_and_again(harbour):
    first = held(harbour)
    assert held(harbour) == first, "twice while it runs is as once"
    harbour.now += timedelta(hours=25)
    with pytest.raises(Refused) as refusal:
        held(harbour)
    assert refusal.value.verdict.code == "needs_second_person"
    in_office(harbour, "neighbour", "on_duty")
    assert held(harbour, by="neighbour") != first, "somebody else may"


def test_lifting_ones_hold_is_no_way_to_hold_somebody_again(harbour):
    first = held(harbour)
    harbour.now += timedelta(hours=23)
    services.lift_hold(actor=harbour.acting("steward"), hold=first, now=harbour.now)
    with pytest.raises(Refused) as refusal:
        held(harbour)
    assert refusal.value.verdict.code == "needs_second_person"


# --- Asked to leave -----------------------------------------------------------------------------------


def test_who_is_asked_to_leave_neither_sees_it_before_they_are_told_nor_takes_it_back(harbour):
    in_office(harbour, "neighbour", "steward")
    removal = removal_of(harbour, "neighbour", by="steward")
    steward = harbour.acting("neighbour")
    assert removal not in office_desk(steward, now=harbour.now).removals
    with pytest.raises(Refused):
        services.withdraw_removal(actor=steward, removal=removal, now=harbour.now)
    services.second_removal(actor=harbour.acting("registrar"), removal=removal, now=harbour.now)
    assert removal in office_desk(steward, now=harbour.now).removals, "now they have been told"
    with pytest.raises(Refused):
        services.withdraw_removal(actor=steward, removal=Removal.objects.get(id=removal.id), now=harbour.now)


def test_notice_counts_from_when_they_are_told(harbour):
    removal = removal_of(harbour, "member", by="steward", days=15)
    later = harbour.now + timedelta(days=14)
    told = services.second_removal(actor=harbour.acting("registrar"), removal=removal, now=later)
    assert told.takes_effect == (later + timedelta(days=14)).date()
    assert services.carry_out_removals(now=later + timedelta(days=2)) == 0


@pytest.mark.parametrize(
    ("zone", "hour", "out"),
    [
        ("America/Los_Angeles", 7, 0),  # still the evening before
        ("America/Los_Angeles", 9, 1),
        ("Pacific/Auckland", -14, 0),
        ("Pacific/Auckland", -10, 1),  # the day has begun there
    ],
)
def test_the_day_they_are_told_begins_on_the_communitys_clock(harbour, zone, hour, out):
    Community.objects.filter(id=harbour.community.id).update(time_zone=zone)
    removal = removal_of(harbour, "member", by="steward")
    removal = services.second_removal(actor=harbour.acting("registrar"), removal=removal, now=harbour.now)
    midnight = datetime.combine(removal.takes_effect, clock.min, tzinfo=UTC)
    assert services.carry_out_removals(now=midnight + timedelta(hours=hour)) == out


# --- May not come back --------------------------------------------------------------------------------


def test_a_bar_set_twice_is_lifted_once(harbour):
    former = harbour.acting("former")
    for _ in range(2):
        row = services.bar(actor=harbour.acting("steward"), member=former, why="A threat.", now=harbour.now)
    services.lift_bar(actor=harbour.acting("steward"), row=row, now=harbour.now)
    assert not Bar.objects.filter(member=former, lifted=None).exists()


def test_whose_bar_is_lifted_may_ask_again_as_the_page_says(harbour):
    removal = removal_of(harbour, "member", by="steward")
    removal = services.second_removal(actor=harbour.acting("registrar"), removal=removal, now=harbour.now)
    services.carry_out_removals(now=harbour.now + timedelta(days=30))
    row = services.bar(
        actor=harbour.acting("steward"), member=harbour.acting("member"), why="x", now=harbour.now
    )
    assert not may_ask_to_join(harbour.acting("member"), harbour.community)
    services.lift_bar(actor=harbour.acting("steward"), row=row, now=harbour.now + timedelta(days=40))
    assert may_ask_to_join(harbour.acting("member"), harbour.community)


def test_nobody_is_barred_who_has_come_in_meanwhile(harbour):
    seen = harbour.acting("former")
    Member.objects.filter(id=seen.id).update(standing=Standing.GUEST)
    with pytest.raises(Refused) as refusal:
        services.bar(actor=harbour.acting("steward"), member=seen, why="x", now=harbour.now)
    assert refusal.value.verdict.code == "still_inside"


# --- Kept apart ---------------------------------------------------------------------------------------


def test_an_asking_is_not_opened_by_who_is_kept_apart_from_who_asked(world, harbour):
    path = f"/c/harbour/asking/{harbour.things['application_id']}/"
    client = world.client("steward")
    assert client.get(path).status_code == 200
    services.keep_apart(actor=harbour.acting("steward"), other=harbour.acting("applicant"), now=harbour.now)
    assert client.get(path).status_code == 404
    assert client.post(f"{path}yes/").status_code == client.get(f"{path}no/").status_code == 404


def test_who_asks_again_is_not_answered_by_somebody_they_are_kept_apart_from(harbour):
    in_office(harbour, "neighbour", "welcomer")
    services.keep_apart(actor=harbour.acting("member"), other=harbour.acting("steward"), now=harbour.now)
    services.leave(actor=harbour.acting("member"), now=harbour.now)
    asking = services.ask_to_join(
        actor=harbour.acting("member"), community=harbour.community, name="Mara", now=harbour.now
    )
    assert asking.welcomer == harbour.acting("neighbour")


def test_home_says_nothing_of_what_the_desk_does_not_show(harbour):
    registrar = harbour.acting("registrar")
    assert second_eyes(registrar, harbour.now) and office_desk(registrar, now=harbour.now).holds
    for kept_apart in ("without_sign_in_id", "apart_id"):
        other = Member.objects.get(id=harbour.things[kept_apart])
        services.keep_apart(actor=registrar, other=other, now=harbour.now)
    assert second_eyes(registrar, harbour.now) == [] == office_desk(registrar, now=harbour.now).holds


def test_a_link_says_no_name_of_somebody_kept_apart(world, harbour):
    Invitation.objects.filter(id=harbour.things["invitation_id"]).update(used_by=harbour.acting("neighbour"))
    client = world.client("member")
    assert "Nils" in client.get("/c/harbour/invitations/").content.decode()
    services.keep_apart(actor=harbour.acting("neighbour"), other=harbour.acting("member"), now=harbour.now)
    assert "Nils" not in client.get("/c/harbour/invitations/").content.decode()


# --- Has died -----------------------------------------------------------------------------------------


def test_a_mistake_is_undone_by_whom_it_concerns(world, harbour):
    death = services.say_died(
        actor=harbour.acting("steward"), member=harbour.acting("member"), now=harbour.now
    )
    services.confirm_died(actor=harbour.acting("neighbour"), death=death, now=harbour.now)
    client, undo = world.client("member"), f"/c/harbour/office/died/{death.id}/undo/"
    assert undo in client.get("/c/harbour/home/", follow=True).content.decode()
    assert world.client("former").post(undo).status_code == 404
    assert client.post(undo).status_code == 302
    assert harbour.acting("member").standing == Standing.MEMBER


# --- What is kept, and who is said to read it ---------------------------------------------------------


@pytest.mark.parametrize("how", ["taken back", "no"])
def test_what_somebody_told_of_themselves_is_not_kept_when_they_do_not_come_in(harbour, how):
    asking = Application.objects.get(id=harbour.things["application_id"])
    if how == "no":
        services.decline(
            actor=harbour.acting("steward"),
            application=asking,
            community=harbour.community,
            letter="We are full.",
            elsewhere=["A", "B"],
            now=harbour.now,
        )
    else:
        services.withdraw(actor=harbour.acting("applicant"), application=asking, now=harbour.now)
    assert sealed.open_for(Application.objects.get(id=asking.id).answers, purpose="own-export") == ""


@pytest.mark.parametrize(
    ("admission", "said"),
    [("steward", "The stewards and welcomers answer"), ("two_members", "each full member can read this")],
)
def test_who_asks_is_told_who_reads_it(world, admission, said):
    Community.objects.filter(id=world.harbour.community.id).update(admission=admission)
    page = world.client("stranger").get("/c/harbour/join/").content.decode()
    assert said in page
    asking = f"/c/harbour/asking/{world.harbour.things['application_id']}/"
    assert world.client("steward").get(asking).status_code == 200
    assert world.client("neighbour").get(asking).status_code == (200 if admission == "two_members" else 404)


def test_the_name_of_the_export_names_no_community(world):
    client = world.client("member")
    session = client.session
    session["account_authentication_methods_user"] = str(world.persons["member"].pk)
    session["account_authentication_methods"] = [{"method": "code", "at": time.time()}]
    session.save()
    named = client.get("/c/harbour/you/export/")["Content-Disposition"]
    assert "zip" in named and "harbour" not in named.lower()


# --- Pressed twice ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "path", "form", "made"),
    [
        ("member", "invitations/", {"note": "Rosa’s sister", "days": "14"}, Invitation),
        ("steward", "register/add/", {"name": "Rolf"}, Member),
        ("steward", "members/{neighbour}/hold/", {"talk_to": "Ruth", "why": "A threat."}, Hold),
        (
            "steward",
            "members/{neighbour}/ask-to-leave/",
            {"takes_effect": "{day}", "appeal_to": "Ruth", "why": "Broke confidence.", "danger_now": "on"},
            Removal,
        ),
        ("steward", "members/{former}/bar/", {"why": "A threat."}, Bar),
    ],
)
def test_a_double_press_makes_one(world, who, path, form, made):
    with world.harbour.within():
        told = {who: world.harbour.acting(who).id for who in ("neighbour", "former")}
        before = made.objects.count()
    day = (world.now + timedelta(days=30)).date().isoformat()
    form = {key: value.format(day=day) for key, value in form.items()} | {"once_key": once.new_key()}
    answers = [world.client(who).post(f"/c/harbour/{path.format(**told)}", form) for _ in range(2)]
    assert {answer.status_code for answer in answers} <= {200, 302}
    with in_community(world.harbour.community.id):
        assert made.objects.count() == before + 1


def test_a_link_is_shown_once_also_when_pressed_twice(world):
    client, form = world.client("member"), {"days": "14", "once_key": once.new_key()}
    first, second = (client.post("/c/harbour/invitations/", form).content.decode() for _ in range(2))
    assert "/come-in/" in first and "/come-in/" not in second and "made already" in second


def test_a_link_says_from_what_age_one_may_come_in(world):
    path = f"/o/{world.harbour.community.id}/come-in/{world.harbour.things['token']}/"
    client = world.client("stranger")
    assert "I am 18 or older" in client.get(path).content.decode()
    assert client.post(path, {"name": "Saba"}).status_code == 422
    with world.harbour.within():
        assert not Member.objects.filter(name="Saba").exists()


def test_coming_in_twice_by_one_link_is_coming_in(world):
    path = f"/o/{world.harbour.community.id}/come-in/{world.harbour.things['token']}/"
    client = world.client("stranger")
    answers = [client.post(path, {"name": "Saba", "old_enough": "on"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"] == "/c/harbour/home/"
    assert world.client("operator").get(path).status_code == 410
    with world.harbour.within():
        assert Member.objects.filter(name="Saba").count() == 1
        assert not Application.objects.filter(member__name="Saba").exists()


def test_while_somebody_is_on_hold_their_links_open_nothing_and_they_answer_nobody(world):
    from commonhearth.foundation.members.selectors import holders
    from commonhearth.foundation.members.services.invitations import find_invitation

    with world.harbour.within():
        steward = world.harbour.acting("steward")
        _made, token = services.invite(actor=steward, now=world.now)
        assert find_invitation(token, now=world.now) and steward in holders("steward", now=world.now)
        Hold.objects.create(
            member=steward,
            placed_by=world.harbour.acting("registrar"),
            confirm_by=world.now + timedelta(hours=24),
            until=world.now + timedelta(hours=72),
            talk_to="Olga",
        )
        assert steward not in holders("steward", now=world.now)
        with pytest.raises(services.InvitationSpent):
            find_invitation(token, now=world.now)


def test_the_export_tells_nothing_early_and_points_at_nobody_else(world):
    from commonhearth.foundation.members.services.export import own_rows

    with world.harbour.within():
        member, steward = world.harbour.acting("member"), world.harbour.acting("steward")
        removal = services.ask_to_leave(
            danger_now=True,
            actor=steward,
            member=member,
            takes_effect=world.now.date() + timedelta(days=30),
            appeal_to="Ruth",
            why="Broke confidence.",
            now=world.now,
        )
        assert "members_removal" not in own_rows(member), "nobody has told them yet"
        services.second_removal(actor=world.harbour.acting("registrar"), removal=removal, now=world.now)
        written = str(own_rows(member)["members_removal"])
        assert "Ruth" in written and str(steward.id) not in written


def test_who_cannot_be_written_to_is_not_said_to_have_been(world):
    from commonhearth.foundation.members.models import Application

    with world.harbour.within():
        asking = Application.objects.get(member=world.harbour.acting("applicant"), closed=None)
        asking.member.person.email = None
        asking.member.person.save(update_fields=["email"])
        sent = services.decline(
            actor=world.harbour.acting("steward"),
            application=asking,
            community=world.harbour.community,
            letter="No.",
            elsewhere=["A", "B"],
            now=world.now,
        )
        assert sent is False


def test_a_bar_holds_when_the_host_has_a_new_signing_key(harbour):
    """Also for a new sign-in with the old address, which only the digest knows again."""
    former = harbour.acting("former")
    digest = email_digest("gone@example.org")
    Bar.objects.create(
        member=former, set_by=harbour.acting("steward"), email_digest=digest, created=harbour.now
    )
    again = Person.objects.create_user("gone@example.org")
    rotated = {"SECRET_KEY": "a new one", "SECRET_KEY_FALLBACKS": [settings.SECRET_KEY]}
    with override_settings(**rotated):
        assert is_barred(again)
        assert _not_written_to(["gone@example.org"]) == {"gone@example.org"}
    with override_settings(SECRET_KEY="a new one"):
        assert not is_barred(again)
