"""Telling members: kindly, discreetly, once a day at most, and not in their quiet hours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from commonhearth.foundation import notices
from commonhearth.foundation.members import services as members
from commonhearth.foundation.notices import services
from commonhearth.foundation.notices.models import Notice, Wish
from commonhearth.foundation.notices.selectors import notices_of
from commonhearth.foundation.outbox.models import Mail
from tests.world import World

#: Noon on a day in March, where Harbour's clock is Greenwich's.
NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)


@pytest.fixture
def harbour(world):
    with world.harbour.within():
        Notice.objects.all().update(read=True)
        yield world.harbour


def tell(harbour, who="member", now=NOON):
    notices.tell(member=harbour.acting(who), code="joining.asked", params={"name": "Zoe Quill"}, now=now)


def send(harbour, now=NOON):
    return services.send_letters(community=harbour.community, now=now)


def test_a_letter_says_that_there_is_something_and_not_what(harbour):
    tell(harbour)
    assert send(harbour) == 1
    mail = Mail.objects.get(kind="letter")
    whole = " ".join([mail.text.subject, mail.text.body, str(mail.fill), mail.sender_name])
    for inside in ("Zoe", "Quill", "joining", "Harbour House", "harbour", "mental"):
        assert inside not in whole, inside


def test_a_letter_comes_from_the_name_that_each_member_chose(harbour):
    members.set_named_outside(actor=harbour.acting("member"), name="Garden club")
    for who in ("member", "neighbour"):
        tell(harbour, who)
    assert send(harbour) == 2
    sent = {mail.to: mail for mail in Mail.objects.filter(kind="letter")}
    assert (
        sent["member@example.org"].sender_name == sent["member@example.org"].fill["called"] == "Garden club"
    )
    assert sent["neighbour@example.org"].sender_name == harbour.community.named_outside == "HH"


def test_a_mail_about_leaving_comes_from_that_name_too(harbour):
    members.set_named_outside(actor=harbour.acting("member"), name="Garden club")
    removal = members.ask_to_leave(
        danger_now=True,
        actor=harbour.acting("steward"),
        member=harbour.acting("member"),
        takes_effect=(harbour.now + timedelta(days=20)).date(),
        appeal_to="Ruth",
        why="",
        now=harbour.now,
    )
    members.second_removal(actor=harbour.acting("registrar"), removal=removal, now=harbour.now)
    assert Mail.objects.get(kind="removal").sender_name == "Garden club"


def test_no_letter_while_on_hold_and_one_afterwards(harbour):
    tell(harbour)
    members.place_hold(
        actor=harbour.acting("steward"), member=harbour.acting("member"), talk_to="Ruth", why="", now=NOON
    )
    assert send(harbour) == 0
    assert send(harbour, NOON + timedelta(hours=25)) == 1


def test_one_letter_a_day_and_each_thing_once(harbour):
    tell(harbour)
    assert send(harbour) == 1
    tell(harbour)
    assert send(harbour, NOON + timedelta(hours=3)) == 0
    assert send(harbour, NOON + timedelta(hours=23)) == 1
    assert send(harbour, NOON + timedelta(hours=50)) == 0


def test_nothing_in_the_quiet_hours_of_ones_own_clock(harbour):
    tell(harbour)
    person = harbour.persons["member"]
    person.time_zone = "Pacific/Auckland"  # noon in Greenwich is one in the morning there
    person.save(update_fields=["time_zone"])
    assert send(harbour) == 0
    assert send(harbour, NOON + timedelta(hours=9)) == 1


def test_nothing_is_sent_to_who_is_away_or_has_died_or_left(harbour):
    tell(harbour)
    members.go_away(actor=harbour.acting("member"), back_on=None, now=harbour.now)
    assert send(harbour) == 0
    members.come_back(actor=harbour.acting("member"), now=harbour.now)
    death = members.say_died(
        actor=harbour.acting("steward"), member=harbour.acting("member"), now=harbour.now
    )
    members.confirm_died(actor=harbour.acting("neighbour"), death=death, now=harbour.now)
    send(harbour)  # others may hear that something needs a person
    assert not Mail.objects.filter(to=harbour.persons["member"].email, kind="letter").exists()
    tell(harbour)
    assert not Notice.objects.filter(member=harbour.acting("member"), mailed=None).exists()


def test_never_means_never_and_stops_by_a_link_without_signing_in(harbour, world):
    tell(harbour)
    token = services.stop_token(harbour.acting("member"))
    address = f"/o/{harbour.community.id}/letters/stop/{token}/"
    client = world.client("visitor")
    assert client.get(address).status_code == 200
    assert not Wish.objects.filter(member=harbour.acting("member"), letter="never").exists(), (
        "opening it stops nothing"
    )
    assert client.post(address).status_code == 200
    assert client.post(address).status_code == 200
    assert send(harbour) == 0


def test_a_stop_link_works_for_its_own_community_only(harbour, world):
    token = services.stop_token(harbour.acting("member"))
    meadow = world.meadow.community.id
    assert world.client("visitor").post(f"/o/{meadow}/letters/stop/{token}/").status_code == 404
    assert (
        world.client("visitor").post(f"/o/{harbour.community.id}/letters/stop/{token}x/").status_code == 404
    )


def test_each_reads_their_own_and_nobody_sees_that(harbour, world):
    tell(harbour, "member")
    tell(harbour, "neighbour")
    told, _older = notices_of(harbour.acting("member"))
    assert sum(one.new for one in told) == 1
    services.mark_read(actor=harbour.acting("member"), now=NOON)
    assert Notice.objects.filter(member=harbour.acting("neighbour"), read=False).count() == 1
    page = world.client("steward").get("/c/harbour/notices/").content.decode()
    assert "Zoe Quill" not in page


def test_a_code_without_a_sentence_is_a_defect(harbour):
    with pytest.raises(KeyError):
        notices.tell(member=harbour.acting("member"), code="no.such", now=NOON)


def test_older_notices_are_paged_by_key(harbour):
    member = harbour.acting("member")
    Notice.objects.filter(member=member).delete()
    for number in range(70):
        tell(harbour, now=NOON + timedelta(seconds=number))
    seen, key, pages = set(), "", 0
    while True:
        told, key = notices_of(member, before=key)
        seen |= {one.id for one in told}
        pages += 1
        if not key:
            break
    assert (len(seen), pages) == (70, 3)


@given(st.integers(0, 23), st.integers(0, 23))
def test_quiet_hours_and_the_others_make_a_day(start, end):
    quiet = [services.is_quiet(hour, start, end) for hour in range(24)]
    assert sum(quiet) == (end - start) % 24
    if start != end:
        assert quiet[start] and not quiet[end]


def test_the_first_of_one_name_is_offered_a_word_too(harbour):
    from commonhearth.foundation.accounts.services import people

    second = people.arrive(email="second-mara@example.org", now=harbour.now)
    asking = members.ask_to_join(
        actor=second, community=harbour.community, name="Mara", word="garden", now=harbour.now
    )
    members.endorse(
        actor=harbour.acting("steward"), application=asking, community=harbour.community, now=harbour.now
    )
    assert Notice.objects.filter(member=harbour.acting("member"), code="name.shared").count() == 1
    assert not Notice.objects.filter(member=asking.member, code="name.shared").exists()


def test_a_circle_is_told_once_a_day_and_its_name_is_nowhere(harbour):
    from commonhearth.foundation.circles.models import CircleMembership
    from commonhearth.foundation.notices.telling import tell_circle

    circle = harbour.circles["hidden"]
    say = {
        "circle_id": circle.id,
        "code": "wording.shown",
        "url_name": "circles:circle",
        "url_args": [str(circle.id)],
    }
    inside = CircleMembership.objects.filter(
        circle=circle, left=None, member__standing__in=["guest", "member"]
    )
    assert tell_circle(**say, now=harbour.now) == inside.count() > 0
    assert tell_circle(**say, now=harbour.now) == 0
    assert (
        not Notice.objects.filter(code="wording.shown")
        .exclude(member_id__in=inside.values("member_id"))
        .exists()
    )


def test_who_is_invited_hears_of_it_and_of_no_name(harbour):
    from commonhearth.foundation.circles import services as circling
    from commonhearth.foundation.circles.models import CircleMembership

    root = harbour.circles["root"]
    seat = CircleMembership.objects.get(circle=root, member=harbour.acting("registrar"), left=None)
    Notice.objects.all().delete()
    circling.invite(
        actor=harbour.acting("member"), circle=harbour.circles["hidden"], person=seat, now=harbour.now
    )
    told, _older = notices_of(harbour.acting("registrar"))
    assert ["door is open" in one.sentence for one in told] == [True]


def test_a_letter_carries_the_small_answers_as_links(harbour, world):
    tell(harbour, "registrar")
    assert send(harbour) == 1
    small = Mail.objects.get(kind="letter").fill["small"]
    links = [line for line in small.splitlines() if "/letter/" in line]
    assert links and "How we are" not in small
    for link in links:
        path = link.removeprefix(settings.HEARTH_URL)
        assert world.client("visitor").post(path).status_code == 200
    tell(harbour, "registrar")
    assert send(harbour, NOON + timedelta(hours=24)) == 1
    assert Mail.objects.filter(kind="letter").order_by("created").last().fill["small"] == ""


def test_the_wish_says_what_a_letter_calls_this_community(world: World):
    client = world.client("member")
    assert f"“{world.harbour.community.named_outside}”" in client.get("/c/harbour/notices/wish/").text
    assert f"Empty: “{world.harbour.community.named_outside}”." in client.get("/c/harbour/you/").text
    with world.harbour.within():
        members.set_named_outside(actor=world.harbour.acting("member"), name="Garden club")
    assert "“Garden club”" in client.get("/c/harbour/notices/wish/").text
