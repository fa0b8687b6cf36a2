"""Keys for programs: shown once, kept as a digest, ended at once, made only by who has just shown who they are."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from commonhearth.foundation.access import NotVisible, Refused
from commonhearth.foundation.accounts.models import Person, Token
from commonhearth.foundation.accounts.services import devices, tokens
from commonhearth.foundation.outbox.models import Mail
from commonhearth.foundation.tenancy import in_own_rows
from tests.conftest import NOW
from tests.world import World


def make(person: Person, **given) -> tokens.NewToken:
    told = {"name": "kitchen tablet", "scopes": ["communities:read"], "community": None, "now": NOW} | given
    with in_own_rows(person.id):
        return tokens.make_token(actor=person, person=person, **told)


def test_only_a_digest_is_kept(world: World):
    made = make(world.persons["member"])
    row = Token.objects.get(id=made.token.id)
    kept = " ".join(str(getattr(row, field.attname)) for field in row._meta.concrete_fields)
    assert made.secret.startswith("hearth_") and made.secret not in kept
    assert row.digest == tokens.digest_of(made.secret) and row.prefix in made.secret[:12]


def test_its_person_is_told_by_letter(world: World):
    before = Mail.objects.count()
    make(world.persons["member"])
    assert Mail.objects.count() == before + 1


def test_it_holds_ninety_days_and_never_more_than_a_year(world: World):
    assert make(world.persons["member"]).token.expires == NOW + timedelta(days=90)
    assert make(world.persons["member"], days=5000).token.expires == NOW + timedelta(days=365)


def test_it_opens_until_it_runs_out_or_is_ended(world: World):
    member = world.persons["member"]
    made = make(member)
    assert tokens.token_of(made.secret, now=NOW).person == member
    assert tokens.token_of(made.secret, now=made.token.expires) is None
    tokens.end_token(actor=member, person=member, token_id=made.token.id, now=NOW)
    assert tokens.token_of(made.secret, now=NOW) is None


def test_it_ends_with_the_other_sessions_when_a_way_in_changes(world: World):
    member = world.persons["member"]
    made = make(member)
    devices.end_others(actor=member, person=member, keep="")
    assert tokens.token_of(made.secret, now=NOW) is None


def test_it_is_nobodys_while_its_person_is_suspended(world: World):
    made = make(world.persons["member"])
    Person.objects.filter(id=made.token.person_id).update(is_active=False)
    assert tokens.token_of(made.secret, now=NOW) is None


def test_nobody_makes_or_ends_another_persons(world: World):
    member, steward = world.persons["member"], world.persons["steward"]
    made = make(member)
    with pytest.raises(Refused):
        tokens.make_token(
            actor=steward, person=member, name="x", scopes=["communities:read"], community=None, now=NOW
        )
    with pytest.raises(NotVisible):
        tokens.end_token(actor=steward, person=steward, token_id=made.token.id, now=NOW)


def test_it_is_made_for_a_community_of_ones_own_and_for_what_happens_there(world: World):
    member = world.persons["member"]
    with pytest.raises(NotVisible):
        make(member, community=world.meadow.community.id)
    for scopes in ([], ["circles:read"], ["everything:act"]):
        with pytest.raises(tokens.NothingChosen):
            make(member, scopes=scopes)
    assert make(member, scopes=["circles:read"], community=world.harbour.community.id).token.scopes == [
        "circles:read"
    ]


def test_there_is_an_end_to_their_number(world: World):
    member = world.persons["member"]
    have = Token.objects.filter(person=member, ended=None, expires__gt=NOW).count()
    for _ in range(tokens.MOST - have):
        make(member)
    with pytest.raises(tokens.TooManyTokens):
        make(member)


def test_made_on_the_page_it_is_shown_once(world: World, monkeypatch):
    monkeypatch.setattr("commonhearth.foundation.accounts.step_up.is_fresh", lambda request: True)
    client = world.client("member")
    page = client.get("/accounts/keys/new/").content.decode()
    posted = {
        "once_key": re.search(r'name="once_key" value="([^"]+)"', page)[1],
        "name": "the tablet",
        "place": str(world.harbour.community.id),
        "scopes": ["circles:read", "notices:read"],
        "days": "90",
    }
    first, again = (client.post("/accounts/keys/new/", posted).content.decode() for _ in range(2))
    secret = re.search(r"hearth_[\w-]{43}", first)[0]
    assert not re.search(r"hearth_[\w-]{43}", again) and "made already" in again
    listed = client.get("/accounts/keys/").content.decode()
    assert "the tablet" in listed and secret not in listed
    assert client.get("/api/v1/token", headers={"Authorization": f"Bearer {secret}"}).json()["scopes"] == [
        "circles:read",
        "notices:read",
    ]


def test_a_form_that_makes_no_sense_keeps_what_was_typed(world: World, monkeypatch):
    monkeypatch.setattr("commonhearth.foundation.accounts.step_up.is_fresh", lambda request: True)
    posted = {
        "once_key": "k" * 20,
        "name": "the tablet",
        "place": "nowhere",
        "scopes": ["circles:read"],
        "days": "7",
    }
    answer = world.client("member").post("/accounts/keys/new/", posted)
    assert answer.status_code == 422 and "the tablet" in answer.content.decode()
    assert answer.content.decode().count("Choose in which one") >= 1
