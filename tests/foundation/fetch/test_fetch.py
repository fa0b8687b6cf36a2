"""S08 and S53: what goes out, where to, and what comes back."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import repeat
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from commonhearth.foundation.fetch import Failed, Fetched, Refused, fetch
from commonhearth.foundation.fetch.errors import NotFromHere
from commonhearth.foundation.fetch.wording import REASONS
from tests.foundation.fetch.internet import Internet, moves, packed, says

PUBLIC = "93.184.216.34"
OTHER = "198.41.0.4"


@pytest.fixture
def internet() -> Internet:
    internet = Internet()
    internet.site("willow.example", PUBLIC, says())
    return internet


def get(internet: Internet, url: str = "http://willow.example/", **how: Any) -> Fetched:
    how.setdefault("to", {"willow.example"})
    return fetch(url, network=internet.network, **how)


def refused(internet: Internet, url: str, **how: Any) -> str:
    with pytest.raises(Refused) as caught:
        get(internet, url, **how)
    assert caught.value.code in REASONS
    return caught.value.code


def failed(internet: Internet, url: str = "http://willow.example/", **how: Any) -> str:
    with pytest.raises(Failed) as caught:
        get(internet, url, **how)
    assert caught.value.code in REASONS
    assert caught.value.url
    return caught.value.code


# --- An answer ------------------------------------------------------------------------------------


def test_an_answer_comes_with_what_callers_need(internet: Internet) -> None:
    internet.servers[PUBLIC] = says(b"hello", ETag='"7"', Set_Cookie="a=b", X_Other="1")

    answer = get(
        internet, "http://willow.example/a b?q=ü".replace(" ", "%20"), headers={"If-None-Match": '"6"'}
    )

    assert (answer.status, answer.content_type, answer.charset, answer.body) == (
        200,
        "text/plain",
        "utf-8",
        b"hello",
    )
    assert answer.headers == {"etag": '"7"'}
    assert answer.url == "http://willow.example/a%20b?q=%C3%BC"
    asked = internet.requests[0].decode()
    assert asked.startswith("GET /a%20b?q=%C3%BC HTTP/1.1\r\n")
    assert "Host: willow.example\r\n" in asked
    assert 'If-None-Match: "6"\r\n' in asked
    assert "User-Agent: Commonhearth (+http://localhost:8000)\r\n" in asked
    assert "Cookie" not in asked


def test_unchanged_is_an_answer_without_a_body(internet: Internet) -> None:
    internet.servers[PUBLIC] = says(b"", status="304 Not Modified")
    answer = get(internet)
    assert (answer.status, answer.body) == (304, b"")


def test_a_webhook_sends_what_it_is_given_and_follows_nothing(internet: Internet) -> None:
    internet.servers[PUBLIC] = moves("http://127.0.0.1/")

    answer = get(internet, method="POST", body=b'{"a": 1}', headers={"X-Signature": "s"})

    assert answer.status == 301
    asked = internet.requests[0]
    assert asked.endswith(b'\r\n\r\n{"a": 1}')
    assert asked.startswith(b"POST / HTTP/1.1\r\n")
    assert b"Content-Length: 8\r\n" in asked and b"X-Signature: s\r\n" in asked
    assert len(internet.dialled) == 1


def test_a_look_without_a_body_reads_none(internet: Internet) -> None:
    internet.servers[PUBLIC] = says(bytes(300_000))
    assert get(internet, keep=0).body == b""
    internet.servers[PUBLIC] = says(b"", Content_Length="300000")
    assert get(internet, method="HEAD").body == b""


def test_callers_do_not_say_what_is_ours(internet: Internet) -> None:
    for name in ("Host", "cookie", "User-Agent", "Transfer-Encoding"):
        with pytest.raises(ValueError, match="not the caller"):
            get(internet, headers={name: "x"})
    with pytest.raises(ValueError):
        get(internet, headers={"X-Line": "a\r\nHost: other"})
    assert internet.requests == []


# --- Where it does not go -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    """127.0.0.1 127.8.9.1 0.0.0.0 0.1.2.3 10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1
    192.0.0.1 192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.1 192.88.99.1 224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255
    :: ::1 ::ffff:127.0.0.1 ::ffff:93.184.216.34 ::127.0.0.1 64:ff9b::7f00:1 64:ff9b:1::1 2002:7f00:1:: 2001::1
    2001:db8::1 3fff::1 100::1 fc00::1 fd12:3456::1 fe80::1 fec0::1 ff02::1 5f00::1""".split(),
)
def test_private_and_special_addresses_are_refused(internet: Internet, address: str) -> None:
    internet.names["willow.example"] = [[address]]
    internet.servers[address] = says()
    assert refused(internet, "http://willow.example/") == "private"
    literal = f"[{address}]" if ":" in address else address
    assert refused(internet, f"http://{literal}/", to={address}) == "private"
    assert internet.dialled == []


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "2a00:1450::1"])
def test_public_addresses_are_gone_to(internet: Internet, address: str) -> None:
    internet.site("willow.example", address, says())
    assert get(internet).status == 200
    assert internet.dialled == [(address, 80)]


def test_one_private_answer_among_public_ones_refuses_them_all(internet: Internet) -> None:
    internet.names["willow.example"] = [[PUBLIC, "10.0.0.1"]]
    assert refused(internet, "http://willow.example/") == "private"
    assert internet.dialled == []


def test_a_name_that_changes_its_mind_is_asked_once(internet: Internet) -> None:
    """DNS rebinding: public when it is checked, this machine when it is dialled."""
    internet.names["willow.example"] = [[PUBLIC], ["127.0.0.1"]]
    internet.servers["127.0.0.1"] = says(b"secret")

    assert get(internet).body == b"hello"
    assert internet.lookups == ["willow.example"]
    assert internet.dialled == [(PUBLIC, 80)]
    assert refused(internet, "http://willow.example/") == "private"


@pytest.mark.parametrize(
    "host",
    """2130706433 0x7f000001 0x7f.0.0.1 0177.0.0.1 127.1 127.0.1 0 0x 1.2.3.4.5 ①②⑦.0.0.1.2 [::1%25lo] [fe80::1%eth0]
    127.0.0.1%2f 256.1.1.1 09.1.1.1 -a.example a..example""".split(),
)
def test_numbers_that_only_some_read_as_addresses_are_none(internet: Internet, host: str) -> None:
    assert refused(internet, f"http://{host}/", to={host}) == "not-an-address"
    assert internet.lookups == []


def test_a_digit_that_only_looks_like_one_is_read_as_one(internet: Internet) -> None:
    assert refused(internet, "http://①②⑦.0.0.1/", to={"127.0.0.1"}) == "private"
    assert refused(internet, "http://127。0。0。1/", to={"127.0.0.1"}) == "private"


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://willow.example/",
        "gopher://willow.example/",
        "javascript:alert(1)",
        "//willow.example/",
        "willow.example",
        "",
        "http://",
        "http://a:b@willow.example/",
        "http://@willow.example/",
        "http://willow.example\\@127.0.0.1/",
        "http://willow.example/\r\nHost: other",
        "http://willow.example/ x",
        "http://willow.example:0/",
        "http://willow.example:99999/",
        "http://willow.example:x/",
        "http://[::1/",
        "http://willow.example/" + "a" * 2000,
    ],
)
def test_what_is_no_address_is_refused(internet: Internet, url: str) -> None:
    assert refused(internet, url) == "not-an-address"
    assert internet.lookups == []


@pytest.mark.parametrize("port", [22, 25, 5432, 8000])
def test_other_ports_are_refused(internet: Internet, port: int) -> None:
    assert refused(internet, f"http://willow.example:{port}/") == "port"
    assert internet.lookups == []


def test_hosts_that_nobody_named_are_refused(internet: Internet) -> None:
    assert refused(internet, "http://other.example/") == "not-listed"
    assert refused(internet, "http://willow.example.evil.example/") == "not-listed"
    assert get(internet, to={"www.willow.example"}).status == 200
    assert get(internet, to={"WILLOW.example."}).status == 200
    assert internet.lookups == ["willow.example", "willow.example"]


# --- What the operator says -----------------------------------------------------------------------


def test_egress_is_closed_by_one_setting(internet: Internet, settings: Any) -> None:
    settings.HEARTH_EGRESS = "off"
    assert refused(internet, "http://willow.example/") == "egress-off"
    assert internet.lookups == []


def test_a_private_address_with_its_port_may_be_excepted(internet: Internet, settings: Any) -> None:
    internet.servers["127.0.0.1"] = says(b"the other host")
    internet.servers["192.168.7.9"] = says(b"in the house")
    settings.HEARTH_EGRESS_PRIVATE = ["127.0.0.1:8123", "192.168.7.0/24:8443"]

    assert get(internet, "http://127.0.0.1:8123/", to={"127.0.0.1"}).body == b"the other host"
    assert get(internet, "http://192.168.7.9:8443/", to={"192.168.7.9"}).body == b"in the house"
    assert b"Host: 127.0.0.1:8123\r\n" in internet.requests[0]
    assert refused(internet, "http://127.0.0.1/", to={"127.0.0.1"}) == "private"
    assert refused(internet, "http://192.168.7.9:8123/", to={"192.168.7.9"}) == "private"
    assert refused(internet, "http://willow.example:8123/") == "private", "the port is for that address only"


@pytest.mark.parametrize("wrong", ["127.0.0.1", "house:80", "10.0.0.1/8:80", ":80"])
def test_a_wrong_exception_is_said(internet: Internet, settings: Any, wrong: str) -> None:
    from django.core.exceptions import ImproperlyConfigured

    settings.HEARTH_EGRESS_PRIVATE = [wrong]
    with pytest.raises(ImproperlyConfigured, match="HEARTH_EGRESS_PRIVATE"):
        get(internet, "http://127.0.0.1:8123/", to={"127.0.0.1"})


def test_a_proxy_in_the_environment_is_not_used(internet: Internet, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://10.0.0.1:3128")
    get(internet)
    assert internet.dialled == [(PUBLIC, 80)]


# --- Redirects ------------------------------------------------------------------------------------


def test_a_redirect_is_followed_to_the_same_site(internet: Internet) -> None:
    internet.servers[PUBLIC] = moves("//www.willow.example/home")
    internet.site("www.willow.example", OTHER, says(b"home"))

    answer = get(internet)

    assert (answer.body, answer.url, answer.moved) == (b"home", "http://www.willow.example/home", "for-good")
    internet.servers[PUBLIC] = moves("//www.willow.example/home", "302 Found")
    assert get(internet).moved == "for-now"


@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("http://127.0.0.1/", "private"),
        ("http://willow.example:6379/", "port"),
        ("http://other.example/", "not-listed"),
        ("file:///etc/passwd", "not-an-address"),
        ("http://2130706433/", "not-an-address"),
    ],
)
def test_each_hop_is_checked_like_the_first(internet: Internet, location: str, code: str) -> None:
    internet.servers[PUBLIC] = moves(location)
    assert refused(internet, "http://willow.example/", to={"willow.example", "127.0.0.1"}) == code
    assert internet.dialled == [(PUBLIC, 80)]


def test_a_redirect_to_a_name_that_leads_inside_is_refused(internet: Internet) -> None:
    internet.servers[PUBLIC] = moves("http://www.willow.example/")
    internet.site("www.willow.example", "10.0.0.1", says(b"secret"))
    assert refused(internet, "http://willow.example/") == "private"


def test_three_redirects_and_no_more(internet: Internet) -> None:
    hops = iter([moves("/1"), moves("/2"), moves("/3"), says(b"there")])
    internet.servers[PUBLIC] = lambda asked: next(hops)(asked)
    assert get(internet).url == "http://willow.example/3"
    internet.servers[PUBLIC] = moves("/again")
    assert failed(internet) == "too-many-moves"
    assert len(internet.requests) == 8


# --- Servers that mean no good --------------------------------------------------------------------


def test_a_slow_drip_ends_at_the_deadline(internet: Internet) -> None:
    def drips(head: bytes) -> Any:
        return lambda _asked: iter([head, *repeat(b"x", 100_000)])

    internet.tick = 1.0
    internet.servers[PUBLIC] = drips(b"HTTP/1.1 200 OK\r\nX: ")
    assert failed(internet, seconds=30) in {"too-slow", "unreadable"}
    internet.servers[PUBLIC] = drips(b"HTTP/1.1 200 OK\r\n\r\n")
    assert failed(internet, seconds=8) == "too-slow"


def test_a_server_that_says_nothing_is_waited_for_no_longer_than_the_deadline(internet: Internet) -> None:
    silent = threading.Event()
    internet.servers[PUBLIC] = lambda _asked: iter([b""] if silent.wait(20) else [])
    try:
        assert failed(internet, seconds=0.2) == "too-slow"
    finally:
        silent.set()


def test_a_look_up_that_hangs_is_waited_for_no_longer(internet: Internet) -> None:
    from dataclasses import replace

    hanging = threading.Event()
    network = replace(internet.network, resolve=lambda _host, _port: [PUBLIC] if hanging.wait(20) else [])
    try:
        with pytest.raises(Failed, match="too-slow"):
            fetch("http://willow.example/", to={"willow.example"}, network=network, seconds=0.2)
    finally:
        hanging.set()


def test_a_body_larger_than_asked_for_is_not_kept(internet: Internet) -> None:
    internet.servers[PUBLIC] = says(bytes(1000))
    assert len(get(internet, keep=1000).body) == 1000
    assert failed(internet, keep=999) == "too-large"
    internet.servers[PUBLIC] = lambda _asked: iter([b"HTTP/1.1 200 OK\r\n\r\n", *repeat(bytes(65536), 100)])
    assert failed(internet, keep=1000) == "too-large"


def test_packed_bodies_are_unpacked_up_to_the_size_asked_for(internet: Internet) -> None:
    internet.servers[PUBLIC] = says(gzip.compress(b"hello" * 100), Content_Encoding="gzip")
    assert get(internet).body == b"hello" * 100
    bomb = packed(50_000_000)
    assert len(bomb) < 60_000
    internet.servers[PUBLIC] = says(bomb, Content_Encoding="gzip")
    assert failed(internet, keep=100_000) == "too-large"


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"220 mail.example ESMTP\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nnot packed at all",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"
        + gzip.compress(b"cut short" * 50, mtime=0)[:-12],
        b"HTTP/1.1 301 Moved\r\nLocation: http://[\r\n\r\n",
    ],
)
def test_what_cannot_be_read_is_said(internet: Internet, answer: bytes) -> None:
    internet.servers[PUBLIC] = lambda _asked: [answer]
    with pytest.raises((Failed, Refused)) as caught:
        get(internet)
    assert caught.value.code in {"unreadable", "no-answer", "not-an-address"}


def test_no_name_and_no_answer(internet: Internet) -> None:
    assert failed(internet, "http://gone.example/", to={"gone.example"}) == "no-name"
    internet.names["gone.example"] = [[]]
    assert failed(internet, "http://gone.example/", to={"gone.example"}) == "no-name"
    internet.names["gone.example"] = [[OTHER]]
    assert failed(internet, "http://gone.example/", to={"gone.example"}) == "no-answer"


def test_the_second_address_is_tried_when_the_first_is_dead(internet: Internet) -> None:
    internet.names["willow.example"] = [["2606:2800:220:1::1", PUBLIC]]
    assert get(internet).body == b"hello"
    assert [address for address, _port in internet.dialled] == ["2606:2800:220:1::1", PUBLIC]


# --- Certificates ---------------------------------------------------------------------------------


@pytest.fixture
def certified(internet: Internet, tmp_path: Path) -> Iterator[Internet]:
    import ssl

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "willow.example")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("willow.example")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    both = tmp_path / "willow.pem"
    both.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(both)
    internet.certificates[PUBLIC] = server
    internet.trust = lambda: ssl.create_default_context(cafile=str(both))
    yield internet


def test_the_certificate_is_checked_against_the_name_not_the_address(certified: Internet) -> None:
    assert get(certified, "https://willow.example/").body == b"hello"
    assert b"Host: willow.example\r\n" in certified.requests[0]
    certified.names["other.example"] = [[PUBLIC]]
    assert failed(certified, "https://other.example/", to={"other.example"}) == "not-trusted"
    certified.trust = __import__("ssl").create_default_context
    assert failed(certified, "https://willow.example/") == "not-trusted"
    assert len(certified.requests) == 1


def test_a_redirect_never_leads_from_secure_to_not(certified: Internet) -> None:
    certified.servers[PUBLIC] = moves("http://willow.example/")
    assert refused(certified, "https://willow.example/") == "downgraded"


# --- From where -----------------------------------------------------------------------------------


def test_nothing_is_fetched_inside_a_transaction(db: None, internet: Internet) -> None:
    assert get(internet).status == 200, "the test's own transaction does not count"
    with transaction.atomic(), pytest.raises(NotFromHere):
        get(internet)
    assert len(internet.requests) == 1


def test_nothing_is_fetched_while_a_page_is_answered(
    db: None, internet: Internet, monkeypatch: pytest.MonkeyPatch
) -> None:
    caught: list[Exception] = []

    def page(request: Any) -> HttpResponse:
        try:
            get(internet)
        except NotFromHere as error:
            caught.append(error)
        return HttpResponse("x")

    monkeypatch.setattr(
        "django.core.handlers.base.BaseHandler.get_response", lambda _self, request: page(request)
    )
    Client().get("/")
    assert len(caught) == 1
    assert internet.requests == []
    assert get(internet).status == 200, "and afterwards jobs of the same process may"
