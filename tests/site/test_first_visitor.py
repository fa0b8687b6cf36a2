"""The first visitor of an empty host, by the link that was printed, becomes its operator; nobody else does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from commonhearth.foundation.accounts.models import Person
from commonhearth.site import host
from commonhearth.site.models import FirstLink

pytestmark = pytest.mark.django_db

FIRST = {"email": "ada@example.org", "password": "seven quiet ember stones"}


def _path(link: str | None) -> str:
    assert link is not None
    return "/" + link.split("/", 3)[3]


def test_the_first_visitor_becomes_the_operator_and_is_signed_in(client: Client) -> None:
    path = _path(host.first_link(now=timezone.now()))
    page = client.get(path)
    assert page.status_code == 200
    assert page["Referrer-Policy"] == "same-origin"  # the link is told to nobody
    answer = client.post(path, FIRST)
    assert answer.status_code == 302
    person = Person.objects.get()
    assert person.is_operator
    assert person.check_password(FIRST["password"])
    assert client.session["_auth_user_id"] == str(person.pk)


def test_the_link_opens_once(client: Client) -> None:
    path = _path(host.first_link(now=timezone.now()))
    client.post(path, FIRST)
    assert Client().get(path).status_code == 404
    assert Client().post(path, {**FIRST, "email": "eve@example.org"}).status_code == 404
    assert Person.objects.count() == 1
    assert host.first_link(now=timezone.now()) is None


def test_only_the_newest_link_opens_and_not_for_ever() -> None:
    older = _path(host.first_link(now=timezone.now()))
    newer = host.first_link(now=timezone.now() - timedelta(days=6))
    assert Client().get(older).status_code == 404
    assert Client().get(_path(newer)).status_code == 200
    FirstLink.objects.update(created=timezone.now() - timedelta(days=8))
    assert Client().get(_path(newer)).status_code == 404


def test_a_made_up_link_opens_nothing() -> None:
    host.first_link(now=timezone.now())
    assert Client().get("/first/" + "a" * 32 + "/").status_code == 404


def test_a_weak_password_is_said_beside_the_field_and_the_link_stays_good(client: Client) -> None:
    path = _path(host.first_link(now=timezone.now()))
    answer = client.post(path, {**FIRST, "password": "short"})
    assert answer.status_code == 422
    assert "ada@example.org" in answer.content.decode()
    assert not Person.objects.exists()
    assert client.post(path, FIRST).status_code == 302


def test_the_token_stands_nowhere_in_the_database() -> None:
    link = host.first_link(now=timezone.now())
    assert link is not None
    token = link.rstrip("/").rsplit("/", 1)[1]
    kept: dict[str, Any] = FirstLink.objects.values().get()
    assert token not in str(kept)
