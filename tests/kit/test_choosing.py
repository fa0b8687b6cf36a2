"""A choice among things: gone meanwhile is said beside the field, never here is not found."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django import forms
from django.http import Http404

from commonhearth.kit.choosing import ThingField

ON_OFFER, GONE = uuid4(), uuid4()


def _gone(one: UUID) -> bool:
    return one == GONE


class AskForm(forms.Form):
    thing = ThingField(choices=[("", "–"), (str(ON_OFFER), "a thing")], here=_gone, required=False)


def _form(value: object) -> AskForm:
    return AskForm({"thing": str(value)})


def test_what_is_on_offer_may_be_chosen():
    assert _form(ON_OFFER).is_valid()
    assert _form("").is_valid()


def test_what_is_gone_meanwhile_is_said_beside_the_field():
    form = _form(GONE)
    assert not form.is_valid()
    assert form.errors["thing"]


def test_the_id_of_nothing_here_is_not_found():
    with pytest.raises(Http404):
        _form(uuid4()).is_valid()


def test_what_is_no_id_is_a_wrong_choice():
    assert not _form("a thing").is_valid()


def test_without_saying_what_is_here_only_what_is_on_offer_is():
    field = ThingField(choices=[(str(ON_OFFER), "a thing")])
    with pytest.raises(Http404):
        field.clean(str(GONE))
