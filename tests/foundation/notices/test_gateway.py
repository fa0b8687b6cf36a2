"""The operator’s own gateway: one request written down once, filled in for each message, and nothing else asked."""

from __future__ import annotations

import base64
import json
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from commonhearth.foundation.notices.sms import gateway, numbers, sending
from commonhearth.foundation.notices.sms.models import State
from tests.foundation.fetch.internet import Internet, moves, says

TO, TEXT = "+447700900123", "Grüße: something & {number} 100%"
KANNEL = "http://10.0.0.5:13013/cgi-bin/sendsms?username=hearth&password=p%26w&to={number}&text={text}&charset=UTF-8"


@pytest.fixture(autouse=True)
def let_out(settings) -> None:
    settings.HEARTH_EGRESS = "listed"
    for name in ("URL", "BODY", "AUTH", "TAKEN"):
        setattr(settings, f"HEARTH_SMS_{name}", "")


def asking(settings, url: str, body: str = "", **more: str) -> gateway.Asking:
    settings.HEARTH_SMS_URL, settings.HEARTH_SMS_BODY = url, body
    for name, value in more.items():
        setattr(settings, f"HEARTH_SMS_{name.upper()}", value)
    found = gateway.gateway()
    assert found is not None
    return found.asking(number=TO, text=TEXT, id="one")


def test_by_the_query_of_a_get(settings):
    asked = asking(settings, KANNEL)
    assert asked.method == "GET" and asked.body == b""
    assert dict(parse_qsl(urlsplit(asked.url).query)) == {
        "username": "hearth",
        "password": "p&w",
        "to": TO,
        "text": TEXT,
        "charset": "UTF-8",
    }


def test_as_json_with_a_name_and_password(settings):
    body = '{"id": "{id}", "phoneNumbers": ["{number}"], "textMessage": {"text": "{text}"}, "ttl": 60}'
    asked = asking(settings, "http://sms:a%3Ab@10.0.0.5:8080/message", body)
    assert asked.url == "http://10.0.0.5:8080/message" and asked.method == "POST"
    assert json.loads(asked.body) == {
        "id": "one",
        "phoneNumbers": [TO],
        "textMessage": {"text": TEXT},
        "ttl": 60,
    }
    assert asked.headers["Content-Type"] == "application/json"
    assert base64.b64decode(asked.headers["Authorization"].removeprefix("Basic ")) == b"sms:a:b"


def test_as_a_form_with_a_header_of_its_own(settings):
    asked = asking(settings, "https://sms.example.org/send", "to={digits}&content={text}", auth="Bearer abc")
    assert dict(parse_qsl(asked.body.decode())) == {"to": TO[1:], "content": TEXT}
    assert asked.headers == {
        "Authorization": "Bearer abc",
        "Content-Type": "application/x-www-form-urlencoded",
    }


@given(st.text(max_size=200))
def test_what_is_put_in_never_becomes_another_field(text: str):
    text = text.encode(errors="replace").decode()
    for query, form, body in (
        ((("to", "{number}"), ("text", "{text}")), (), None),
        ((), (("to", "{number}"), ("text", "{text}")), None),
        ((), (), {"to": ["{number}"], "text": "{text}"}),
    ):
        there = gateway.Gateway("h", "", "http://h/", query, form, body, {})
        asked = there.asking(number=TO, text=text, id="one")
        if query:
            found = parse_qsl(urlsplit(asked.url).query, keep_blank_values=True)
        elif form:
            found = parse_qsl(asked.body.decode(), keep_blank_values=True)
        else:
            assert json.loads(asked.body) == {"to": [TO], "text": text}
            continue
        assert found == [("to", TO), ("text", text)]


@pytest.mark.parametrize(
    ("url", "body"),
    [
        ("ftp://secret@sms.example.org/?to={number}&text={text}", ""),
        ("https://name:secret@/", "to={number}&text={text}"),
        ("https://[secret/", "to={number}&text={text}"),
        ("https://sms.example.org/?password=secret&to={number}", ""),
        ("https://sms.example.org/?password=secret&text={text}", ""),
        ("https://sms.example.org/?password=secret&to={to}&text={text}&n={number}", ""),
        ("https://sms.example.org/", '{"password": "secret", "to": "{number}" "text": "{text}"}'),
        ("https://sms.example.org/", '{"{number}": "{text}"}'),
    ],
)
def test_what_is_written_down_wrongly_is_said_without_its_secrets(settings, url: str, body: str):
    settings.HEARTH_SMS_URL, settings.HEARTH_SMS_BODY = url, body
    with pytest.raises(ImproperlyConfigured) as wrong:
        gateway.gateway()
    assert "secret" not in str(wrong.value) and "docs/hosting.md" in str(wrong.value)


def test_a_place_that_nobody_knows_is_said_with_those_that_are_known(settings):
    settings.HEARTH_SMS_URL = "https://sms.example.org/?to={phone}&text={text}"
    with pytest.raises(
        ImproperlyConfigured, match=r"\{phone\}; the known places are \{number\}, \{digits\}, "
    ):
        gateway.gateway()


def test_a_gateway_shows_no_secret_when_it_is_written_down(settings):
    asked = asking(settings, KANNEL)
    assert "p%26w" not in repr(asked) and TO not in repr(asked)
    assert "p&w" not in repr(gateway.gateway())


def test_nothing_without_an_address_or_where_nothing_goes_out(settings):
    assert gateway.gateway() is None
    settings.HEARTH_SMS_URL, settings.HEARTH_EGRESS = KANNEL, "off"
    assert gateway.gateway() is None


def sent(settings, net: Internet, **more: str) -> State:
    asked = asking(settings, KANNEL, **more)
    return sending.send(gateway.gateway(), asked, network=net.network)


def at(server) -> Internet:
    net = Internet()
    net.site("10.0.0.5", "10.0.0.5", server)
    return net


@pytest.mark.parametrize(
    ("status", "became"),
    [
        ("200 OK", State.SENT),
        ("202 Accepted", State.SENT),
        ("400 Bad", State.FAILED),
        ("403 No", State.FAILED),
        ("429 Later", State.WAITING),
        ("503 Not Now", State.WAITING),
        ("504 Who Knows", State.UNKNOWN),
    ],
)
def test_what_an_answer_means(settings, status: str, became: State):
    net = at(says(b"0: Accepted for delivery", status=status))
    assert sent(settings, net) == became
    assert net.dialled == [("10.0.0.5", 13013)], "a private address and its port, since the operator named it"


def test_a_gateway_that_answers_200_to_everything_says_it_in_words(settings):
    assert sent(settings, at(says(b'{"status": "ok"}')), taken='"ok"') == State.SENT
    assert sent(settings, at(says(b'{"status": "error"}')), taken='"ok"') == State.FAILED


def test_a_redirect_is_not_followed(settings):
    net = at(moves("http://169.254.169.254/latest/"))
    assert sent(settings, net) == State.FAILED
    assert net.dialled == [("10.0.0.5", 13013)]


def test_only_what_certainly_did_not_arrive_is_tried_again(settings):
    assert sent(settings, Internet()) == State.WAITING, "nobody there"
    assert sent(settings, at(lambda _asked: [])) == State.UNKNOWN, "asked, and hung up"


def test_no_other_caller_reaches_a_private_address(settings):
    net = at(says())
    from commonhearth.foundation.fetch import Refused, fetch

    with pytest.raises(Refused):
        fetch(KANNEL, to={"10.0.0.5"}, network=net.network)
    assert net.dialled == []


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("+44 7700 900123", TO),
        ("0044 (0)7700-900.123", TO),
        (" +44\u00a07700\u202f900123 ", TO),
        ("+49/170/1234567", "+491701234567"),
    ],
)
def test_numbers_as_people_write_them(written: str, number: str):
    assert numbers.read_number(written) == number


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("07700 900123", "country"),
        ("", "not_one"),
        ("+", "not_one"),
        ("+0 7700 900123", "not_one"),
        ("+44 7700 90012 34567 89", "not_one"),
        ("+44 7700 900123,+44 7700 900124", "not_one"),
        ("+44７700900123", "not_one"),
        ("+44 7700 900123\n\rX: y", "not_one"),
        ("ada@example.org", "not_one"),
    ],
)
def test_what_is_no_number(written: str, code: str):
    with pytest.raises(numbers.NotANumber) as wrong:
        numbers.read_number(written)
    assert wrong.value.code == code


def test_countries_that_the_operator_does_not_write_to(settings):
    settings.HEARTH_SMS_TO = ["+44", "+353"]
    assert numbers.read_number(TO) == TO
    with pytest.raises(numbers.NotANumber) as wrong:
        numbers.read_number("+1 900 555 0100")
    assert wrong.value.code == "elsewhere"
