"""The Help now pages: light, the same for everyone, kept by the browser, honest about age."""

import gzip
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from commonhearth.foundation.access import VISITOR
from commonhearth.rooms.helplines import checks, views
from commonhearth.rooms.helplines.models import Helpline
from commonhearth.rooms.helplines.points import OWN_FIRST_LINK, FirstLink
from commonhearth.rooms.helplines.selectors import helplines_for_others, helplines_of

pytestmark = pytest.mark.django_db
READ = datetime(2026, 11, 20, 12, tzinfo=UTC)
KIT = Path(views.__file__).parents[2] / "kit" / "static" / "kit"
OWN = Path(views.__file__).parent / "static" / "helplines"
PAGES = ["/help/", "/help/gb/", "/help/de/", "/help/for-someone-else/", "/help/gb/for-someone-else/"]


@pytest.fixture(autouse=True)
def on_the_day_of_reading() -> Any:
    with time_machine.travel(READ, tick=False):
        yield


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_light_and_needs_no_script(client: Client, address: str) -> None:
    page = client.get(address).content
    parts = [
        page,
        *(file.read_bytes() for file in (KIT / "hearth.css", KIT / "hearth.svg", OWN / "help.css")),
    ]
    weight = sum(len(gzip.compress(part)) for part in parts)
    assert weight < 20_000
    assert len(page) < 14_000
    assert b"<script" not in page
    assert b" style=" not in page


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_the_same_for_everyone_and_kept_by_the_browser(client: Client, address: str) -> None:
    client.cookies["sessionid"] = "somebody"
    response = client.get(address)
    assert response.status_code == 200
    assert "public" in response["Cache-Control"]
    assert "max-age=604800" in response["Cache-Control"]
    assert "cookie" not in response["Vary"].lower()
    assert not response.cookies
    assert "csrf" not in text(response)


def test_each_number_is_a_link_with_source_and_day(client: Client) -> None:
    page = text(client.get("/help/gb/"))
    assert 'href="tel:999"' in page
    assert 'href="tel:116123"' in page
    assert 'href="sms:85258"' in page
    for line in Helpline.objects.filter(country="GB"):
        assert line.source_url in page
        assert line.source_name in page
    assert page.count("read 20 November 2026") == Helpline.objects.filter(country="GB").count()


def test_a_source_read_more_than_180_days_ago_is_said_to_be_old(client: Client) -> None:
    with time_machine.travel(READ + timedelta(days=180), tick=False):
        assert "more than 180 days ago" not in text(client.get("/help/ie/"))
    with time_machine.travel(READ + timedelta(days=181), tick=False):
        page = text(client.get("/help/ie/"))
    assert (
        page.count("more than 180 days ago. It may have changed.")
        == Helpline.objects.filter(country="IE").count()
    )


def test_the_check_warns_of_old_numbers_and_of_a_table_that_differs() -> None:
    assert checks.findings(READ + timedelta(days=180)) == []

    Helpline.objects.filter(key="gb-shout").update(read_on=READ.date() - timedelta(days=200))
    found = {finding.code: finding for finding in checks.findings(READ)}

    assert found.keys() == {"helplines.old-number", "helplines.numbers-not-loaded"}
    assert "(gb-shout): its source was last read 200 days ago" in found["helplines.old-number"].says
    assert "(gb-shout)" in found["helplines.numbers-not-loaded"].says
    assert not any(finding.serious for finding in found.values())


def test_the_country_comes_from_the_host_then_the_browser_and_never_from_the_address(
    client: Client, settings: Any
) -> None:
    somewhere = {"REMOTE_ADDR": "193.1.0.1", "HTTP_X_FORWARDED_FOR": "193.1.0.1"}
    assert "Where are you?" in text(client.get("/help/", **somewhere))
    assert "Numbers for: Ireland." in text(client.get("/help/", headers={"Accept-Language": "en-IE"}))
    settings.HEARTH_COUNTRY = "nz"
    assert "Numbers for: New Zealand." in text(client.get("/help/", headers={"Accept-Language": "en-IE"}))


def test_a_country_is_remembered_only_when_asked_and_can_be_forgotten(client: Client) -> None:
    client.get("/help/fr/")
    assert views.COOKIE not in client.cookies

    answer = client.get("/help/remember/?country=fr")
    assert answer["Location"] == "/help/fr/"
    assert client.cookies[views.COOKIE].value == "FR"
    assert client.cookies[views.COOKIE]["httponly"]
    assert client.get("/help/")["Location"] == "/help/fr/"
    assert client.get("/help/for-someone-else/")["Location"] == "/help/fr/for-someone-else/"
    assert client.get("/help/")["Cache-Control"] == "no-store"

    client.get("/help/remember/")
    assert client.get("/help/").status_code == 200


@pytest.mark.parametrize("address", ["/help/xx/", "/help/remember/extra/", "/help/GB/", "/help/gb/other/"])
def test_what_is_not_there_is_not_there(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("country", ["../../etc", "gb\r\nSet-Cookie: a=b", "ZZ", "<script>"])
def test_only_a_known_country_is_remembered(client: Client, country: str) -> None:
    answer = client.get("/help/remember/", {"country": country})
    assert answer["Location"] == "/help/"
    assert client.cookies[views.COOKIE].value == ""


def test_the_page_says_what_it_is_and_is_not(client: Client) -> None:
    page = text(client.get("/help/gb/"))
    assert "Nobody watches this page, and nobody here answers." in page
    assert "do not stop suddenly, and talk to a prescriber or pharmacist first" in page
    assert "stored copy" in page
    others = text(client.get("/help/gb/for-someone-else/"))
    assert "We never say whether someone is a member." in others


def test_for_someone_else_shows_lines_that_welcome_it_and_lines_for_the_young() -> None:
    shown = [line for section in helplines_for_others("GB", viewer=VISITOR) for line in section.lines]
    assert {line.key for line in shown} == {"gb-emergency", "gb-nhs-111", "gb-papyrus", "gb-nspcc"}
    assert helplines_of("GB", viewer=VISITOR)[0].purpose == "emergency"


def test_an_own_first_link_stands_first_and_makes_the_page_private(
    rf: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        OWN_FIRST_LINK, "_entries", {"plan": lambda person: FirstLink("Your own plan", "/plan/")}
    )
    request = rf.get("/help/gb/")
    request.now, request.actor, request.person = READ, VISITOR, object()

    response = views.help_in(request, "GB")

    page = text(response)
    assert page.index('href="/plan/"') < page.index("tel:999")
    assert "private" in response["Cache-Control"]
    assert not hasattr(response, "same_for_everyone")

    request.person = None
    assert "/plan/" not in text(views.help_in(request, "GB"))


def test_a_page_asks_the_database_once(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        client.get("/help/gb/")


def test_help_now_leads_to_the_remembered_country_from_every_page(client: Client) -> None:
    assert 'href="/help/"' in text(client.get("/accounts/login/"))
    client.get("/help/remember/?country=fr")
    assert 'href="/help/fr/"' in text(client.get("/accounts/login/"))
    client.cookies[views.COOKIE] = '"><script>'
    assert 'href="/help/"' in text(client.get("/accounts/login/"))
