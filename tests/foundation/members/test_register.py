"""The register: legal names sealed, for the registrar, and each their own."""

from __future__ import annotations

import pytest

from commonhearth.foundation import sealed
from commonhearth.foundation.access import Refused
from commonhearth.foundation.logbook.models import Line
from commonhearth.foundation.members import services
from commonhearth.foundation.members.access import may_speak_for
from commonhearth.foundation.members.models import Member, RegisterEntry
from commonhearth.foundation.notices.models import Notice


@pytest.fixture
def entry(world):
    with world.harbour.within():
        yield (
            world.harbour,
            services.enter_legal_name(
                actor=world.harbour.acting("registrar"),
                member=world.harbour.acting("member"),
                legal_name="Margarethe Vogelsang",
                now=world.harbour.now,
            ),
        )


def test_the_registrar_and_the_member_open_it_and_nobody_else(entry):
    harbour, row = entry
    value = RegisterEntry.objects.get(id=row.id).legal_name
    for who in ("registrar", "member"):
        assert sealed.open(value, viewer=harbour.acting(who)) == "Margarethe Vogelsang"
    for who in ("steward", "neighbour", "guest", "former", "paused", "applicant"):
        with pytest.raises(Refused):
            sealed.open(value, viewer=harbour.acting(who))


def test_a_correction_keeps_the_number(entry):
    harbour, row = entry
    again = services.enter_legal_name(
        actor=harbour.acting("registrar"),
        member=harbour.acting("member"),
        legal_name="M. Vogelsang",
        now=harbour.now,
    )
    assert (again.id, again.number) == (row.id, row.number)
    next_one = services.enter_legal_name(
        actor=harbour.acting("registrar"),
        member=harbour.acting("guest"),
        legal_name="G. Ohm",
        now=harbour.now,
    )
    assert next_one.number == row.number + 1


def test_stewards_do_not_keep_the_register(entry):
    harbour, _row = entry
    with pytest.raises(Refused):
        services.enter_legal_name(
            actor=harbour.acting("steward"), member=harbour.acting("member"), legal_name="X", now=harbour.now
        )


def test_the_legal_name_is_on_no_page_of_anybody_else(entry, world):
    _harbour, _row = entry
    for who in ("steward", "neighbour", "operator"):
        client = world.client(who)
        for path in ("home/", "you/", "asking/", ""):
            assert "Vogelsang" not in client.get(f"/c/harbour/{path}").content.decode()


# --- Who takes part without a sign-in -------------------------------------------------------------
def test_somebody_without_a_sign_in_chooses_anew_who_writes_down_their_words(world):
    harbour, olga = world.harbour, world.harbour.things["without_sign_in_id"]
    where = f"/c/harbour/members/{olga}/voice/"
    with harbour.within():
        mara = harbour.acting("member")
        assert may_speak_for(harbour.acting("neighbour"), Member.objects.get(id=olga))
    page = world.client("steward").get(f"/c/harbour/members/{olga}/").text
    assert "writes down their words" in page and where in page
    assert world.client("steward").post(where, {"speaks_through": str(mara.id)}).status_code == 302
    with harbour.within():
        chosen = Member.objects.get(id=olga)
        assert may_speak_for(mara, chosen) and not may_speak_for(harbour.acting("neighbour"), chosen)
        lines = Line.objects.filter(verb="member.voice_chosen").count()
    world.client("registrar").post(where, {"speaks_through": str(mara.id)})
    with harbour.within():
        assert Line.objects.filter(verb="member.voice_chosen").count() == lines == 1, "nothing has changed"
    assert world.client("steward").post(where, {"speaks_through": ""}).status_code == 302
    assert "Nobody writes down their words" in world.client("steward").get(f"/c/harbour/members/{olga}/").text


def test_who_signs_in_speaks_for_themselves_and_only_those_in_office_note_a_choice(world):
    harbour = world.harbour
    with harbour.within():
        olga, mara = Member.objects.get(id=harbour.things["without_sign_in_id"]), harbour.acting("member")
        for who, member in (("steward", mara), ("member", olga), ("neighbour", olga), ("guest", olga)):
            with pytest.raises(Refused):
                services.choose_voice(
                    actor=harbour.acting(who), member=member, speaks_through=mara, now=harbour.now
                )
    assert "Note whom they choose" not in world.client("member").get(f"/c/harbour/members/{olga.id}/").text


def test_those_who_may_add_somebody_find_the_way(world):
    for who, path in (("steward", "office/"), ("steward", "asking/"), ("registrar", "register/")):
        assert "/c/harbour/register/add/" in world.client(who).get(f"/c/harbour/{path}").text, (who, path)
    assert "register/add/" not in world.client("member").get("/c/harbour/asking/").text


def test_whoever_added_somebody_is_led_to_them_and_to_their_card(world):
    client = world.client("steward")
    page = client.get("/c/harbour/register/add/").text
    assert "What shall we call them here?" in page
    with world.harbour.within():
        me = world.harbour.acting("steward").id
    sent = {"name": "Edda", "speaks_through": str(me), "once_key": "a-key-of-this-form-0041"}
    page = client.post("/c/harbour/register/add/", sent, follow=True).text
    with world.harbour.within():
        edda = Member.objects.get(name="Edda").id
    at = f"/c/harbour/members/{edda}/"
    assert f"{at}card/" in page
    card = client.post(f"{at}card/").text
    assert "The card of Edda" in card and f'href="{at}"' in card and "Your card" not in card


def test_whoever_was_chosen_to_write_hears_of_it_unless_they_noted_it_themselves(world):
    harbour, olga = world.harbour, world.harbour.things["without_sign_in_id"]
    with harbour.within():
        before = list(Notice.objects.filter(code="member.voice").values_list("id", flat=True))
        asked = Notice.objects.filter(code="member.voice").exclude(id__in=before)
        mara, steward = harbour.acting("member"), harbour.acting("steward")
        for voice in (mara, mara, steward, None):
            member = Member.objects.get(id=olga)
            services.choose_voice(actor=steward, member=member, speaks_through=voice, now=harbour.now)
        told = asked.get()
        assert told.member_id == mara.id and told.params == {"name": Member.objects.get(id=olga).name}
        services.add_without_sign_in(actor=steward, name="Edda", speaks_through=mara, now=harbour.now)
        assert asked.filter(member=mara).count() == 2
    assert "chose you to write down their words" in world.client("member").get("/c/harbour/notices/").text
    assert world.client("member").get(f"/c/harbour/members/{olga}/").status_code == 200
