"""Beginning a community, what it says of itself, and letters from outside."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest

from commonhearth.foundation import once, sealed
from commonhearth.foundation.access import VISITOR, Refused
from commonhearth.foundation.circles.models import Circle, Role
from commonhearth.foundation.circles.selectors import acting
from commonhearth.foundation.communities import services
from commonhearth.foundation.communities.models import Community, ReachOut, SigningKey
from commonhearth.foundation.communities.selectors import letters_late, shown_place
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.outbox.models import Mail
from commonhearth.foundation.tenancy import in_community


def begin(world, **told):
    return services.create_community(
        actor=world.persons["stranger"],
        name=told.pop("name", "Linden Row"),
        founder_name="Saba",
        now=world.now,
        **told,
    )


def test_beginning_gives_keys_a_root_circle_and_a_steward_for_a_year_at_most(world):
    community = begin(world, community_kind="mental_health")
    assert len(bytes(community.public_key)) == 32
    with in_community(community.id):
        founder = acting(world.persons["stranger"], now=world.now)
        assert founder.offices == {"steward"}
        role = Role.objects.get()
        assert (role.ends - role.starts).days <= 366
        assert Circle.objects.get().circle_kind == "root"
        assert SigningKey.objects.count() == 1
    assert community.public_page is False, "nobody outside sees it until its people choose so"
    assert community.outside_name == "LR", "a neutral name is the default for mental-health communities"
    community.outside_name = ""
    assert community.named_outside == "LR", "also when the field was emptied, or the kind was chosen later"


def test_a_name_in_use_is_said(world):
    with pytest.raises(services.SlugTaken):
        begin(world, name="Harbour House", slug="harbour")


def test_a_member_of_nothing_changes_nothing(world):
    with world.harbour.within(), pytest.raises(Refused):
        services.change_community(
            actor=world.harbour.acting("member"),
            community=world.harbour.community,
            name="Ours",
            now=world.now,
        )


def test_only_what_is_told_can_be_told(world):
    with world.harbour.within(), pytest.raises(services.NotATold):
        services.change_community(
            actor=world.harbour.acting("steward"),
            community=world.harbour.community,
            admission="circle",
            now=world.now,
        )


@pytest.mark.parametrize(
    ("precision", "finest"), [("exact", 0.0), ("km", 0.75), ("town", None), ("hidden", None)]
)
def test_a_place_is_shown_no_finer_than_chosen(world, precision, finest):
    from commonhearth.core.places.distance import Point, great_circle_km

    community = Community(
        town="Portsmouth", place_text="3 Quay", latitude=50.79523, longitude=-1.08891, precision=precision
    )
    place = shown_place(community)
    if finest is None:
        assert place.latitude is None and place.longitude is None
    else:
        apart = great_circle_km(Point(50.79523, -1.08891), Point(place.latitude, place.longitude))
        assert apart <= finest
    assert ("3 Quay" in place.words) == (precision == "exact")
    assert (place.words == "") == (precision == "hidden")


def test_an_unlisted_community_is_there_for_nobody_outside(world):
    community = begin(world)
    for who, status in (("visitor", 404), ("elsewhere", 404), ("operator", 404), ("stranger", 200)):
        assert world.client(who).get(f"/c/{community.slug}/").status_code == status, who


def _una_writes(world, message):
    return services.reach_out(
        actor=VISITOR, community=world.harbour.community, name="Una", reply_to="una@example.org",
        message=message, now=world.now,
    )  # fmt: skip


def test_a_letter_is_sealed_and_answered_once_without_addresses(world):
    with world.harbour.within():
        letter = _una_writes(world, "May I come on Thursday?")
        letter = ReachOut.objects.get(id=letter.id)
        steward = world.harbour.acting("steward")
        assert sealed.open(letter.message, viewer=steward) == "May I come on Thursday?"
        with pytest.raises(Refused):
            sealed.open(letter.message, viewer=world.harbour.acting("member"))
        services.answer_reach_out(
            actor=steward, letter=letter, answer="Yes, do.", first_name="Stella", now=world.now
        )
        mail = Mail.objects.get(to="una@example.org")
        assert "Yes, do." in mail.text.body and "@example.org" not in mail.text.body
        with pytest.raises(Refused):
            services.answer_reach_out(
                actor=steward, letter=letter, answer="Again", first_name="Stella", now=world.now
            )


def test_a_ready_reply_says_the_same_to_everybody(world):
    with world.harbour.within():
        letter = _una_writes(world, "Is my son with you?")
    page = world.client("steward").get(f"/c/harbour/letters/{letter.id}/").text
    assert "We never say whether somebody is a member here, to anybody" in page and "emergency number" in page


def test_a_late_answer_is_said_once_with_an_apology(world):
    with world.harbour.within():
        letter = services.reach_out(
            actor=VISITOR, community=world.harbour.community, name="Una", reply_to="una@example.org",
            message="Hello", now=world.now,
        )  # fmt: skip
        assert letter not in letters_late(now=world.now + timedelta(days=4))
        late = world.now + timedelta(days=6)
        assert letter in letters_late(now=late)
        nearest = [{"name": "Willow", "url": "https://example.org/willow"}]
        services.tell_late(letter=ReachOut.objects.get(id=letter.id), nearest=nearest, now=late)
        assert letter not in letters_late(now=late)
        assert "sorry" in Mail.objects.get(to="una@example.org").text.body


def test_no_letter_where_nobody_agreed_to_answer(world):
    world.harbour.community.reach_out = False
    with pytest.raises(Refused) as refusal:
        services.reach_out(
            actor=VISITOR,
            community=world.harbour.community,
            name="U",
            reply_to="u@example.org",
            message="?",
            now=world.now,
        )
    assert refusal.value.verdict.code == "nobody_answers"


def test_the_form_takes_people_and_not_programs(world, monkeypatch):
    client = world.client("visitor")
    page = client.get("/c/harbour/write/").content.decode()
    proof = page.split('name="proof" value="')[1].split('"')[0]
    form = {
        "name": "Una",
        "reply_to": "una@example.org",
        "message": "Hello",
        "proof": proof,
        "once_key": once.new_key(),
    }
    assert client.post("/c/harbour/write/", form).status_code == 422, "quicker than a person writes"
    later = time.time() + 30
    from commonhearth.foundation import throttle

    real = throttle.timezone.now
    monkeypatch.setattr(throttle.timezone, "now", lambda: real() + timedelta(seconds=30))
    assert later
    assert client.post("/c/harbour/write/", {**form, "website": "http://spam.example"}).status_code == 422
    assert client.post("/c/harbour/write/", form).status_code == 302
    assert client.post("/c/harbour/write/", form).status_code == 302, "pressed twice"
    with world.harbour.within():
        assert ReachOut.objects.filter(name="Una").count() == 1


def test_questions_are_five_at_most_and_saved_as_lines(world):
    client = world.client("steward")
    page = client.get("/c/harbour/settings/")
    initial = page.content.decode()
    assert "joining_questions" in initial
    form = {
        "name": "Harbour House", "community_kind": "mental_health", "precision": "town", "time_zone": "Europe/London",
        "stage": "0", "admission": "steward", "answer_days": "7", "trial_days": "60", "lowest_age": "18",
        "economy": "gift",
        "joining_questions": "One?\nTwo?\n\nThree?", "public_page": "on", "open_to_members": "on",
    }  # fmt: skip
    assert client.post("/c/harbour/settings/", form).status_code == 302
    assert Community.objects.get(slug="harbour").joining_questions == ["One?", "Two?", "Three?"]
    too_many = {**form, "joining_questions": "\n".join("abcdef")}
    assert client.post("/c/harbour/settings/", too_many).status_code == 422


def test_frozen_reads_and_changes_nothing(world):
    Community.objects.filter(slug="harbour").update(frozen_since=world.now)
    client = world.client("neighbour")
    assert client.get("/c/harbour/home/").status_code == 200
    assert client.post("/c/harbour/you/leave/").status_code == 409
    with world.harbour.within():
        assert world.harbour.acting("neighbour").standing == "member"
        assert Member.objects.filter(standing="former").count() >= 1


def test_a_steward_settles_what_no_agreement_rules_yet(world):
    with world.harbour.within():
        steward = world.harbour.acting("steward")
        services.settle(
            actor=steward, community=world.harbour.community, key="trial_days", value=30, now=world.now
        )
        assert Community.objects.get(slug="harbour").trial_days == 30
        with pytest.raises(Refused):
            services.settle(
                actor=world.harbour.acting("member"),
                community=world.harbour.community,
                key="trial_days",
                value=1,
                now=world.now,
            )
        with pytest.raises(services.NotATold):
            services.settle(
                actor=steward, community=world.harbour.community, key="slug", value="x", now=world.now
            )


def test_what_is_agreed_is_changed_by_agreeing_only(world):
    from commonhearth.foundation.communities import selectors

    selectors.RULED_NOW.add("test", lambda: {"trial_days"})
    try:
        with world.harbour.within(), pytest.raises(Refused) as refusal:
            services.settle(
                actor=world.harbour.acting("steward"),
                community=world.harbour.community,
                key="trial_days",
                value=3,
                now=world.now,
            )
        assert refusal.value.verdict.code == "ruled_by_agreement"
        page = world.client("steward").get("/c/harbour/settings/").content.decode()
        assert "The community has agreed on this" in page
    finally:
        selectors.RULED_NOW.remove("test")


def test_a_clause_in_force_rules_its_setting(world):
    from commonhearth.foundation.agreements import services as agreeing
    from commonhearth.foundation.communities.selectors import ruled_now

    with world.harbour.within():
        root = Circle.objects.get(circle_kind="root")
        steward = world.harbour.acting("steward")
        agreement = agreeing.begin_agreement(
            actor=steward, circle=root, kind="bylaws", title="Ways in", now=world.now
        )
        agreeing.propose_version(
            actor=steward, agreement=agreement, text="Thirty days.", short="Thirty days.", rule_key="trial_days",
            rule_value="30", closes=world.now + timedelta(days=7), now=world.now,
        )  # fmt: skip
        assert "trial_days" not in ruled_now()
        assert agreeing.put_due_in_force(now=world.now + timedelta(days=8)) == 1
        assert "trial_days" in ruled_now()
        assert Community.objects.get(slug="harbour").trial_days == 30


def test_a_closed_room_is_not_there_and_has_no_place_in_the_rail(world):
    from commonhearth.foundation.registry import ROOMS, Room

    client = world.client("steward")
    assert client.get("/c/harbour/agreements/").status_code == 200
    ROOMS.add("agreements", Room("Agreements"))
    try:
        assert "Rooms that are closed here" in client.get("/c/harbour/settings/").content.decode()
        Community.objects.filter(slug="harbour").update(closed_rooms=["agreements"])
        assert client.get("/c/harbour/agreements/").status_code == 404
        assert "/c/harbour/agreements/" not in client.get("/c/harbour/home/").content.decode()
    finally:
        ROOMS.remove("agreements")
