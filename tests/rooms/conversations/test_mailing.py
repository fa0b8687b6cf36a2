"""New posts by mail: for whoever wished it, when they are awake, discreetly, once, and with an address to answer to."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings as real

from commonhearth.foundation.access import Refused
from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.circles import services as circles
from commonhearth.foundation.circles.models import CircleMembership, Openness
from commonhearth.foundation.members.models import Standing
from commonhearth.foundation.members.services import keep_apart
from commonhearth.foundation.members.services.erasing import erase_own
from commonhearth.foundation.notices import services as notices
from commonhearth.foundation.notices.models import Notice
from commonhearth.foundation.outbox.delivery import message_of
from commonhearth.foundation.outbox.models import Mail
from commonhearth.rooms.conversations import services
from commonhearth.rooms.conversations.mail import intake
from commonhearth.rooms.conversations.models import MailWish, Post
from commonhearth.rooms.conversations.services import mailing
from commonhearth.rooms.conversations.telling import tell_of


@pytest.fixture(autouse=True)
def taken(settings):
    """This host takes answers by mail."""
    settings.HEARTH_MAIL_REPLY = "reply@hearth.example"
    settings.HEARTH_MAIL_AUTH = ""


class Round:
    """Ada writes; Ben has wished to hear of each post, and of nothing in the night."""

    def __init__(self, house, talk):
        self.house, self.talk = house, talk
        noon = house.now.replace(hour=12, minute=0, second=0, microsecond=0)
        talk.now = noon if noon > house.now else noon + timedelta(days=1)
        self.ada, self.ben = house.member("Ada"), self.member("Ben")
        self.circle = house.root

    def member(self, name):
        member = self.house.member(name)
        member.person = Person.objects.create_user(email=f"{name.lower()}@example.org", time_zone="UTC")
        member.save()
        return member

    def wish(self, how="each", thing=None, who=None):
        mailing.wish_mail(
            actor=self.house.acting(who or self.ben), thing=thing or self.circle, how=how, now=self.talk.now
        )

    def send(self, **later) -> int:
        return mailing.send_posts(
            community=self.house.root.community, now=self.talk.later(**(later or {"minutes": 10}))
        )

    def mails(self):
        return [message_of(mail) for mail in Mail.objects.filter(kind="post").order_by("created")]


@pytest.fixture
def round_(house, talk):
    return Round(house, talk)


def test_each_post_goes_once_with_an_address_that_is_good_for_an_answer(round_):
    round_.wish()
    topic = round_.talk.begin(round_.ada, round_.circle, "Soup", "Leeks or barley?")
    assert round_.send() == 1 and round_.send() == 0
    [mail] = round_.mails()
    assert mail.subject == "Something new for you"
    assert "Ada wrote:\nLeeks or barley?" in mail.body and "“Soup”" in mail.body
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    raw = f"From: ben@example.org\nTo: {mail.reply_to[0]}\nSubject: Re\nMessage-ID: <1@example.org>\n\nBarley.\n"
    assert intake.receive(raw.encode(), now=round_.talk.now) == "posted"
    assert Post.objects.get(topic=topic, author__member=round_.ben).text == "Barley."
    assert round_.send() == 0  # not one's own


def test_nobody_gets_it_who_did_not_wish_it(round_):
    round_.talk.begin(round_.ada, round_.circle)
    assert round_.send() == 0
    round_.wish("daily")
    round_.talk.begin(round_.ada, round_.circle)
    assert round_.send() == 0 and not Mail.objects.exists()


def test_what_was_written_before_the_wish_or_just_now_waits(round_):
    round_.talk.begin(round_.ada, round_.circle, text="Before.")
    round_.wish()
    round_.talk.begin(round_.ada, round_.circle, text="Just now.")
    assert round_.send(minutes=1) == 0
    assert round_.send() == 1 and "Before." not in round_.mails()[0].body


def test_quiet_hours_hold_it_back_and_it_comes_together_in_the_morning(round_):
    round_.wish()
    topic = round_.talk.begin(round_.ada, round_.circle, text="One.")
    round_.talk.now = round_.talk.now.replace(hour=22)
    round_.talk.write(round_.ada, topic, "Two.")
    assert round_.send() == 0
    assert round_.send(hours=11) == 1
    assert "One." in round_.mails()[0].body and "Two." in round_.mails()[0].body


def test_who_is_away_gets_nothing_and_no_heap_on_coming_back(round_):
    round_.wish()
    round_.ben.standing = Standing.PAUSED
    round_.ben.save()
    round_.talk.begin(round_.ada, round_.circle, text="Long ago.")
    assert round_.send() == 0
    round_.ben.standing = Standing.MEMBER
    round_.ben.save()
    assert round_.send(days=3) == 0


def test_a_care_note_a_muted_topic_and_a_word_put_aside_are_kept(round_):
    round_.wish()
    ben = round_.house.acting(round_.ben)
    noted = round_.talk.begin(round_.ada, round_.circle, "Hard", "The words themselves.", care_note="loss")
    assert round_.send() == 1
    assert "The words themselves." not in round_.mails()[0].body and "care note" in round_.mails()[0].body
    services.mute_topic(actor=ben, topic=noted, until=None, now=round_.talk.now)
    round_.talk.write(round_.ada, noted, "More.")
    assert round_.send() == 0
    services.put_word_aside(actor=ben, word="hospital", until=None, now=round_.talk.now)
    round_.talk.begin(round_.ada, round_.circle, "The hospital", "It was long.")
    assert round_.send() == 1
    assert "hospital" not in round_.mails()[1].body and "It was long." not in round_.mails()[1].body


def test_who_is_kept_apart_gets_nothing_of_each_other(round_):
    round_.wish()
    keep_apart(actor=round_.house.acting(round_.ben), other=round_.ada, now=round_.talk.now)
    round_.talk.begin(round_.ada, round_.circle)
    assert round_.send() == 0


def test_who_wrote_it_down_is_named_except_to_whom_they_are_kept_apart_from(round_):
    cleo = round_.member("Cleo")
    round_.wish()
    topic = round_.talk.begin(round_.ada, round_.circle)
    seat = CircleMembership.objects.get(circle=round_.circle, member=cleo, left=None)
    Post.objects.filter(topic=topic).update(written_by=seat)
    assert round_.send() == 1 and "Ada, written by Cleo wrote:" in round_.mails()[0].body
    keep_apart(actor=round_.house.acting(cleo), other=round_.ben, now=round_.talk.now)
    post = round_.talk.write(round_.ada, topic)
    Post.objects.filter(id=post.id).update(written_by=seat)
    assert round_.send() == 1 and "Ada, written by somebody wrote:" in round_.mails()[1].body


def test_a_circle_by_invitation_says_only_that_there_is_something(round_):
    circle = round_.house.circle(round_.ada, Openness.CLOSED, own_name="Moss")
    round_.house.bring(round_.house.acting(round_.ada), circle, round_.ben, "Wren")
    round_.wish(thing=circle)
    round_.talk.begin(round_.ada, circle, "Zither", "Zither strings.")
    assert round_.send() == 1
    body = round_.mails()[0].body
    assert "ither" not in body and "Moss" not in body and circle.name not in body
    assert round_.mails()[0].reply_to
    circles.leave(actor=round_.house.acting(round_.ben), circle=circle, now=round_.talk.now)
    assert not MailWish.objects.exists()


def test_nothing_of_a_hidden_circle_is_ever_mailed(round_):
    circle = round_.house.circle(round_.ada, Openness.CONFIDENTIAL)
    round_.house.bring(round_.house.acting(round_.ada), circle, round_.ben, "Wren")
    with pytest.raises(Refused):
        round_.wish(thing=circle)
    MailWish.objects.create(member=round_.ben, circle=circle, how="each", told=round_.talk.now)
    round_.talk.begin(round_.ada, circle)
    assert round_.send() == 0 and not Mail.objects.exists()


def test_a_topic_goes_before_its_circle(round_):
    topic = round_.talk.begin(round_.ada, round_.circle)
    round_.wish()
    round_.wish("never", thing=topic)
    round_.talk.write(round_.ada, topic, "More.")
    assert round_.send() == 0
    round_.wish("", thing=topic)
    round_.wish("never")
    round_.wish("each", thing=topic)
    round_.talk.write(round_.ada, topic, "Still more.")
    round_.talk.begin(round_.ada, round_.circle, text="Another.")
    assert round_.send() == 1 and "Still more." in round_.mails()[0].body


def test_what_is_taken_back_or_changed_is_taken_out_of_mails_that_wait(round_):
    round_.wish()
    topic = round_.talk.begin(round_.ada, round_.circle, "Soup", "I should not have said that.")
    round_.talk.write(round_.ada, topic, "Nor that.")
    assert round_.send() == 1
    services.withdraw_post(
        actor=round_.house.acting(round_.ada), post=round_.talk.first(topic), now=round_.talk.now
    )
    [mail] = round_.mails()
    assert "said that" not in mail.body and "There is something new" in mail.body
    assert [mail.fill["words"] for mail in Mail.objects.filter(kind="post")] == [""]


def test_who_erases_what_is_theirs_is_in_no_mail_that_waits(round_):
    round_.wish()
    round_.talk.begin(round_.ada, round_.circle, "Soup", "Mine.")
    assert round_.send() == 1
    erase_own(actor=round_.house.acting(round_.ada), now=round_.talk.now)
    assert "Mine." not in round_.mails()[0].body and "Ada" not in round_.mails()[0].body


def test_the_daily_letter_does_not_count_what_went_by_itself_or_is_not_wanted(round_):
    cleo, _dan = round_.member("Cleo"), round_.member("Dan")
    round_.wish()
    round_.wish("never", who=cleo)
    post = round_.talk.first(round_.talk.begin(round_.ada, round_.circle))
    tell_of(post, now=round_.talk.now)
    counted = dict(Notice.objects.filter(code="talk.new").values_list("member__name", "mailed"))
    assert {name for name, mailed in counted.items() if mailed is None} == {"Dan", "Stella"}
    assert counted.keys() == {"Ben", "Cleo", "Dan", "Stella"}
    other = round_.house.circle(round_.ada, Openness.CLOSED, own_name="Moss")
    round_.house.bring(round_.house.acting(round_.ada), other, cleo, "Anna")
    tell_of(round_.talk.first(round_.talk.begin(round_.ada, other)), now=round_.talk.now)
    assert Notice.objects.get(code="talk.new", member=cleo).mailed is None


def test_one_press_in_the_mail_stops_these_and_no_others(round_, client):
    round_.wish()
    round_.talk.begin(round_.ada, round_.circle)
    round_.send()
    link = round_.mails()[0].extra_headers["List-Unsubscribe"].strip("<>").removeprefix(real.HEARTH_URL)
    assert client.get(link).status_code == 200 and MailWish.objects.get().how == "each"
    assert client.post(link).status_code == 200
    assert MailWish.objects.get().how == "never"
    assert notices.Wish.objects.filter(member=round_.ben, letter="never").count() == 0


def test_a_killed_round_has_written_nothing_and_goes_again_whole(round_, monkeypatch):
    round_.wish()
    round_.talk.begin(round_.ada, round_.circle)
    whole = mailing.outbox.mail_many

    class Killed(BaseException):
        pass

    def killed(**mails):
        whole(**mails)
        raise Killed

    monkeypatch.setattr(mailing.outbox, "mail_many", killed)
    with pytest.raises(Killed):
        round_.send()
    assert not Mail.objects.exists()
    monkeypatch.setattr(mailing.outbox, "mail_many", whole)
    assert round_.send() == 1 and round_.send() == 0


def test_pages_choose_for_a_circle_and_for_a_topic(world):
    place = world.harbour
    client = world.client("member")
    for address, how in (
        (f"/c/harbour/circles/{place.circles['open'].id}/talk/by-mail/", "each"),
        (f"/c/harbour/talk/{place.things['topic_id']['open']}/new-by-mail/", "never"),
    ):
        assert client.get(address).status_code == 200
        assert client.post(address, {"how": "often"}).status_code == 422
        assert client.post(address, {"how": how}).status_code == 302
    hidden = client.get(f"/c/harbour/circles/{place.circles['hidden'].id}/talk/by-mail/")
    assert "nothing of it goes into a mail" in hidden.content.decode()
    with place.within():
        chosen = MailWish.objects.filter(member=place.acting("member")).exclude(
            circle=place.circles["closed"]
        )
        assert set(chosen.values_list("how", flat=True)) == {"each", "never"}
