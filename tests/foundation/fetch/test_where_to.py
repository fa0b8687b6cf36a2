"""S08 and S53: where nothing is fetched from, what the operator may say of it, and when nothing is fetched."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from commonhearth.foundation.fetch.errors import NotFromHere
from tests.foundation.fetch.asking import get, refused
from tests.foundation.fetch.internet import PUBLIC, Internet, says

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
