"""The pages of members: a double press acts once, a wrong field keeps what was typed, queries stay flat."""

from __future__ import annotations

import time

import pytest

from commonhearth.foundation import once
from commonhearth.foundation.accounts.services import people
from commonhearth.foundation.members import services
from commonhearth.foundation.members.models import Application, Member, Standing
from tests.counting import queries


def test_a_double_press_asks_once(world):
    client, form = world.client("stranger"), {"name": "Saba", "old_enough": "on", "once_key": once.new_key()}
    first, second = (client.post("/c/harbour/join/", form) for _ in range(2))
    assert first.status_code == second.status_code == 302 and first["Location"] == second["Location"]
    with world.harbour.within():
        assert Application.objects.filter(member__name="Saba").count() == 1


def test_a_missing_field_keeps_what_was_typed(world):
    answer = world.client("stranger").post(
        "/c/harbour/join/", {"name": "", "word": "from Leith", "once_key": once.new_key()}
    )
    assert answer.status_code == 422 and "from Leith" in answer.content.decode()


def test_posting_a_standing_changes_nothing(world):
    form = {
        "name": "Saba",
        "old_enough": "on",
        "once_key": once.new_key(),
        "standing": "member",
        "offices": "steward",
    }
    world.client("stranger").post("/c/harbour/join/", form)
    with world.harbour.within():
        assert Member.objects.get(name="Saba").standing == Standing.APPLICANT


def test_the_one_who_asked_sees_a_name_and_a_day(world):
    page = world.client("applicant").get("/c/harbour/join/asked/").content.decode()
    assert "Stella answers by" in page and "Company on Thursdays" not in page


def test_an_invitation_tells_nothing_before_it_is_opened(world):
    token = world.harbour.things["token"]
    page = world.client("visitor").get(f"/o/{world.harbour.community.id}/come-in/{token}/").content.decode()
    assert "Somebody invites you" in page
    for word in ("Harbour", "harbour", "Mara", "mental", "co-op"):
        assert word not in page, word


def test_leave_in_one_press_then_nothing_is_seen(world):
    client = world.client("neighbour")
    assert client.get("/c/harbour/home/").status_code == 200
    assert client.post("/c/harbour/you/leave/").status_code == 302
    assert client.get("/c/harbour/circles/").status_code == 404
    assert "/accounts/again/" in client.get("/c/harbour/you/export/")["Location"], (
        "it is them, shown once more"
    )
    session = client.session
    session["account_authentication_methods_user"] = str(world.persons["neighbour"].pk)
    session["account_authentication_methods"] = [{"method": "code", "at": time.time()}]
    session.save()
    assert client.get("/c/harbour/you/export/")["Content-Type"] == "application/zip"


def test_a_get_changes_nothing(world):
    client = world.client("member")
    client.get("/c/harbour/you/leave/")
    assert client.get("/c/harbour/you/back/").status_code == 405
    with world.harbour.within():
        assert world.harbour.acting("member").standing == Standing.MEMBER


@pytest.mark.parametrize("path", ["home/", "asking/", "register/", "invitations/"])
def test_queries_do_not_grow(world, path):
    who = "registrar" if path == "register/" else "steward"
    client = world.client(who)
    few = queries(client, f"/c/harbour/{path}")
    with world.harbour.within():
        for number in range(30):
            person = people.arrive(email=f"n{number}@example.org", now=world.now)
            services.ask_to_join(
                actor=person, community=world.harbour.community, name=f"N{number}", now=world.now
            )
            services.invite(actor=world.harbour.acting(who), now=world.now)
    assert queries(client, f"/c/harbour/{path}") == few
    assert few <= (12 if path == "home/" else 8)


def test_a_newcomer_is_led_to_what_they_may_do(world):
    """Each suggestion opens a room, and none opens one that the community has closed."""
    client = world.client("guest")
    page = client.get("/c/harbour/home/").text
    assert "Say hello, or just read." in page
    for there in ("/c/harbour/talk/", "/c/harbour/meetings/", "/c/harbour/you/"):
        assert f'href="{there}"' in page and client.get(there).status_code == 200
