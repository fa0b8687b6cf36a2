"""Pages of the path: who is told what, what was typed stays, a press twice does it once."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from commonhearth.foundation import once
from commonhearth.foundation.communities.models import Community
from commonhearth.rooms.founding.models import Draft, DraftClause, FirstRole, Founder, FounderLink
from commonhearth.rooms.founding.services.text import digest_of


@pytest.fixture
def ana(table):
    client = Client()
    client.force_login(table.person("Ana"))
    return client


def as_somebody(table, name):
    client = Client()
    client.force_login(table.person(name))
    return client


def test_a_visitor_is_told_why_and_has_nothing_to_fill_in(db):
    page = Client().get("/start/").content.decode()
    assert "before you write anything" in page and "/accounts/login/?next=/start/" in page
    assert "<textarea" not in page and 'name="called"' not in page
    assert Client().post("/start/", {"kind": "other", "called": "A"}).status_code == 200
    assert not Draft.objects.exists()


def test_a_press_twice_begins_one_draft(table, ana):
    form = {"kind": "village", "called": "Ana", "once_key": once.new_key()}
    first, second = ana.post("/start/", form), ana.post("/start/", form)
    assert first.url == second.url and Draft.objects.count() == 1
    assert first.url.endswith("/say/purpose/")


def test_what_was_typed_stays_when_something_is_wrong(table, ana):
    draft = table.draft()
    answer = ana.post(f"/start/{draft.id}/say/place/", {"place": "Nowhereville", "precision": "town"})
    page = answer.content.decode()
    assert answer.status_code == 422 and 'value="Nowhereville"' in page and "do not know this place" in page
    answer = ana.post(
        f"/start/{draft.id}/say/meeting/",
        {
            "meets_on": "not a day",
            "meets_where": "The hall",
            "meets_shown": "district",
            "time_zone": "Mars/One",
        },
    )
    assert answer.status_code == 422 and "The hall" in answer.content.decode()
    part = DraftClause.objects.get(draft=draft, key="trial")
    answer = ana.post(
        f"/start/{draft.id}/agreements/{part.id}/", {"short": "S", "text": "T", "rule_value": "999999"}
    )
    assert answer.status_code == 422 and "from 0 to 730" in answer.content.decode()


def test_hostile_words_are_shown_as_words(table, ana):
    draft = table.draft()
    ana.post(f"/start/{draft.id}/say/purpose/", {"purpose": "<script>alert(1)</script>"})
    for page in ("", "confirm/", "kit/"):
        assert "<script>alert" not in ana.get(f"/start/{draft.id}/{page}").content.decode()
    long = ana.post(f"/start/{draft.id}/say/purpose/", {"purpose": "x" * 100_000})
    assert long.status_code == 422
    assert ana.post(f"/start/{draft.id}/say/purpose/", {"purpose": "\x00"}).status_code == 422


def test_an_unknown_step_is_not_there(table, ana):
    draft = table.draft()
    assert ana.get(f"/start/{draft.id}/say/founders/").status_code == 404
    assert ana.post(f"/start/{draft.id}/without/purpose/").status_code == 404


def test_the_link_is_shown_once_and_made_once(table, ana):
    draft = table.draft()
    form = {"note": "Ben", "once_key": once.new_key()}
    first = ana.post(f"/start/{draft.id}/founders/", form).content.decode()
    token = re.search(r"/start/with/([^/]+)/", first).group(1)
    again = ana.post(f"/start/{draft.id}/founders/", form).content.decode()
    assert token not in again and "shown only once" in again and FounderLink.objects.count() == 1
    visitor = Client().get(f"/start/with/{token}/").content.decode()
    assert "Somebody invites you" in visitor and "Ana" not in visitor
    ben = as_somebody(table, "Ben")
    answer = ben.post(f"/start/with/{token}/", {"name": "Ana"})
    assert answer.status_code == 422 and "tells the two of you apart" in answer.content.decode()
    assert ben.post(f"/start/with/{token}/", {"name": "Ben"}).url == f"/start/{draft.id}/"
    assert as_somebody(table, "Cleo").get(f"/start/with/{token}/").status_code == 410
    assert Founder.objects.count() == 2


def test_a_yes_asks_for_the_age_and_for_the_text_that_was_read(table, ana):
    draft = table.whole()
    path = f"/start/{draft.id}/confirm/"
    text = digest_of(draft)
    assert ana.post(path, {"text": text}).status_code == 422
    table.say(draft, by="Ben", for_whom="Everybody")
    answer = ana.post(path, {"text": text, "old_enough": "on"})
    assert answer.status_code == 409 and "changed a word while you were reading" in answer.content.decode()
    draft.refresh_from_db()
    assert digest_of(draft) in answer.content.decode(), "the page carries the text as it is now"
    assert ana.post(path, {"text": "x" * 500, "old_enough": "on"}).status_code == 422


def test_after_the_third_yes_everybody_is_led_inside(table, ana):
    draft = table.whole()
    table.confirm(draft, "Ben", "Cleo")
    draft.refresh_from_db()
    form = {"text": digest_of(draft), "old_enough": "on"}
    answer = ana.post(f"/start/{draft.id}/confirm/", form)
    home = f"/c/{Community.objects.get().slug}/home/"
    assert answer.url == home
    assert ana.post(f"/start/{draft.id}/confirm/", form).url == home, "a second press is no second community"
    assert ana.get(f"/start/{draft.id}/").url == home
    assert Community.objects.count() == 1


def test_what_is_whole_is_to_be_read_and_confirmed_first_and_then_others_are_asked(table, ana):
    draft = table.whole(others=("Ben",))
    page = f"/start/{draft.id}/"
    confirm = f'href="{page}confirm/"'
    text = ana.get(page).content.decode()
    assert text.count(confirm) == 1 and "Read it whole, and confirm" in text and "Go on: " not in text
    table.confirm(draft, "Ana")
    text = ana.get(page).content.decode()
    assert "Go on: Who begins it with you" in text and "Read it whole, and confirm" not in text
    assert text.count(confirm) == 1


def test_a_role_is_for_a_founder_of_this_draft(table, ana):
    draft, other = table.draft(), table.draft(by="Zoe")
    theirs = table.founder(other, "Zoe").id
    answer = ana.post(f"/start/{draft.id}/roles/", {"steward": str(theirs), "steward_months": "12"})
    assert answer.status_code == 422
    mine = table.founder(draft, "Ana").id
    months = {f"{row}_months": "12" for row in ("steward", "steward2", "treasurer", "welcomer", "registrar")}
    assert ana.post(f"/start/{draft.id}/roles/", months | {"steward": str(mine)}).status_code == 302


def test_who_is_alone_with_it_stands_as_steward_until_they_choose_another(table, ana):
    draft = table.draft()
    mine = f'<option value="{table.founder(draft, "Ana").id}" selected>'
    page = ana.get(f"/start/{draft.id}/roles/").content.decode()
    assert page.count(mine) == 1
    table.come(draft, "Ben")
    assert mine not in ana.get(f"/start/{draft.id}/roles/").content.decode(), "with two it is theirs to say"
    assert not FirstRole.objects.exists(), "seeing it names nobody"


def test_put_away_says_until_when_and_comes_back(table, ana):
    draft = table.draft()
    ana.post(f"/start/{draft.id}/put-away/")
    page = ana.get(f"/start/{draft.id}/").content.decode()
    assert "kept until 5 March 2027" in page or "it is kept until" in page
    assert ana.get(f"/start/{draft.id}/say/purpose/").status_code == 403
    ana.post(f"/start/{draft.id}/take-up/")
    assert ana.get(f"/start/{draft.id}/say/purpose/").status_code == 200


def test_the_first_pages_lead_here(db):
    for path in ("/", "/find/?place=Atlantis"):
        assert 'href="/start/"' in Client().get(path).content.decode(), path
