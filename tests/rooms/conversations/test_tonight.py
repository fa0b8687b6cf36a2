"""Tonight: those who chose it are woken at once and discreetly; nobody is counted, nobody is put on watch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest

from commonhearth.foundation.access import NotVisible, Refused
from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.circles import services as circles
from commonhearth.foundation.circles.models import Circle, CircleKind, CircleMembership, Openness
from commonhearth.foundation.jobs.models import Job
from commonhearth.foundation.members import services as members
from commonhearth.foundation.members.models import Hold, Member
from commonhearth.foundation.members.services.erasing import erase_own
from commonhearth.foundation.notices import push
from commonhearth.foundation.notices.models import Notice, Text
from commonhearth.foundation.notices.services import set_wish
from commonhearth.foundation.notices.sms import numbers
from commonhearth.foundation.outbox.models import Mail
from commonhearth.rooms.conversations.models import Muted, TonightCall, WakeWish
from commonhearth.rooms.conversations.selectors import tonight as selectors
from commonhearth.rooms.conversations.services import begin_topic
from commonhearth.rooms.conversations.services import tonight as services
from tests.foundation.circles.conftest import House
from tests.world import World

SERVICE = "http://198.51.100.7:8099/wake/abc"


@dataclass
class Night:
    """A hidden circle at night: Fern calls, Moss chose to be woken on a device."""

    house: House
    fern: Member
    moss: Member
    circle: Circle

    def act(self, who: Member) -> Member:
        return self.house.acting(who)

    def chooses(self, who: Member, *, push: bool = True, mail: bool = False, text: bool = False) -> None:
        services.choose_waking(
            actor=self.act(who),
            circle=self.circle,
            by_push=push,
            by_mail=mail,
            by_text=text,
            now=self.house.now,
        )

    def has_number(self, who: Member) -> None:
        acting = self.act(who)
        numbers.give_number(
            actor=acting, written="+447700900123", now=self.house.now, draw=lambda _most: 4711
        )
        assert numbers.confirm_number(actor=acting, code="004711", now=self.house.now)
        Text.objects.all().delete()

    def call(self, **more: object) -> TonightCall:
        given = {"actor": self.act(self.fern), "circle": self.circle, "now": self.house.now} | more
        return services.call_tonight(**given)

    def woken(self) -> int:
        return Job.objects.filter(task__endswith="wake_device").count()


@pytest.fixture
def night(house: House, settings) -> Night:
    settings.HEARTH_EGRESS_PRIVATE = ["198.51.100.7:8099"]
    settings.HEARTH_MAIL = "smtp"
    fern, moss = house.member("Ada"), house.member("Ben")
    moss.person = Person.objects.create_user(email="ben@example.org")
    moss.save()
    push.add_device(actor=moss.person, address=SERVICE, user_agent="", now=house.now)
    circle = house.circle(fern, Openness.CONFIDENTIAL, own_name="Fern", kind=CircleKind.SUPPORT)
    house.bring(house.acting(fern), circle, moss, "Moss")
    return Night(house, fern, moss, circle)


def test_nobody_is_woken_who_did_not_choose_it(night: Night):
    assert selectors.how_many_chose(night.act(night.fern), night.circle, now=night.house.now) == "nobody"
    night.call()
    assert night.woken() == 0 and Mail.objects.count() == 0


def test_who_chose_it_is_woken_at_once_whatever_their_quiet_hours(night: Night):
    night.chooses(night.moss, mail=True)
    set_wish(actor=night.act(night.moss), letter="never", quiet_from=0, quiet_until=23, now=night.house.now)
    night.call()
    assert night.woken() == 1
    [mail] = Mail.objects.all()
    assert mail.to == "ben@example.org"
    told = f"{mail.text.subject} {mail.text.body} {mail.sender_name} {mail.fill}"
    for word in ("Fern", "Ada", "Kitchen", "Soup", "Willow", str(night.circle.id)):
        assert word not in told


def test_the_notice_names_neither_circle_nor_person(night: Night):
    night.chooses(night.moss)
    night.call()
    notice = Notice.objects.get(member=night.moss, code="tonight.called")
    assert notice.params == {}


def test_pressing_again_wakes_nobody_twice(night: Night):
    night.chooses(night.moss)
    first = night.call()
    assert night.call().id == first.id
    assert night.woken() == 1


def test_after_the_night_one_may_call_again(night: Night):
    night.chooses(night.moss)
    night.call()
    night.call(now=night.house.now + selectors.STANDS)
    assert night.woken() == 2


@pytest.mark.parametrize("why", ["away", "held", "died", "left", "apart", "apart_too", "no_device"])
def test_who_cannot_be_reached_is_not_woken_and_not_counted(night: Night, why: str):
    night.chooses(night.moss)
    now = night.house.now
    if why == "away":
        members.go_away(actor=night.act(night.moss), back_on=None, now=now)
    elif why == "held":
        Hold.objects.create(
            member=night.moss,
            placed_by=night.house.steward(),
            confirm_by=now + timedelta(hours=24),
            until=now + timedelta(hours=72),
            talk_to="Stella",
            created=now,
        )
    elif why == "died":
        said = members.say_died(actor=night.house.steward(), member=night.moss, now=now)
        members.confirm_died(actor=night.act(night.fern), death=said, now=now)
    elif why == "left":
        circles.leave(actor=night.act(night.moss), circle=night.circle, now=now)
    elif why == "apart":
        members.keep_apart(actor=night.act(night.moss), other=night.fern, now=now)
    elif why == "apart_too":
        members.keep_apart(actor=night.act(night.fern), other=night.moss, now=now)
    else:
        push.end_device(actor=night.moss.person, device_id=push.devices_of(night.moss.person)[0].id)
    assert selectors.how_many_chose(night.act(night.fern), night.circle, now=now) == "nobody"
    night.call()
    assert night.woken() == 0
    assert Notice.objects.filter(member=night.moss, code="tonight.called").count() == 0


def test_how_many_is_said_in_ranges():
    assert [selectors.in_a_range(count) for count in (0, 1, 5, 6, 14, 15, 300)] == [
        "nobody",
        "few",
        "few",
        "several",
        "several",
        "many",
        "many",
    ]


def test_a_call_is_seen_and_answered_in_the_circle_and_nowhere_else(night: Night):
    night.chooses(night.fern)
    call = night.call()
    [seen] = selectors.calls_in(night.act(night.moss), night.circle, now=night.house.now)
    assert (seen.name, seen.mine, seen.here) == ("Fern", False, [])
    services.answer_call(actor=night.act(night.moss), call=call, now=night.house.now)
    services.answer_call(actor=night.act(night.moss), call=call, now=night.house.now)
    [seen] = selectors.calls_in(night.act(night.fern), night.circle, now=night.house.now)
    assert seen.here == ["Moss"]
    assert Notice.objects.filter(member=night.fern, code="tonight.here").count() == 1
    other = night.house.member("Cleo")
    for who in (other, night.house.steward()):
        with pytest.raises(NotVisible):
            selectors.calls_in(night.act(who), night.circle, now=night.house.now)
        with pytest.raises(NotVisible):
            selectors.call_in_reach(night.act(who), call.id, now=night.house.now)
    with pytest.raises(Refused):
        services.answer_call(actor=night.act(night.fern), call=call, now=night.house.now)


def test_two_who_are_kept_apart_see_nothing_of_each_others_calls(night: Night):
    call = night.call()
    members.keep_apart(actor=night.act(night.moss), other=night.fern, now=night.house.now)
    assert selectors.calls_in(night.act(night.moss), night.circle, now=night.house.now) == []
    with pytest.raises(NotVisible):
        selectors.call_in_reach(night.act(night.moss), call.id, now=night.house.now)


def test_a_call_may_go_with_ones_own_post_and_with_nobody_elses(night: Night):
    night.chooses(night.moss)
    topic = begin_topic(
        actor=night.act(night.fern),
        circle=night.circle,
        title="Awake",
        text="It is loud in here.",
        now=night.house.now,
    )
    post = topic.posts.get()
    with pytest.raises(Refused):
        services.call_tonight(
            actor=night.act(night.moss), circle=night.circle, post=post, now=night.house.now
        )
    night.call(post=post)
    [seen] = selectors.calls_in(night.act(night.moss), night.circle, now=night.house.now)
    assert seen.post is not None and seen.post.id == post.id


def test_a_call_is_taken_away_and_gone_the_next_day(night: Night):
    call = night.call()
    with pytest.raises(Refused):
        services.end_call(actor=night.act(night.moss), call=call, now=night.house.now)
    services.end_call(actor=night.act(night.fern), call=call, now=night.house.now)
    assert selectors.calls_in(night.act(night.moss), night.circle, now=night.house.now) == []
    assert services.forget_calls(now=night.house.now + timedelta(days=1)) == 1
    assert TonightCall.objects.count() == 0


def test_choosing_nothing_keeps_nothing(night: Night):
    night.chooses(night.moss)
    night.chooses(night.moss, push=False)
    assert WakeWish.objects.count() == 0


def test_erasing_takes_wish_and_calls(night: Night):
    night.chooses(night.fern)
    night.call()
    erase_own(actor=night.act(night.fern), now=night.house.now)
    assert WakeWish.objects.count() == TonightCall.objects.count() == 0


def test_the_pages(world: World, settings):
    settings.HEARTH_EGRESS_PRIVATE = ["198.51.100.7:8099"]
    here = world.harbour.circles["closed"].id
    with world.harbour.within():
        TonightCall.objects.all().delete()
        WakeWish.objects.all().delete()
    base = f"/c/harbour/circles/{here}/tonight/"
    member = world.client("member")
    page = member.get(base).content.decode()
    assert "Nobody is awake for this that we know of." in page and "Here is who is awake" in page
    assert "116 123" in page.replace("\u00a0", " "), "numbers of the community's country"
    assert 'href="tel:116123"' in page, "one press calls"
    assert "on watch" in page
    member.post(f"{base}waking/", {"by_mail": "on"})
    with world.harbour.within():
        assert WakeWish.objects.get().by_mail
    for _twice in range(2):
        member.post(base, {"once_key": "a-key-of-this-form-0003"})
    with world.harbour.within():
        call = TonightCall.objects.get(circle=here)
    assert "Nobody has answered so far." in member.get(base).content.decode()
    member.post(f"/c/harbour/tonight/call/{call.id}/", {"answer": "end"})
    assert "Nobody has answered so far." not in member.get(base).content.decode()


def test_who_muted_the_caller_is_not_woken(night: Night):
    night.chooses(night.moss)
    place = CircleMembership.objects.get(circle=night.circle, member=night.fern)
    Muted.objects.create(member=night.moss, person=place, created=night.house.now)
    night.call()
    assert night.woken() == 0


def test_who_chose_a_text_message_gets_one_at_once(night: Night):
    night.has_number(night.moss)
    night.chooses(night.moss, push=False, text=True)
    assert selectors.how_many_chose(night.act(night.fern), night.circle, now=night.house.now) == "few"
    night.call()
    night.call()
    assert [text.member_id for text in Text.objects.all()] == [night.moss.id]
    assert night.woken() == 0 and Mail.objects.count() == 0


@pytest.mark.parametrize(
    "why", ["not_chosen", "no_number", "not_confirmed", "no_gateway", "away", "apart", "apart_too", "muted"]
)
def test_no_text_message_to_whoever_is_not_to_be_reached_by_one(night: Night, settings, why: str):
    moss, now = night.moss, night.house.now
    if why != "no_number":
        night.has_number(moss)
    night.chooses(moss, push=False, mail=why == "not_chosen", text=why != "not_chosen")
    if why == "not_confirmed":
        numbers.give_number(actor=night.act(moss), written="+447700900999", now=now)
        Text.objects.all().delete()
    elif why == "no_gateway":
        settings.HEARTH_SMS_URL = ""
    elif why == "away":
        members.go_away(actor=night.act(moss), back_on=None, now=now)
    elif why == "apart":
        members.keep_apart(actor=night.act(moss), other=night.fern, now=now)
    elif why == "apart_too":
        members.keep_apart(actor=night.act(night.fern), other=moss, now=now)
    elif why == "muted":
        place = CircleMembership.objects.get(circle=night.circle, member=night.fern)
        Muted.objects.create(member=moss, person=place, created=now)
    expected = "few" if why == "not_chosen" else "nobody"
    assert selectors.how_many_chose(night.act(night.fern), night.circle, now=now) == expected
    night.call()
    assert not Text.objects.exists()


def test_a_number_that_is_taken_away_takes_along_what_was_chosen_by_it(night: Night):
    night.has_number(night.moss)
    night.chooses(night.moss, push=True, text=True)
    numbers.end_number(actor=night.act(night.moss), now=night.house.now)
    assert [(wish.by_push, wish.by_text) for wish in WakeWish.objects.all()] == [(True, False)]
    night.has_number(night.moss)
    night.chooses(night.moss, push=False, text=True)
    numbers.end_number(actor=night.act(night.moss), now=night.house.now)
    assert not WakeWish.objects.exists()
    night.has_number(night.moss)
    night.call()
    assert not Text.objects.exists(), "another number begins with nothing chosen"


def test_the_page_offers_it_when_a_number_is_confirmed(world: World):
    base = f"/c/harbour/circles/{world.harbour.circles['open'].id}/tonight/waking/"
    client = world.client("member")
    page = client.get(base).content.decode()
    assert "No number of yours is confirmed" in page and "by_text" not in page
    client.post(base, {"by_text": "on", "by_mail": "on"})
    with world.harbour.within():
        mine = WakeWish.objects.get(seat__member=world.harbour.acting("member"))
        assert mine.by_mail and not mine.by_text, "nothing is kept that was not offered"
        assert numbers.confirm_number(actor=world.harbour.acting("member"), code="000000", now=world.now)
    assert "by_text" in client.get(base).content.decode()
    client.post(base, {"by_text": "on"})
    with world.harbour.within():
        mine.refresh_from_db()
        assert mine.by_text and not mine.by_mail
    assert "A text message goes to the number you confirmed." in client.get(base).content.decode()
