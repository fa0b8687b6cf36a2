"""Limits hold across workers and at the same moment; a form open to everybody tells people from programs."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django import forms
from django.core.cache import cache
from django.db import connection, connections
from django.test import RequestFactory, override_settings

from commonhearth.foundation import throttle
from tests.conftest import RealDatabase

NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)


class _Form(throttle.FromAPerson):
    words = forms.CharField()


def _post(**data: str) -> Any:
    return RequestFactory().post("/", data)


def _from(address: str) -> Any:
    return RequestFactory().get("/", REMOTE_ADDR=address)


@pytest.mark.django_db
def test_the_limit_counts_one_network_and_one_stretch_of_time() -> None:
    here, elsewhere = _from("192.0.2.7"), _from("192.0.2.8")
    with time_machine.travel(NOON, tick=False):
        assert [throttle.hit(here, "door", limit=3, seconds=60) for _ in range(5)] == [True] * 3 + [False] * 2
        assert throttle.hit(elsewhere, "door", limit=3, seconds=60)
        assert throttle.hit(here, "other-door", limit=3, seconds=60)
    with time_machine.travel(NOON + timedelta(seconds=60), tick=False):
        assert throttle.hit(here, "door", limit=3, seconds=60)


@pytest.mark.django_db
def test_a_key_is_counted_from_everywhere_together() -> None:
    tries = [
        throttle.hit(_from(f"192.0.2.{number}"), "code", limit=2, seconds=600, key="robin@example.org")
        for number in range(4)
    ]
    assert tries == [True, True, False, False]


@pytest.mark.django_db
def test_what_stands_in_the_counters_says_nothing_about_anybody() -> None:
    throttle.hit(_from("192.0.2.7"), "code", limit=2, seconds=600, key="robin@example.org")
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM hearth_counters")
        names = str(cursor.fetchall())
    assert "robin" not in names
    assert "192.0.2.7" not in names


@pytest.mark.parametrize(
    ("given", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", "local"),
        ("unix:", "local"),
    ],
)
def test_one_house_is_one_network(given: str, counted: str) -> None:
    assert throttle.address_of(_from(given)) == counted


def test_tries_at_the_same_moment_are_all_counted(real_commits: RealDatabase) -> None:
    allowed: list[bool] = []
    start = threading.Barrier(8)

    def guess() -> None:
        start.wait()
        for _ in range(5):
            allowed.append(throttle.count("guess", limit=10, seconds=3600, now=NOON))
        connections.close_all()

    threads = [threading.Thread(target=guess) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(allowed), sum(allowed)) == (40, 10)


@pytest.mark.django_db
def test_many_doors_do_not_push_each_other_out() -> None:
    assert not cache._max_entries < 50_000


def test_a_person_takes_a_moment_and_leaves_the_trap_alone() -> None:
    with time_machine.travel(NOON, tick=False):
        shown = _Form()["proof"].value() or _Form.base_fields["proof"].widget.format_value(None)
    answers = {
        1: False,  # a program is quicker than anybody reads
        2: True,
        3600: True,
        24 * 3600 + 1: False,
    }
    for seconds, human in answers.items():
        with time_machine.travel(NOON + timedelta(seconds=seconds), tick=False):
            assert throttle.is_human(_post(words="hello", proof=shown, website="")) is human
            assert not throttle.is_human(_post(words="hello", proof=shown, website="https://buy.example"))
    assert not throttle.is_human(_post(words="hello"))
    assert not throttle.is_human(_post(words="hello", proof="made:up"))


@override_settings(FORM_RENDERER="django.forms.renderers.DjangoTemplates")
def test_the_form_brings_its_proof_and_its_trap_hidden_and_services_see_neither() -> None:
    form = _Form({"words": "hello", "website": "", "proof": "old"})
    assert [field.name for field in form.hidden_fields()] == ["proof", "website"]
    assert " hidden" in str(form["website"])
    assert 'value="old"' not in str(form["proof"])  # renewed when shown again
    assert form.is_valid()
    assert form.cleaned_data == {"words": "hello"}


@pytest.mark.django_db
def test_counts_of_times_that_are_over_go() -> None:
    with time_machine.travel(NOON, tick=False):
        throttle.hit(_from("192.0.2.7"), "door", limit=3, seconds=60)
        throttle.hit(_from("192.0.2.7"), "day", limit=3, seconds=86_400)
    assert throttle.forget(now=NOON + timedelta(seconds=119)) == 0
    assert throttle.forget(now=NOON + timedelta(hours=1)) == 1
    assert throttle.forget(now=NOON + timedelta(hours=1)) == 0
