"""Text messages: only to a number that came back by its code, once, discreetly, and gone with one press."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from commonhearth.foundation import sealed
from commonhearth.foundation.access import Refused
from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.jobs import Later
from commonhearth.foundation.jobs.models import Job
from commonhearth.foundation.members import services as members
from commonhearth.foundation.members.models import Hold, Member
from commonhearth.foundation.members.services.erasing import erase_own
from commonhearth.foundation.members.services.export import own_rows, own_without_sealed
from commonhearth.foundation.notices.models import Phone, Text
from commonhearth.foundation.notices.sms import checking, numbers, sending, waking
from commonhearth.foundation.notices.sms.models import State, What
from commonhearth.foundation.sealed.models import Tombstone
from commonhearth.site.command import main
from tests.foundation.circles.conftest import House
from tests.foundation.fetch.internet import Internet, says
from tests.world import World

NUMBER = "+447700900123"


@pytest.fixture(autouse=True)
def own_gateway(settings) -> None:
    settings.HEARTH_EGRESS = "listed"
    settings.HEARTH_SMS_URL = "http://10.0.0.5:8080/send?to={number}&text={text}&id={id}"


@pytest.fixture
def ben(house: House) -> Member:
    member = house.member("Ben")
    Member.objects.filter(id=member.id).update(
        person=Person.objects.create_user(email="ben@example.org"), named_outside_as="Garden club"
    )
    return house.acting(member)


def gives(who: Member, now: datetime, number: str = NUMBER) -> None:
    numbers.give_number(actor=who, written=number, now=now, draw=lambda _most: 4711)


def confirmed(who: Member, now: datetime) -> None:
    gives(who, now)
    assert numbers.confirm_number(actor=who, code="004711", now=now)
    Text.objects.all().delete()
    Job.objects.all().delete()


def wakes(who: Member, now: datetime) -> Text:
    assert waking.wake([who.id], now=now) == 1
    return Text.objects.get(member=who, what=What.WAKE, created=now)


def answering(status: str = "200 OK") -> Internet:
    net = Internet()
    net.site("10.0.0.5", "10.0.0.5", says(b"", status=status))
    return net


def hand_over(text: Text, net: Internet, now: datetime) -> Text:
    sending.hand_over(text.community_id, text.id, now=now, network=net.network)
    text.refresh_from_db()
    return text


def asked(net: Internet) -> str:
    from urllib.parse import unquote

    [request] = net.requests
    return unquote(request.decode().partition(" HTTP/1.1")[0])


def test_a_number_is_confirmed_by_the_code_that_went_there(ben: Member, now: datetime):
    gives(ben, now)
    [text] = Text.objects.all()
    net = answering()
    assert hand_over(text, net, now).state == State.SENT
    said = asked(net)
    assert NUMBER in said and "004711" in said and "Garden club" in said and "Willow" not in said
    assert waking.wake([ben.id], now=now) == 0, "nothing but codes before"
    assert not numbers.confirm_number(actor=ben, code="004712", now=now)
    assert numbers.confirm_number(actor=ben, code=" 004 711 ", now=now)
    assert waking.wake([ben.id], now=now) == 1


def test_a_code_is_good_for_so_long_and_guessed_at_so_often(ben: Member, now: datetime):
    gives(ben, now)
    assert not numbers.confirm_number(actor=ben, code="004711", now=now + numbers.GOOD_FOR)
    for _try in range(numbers.MOST_TRIES):
        assert not numbers.confirm_number(actor=ben, code="0٤711", now=now)
    assert not numbers.confirm_number(actor=ben, code="004711", now=now)
    assert Phone.objects.get().confirmed is None


def test_a_new_code_ends_the_one_before_and_its_message(ben: Member, now: datetime):
    gives(ben, now)
    numbers.send_code(actor=ben, now=now, draw=lambda _most: 5)
    assert not numbers.confirm_number(actor=ben, code="004711", now=now)
    assert numbers.confirm_number(actor=ben, code="000005", now=now)
    assert sorted(Text.objects.values_list("state", flat=True)) == [State.DROPPED, State.WAITING]
    with pytest.raises(Refused):
        numbers.send_code(actor=ben, now=now)


def test_codes_are_few_for_a_member_and_for_a_number_whoever_asks(house: House, ben: Member, now: datetime):
    for _time in range(numbers.CODES_A_DAY):
        gives(ben, now)
    for number in (NUMBER, "+447700900999"):
        with pytest.raises(Refused) as refused:
            gives(ben, now, number)
        assert refused.value.verdict.code == "phone_too_many_codes"
    other = house.member("Cleo")
    Member.objects.filter(id=other.id).update(person=Person.objects.create_user(email="cleo@example.org"))
    with pytest.raises(Refused):
        gives(house.acting(other), now)
    gives(house.acting(other), now, "+447700900999")
    gives(ben, now + timedelta(days=1))


def test_another_number_is_confirmed_anew(ben: Member, now: datetime):
    confirmed(ben, now)
    gives(ben, now, "+447700900999")
    assert waking.wake([ben.id], now=now) == 0
    assert Phone.objects.count() == 1


def test_what_wakes_says_nothing_but_the_name_they_chose(ben: Member, now: datetime):
    confirmed(ben, now)
    net = answering()
    assert hand_over(wakes(ben, now), net, now).state == State.SENT
    said = asked(net).partition("text=")[2].partition("&id=")[0]
    assert said == "Garden club: something new for you."


def test_without_a_name_of_their_own_it_is_the_communitys_neutral_one(ben: Member, now: datetime):
    Member.objects.filter(id=ben.id).update(named_outside_as="")
    confirmed(ben, now)
    said = sending.say(What.WAKE, Member.objects.select_related("community", "person").get(id=ben.id))
    assert said == f"{ben.community.named_outside}: something new for you." and "Willow" not in said


def test_one_telephone_has_its_rest_and_only_so_many(ben: Member, now: datetime):
    confirmed(ben, now)
    wakes(ben, now)
    assert waking.wake([ben.id], now=now + waking.REST - timedelta(seconds=1)) == 0
    for time in range(1, waking.A_DAY):
        wakes(ben, now + time * waking.REST)
    later = now + waking.A_DAY * waking.REST
    assert waking.wake([ben.id], now=later) == 0
    assert waking.wake([ben.id], now=now + timedelta(days=1, seconds=1)) == 1


def test_the_host_sends_only_so_many_in_a_day(ben: Member, now: datetime, settings):
    settings.HEARTH_SMS_A_DAY = 1
    confirmed(ben, now)
    first, second = wakes(ben, now), wakes(ben, now + waking.REST)
    net = answering()
    assert hand_over(first, net, now).state == State.SENT
    assert hand_over(second, net, now + waking.REST).state == State.DROPPED
    assert len(net.requests) == 1


def test_a_gateway_that_is_down_is_asked_again_while_it_is_worth_it_and_then_dropped(
    ben: Member, now: datetime
):
    confirmed(ben, now)
    text = wakes(ben, now)
    at, tries = now, 0
    while text.state == State.WAITING:
        try:
            hand_over(text, Internet(), at)
        except Later as later:
            assert at < later.due <= at + timedelta(minutes=10)
            at = later.due
        tries += 1
        text.refresh_from_db()
    assert text.state == State.FAILED and at < now + waking.WORTH and 4 <= tries <= 10
    assert [one.code for one in checking.findings(at)] == ["sms-failed"]


def test_a_gateway_that_comes_back_gets_it_once(ben: Member, now: datetime):
    confirmed(ben, now)
    text = wakes(ben, now)
    with pytest.raises(Later) as later:
        hand_over(text, answering("503 Not Now"), now)
    net = answering()
    for _twice in range(2):
        assert hand_over(text, net, later.value.due).state == State.SENT
    assert len(net.requests) == 1


def test_a_message_of_yesterday_is_dropped(ben: Member, now: datetime):
    confirmed(ben, now)
    net = answering()
    assert hand_over(wakes(ben, now), net, now + waking.WORTH).state == State.DROPPED
    assert net.dialled == []


def test_found_half_handed_over_it_is_not_sent_again(ben: Member, now: datetime):
    confirmed(ben, now)
    text = wakes(ben, now)
    Text.objects.filter(id=text.id).update(state=State.HANDING)
    net = answering()
    assert hand_over(text, net, now).state == State.UNKNOWN
    assert net.dialled == []


@pytest.mark.parametrize("why", ["away", "held", "left", "ended", "erased", "no_gateway", "egress_off"])
def test_who_is_not_here_any_more_is_not_written_to(
    house: House,
    ben: Member,
    now: datetime,
    settings,
    why: str,
):
    confirmed(ben, now)
    text = wakes(ben, now)
    if why == "away":
        members.go_away(actor=ben, back_on=None, now=now)
    elif why == "held":
        Hold.objects.create(
            member=ben,
            placed_by=house.steward(),
            confirm_by=now + timedelta(hours=24),
            until=now + timedelta(hours=72),
            talk_to="Stella",
            created=now,
        )
    elif why == "left":
        members.leave(actor=ben, now=now)
    elif why == "ended":
        numbers.end_number(actor=ben, now=now)
    elif why == "erased":
        erase_own(actor=ben, now=now)
    elif why == "no_gateway":
        settings.HEARTH_SMS_URL = ""
    else:
        settings.HEARTH_EGRESS = "off"
    net = answering()
    sending.hand_over(text.community_id, text.id, now=now, network=net.network)
    assert net.dialled == []
    if why in ("left", "ended", "erased"):
        assert not Phone.objects.exists()


def test_without_a_gateway_nothing_is_written(ben: Member, now: datetime, settings):
    confirmed(ben, now)
    settings.HEARTH_SMS_URL = ""
    assert waking.wake([ben.id], now=now) == 0 and not Text.objects.exists()
    with pytest.raises(Refused):
        gives(ben, now)


def test_it_is_taken_away_by_one_press_and_stays_away(ben: Member, now: datetime):
    confirmed(ben, now)
    row = Phone.objects.get()
    assert numbers.end_number(actor=ben, now=now)
    assert not numbers.end_number(actor=ben, now=now)
    assert not Phone.objects.exists()
    assert Tombstone.objects.filter(label="notices.Phone", row_id=row.id).exists()


def test_it_stands_sealed_and_opens_for_its_own_member_only(house: House, ben: Member, now: datetime):
    confirmed(ben, now)
    row = Phone.objects.get()
    assert NUMBER.encode() not in bytes(row.number.raw) and sealed.open(row.number, viewer=ben) == NUMBER
    for who in (house.steward(), house.member("Cleo")):
        with pytest.raises(Refused):
            sealed.open(row.number, viewer=who)
    gives(ben, now)
    with pytest.raises(Refused):
        sealed.open(Phone.objects.get().code, viewer=ben)


def test_it_stands_in_ones_own_export_without_its_code(ben: Member, now: datetime):
    gives(ben, now)
    [row] = own_rows(ben)["notices_phone"]
    assert row["number"] == NUMBER and "code" not in row
    assert NUMBER not in str(own_without_sealed(ben))


def test_a_number_that_nobody_confirmed_may_be_a_strangers_and_goes(ben: Member, now: datetime):
    gives(ben, now)
    numbers.forget(now=now + timedelta(hours=24))
    assert Phone.objects.exists()
    numbers.forget(now=now + timedelta(hours=25))
    assert not Phone.objects.exists() and Text.objects.exists()
    numbers.forget(now=now + timedelta(days=8))
    assert not Text.objects.exists()


def test_check_says_what_the_operator_has_to_look_at(ben: Member, now: datetime, settings):
    assert list(checking.findings(now)) == []
    settings.HEARTH_SMS_URL = "https://sms.example.org/?password=secret"
    [wrong] = checking.findings(now)
    assert wrong.serious and wrong.code == "sms-gateway" and "secret" not in wrong.says
    settings.HEARTH_SMS_URL, settings.HEARTH_EGRESS = (
        "https://sms.example.org/?to={number}&text={text}",
        "off",
    )
    assert [one.code for one in checking.findings(now)] == ["sms-rests"]
    settings.HEARTH_SMS_URL = ""
    assert list(checking.findings(now)) == []


def test_the_pages(world: World, settings):
    client, base = world.client("neighbour"), "/c/harbour/notices/telephone/"
    page = client.get(base).content.decode()
    assert "Nobody here sees it" in page
    wrong = client.post(base, {"number": "07700 900123", "once_key": "a-key-of-this-form-0007"})
    assert wrong.status_code == 422 and "07700 900123" in wrong.content.decode()
    for _twice in range(2):
        client.post(base, {"number": NUMBER, "once_key": "a-key-of-this-form-0008"})
    with world.harbour.within():
        mine = world.harbour.acting("neighbour")
        assert Text.objects.filter(member=mine).count() == 1
        phone = Phone.objects.get(member=mine)
        code = sealed.open_for(phone.code, purpose=numbers.PURPOSE)
    page = client.get(base).content.decode()
    assert NUMBER in page and code not in page
    wrong = client.post(f"{base}code/", {"code": "x"})
    assert wrong.status_code == 422 and "not the code" in wrong.content.decode()
    page = client.post(f"{base}code/", {"code": code}, follow=True).content.decode()
    assert f"Messages go to {NUMBER}." in page
    page = client.post(f"{base}end/", follow=True).content.decode()
    assert "Your number is erased." in page and NUMBER not in page
    with world.harbour.within():
        assert not Phone.objects.filter(member=mine).exists()
    for _more in range(numbers.CODES_A_DAY):
        said = client.post(base, {"number": NUMBER, "once_key": f"a-key-of-this-form-001{_more}"})
    assert said.status_code == 422 and "try again tomorrow" in said.content.decode()
    again = client.post(
        f"{base}code/", {"again": "1"}, follow=True
    )  # said beside the number, not on a page that ends
    assert again.status_code == 200 and "try again tomorrow" in again.text and NUMBER in again.text


def test_no_page_speaks_of_it_without_a_gateway(world: World, settings):
    settings.HEARTH_SMS_URL = ""
    client = world.client("neighbour")
    circle = world.harbour.circles["open"].id
    assert client.get("/c/harbour/notices/telephone/").status_code == 404
    for address in ("/c/harbour/notices/wish/", "/privacy/", "/waking/"):
        page = client.get(address).content.decode().lower()
        assert "text message" not in page and "woken by telephone" not in page and "sms" not in page, address
    page = world.client("member").get(f"/c/harbour/circles/{circle}/tonight/waking/").content.decode()
    assert "text message" not in page.lower() and "by telephone" not in page.lower()


def test_a_number_that_outlived_its_gateway_can_still_be_erased(world: World, settings):
    settings.HEARTH_SMS_URL = ""
    client = world.client("member")
    page = client.get("/c/harbour/notices/telephone/").content.decode()
    assert NUMBER in page and "Erase it" in page
    client.post("/c/harbour/notices/telephone/end/")
    assert client.get("/c/harbour/notices/telephone/").status_code == 404


@pytest.mark.parametrize(
    ("number", "url", "ends"), [(NUMBER, "", 2), ("07700", "http://10.0.0.5/?t={text}&n={number}", 2)]
)
def test_the_verb_refuses_what_it_cannot_try(db, settings, capsys, tmp_path, number, url, ends):
    settings.HEARTH_SMS_URL = url
    (tmp_path / "keys").mkdir()
    assert main(["text", number]) == ends
    assert capsys.readouterr().err
