"""Answering by mail: once, by the member whose address it is, from their own address, or not at all."""

from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.conf import settings as real
from django.utils import timezone
from PIL import Image

from commonhearth.foundation.access import NotVisible, Refused
from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.circles import services as circles
from commonhearth.foundation.circles.models import Openness
from commonhearth.foundation.files.selectors import hung_on
from commonhearth.foundation.members import services as members
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.members.services.erasing import erase_own
from commonhearth.foundation.notices.models import Notice
from commonhearth.foundation.outbox.delivery import message_of
from commonhearth.foundation.outbox.models import Mail
from commonhearth.rooms.conversations.commands import run
from commonhearth.rooms.conversations.mail import addresses, imap, intake, reading, unquoting
from commonhearth.rooms.conversations.models import MailSeen, ParkedReply, Post, ReplyAddress, Topic
from commonhearth.rooms.conversations.selectors import replies as selectors
from commonhearth.rooms.conversations.services import begin_topic
from commonhearth.rooms.conversations.services import replies as services
from tests.foundation.circles.conftest import House
from tests.world import World

QUOTED = "\n\nOn Thu, 5 Mar 2026 at 18:30, WH <hearth@localhost> wrote:\n> Something new for you\n> It is.\n"


@pytest.fixture(autouse=True)
def taken(settings) -> None:
    """This host takes answers by mail."""
    settings.HEARTH_MAIL_REPLY = "reply@hearth.example"
    settings.HEARTH_MAIL_AUTH = ""


@dataclass
class Line:
    """Ada, who has an address, and a topic of a circle by invitation."""

    house: House
    ada: Member
    topic: Topic
    address: str

    def mail(self, body: str = "Soup, please.", **headers: str) -> bytes:
        message = EmailMessage()
        told = {
            "From": "Ada <ada@example.org>",
            "To": self.address,
            "Subject": "Re: Something new for you",
            "Message-ID": "<one@example.org>",
        } | {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in told.items():
            if value:
                message[name] = value
        message.set_content(body + QUOTED)
        return message.as_bytes()

    def send(self, raw: bytes | None = None, **more: str) -> str:
        return intake.receive(self.mail(**more) if raw is None else raw, now=self.house.now)

    def posted(self) -> list[str]:
        texts = Post.objects.filter(topic=self.topic).exclude(text="Which?").values_list("text", flat=True)
        return sorted(texts)


def address_in(mail: Mail) -> str:
    return str(message_of(mail).message()["Reply-To"])


@pytest.fixture
def line(house: House) -> Line:
    ada = house.member("Ada")
    ada.person = Person.objects.create_user(email="ada@example.org")
    ada.save()
    ada = house.acting(ada)
    circle = house.circle(ada, Openness.CLOSED)
    topic = begin_topic(actor=ada, circle=circle, title="Soup or stew", text="Which?", now=house.now)
    services.send_address(actor=ada, topic=topic, now=house.now)
    return Line(house, ada, topic, address_in(Mail.objects.get(kind="reply")))


def test_an_answer_stands_in_the_topic_without_what_it_quotes(line: Line):
    assert line.send() == "posted"
    assert line.posted() == ["Soup, please."]
    post = Post.objects.exclude(text="Which?").get()
    assert post.author.member_id == line.ada.id


def test_the_mail_that_carries_the_address_says_nothing_from_inside(line: Line):
    mail = Mail.objects.get(kind="reply")
    sent = message_of(mail).message().as_string()
    for word in ("Soup", "stew", "Kitchen", "Willow", str(line.topic.id), str(line.topic.circle_id)):
        assert word not in sent
    assert len(line.address.partition("@")[0]) <= 64


def test_the_same_mail_again_is_as_once(line: Line):
    assert [line.send(), line.send(), line.send()] == ["posted", "seen", "seen"]
    assert line.posted() == ["Soup, please."]


def test_a_mail_without_an_id_is_known_by_what_it_says(line: Line):
    raw = line.mail(Message_ID="")
    assert [line.send(raw), line.send(raw)] == ["posted", "seen"]


def test_two_answers_are_two(line: Line):
    assert line.send() == "posted"
    assert line.send(body="With bread.", Message_ID="<two@example.org>") == "posted"
    assert line.posted() == ["Soup, please.", "With bread."]


@pytest.mark.parametrize(
    "headers",
    [
        {"From": "Eve <eve@example.org>"},
        {"From": "ada@example.org.example.net"},
        {"From": '"ada@example.org" <eve@example.org>'},
        {"Authentication_Results": "mx.example; dkim=fail header.d=example.org"},
        {"Authentication_Results": "mx.example; dmarc=fail"},
    ],
)
def test_from_anybody_else_it_waits_for_the_members_press(line: Line, headers: dict[str, str]):
    assert line.send(**headers) == "parked"
    assert line.posted() == []
    parked = ParkedReply.objects.get()
    assert Notice.objects.filter(member=line.ada, code="reply.parked").count() == 1
    for other in (line.house.steward(), line.house.member("Ben")):
        with pytest.raises(NotVisible):
            selectors.parked_for(other, parked.id)
        with pytest.raises(Refused):
            services.post_parked(actor=other, parked=parked, now=line.house.now)
    services.post_parked(actor=line.house.acting(line.ada), parked=parked, now=line.house.now)
    assert line.posted() == ["Soup, please."]
    assert ParkedReply.objects.count() == 0


def test_what_is_parked_is_sealed_and_goes_by_itself(line: Line):
    line.send(From="eve@example.org")
    assert b"Soup" not in bytes(ParkedReply.objects.get().text.raw)
    intake.forget(now=line.house.now + intake.WAITS + timedelta(seconds=1))
    assert ParkedReply.objects.count() == 0


@pytest.mark.parametrize(
    ("results", "became"),
    [
        ("mx.hearth.example; dmarc=pass header.from=example.org", "posted"),
        ("mx.other.example; dmarc=pass header.from=example.org", "parked"),
        ("mx.hearth.example.evil; dmarc=pass", "parked"),
        ("", "parked"),
    ],
)
def test_where_a_mail_server_is_trusted_only_it_can_vouch(line: Line, settings, results: str, became: str):
    settings.HEARTH_MAIL_AUTH = "mx.hearth.example"
    assert line.send(Authentication_Results=results) == became


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated"},
        {"Precedence": "bulk"},
        {"Precedence": "auto_reply"},
        {"List_Id": "<news.example.org>"},
        {"X_Autoreply": "yes"},
        {"Return_Path": "<>"},
        {"From": "MAILER-DAEMON@example.org"},
        {"X_Failed_Recipients": "ada@example.org"},
    ],
)
def test_bounces_and_notes_of_machines_are_let_go_without_a_word(line: Line, headers: dict[str, str]):
    before = Mail.objects.count()
    assert line.send(**headers) == "automatic"
    assert line.posted() == [] and Mail.objects.count() == before and ParkedReply.objects.count() == 0


def test_our_own_mails_never_come_back_as_posts(line: Line):
    own = message_of(Mail.objects.get(kind="reply")).message()
    del own["To"]
    own["To"] = line.address
    assert line.send(own.as_bytes()) == "automatic"


@pytest.mark.parametrize("why", ["away", "left", "hidden", "closed", "expired", "empty", "too_long", "file"])
def test_what_is_refused_is_answered_to_the_member_alone_and_discreetly(line: Line, why: str):
    body = "Soup, please."
    now = line.house.now
    if why == "away":
        members.go_away(actor=line.house.acting(line.ada), back_on=None, now=now)
    elif why == "left":
        circles.leave(actor=line.house.acting(line.ada), circle=line.topic.circle, now=now)
    elif why == "hidden":
        circles.change_circle(
            actor=line.house.acting(line.ada),
            circle=line.topic.circle,
            name="X",
            purpose="",
            openness=Openness.CONFIDENTIAL,
            now=now,
        )
    elif why == "closed":
        Topic.objects.filter(id=line.topic.id).update(closed=now)
    elif why == "expired":
        ReplyAddress.objects.update(expires=now)
    elif why == "empty":
        body = ""
    elif why == "too_long":
        body = "word " * 5000
    raw = line.mail(body=body, From="eve@example.org" if why == "expired" else "ada@example.org")
    if why == "file":
        message = EmailMessage()
        for name, value in {"From": "ada@example.org", "To": line.address, "Message-ID": "<f@x>"}.items():
            message[name] = value
        message.set_content("See here.")
        message.add_attachment(b"MZ\x90\x00", maintype="image", subtype="png", filename="cat.png")
        raw = message.as_bytes()
    before = Post.objects.count()
    assert line.send(raw).startswith("replies_")
    assert Post.objects.count() == before
    mails = Mail.objects.filter(kind="reply").exclude(text__body__contains="Answer this mail")
    [answer] = mails
    assert answer.to == "ada@example.org", "never to whoever wrote"
    told = f"{answer.text.subject} {answer.text.body}"
    for word in ("Soup", "stew", "Kitchen", "Willow", "Ada"):
        assert word not in told
    assert line.send(raw) == "seen"
    assert mails.count() == 1, "answered once"


def test_a_picture_hangs_on_the_post_as_if_it_had_been_sent_on_the_page(line: Line):
    drawn = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(drawn, "PNG")
    message = EmailMessage()
    for name, value in {"From": "ada@example.org", "To": line.address, "Message-ID": "<p@x>"}.items():
        message[name] = value
    message.set_content("See here." + QUOTED)
    message.add_attachment(drawn.getvalue(), maintype="image", subtype="png", filename="../../pot.png")
    assert line.send(message.as_bytes()) == "posted"
    post = Post.objects.get(text="See here.")
    [hung] = hung_on([post], viewer=line.house.acting(line.ada))[post.id]
    assert hung.name.startswith("pot.")


def test_an_address_that_this_host_did_not_make_is_unknown(line: Line):
    token = line.address.partition("+")[2].partition("@")[0]
    other = ("a" if token[-3] != "a" else "b").join([token[:-3], token[-2:]])
    for address in (
        f"reply+{other}@hearth.example",
        "reply@hearth.example",
        "reply+@hearth.example",
        f"reply+{token}@other.example",
        f"answer+{token}@hearth.example",
        f"reply+{addresses.write(line.house.community.id)}@hearth.example",
    ):
        assert line.send(To=address) == "unknown"
    assert line.posted() == [] and MailSeen.objects.count() == 0


def test_capitals_and_other_headers_are_read(line: Line):
    assert line.send(To="somebody@example.org", Delivered_To=line.address.upper()) == "posted"


def test_ending_the_address_ends_it_at_once(line: Line):
    assert services.end_addresses(actor=line.ada, topic=line.topic) == 1
    assert line.send() == "unknown"


def test_erasing_what_is_ones_own_takes_the_address(line: Line):
    erase_own(actor=line.house.acting(line.ada), now=line.house.now)
    assert ReplyAddress.objects.count() == 0
    assert line.send() == "unknown"


def test_a_hidden_circle_has_no_such_address(line: Line):
    hidden = line.house.circle(line.house.acting(line.ada), Openness.CONFIDENTIAL)
    ada = line.house.acting(line.ada)
    topic = begin_topic(actor=ada, circle=hidden, title="Here", text="Only here.", now=line.house.now)
    with pytest.raises(Refused) as refused:
        services.send_address(actor=ada, topic=topic, now=line.house.now)
    assert refused.value.verdict.code == "replies_not_here"


def test_without_the_setting_nothing_is_taken(line: Line, settings):
    settings.HEARTH_MAIL_REPLY = ""
    assert line.send() == "off"
    with pytest.raises(Refused):
        services.send_address(actor=line.ada, topic=line.topic, now=line.house.now)


def test_a_frozen_community_takes_nothing(line: Line):
    line.house.community.frozen_since = line.house.now
    line.house.community.save()
    assert line.send() == "unknown"


def hostile(line: Line) -> dict[str, bytes]:
    head = f"From: ada@example.org\r\nTo: {line.address}\r\nMessage-ID: <h@x>\r\n".encode()
    return {
        "nothing": b"",
        "no mail": bytes(range(256)) * 40,
        "half": line.mail()[:120],
        "no charset of that name": head + b"Content-Type: text/plain; charset=klingon\r\n\r\nHello.",
        "wrong base64": head + b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n%%%%",
        "parts without end": head
        + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n"
        + b"--x\r\n\r\na\r\n" * 500,
        "nested": head
        + b"".join(
            b"Content-Type: multipart/mixed; boundary=x%d\r\n\r\n--x%d\r\n" % (n, n) for n in range(300)
        ),
        "two senders": b"From: eve@example.org\r\n" + line.mail(),
        "script": head + b"Content-Type: text/html\r\n\r\n<p>Hi <script>alert(1)</script><b>you</b></p>",
        "null": head + b"\r\nHello\x00there",
        "long header": head + b"X-Long: " + b"a" * 500_000 + b"\r\n\r\nHello.",
    }


def test_strange_mails_are_read_or_let_go_and_never_break_anything(line: Line):
    for name, raw in hostile(line).items():
        MailSeen.objects.all().delete()
        became = line.send(raw)
        assert became in {"posted", "parked", "unknown", "unreadable", "replies_empty", "seen"}, name
    assert all("<script" not in text and "\x00" not in text for text in line.posted())


def test_a_huge_mail_is_not_looked_into(line: Line):
    assert line.send(line.mail() + b"a" * reading.LARGEST) == "too_large"


def test_words_that_would_keep_the_library_busy_are_not_waited_for(monkeypatch):
    monkeypatch.setattr(unquoting, "SECONDS", 1)
    with pytest.raises(unquoting.TooStrange):
        unquoting.own_words("On " * 15_000)


def test_where_that_happens_the_member_is_told(line: Line, monkeypatch):
    def strange(text: str) -> str:
        raise unquoting.TooStrange

    monkeypatch.setattr(unquoting, "own_words", strange)
    assert line.send() == "replies_strange"


class Box:
    """A mailbox that holds some mails."""

    def __init__(self, mails: list[bytes], breaks_at: int = -1) -> None:
        self.mails, self.seen, self.breaks_at = mails, set(), breaks_at

    def __call__(self, host: str, port: int, *, tls: bool) -> Box:
        assert (host, port, tls) == ("mail.example", 993, True)
        return self

    def login(self, name: str, word: str) -> None:
        assert (name, word) == ("reply@hearth.example", "a/b")

    def select(self, name: str) -> None:
        assert name == "INBOX"

    def search(self, _charset, *_asked):
        return "OK", [b" ".join(b"%d" % n for n in range(len(self.mails)) if n not in self.seen)]

    def fetch(self, number: bytes, _what: str):
        return "OK", [(b"1 (BODY[]", self.mails[int(number)]), b")"]

    def store(self, number: bytes, _what: str, _flag: str) -> None:
        if int(number) == self.breaks_at:
            self.breaks_at = -1
            raise OSError("killed between taking it in and marking it")
        self.seen.add(int(number))

    def logout(self) -> None:
        pass


def test_a_mailbox_is_fetched_once_also_when_it_breaks_in_between(line: Line, settings):
    settings.HEARTH_MAIL_IN = "imaps://reply%40hearth.example:a%2Fb@mail.example/INBOX"
    box = Box([line.mail(), line.mail(body="With bread.", Message_ID="<two@x>")], breaks_at=0)
    with pytest.raises(OSError):
        imap.fetch(now=line.house.now, connect=box)
    assert imap.fetch(now=line.house.now, connect=box) == 2
    assert line.posted() == ["Soup, please.", "With bread."]
    assert imap.fetch(now=line.house.now, connect=box) == 0


def test_the_pipe_says_in_one_word_what_became_of_it(line: Line, monkeypatch):
    class Said:
        words: list[str] = []

        def say(self, sentence: str) -> None:
            self.words.append(sentence)

    ReplyAddress.objects.update(expires=timezone.now() + timedelta(days=1))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(line.mail())))
    said = Said()
    assert run(None, said) == {"became": "posted"}
    assert said.words == ["posted"]


def test_the_verb_is_there():
    done = subprocess.run(
        [sys.executable, "-m", "commonhearth.site.command", "mail-in", "--help"],
        capture_output=True,
        text=True,
        env={"HEARTH_DATA": str(real.HEARTH_DATA), "PATH": ""},
        check=False,
    )
    assert "hearth mail-in < message" in done.stdout


def test_the_pages(world: World):
    member = world.client("member")
    topic = world.harbour.things["topic_id"]["closed"]
    base = f"/c/harbour/talk/{topic}/"
    assert f"{base}by-mail/" in member.get(base).content.decode()
    for _twice in range(2):
        member.post(f"{base}by-mail/", {"once_key": "a-key-of-this-form-0004"})
    with world.harbour.within():
        assert ReplyAddress.objects.filter(topic=topic).count() == 1
    hidden = world.harbour.things["topic_id"]["hidden"]
    assert "by-mail" not in member.get(f"/c/harbour/talk/{hidden}/").content.decode()
    assert "on the page only" in member.get(f"/c/harbour/talk/{hidden}/by-mail/").content.decode()
    member.post(f"{base}by-mail/", {"what": "end"})
    with world.harbour.within():
        assert ReplyAddress.objects.filter(topic=topic).count() == 0
        parked = ParkedReply(
            member=world.harbour.acting("member"), topic_id=topic, expires=world.now + timedelta(days=1)
        )
        parked.text = "From my work address."
        parked.save()
    address = f"/c/harbour/talk/parked/{parked.id}/"
    assert "From my work address." in member.get(address).content.decode()
    assert world.client("steward").get(address).status_code == 404
    member.post(address, {"answer": "post"})
    assert "From my work address." in member.get(base).content.decode()
