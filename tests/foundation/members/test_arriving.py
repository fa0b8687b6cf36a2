"""Coming along from another host: the link, the code, and that nobody else gets in by either."""

from __future__ import annotations

from datetime import timedelta

import pytest

from commonhearth.foundation.access import Refused, System
from commonhearth.foundation.accounts.services import people
from commonhearth.foundation.logbook.models import Line
from commonhearth.foundation.members import services
from commonhearth.foundation.members.models import Arrival, Bar, Member, Standing
from commonhearth.foundation.members.services import arriving
from commonhearth.foundation.outbox.models import Mail


@pytest.fixture
def harbour(world):
    with world.harbour.within():
        Arrival.objects.all().delete()
        yield world.harbour


@pytest.fixture
def came(harbour):
    """The member, as they stand after a move: without a sign-in, expected at an address."""
    member = harbour.acting("member")
    Member.objects.filter(id=member.id).update(person=None)
    arriving.expect([(member.id, "Mara@Example.org")], now=harbour.now)
    return Member.objects.get(id=member.id)


def link(harbour) -> str:
    assert arriving.send_links(community=harbour.community, now=harbour.now) == 1
    assert arriving.send_links(community=harbour.community, now=harbour.now) == 0
    mail = Mail.objects.get(kind="arrival")
    return mail.fill["link"].rstrip("/").rpartition("/")[2]


def test_the_letter_opens_for_a_sign_in_with_its_address(harbour, came):
    token = link(harbour)
    mail = Mail.objects.get(kind="arrival")
    assert mail.to == "Mara@Example.org" and "Harbour House" not in mail.text.subject
    person = people.arrive(email="mara@example.org", now=harbour.now)
    arrival = arriving.by_link(token, person=person, now=harbour.now)
    member = arriving.tie(actor=person, arrival=arrival, how="link", now=harbour.now)
    assert member.id == came.id and member.person_id == person.id
    assert Line.objects.get(verb="arrival.tied_by_link").who == str(came.pseudonym)
    assert not Arrival.objects.exists()
    with pytest.raises(arriving.NothingToTie):
        arriving.by_link(token, person=person, now=harbour.now)
    with pytest.raises(arriving.NothingToTie):
        arriving.tie(actor=person, arrival=arrival, how="link", now=harbour.now)


def test_passed_on_it_opens_nothing(harbour, came):
    token = link(harbour)
    for who in ("stranger", "neighbour", "steward"):
        with pytest.raises(arriving.NothingToTie):
            arriving.by_link(token, person=harbour.persons.get(who) or harbour_stranger(), now=harbour.now)
    late = harbour.now + arriving.LINK_LASTS + timedelta(seconds=1)
    person = people.arrive(email="mara@example.org", now=harbour.now)
    with pytest.raises(arriving.NothingToTie):
        arriving.by_link(token, person=person, now=late)


def harbour_stranger():
    from commonhearth.foundation.accounts.models import Person

    return Person.objects.get(email="stranger@example.org")


def test_a_code_opens_when_two_people_stand_for_it(harbour, came):
    steward, registrar = harbour.acting("steward"), harbour.acting("registrar")
    first = arriving.give_code(actor=steward, member=came, now=harbour.now)
    code = arriving.give_code(actor=steward, member=came, now=harbour.now)
    with pytest.raises(arriving.NothingToTie):
        arriving.by_code(first, now=harbour.now)
    with pytest.raises(arriving.SecondNeeded):
        arriving.by_code(code, now=harbour.now)
    with pytest.raises(Refused):
        arriving.second_code(actor=steward, member=came, now=harbour.now)
    arriving.second_code(actor=registrar, member=came, now=harbour.now)
    assert arriving.by_code(f" {code.upper().replace('-', ' ')} ", now=harbour.now).member_id == came.id
    with pytest.raises(arriving.NothingToTie):
        arriving.by_code(code, now=harbour.now + arriving.CODE_LASTS)
    anew = arriving.give_code(actor=steward, member=came, now=harbour.now)
    with pytest.raises(arriving.SecondNeeded):  # the second stood for the code before, not for this one
        arriving.by_code(anew, now=harbour.now)


def test_the_first_stewards_code_comes_from_who_took_the_community_in(harbour, came):
    code = arriving.give_code(actor=System("import"), member=came, now=harbour.now)
    arrival = arriving.by_code(code, now=harbour.now)
    person = people.arrive(email="other@example.org", now=harbour.now)
    assert arriving.tie(actor=person, arrival=arrival, how="code", now=harbour.now).person == person


@pytest.mark.parametrize("who", ["member", "guest", "neighbour", "paused"])
def test_only_those_in_office_give_codes(harbour, who):
    olga = Member.objects.get(id=harbour.things["without_sign_in_id"])
    arriving.expect([(olga.id, "")], now=harbour.now)
    with pytest.raises(Refused):
        arriving.give_code(actor=harbour.acting(who), member=olga, now=harbour.now)


def test_nobody_with_a_sign_in_is_given_a_code(harbour):
    with pytest.raises(Refused):
        arriving.give_code(
            actor=harbour.acting("steward"), member=harbour.acting("neighbour"), now=harbour.now
        )


def test_who_is_somebody_here_already_does_not_become_another(harbour, came):
    code = arriving.give_code(actor=System("import"), member=came, now=harbour.now)
    arrival = arriving.by_code(code, now=harbour.now)
    with pytest.raises(Refused):
        arriving.tie(actor=harbour.persons["neighbour"], arrival=arrival, how="code", now=harbour.now)
    # Who only asked to join meanwhile was here all along.
    applicant = harbour.persons["applicant"]
    asked = harbour.acting("applicant")
    member = arriving.tie(actor=applicant, arrival=arrival, how="code", now=harbour.now)
    assert member.person == applicant
    asked = Member.objects.get(id=asked.id)
    assert asked.person is None and asked.standing == Standing.FORMER


def test_who_is_barred_stays_outside(harbour, came):
    code = arriving.give_code(actor=System("import"), member=came, now=harbour.now)
    person = people.arrive(email="barred@example.org", now=harbour.now)
    Bar.objects.create(person=person, member=came, set_by=harbour.acting("steward"), created=harbour.now)
    with pytest.raises(Refused):
        arriving.tie(
            actor=person, arrival=arriving.by_code(code, now=harbour.now), how="code", now=harbour.now
        )


def test_the_address_goes_along_only_where_they_agreed(harbour):
    steward = harbour.acting("steward")
    assert dict(arriving.along())[steward.id] == ""
    services.set_address_along(actor=steward, along=True)
    assert dict(arriving.along())[steward.id] == "steward@example.org"


def test_the_pages(harbour, came, world):
    steward = harbour.acting("steward")
    address = f"/o/{harbour.community.id}/arrive/"
    about = f"/c/harbour/members/{came.id}/"
    page = world.client("steward").get(f"{about}arrival/").content.decode()
    key = page.split('name="once_key" value="')[1].split('"')[0]
    shown = world.client("steward").post(f"{about}arrival/", {"once_key": key}).content.decode()
    code = shown.split('link-to-copy">')[1].split("<")[0]
    again = world.client("steward").post(f"{about}arrival/", {"once_key": key}).content.decode()
    assert code not in again and "shown already" in again
    waits = world.client("stranger").post(address, {"code": code})
    assert waits.status_code == 422 and "second person" in waits.content.decode()
    assert "Harbour" not in waits.content.decode()
    done = world.client("neighbour").post(f"{about}arrival/second/")
    assert done.status_code == 302
    tied = world.client("stranger").post(address, {"code": code})
    assert tied.status_code == 302 and tied["Location"] == "/c/harbour/home/"
    assert Member.objects.get(id=came.id).person.email == "stranger@example.org"
    assert steward.id != came.id
