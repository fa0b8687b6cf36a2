"""The two pages by which somebody erases what is theirs: in one community, and their whole sign-in."""

from __future__ import annotations

import pytest

from commonhearth.foundation.access import Refused
from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.accounts.services.erasing import erase_person
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.members.services import erasing
from commonhearth.foundation.members.wording import shares


def fresh(client):
    """Let a client have shown a moment ago that it is them."""
    import time

    session = client.session
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session["account_authentication_methods"] = [{"method": "code", "at": time.time()}]
    session.save()
    return client


def test_the_page_says_what_stays_and_why_and_nothing_happens_without_the_word(world):
    client = fresh(world.client("member"))
    page = client.get("/c/harbour/you/erase/").content.decode()
    assert "How you were known here" in page and "the law asks for" in page
    assert client.post("/c/harbour/you/erase/", {}).status_code == 422
    with world.harbour.within():
        assert world.harbour.acting("member").name == "Mara"


@pytest.mark.parametrize("who", ["member", "guest", "paused", "steward", "applicant", "former"])
def test_whoever_has_a_row_here_erases_it_and_is_a_stranger_then(world, who):
    client = fresh(world.client(who))
    with world.harbour.within():
        id = world.harbour.acting(who).id
    done = client.post("/c/harbour/you/erase/", {"sure": "on"})
    assert done.status_code == 302 and done["Location"] == "/home/"
    with world.harbour.within():
        row = Member.objects.get(id=id)
        assert row.name == "" and row.person is None
    assert client.get("/c/harbour/you/").status_code == 404
    assert client.get("/home/").status_code == 200
    # The others' pages still read.
    assert world.client("neighbour").get("/c/harbour/people/").status_code in (200, 404)
    assert world.client("neighbour").get("/c/harbour/circles/").status_code == 200


def test_the_whole_sign_in_goes_in_every_community(world):
    client = fresh(world.client("elsewhere"))
    assert client.post("/accounts/erase/", {}).status_code == 422
    done = client.post("/accounts/erase/", {"sure": "on"})
    assert done.status_code == 200 and "It is erased" in done.content.decode()
    assert not Person.objects.filter(email="elsewhere@example.org").exists()
    with world.meadow.within():
        assert Member.objects.filter(name="Edda").count() == 0
    assert client.get("/home/").status_code == 302


def test_who_alone_looks_after_the_host_stays_until_somebody_else_does(world):
    operator = world.persons["operator"]
    with pytest.raises(Refused):
        erase_person(actor=operator, person=operator, now=world.now)
    Person.objects.filter(email="reviewer@example.org").update(is_operator=True)
    erase_person(actor=operator, person=Person.objects.get(id=operator.id), now=world.now)
    assert not Person.objects.filter(id=operator.id).exists()


def test_nobody_erases_somebody_elses_sign_in(world):
    with pytest.raises(Refused):
        erase_person(actor=world.persons["operator"], person=world.persons["member"], now=world.now)


def test_every_table_of_ones_own_has_its_sentence(world):
    with world.harbour.within():
        for heading, what, _why in shares(erasing.what_goes(world.harbour.acting("member"))):
            assert heading and what
