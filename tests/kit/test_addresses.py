"""Addresses in long lists are looked up once, and are the same as ever."""

from __future__ import annotations

from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.urls import NoReverseMatch, get_script_prefix, reverse, set_script_prefix

from commonhearth.kit import jinja


@pytest.fixture
def in_harbour():
    token = jinja._request.set(SimpleNamespace(community=SimpleNamespace(slug="harbour")))
    yield
    jinja._request.reset(token)


def test_addresses_are_what_reverse_gives(in_harbour):
    one, other = uuid4(), uuid4()
    for circle in (one, other):
        for seat in (other, one):
            expected = reverse("circles:person", args=["harbour", circle, seat])
            assert jinja.here("circles:person", circle, seat) == expected
        assert jinja.here("circles:people", circle) == reverse("circles:people", args=["harbour", circle])
        assert jinja.url("directory:listing", circle) == reverse("directory:listing", args=[circle])
    assert jinja.here("circles:tree") == reverse("circles:tree", args=["harbour"])
    assert jinja.url("directory:search") == reverse("directory:search")


def test_a_second_row_is_not_looked_up_again(in_harbour, monkeypatch):
    circle = uuid4()
    jinja.here("circles:person", circle, uuid4())
    monkeypatch.setattr(jinja, "reverse", None)
    assert jinja.here("circles:person", circle, uuid4()).startswith("/c/harbour/")


def test_a_house_below_a_path_keeps_its_path():
    listing = uuid4()
    above = jinja.url("directory:listing", listing)
    before = get_script_prefix()
    set_script_prefix("/house/")
    try:
        assert jinja.url("directory:listing", listing) == f"/house{above}"
    finally:
        set_script_prefix(before)


def test_a_name_that_is_not_there_is_said(in_harbour):
    with pytest.raises(NoReverseMatch):
        jinja.here("circles:nowhere", uuid4())
