"""S08 and S53: what goes out and what comes back."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import repeat
from pathlib import Path
from typing import Any

import pytest

from commonhearth.foundation.fetch import Failed, Refused, fetch
from tests.foundation.fetch.asking import failed, get, refused
from tests.foundation.fetch.internet import PUBLIC, Internet, moves, packed, says

OTHER = "198.41.0.4"

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
