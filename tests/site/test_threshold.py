"""What every answer carries and no request may bring (S18 to S21, S25 to S27, S56, F07, F15)."""

from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings as configured
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings

from commonhearth.site import security, space, trouble

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.site.doors")]

GIGABYTE = 1024**3


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/help/", 200),
        ("/t/read/", 200),
        ("/nothing/", 404),
        ("/t/break/", 500),
        ("/t/locked/", 503),
        ("/help", 301),
    ],
)
def test_every_answer_is_dressed_errors_too(client: Client, address: str, status: int) -> None:
    response = client.get(address)
    assert response.status_code == status
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]


def test_answers_before_any_page_is_chosen_are_dressed_as_well(client: Client) -> None:
    for response in (
        client.get("/", headers={"host": "elsewhere.example"}),
        client.delete("/t/read/"),
        client.post("/t/write/", headers={"sec-fetch-site": "cross-site"}),
    ):
        assert response.status_code in (400, 403, 405)
        assert "default-src 'none'" in response["Content-Security-Policy"]
        assert response["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace", "options"])
def test_methods_that_no_page_takes_are_turned_away(client: Client, method: str) -> None:
    response = getattr(client, method)("/t/read/")
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, POST"


@pytest.mark.parametrize(
    ("site", "status"),
    [("cross-site", 403), ("same-site", 403), ("same-origin", 200), ("none", 200), ("", 200)],
)
def test_forms_sent_from_other_sites_are_refused(client: Client, site: str, status: int) -> None:
    headers = {"sec-fetch-site": site} if site else {}
    assert client.post("/t/write/", {"key": "0" * 32}, headers=headers).status_code == status
    assert client.get("/t/read/", headers=headers).status_code == 200  # a link from elsewhere may be followed


def test_a_form_without_its_token_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post("/t/write/", {"key": "a"}).status_code == 403
    token = client.get("/t/token/").content.decode()
    answer = client.post("/t/write/", {"key": "0" * 32, "csrfmiddlewaretoken": token})
    assert answer.status_code == 200


def test_bodies_too_large_and_garbled_lengths_are_refused_unread(client: Client) -> None:
    large = configured.HEARTH_LARGEST_BODY + 1
    assert client.post("/t/write/", {}, CONTENT_LENGTH=str(large)).status_code == 413
    assert client.post("/t/write/", {}, CONTENT_LENGTH="many").status_code == 400
    assert client.post("/t/write/", {}, CONTENT_LENGTH="-1").status_code == 400
    fields = {f"field{number}": "" for number in range(configured.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    assert client.post("/t/write/", fields).status_code == 400
    assert client.post(
        "/t/write/", {"key": "x" * (configured.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)}
    ).status_code in (400, 413)


# --- Who is asking ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("proxies", "told", "seen"),
    [
        (0, "203.0.113.9", "10.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),  # the left one was written by the client
        (2, "198.51.100.1, 203.0.113.9, 10.0.0.7", "203.0.113.9"),
        (2, "203.0.113.9", "10.0.0.1"),
        (1, "", "10.0.0.1"),
    ],
)
def test_a_clients_address_is_believed_from_our_own_proxies_only(proxies: int, told: str, seen: str) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers={"x-forwarded-for": told})
    with override_settings(HEARTH_PROXIES=proxies):
        security.believe_proxies(request)
    assert request.META["REMOTE_ADDR"] == seen
    assert "x-forwarded-for" not in request.headers


# --- Caches and cookies -------------------------------------------------------------------------------
def test_what_a_signed_in_person_sees_is_kept_nowhere(client: Client, django_user_model: Any) -> None:
    assert client.get("/t/read/")["Cache-Control"] == "no-cache, private"
    client.force_login(django_user_model.objects.create_user(email="robin@example.org"))
    assert "no-store" in client.get("/t/read/")["Cache-Control"]
    assert "no-store" in client.get("/nothing/")["Cache-Control"]
    assert "no-store" in client.get("/t/break/")["Cache-Control"]


def test_signing_out_empties_the_browsers_storage(client: Client, django_user_model: Any) -> None:
    client.force_login(django_user_model.objects.create_user(email="robin@example.org"))
    assert "Clear-Site-Data" not in client.get("/t/read/").headers
    response = client.get("/t/out/")
    assert response["Clear-Site-Data"] == '"storage"'
    assert "no-store" in response["Cache-Control"]


def test_a_message_is_a_signed_cookie_and_only_there_when_there_is_one(client: Client) -> None:
    assert "messages" not in client.get("/help/").cookies
    cookie = client.get("/t/say/").cookies["messages"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_by_https_every_cookie_is_bound_to_this_host_and_the_browser_comes_back_by_https() -> None:
    """In a process of its own: these settings are read from the environment at start."""
    code = (
        "import django; django.setup()\n"
        "from django.conf import settings as s\n"
        "from commonhearth.site.security import HearthMessages\n"
        "for name in (s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.LANGUAGE_COOKIE_NAME, HearthMessages.cookie_name):\n"
        "    assert name.startswith('__Host-'), name\n"
        "assert s.SESSION_COOKIE_SECURE and s.CSRF_COOKIE_SECURE and s.LANGUAGE_COOKIE_SECURE\n"
        "assert s.SESSION_COOKIE_HTTPONLY and s.CSRF_COOKIE_HTTPONLY and s.LANGUAGE_COOKIE_HTTPONLY\n"
        "assert s.SECURE_HSTS_SECONDS >= 31_536_000 and s.SECURE_HSTS_INCLUDE_SUBDOMAINS and s.SECURE_SSL_REDIRECT\n"
        "from django.test import Client\n"
        "answer = Client().get('/t/say/', secure=True, headers={'host': 'hearth.example'})\n"
        "assert answer['Strict-Transport-Security'].startswith('max-age=63072000; includeSubDomains'), answer.headers\n"
        "assert [c['secure'] and c['httponly'] for c in answer.cookies.values()] == [True], answer.cookies\n"
        "assert 'upgrade-insecure-requests' in answer['Content-Security-Policy']\n"
        "assert Client().get('/t/say/', headers={'host': 'hearth.example'}).status_code == 301\n"
        "s.ROOT_URLCONF\n"
    )
    import os

    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.site.serving",
        "HEARTH_URL": "https://hearth.example",
        "HEARTH_DATA": str(configured.HEARTH_DATA),
        "HEARTH_HOSTS": "hearth.example",
    }
    ended = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr


# --- Busy, and full -----------------------------------------------------------------------------------
@pytest.mark.parametrize(("address", "wait"), [("/t/locked/", "5"), ("/t/full/", "600")])
def test_a_busy_database_and_a_full_disk_are_answered_with_a_time_to_come_again(
    client: Client, address: str, wait: str
) -> None:
    response = client.post(address)
    assert response.status_code == 503
    assert response["Retry-After"] == wait


@pytest.mark.parametrize(
    ("sqlstate", "found"),
    [("55P03", "busy"), ("57014", "busy"), ("40P01", "busy"), ("53100", "no-room"), ("23505", "")],
)
def test_what_postgresql_says_is_understood(sqlstate: str, found: str) -> None:
    from django.db import OperationalError

    error = OperationalError()
    error.__cause__ = type("Cause", (Exception,), {"sqlstate": sqlstate})()
    assert trouble.trouble_of(error) == found
    wrapped = ValueError()
    wrapped.__context__ = error
    assert trouble.trouble_of(wrapped) == found


def _disk(free: int, whole: int) -> Any:
    return lambda folder: SimpleNamespace(f_bavail=free, f_frsize=1, f_blocks=whole)


@pytest.mark.parametrize(
    ("free", "whole", "may"),
    [
        (199 * 1024**2, 100 * GIGABYTE, False),
        (201 * 1024**2, 100 * GIGABYTE, True),
        (GIGABYTE // 21, GIGABYTE, False),  # on a small disk a twentieth
        (GIGABYTE // 19, GIGABYTE, True),
    ],
)
def test_before_the_disk_is_full_reading_goes_on_and_writing_waits(
    client: Client, monkeypatch: pytest.MonkeyPatch, free: int, whole: int, may: bool
) -> None:
    monkeypatch.setattr(space.os, "statvfs", _disk(free, whole))
    monkeypatch.setattr(space, "_seen", {})
    assert client.get("/t/read/").status_code == 200
    response = client.post("/t/write/", {"key": "0" * 32})
    assert response.status_code == (200 if may else 503)
    if not may:
        assert response["Retry-After"] == "600"
        assert "disk of this host is nearly full" in response.content.decode()


def test_one_look_at_the_disk_is_believed_for_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(space, "_seen", {})
    folder = configured.HEARTH_DATA
    monkeypatch.setattr(space.os, "statvfs", _disk(GIGABYTE, GIGABYTE))
    assert space.may_write(folder, clock=100.0)
    monkeypatch.setattr(space.os, "statvfs", _disk(0, GIGABYTE))
    assert space.may_write(folder, clock=104.0)
    assert not space.may_write(folder, clock=106.0)


def test_static_files_are_left_to_say_how_long_they_keep() -> None:
    kept = HttpResponse(headers={"Cache-Control": "max-age=315360000, public, immutable"})
    dress = security.Dress(lambda request: kept)
    request = RequestFactory().get("/static/kit/hearth.021945e834b5.css")
    assert dress(request)["Cache-Control"] == "max-age=315360000, public, immutable"
