"""Mail: with the act or not at all, one rendering per language, sent at most once, nothing kept."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import jinja2
import pytest
import time_machine
from django.core import mail as django_mail
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone

from commonhearth.foundation import outbox
from commonhearth.foundation.jobs.models import Job
from commonhearth.foundation.jobs.worker import drain
from commonhearth.foundation.outbox import delivery, rendering, selectors, tasks
from commonhearth.foundation.outbox.models import Mail, MailText

pytestmark = pytest.mark.django_db

CODE = {"to": "robin@example.org", "template": "code", "kind": "sign-in"}


@pytest.fixture(autouse=True)
def letters(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Give the outbox three templates, and say which were rendered."""
    rendered: list[str] = []

    sources = {
        "mail/code.txt": "Your code for {{ host_name }}\n\nType {{ code }} within ten minutes.\n",
        "mail/named.txt": "{{ name }}, something is new\n\nDear {{ name }},\n{{ words }}\n{{ link }}\n",
    }
    environment = jinja2.Environment(
        loader=jinja2.DictLoader(sources), finalize=rendering._printed, undefined=jinja2.StrictUndefined
    )

    class Kind(jinja2.Template):
        def render(self, *args: Any, **kwargs: Any) -> str:
            rendered.append(str(self.name))
            return super().render(*args, **kwargs)

    environment.template_class = Kind
    monkeypatch.setattr(rendering, "_environment", lambda: environment)
    with override_settings(HEARTH_MAIL="smtp", HEARTH_NAME="hearth.example"):
        yield rendered


def _code(**changes: Any) -> Any:
    return outbox.mail(**(CODE | {"context": {"code": "4711-CANARY"}, "now": timezone.now()} | changes))


def _deliver(seconds: float = 1) -> int:
    return drain(now=timezone.now() + timedelta(seconds=seconds))


def test_a_mail_is_sent_after_the_transaction_and_nothing_of_it_is_kept() -> None:
    _code()
    assert django_mail.outbox == []
    assert _deliver() == 1
    [sent] = django_mail.outbox
    assert sent.to == ["robin@example.org"]
    assert sent.subject == "Your code for hearth.example"
    assert sent.body == "Type 4711-CANARY within ten minutes.\n"
    assert sent.from_email.startswith('"hearth.example" <') or sent.from_email.startswith("hearth.example <")
    kept = str([*Mail.objects.values(), *MailText.objects.values(), *Job.objects.values()])
    assert "CANARY" not in kept
    assert "robin" not in kept
    assert Mail.objects.get().state == "sent"


def test_a_mail_is_undone_with_the_act_it_is_about() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        _code()
        raise ZeroDivisionError
    assert not Mail.objects.exists()
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    ("part", "changes"),
    [
        ("to", {"to": "robin@example.org\nBcc: all@example.org"}),
        ("to", {"to": "robin@example.org, sam@example.org"}),
        ("to", {"to": "robin@example.org\r"}),
        ("sender_name", {"sender_name": "Willow\r\nBcc: all@example.org"}),
        ("unsubscribe", {"unsubscribe": "https://a.example/\n>"}),
        (
            "subject",
            {"template": "named", "context": {"name": "A\nBcc: b@example.org", "words": "", "link": ""}},
        ),
        ("subject", {"template": "named", "context": {"name": "A\u2028B", "words": "", "link": ""}}),
    ],
)
def test_what_would_add_a_header_or_a_recipient_is_refused(part: str, changes: dict[str, Any]) -> None:
    with pytest.raises(outbox.HeaderInjection) as refused:
        _code(**changes)
    assert refused.value.part == part
    assert not Mail.objects.exists()


def test_a_recipients_own_value_cannot_break_the_subject_either() -> None:
    with pytest.raises(outbox.HeaderInjection):
        outbox.mail_many(
            recipients=[outbox.Recipient("a@example.org", fill={"name": "A\nBcc: b@example.org"})],
            template="named",
            context={"words": "", "link": ""},
            now=timezone.now(),
            kind="digest",
        )
    assert not Mail.objects.exists()


def test_a_body_keeps_its_lines_and_never_escapes_its_apostrophes() -> None:
    _code(template="named", context={"name": "Ann", "words": 'It’s\n<new> & "old"', "link": ""})
    _deliver()
    assert django_mail.outbox[0].body == 'Dear Ann,\nIt’s\n<new> & "old"\n'


def test_many_are_rendered_once_per_language_and_filled_in_one_by_one(letters: list[str]) -> None:
    people = [
        outbox.Recipient(
            f"p{number}@example.org",
            language="de" if number % 2 else "en",
            fill={"name": f"P{number}", "link": f"https://hearth.example/u/{number}"},
            unsubscribe=f"https://hearth.example/stop/{number}",
        )
        for number in range(20)
    ]
    count = outbox.mail_many(
        recipients=people, template="named", context={"words": "Hello"}, now=timezone.now(), kind="digest",
        sender_name="The Willow House",
    )  # fmt: skip
    assert count == 20
    assert letters == ["mail/named.txt", "mail/named.txt"]
    assert MailText.objects.count() == 2
    assert _deliver() == 1  # twenty over one connection
    sent = {message.to[0]: message for message in django_mail.outbox}
    seventh = sent["p7@example.org"]
    assert seventh.subject == "P7, something is new"
    assert "https://hearth.example/u/7" in seventh.body
    assert seventh.extra_headers["List-Unsubscribe"] == "<https://hearth.example/stop/7>"
    assert seventh.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "The Willow House" in seventh.from_email
    assert set(MailText.objects.values_list("body", flat=True)) == {""}


class _Server:
    """A mail server that does what it is told."""

    def __init__(self, opens: Exception | None = None, sends: Exception | None = None) -> None:
        self.opens, self.sends, self.tried = opens, sends, 0

    def open(self) -> None:
        self.tried += 1
        if self.opens:
            raise self.opens

    def send_messages(self, messages: list[Any]) -> int:
        if self.sends:
            raise self.sends
        return 1

    def close(self) -> None:
        pass


def _server(monkeypatch: pytest.MonkeyPatch, **does: Any) -> _Server:
    server = _Server(**does)
    monkeypatch.setattr(delivery, "get_connection", lambda: server)
    return server


def test_while_the_mail_server_is_down_a_mail_waits_and_then_gives_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server = _server(monkeypatch, opens=ConnectionRefusedError())
    _code()
    moment = timezone.now()
    Mail.objects.update(expires=moment + timedelta(days=99))
    for _ in range(20):
        moment += timedelta(days=2)
        with time_machine.travel(moment, tick=False):
            drain(now=moment)
    assert server.tried == len(delivery.PAUSES) + 1
    assert Mail.objects.get().state == "failed"
    assert Job.objects.get().state == "done"
    assert MailText.objects.get().body == ""
    assert sum(delivery.PAUSES, timedelta()) > timedelta(hours=24)


@pytest.mark.parametrize(
    ("fault", "becomes"),
    [
        (smtplib.SMTPRecipientsRefused({"robin@example.org": (550, b"no such person")}), "failed"),
        (smtplib.SMTPRecipientsRefused({"robin@example.org": (451, b"greylisted")}), "waiting"),
        (smtplib.SMTPDataError(554, b"spam"), "failed"),
        (smtplib.SMTPServerDisconnected(), "unknown"),
        (TimeoutError(), "unknown"),
    ],
)
def test_what_the_mail_server_says_decides(
    monkeypatch: pytest.MonkeyPatch, fault: Exception, becomes: str
) -> None:
    _server(monkeypatch, sends=fault)
    _code()
    _deliver()
    mail = Mail.objects.get()
    assert mail.state == becomes
    assert bool(mail.to) == (becomes == "waiting")


def test_a_mail_found_in_the_middle_of_handing_over_is_never_sent_again() -> None:
    _code()
    Mail.objects.update(state="handing")
    _deliver()
    assert django_mail.outbox == []
    assert Mail.objects.get().state == "unknown"
    assert selectors.standing(now=timezone.now()).unknown == 1


def test_a_code_that_nobody_can_use_any_more_is_not_sent() -> None:
    _code(expires=timezone.now() - timedelta(seconds=1))
    _deliver()
    assert django_mail.outbox == []
    assert Mail.objects.get().state == "expired"


def test_without_mail_configured_mails_wait_and_go_out_once_it_is(settings: Any) -> None:
    settings.HEARTH_MAIL = "none"
    _code(now=timezone.now() - timedelta(minutes=11))
    assert _deliver() == 0
    assert selectors.standing(now=timezone.now()).waiting == 1
    tasks.pick_up.call()
    assert not Job.objects.exists()

    settings.HEARTH_MAIL = "smtp"
    tasks.pick_up.call()
    tasks.pick_up.call()
    assert Job.objects.count() == 1
    _deliver()
    assert len(django_mail.outbox) == 1


def test_on_a_demo_host_nothing_leaves_and_everything_can_be_read(settings: Any) -> None:
    settings.HEARTH_MAIL = "mailbox"
    _code()
    assert _deliver() == 0
    assert django_mail.outbox == []
    [letter] = selectors.mailbox()
    assert (letter.to, letter.subject) == ("robin@example.org", "Your code for hearth.example")
    assert "4711" in letter.body


def test_what_expired_unsent_is_erased_and_old_ones_are_forgotten() -> None:
    _code(now=timezone.now() - timedelta(days=15))
    _code()
    _deliver()
    Mail.objects.filter(state="sent").update(ended=timezone.now() - timedelta(days=31))
    tasks.forget.call()
    assert Mail.objects.count() == 1
    assert MailText.objects.get().body == ""
    assert Mail.objects.get().to == ""


def test_what_expired_without_ever_being_tried_keeps_nothing_either() -> None:
    _code(now=timezone.now() - timedelta(days=15))
    Mail.objects.update(calendar="SUMMARY:Thursday evening", about=uuid4())
    tasks.forget.call()
    left = Mail.objects.get()
    assert (left.state, left.to, left.calendar, left.about) == ("expired", "", "", None)


def test_the_mailbox_is_a_page_of_demo_hosts_only(client: Client, settings: Any) -> None:
    assert client.get("/mailbox/").status_code == 404
    settings.HEARTH_MAIL, settings.HEARTH_DEMO = "mailbox", True
    _code()
    page = client.get("/mailbox/")
    assert page.status_code == 200
    assert "4711-CANARY" in page.content.decode()


def test_a_crash_in_the_middle_of_a_batch_leaves_one_unknown_and_the_others_sent_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    people = [outbox.Recipient(f"p{number}@example.org", fill={"name": f"P{number}"}) for number in range(6)]
    outbox.mail_many(
        recipients=people,
        template="named",
        context={"words": "", "link": ""},
        now=timezone.now(),
        kind="digest",
    )
    arrived: list[str] = []

    class Mortal(_Server):
        def send_messages(self, messages: list[Any]) -> int:
            arrived.extend(message.to[0] for message in messages)
            if len(arrived) == 3:
                raise KeyboardInterrupt  # the worker is killed after the server took the third
            return 1

    monkeypatch.setattr(delivery, "get_connection", Mortal)
    with pytest.raises(KeyboardInterrupt):
        _deliver()
    assert _deliver() == 0  # its lease has not run out
    assert _deliver(seconds=700) == 1
    assert sorted(arrived) == [person.to for person in people]
    assert sorted(Mail.objects.values_list("state", flat=True)) == ["sent"] * 5 + ["unknown"]
    assert set(MailText.objects.values_list("body", flat=True)) == {""}
