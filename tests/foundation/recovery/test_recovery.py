"""Two members vouch, three days pass, anybody concerned can stop it, and only the place here comes back."""

from __future__ import annotations

import threading
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db import IntegrityError, connection, transaction

from commonhearth.foundation.access import NotVisible, Refused
from commonhearth.foundation.accounts.services import people as sign_ins
from commonhearth.foundation.circles.models import Role
from commonhearth.foundation.logbook.models import Line
from commonhearth.foundation.members import services as members
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.notices.models import Notice
from commonhearth.foundation.outbox.models import Mail
from commonhearth.foundation.recovery import selectors, services
from commonhearth.foundation.recovery.models import Code, Recovery
from commonhearth.foundation.tenancy import in_community

#: Who has lost every way in, and the two who know her.
LOST, FIRST, SECOND = "member", "neighbour", "registrar"


@pytest.fixture
def harbour(world):
    with world.harbour.within():
        yield world.harbour


@pytest.fixture
def anew(harbour):
    return sign_ins.arrive(email="mara.anew@example.org", now=harbour.now)


@pytest.fixture
def code(anew, harbour):
    return services.make_code(actor=anew, now=harbour.now)


def vouch(harbour, who, code, *, member=LOST, now=None):
    return services.vouch(
        actor=harbour.acting(who), member=harbour.acting(member), code=code, now=now or harbour.now
    )


def both(harbour, code):
    vouch(harbour, FIRST, code)
    return vouch(harbour, SECOND, code)


def after(harbour, hours):
    return services.carry_out(now=harbour.now + timedelta(hours=hours))


def test_two_vouch_and_after_three_days_she_is_back(harbour, anew, code):
    was = harbour.persons[LOST]
    mara = harbour.acting(LOST)
    assert vouch(harbour, FIRST, code).due is None, "one voice begins nothing"
    assert after(harbour, 1000) == 0
    assert vouch(harbour, SECOND, code).due == harbour.now + timedelta(hours=72)
    assert after(harbour, 71.9) == 0
    assert Member.objects.get(id=mara.id).person == was
    assert after(harbour, 72) == 1
    assert Member.objects.get(id=mara.id).person == anew
    assert after(harbour, 73) == 0, "once"
    assert not Code.objects.filter(person=anew).exists()


def test_only_the_place_here_comes_back(harbour, world, anew, code):
    steward = harbour.persons["steward"]
    with in_community(world.meadow.community.id):
        row = Member.objects.create(person=harbour.persons[LOST], name="Mara in Meadow", standing="member")
    both(harbour, code)
    after(harbour, 72)
    with in_community(world.meadow.community.id):
        assert Member.objects.get(id=row.id).person == harbour.persons[LOST]
    assert Member.objects.get(person=steward)


def test_offices_rest_until_they_are_given_again(harbour, anew, code):
    vouch(harbour, FIRST, code, member="steward")
    vouch(harbour, SECOND, code, member="steward")
    stella = harbour.acting("steward")
    assert Role.objects.filter(holder__member=stella, ended=None).exists()
    after(harbour, 72)
    assert not Role.objects.filter(holder__member=stella, ended=None).exists()


def test_every_wrong_code_is_answered_alike(harbour, world, anew, code):
    stranger = sign_ins.arrive(email="somebody.else@example.org", now=harbour.now)
    later = harbour.now + timedelta(days=8)
    inside = services.make_code(actor=harbour.persons["guest"], now=harbour.now)
    own = services.make_code(actor=harbour.persons[FIRST], now=harbour.now)
    for wrong in ("", "ABCD EFGH JKMN", inside, own):
        with pytest.raises(services.WrongCode):
            vouch(harbour, FIRST, wrong)
    with pytest.raises(services.WrongCode):
        vouch(harbour, FIRST, code, now=later)
    vouch(harbour, FIRST, code)
    with pytest.raises(services.WrongCode):  # the second speaks of somebody else
        vouch(harbour, SECOND, services.make_code(actor=stranger, now=harbour.now))


def test_who_may_not_come_back_is_not_brought_back_by_two(harbour, anew, code):
    barred = sign_ins.arrive(email="barred@example.org", now=harbour.now)
    frida = harbour.acting("former")
    members.bar(actor=harbour.acting("steward"), member=frida, why="", now=harbour.now)
    Member.objects.filter(id=frida.id).update(person=None)
    from commonhearth.foundation.members.models import Bar

    Bar.objects.update(person=barred)
    with pytest.raises(services.WrongCode):
        vouch(harbour, FIRST, services.make_code(actor=barred, now=harbour.now))


def test_a_code_may_be_typed_as_it_was_heard(harbour, code):
    assert vouch(harbour, FIRST, f" {code[:4].lower()}-{code[4:8]} {code[8:]} ")


def test_a_newer_code_ends_the_older(harbour, anew, code):
    newer = services.make_code(actor=anew, now=harbour.now)
    with pytest.raises(services.WrongCode):
        vouch(harbour, FIRST, code)
    assert vouch(harbour, FIRST, newer)


@pytest.mark.parametrize("who", ["guest", "paused", LOST])
def test_who_may_not_vouch(harbour, code, who):
    with pytest.raises(Refused):
        vouch(harbour, who, code)
    assert not Recovery.objects.filter(member=harbour.acting(LOST)).exists()


def test_one_person_is_not_two(harbour, code):
    found = vouch(harbour, FIRST, code)
    with pytest.raises(Refused):
        vouch(harbour, FIRST, code)
    with pytest.raises(IntegrityError), transaction.atomic():
        Recovery.objects.filter(id=found.id).update(second_by=harbour.acting(FIRST), due=harbour.now)


@pytest.mark.parametrize("who", [LOST, FIRST, SECOND, "steward"])
def test_whoever_it_concerns_can_stop_it(harbour, code, who):
    found = both(harbour, code)
    services.stop(actor=harbour.acting(who), recovery=found, now=harbour.now)
    assert after(harbour, 100) == 0
    assert Member.objects.get(id=found.member_id).person == harbour.persons[LOST]


@pytest.mark.parametrize("who", ["guest", "paused"])
def test_nobody_else_sees_or_stops_it(harbour, code, who):
    found = both(harbour, code)
    with pytest.raises(NotVisible):
        selectors.recovery_seen_by(harbour.acting(who), found.id)
    with pytest.raises(Refused):
        services.stop(actor=harbour.acting(who), recovery=found, now=harbour.now)


def test_the_letter_to_the_old_address_stops_it_without_signing_in(harbour, world, code):
    found = both(harbour, code)
    mail = Mail.objects.get(to=harbour.persons[LOST].email, kind="safety")
    [link] = [line for line in mail.text.body.splitlines() if "/letter/" in line]
    path = urlsplit(link.strip()).path
    visitor = world.client("visitor")
    shown = visitor.get(path).content.decode()
    assert "Mara" not in shown
    assert "Harbour" not in shown
    assert visitor.post(path).status_code == 200
    with harbour.within():
        assert Recovery.objects.get(id=found.id).stopped
        assert after(harbour, 100) == 0


def test_letters_are_discreet_and_name_nobody(harbour, code, anew):
    both(harbour, code)
    for mail in Mail.objects.filter(kind="safety"):
        whole = " ".join([mail.text.subject, mail.text.body, mail.sender_name])
        for inside in ("Mara", "Nils", "Karla", "Harbour House"):
            assert inside not in whole
    assert Mail.objects.filter(kind="safety", to=anew.email).exists()


def test_those_concerned_are_told_inside(harbour, code):
    both(harbour, code)
    told = set(Notice.objects.filter(code__startswith="recovery.").values_list("member__name", "code"))
    assert {("Mara", "recovery.about_you"), ("Stella", "recovery.begun"), ("Nils", "recovery.begun")} <= told


def test_each_step_stands_in_the_logbook(harbour, code):
    both(harbour, code)
    after(harbour, 72)
    verbs = list(Line.objects.filter(verb__startswith="recovery.").values_list("verb", flat=True))
    assert {"recovery.vouched", "recovery.begun", "recovery.done"} <= set(verbs)


def test_nothing_happens_to_who_left_meanwhile(harbour, code):
    found = both(harbour, code)
    members.leave(actor=harbour.acting(LOST), now=harbour.now)
    assert after(harbour, 72) == 0
    assert Recovery.objects.get(id=found.id).stopped


def test_nothing_happens_when_the_new_sign_in_came_in_otherwise(harbour, code, anew):
    both(harbour, code)
    Member.objects.create(person=anew, name="Mara again", standing="applicant")
    assert after(harbour, 72) == 0


def test_two_at_once_are_two_voices(real_commits, world):
    harbour = world.harbour
    anew = sign_ins.arrive(email="mara.anew@example.org", now=harbour.now)
    code = services.make_code(actor=anew, now=harbour.now)
    wrong = []

    def say(who):
        try:
            with harbour.within():
                vouch(harbour, who, code)
        except Exception as fault:
            wrong.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=say, args=[who]) for who in (FIRST, SECOND)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    with harbour.within():
        found = Recovery.objects.get(member=harbour.acting(LOST))
        assert found.first_by_id != found.second_by_id
        assert found.due == harbour.now + timedelta(hours=72)


def test_the_pages_walk(harbour, world, anew):
    stranger = world.client("stranger")
    assert "code" in stranger.get("/lost/").content.decode()
    shown = stranger.post("/lost/").content.decode()
    spoken = shown.split('id="code">')[1].split("<")[0]
    mara = harbour.acting(LOST)
    for who in (FIRST, SECOND):
        client = world.client(who)
        assert "lost every way in" in client.get(f"/c/harbour/members/{mara.id}/").content.decode()
        answer = client.post(f"/c/harbour/members/{mara.id}/lost/", {"code": spoken, "sure": "on"})
        assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "Nils" in page
    assert "Karla" in page
    wrong = world.client("steward").post(f"/c/harbour/members/{mara.id}/lost/", {"code": spoken})
    assert wrong.status_code in (403, 422)


def test_guessing_codes_is_slow(harbour, world):
    client, mara = world.client(FIRST), harbour.acting(LOST)
    bodies = [
        client.post(f"/c/harbour/members/{mara.id}/lost/", {"code": f"ABCDEFGHJK{n:02}", "sure": "on"})
        for n in range(22, 30)
    ]
    assert all(answer.status_code == 422 for answer in bodies)
    assert "too often" in bodies[-1].content.decode()
