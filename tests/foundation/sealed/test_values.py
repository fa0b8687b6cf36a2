"""A sealed attribute: text in, a value that shows nothing out, opened only by its rule or a purpose."""

from __future__ import annotations

import copy
import json
from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonhearth.foundation import sealed
from commonhearth.foundation.access import YES, Refused, no
from commonhearth.foundation.members.models import Application, Member
from commonhearth.foundation.sealed import opening
from commonhearth.foundation.sealed.value import NotYetSealed
from commonhearth.foundation.tenancy import in_community

from .conftest import SECRET, application, reached


@pytest.fixture
def only_rosa(monkeypatch: pytest.MonkeyPatch) -> None:
    def may(viewer: Any, row: Application) -> Any:
        return YES if viewer.name == "Rosa" else no("not_rosa")

    monkeypatch.setitem(opening._rules, "members.Application.answers", may)


def stored(row: Application) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT answers FROM members_application WHERE id = %s", [row_id(row)])
        return bytes(cursor.fetchone()[0])


def row_id(row: Any) -> Any:
    return row.pk if connection.vendor == "postgresql" else row.pk.hex


def put(row: Application, blob: bytes) -> Application:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE members_application SET answers = %s WHERE id = %s", [blob, row_id(row)])
    return Application.objects.get(pk=row.pk)


def test_what_stands_in_the_database_is_not_the_text(house: Any) -> None:
    assert b"heron" not in stored(house.application)


def test_a_viewer_whom_the_rule_allows_reads_it(house: Any, only_rosa: None) -> None:
    found = Application.objects.get(pk=house.application.pk)
    assert sealed.open(found.answers, viewer=house.rosa) == SECRET
    assert sealed.open_all([found.answers, None], viewer=house.rosa) == [SECRET, None]


def test_keys_at_hand_are_asked_for_once_and_open_nothing_by_themselves(
    house: Any, only_rosa: None, django_assert_num_queries: Any
) -> None:
    found = Application.objects.get(pk=house.application.pk)
    with django_assert_num_queries(1), sealed.at_hand([found.answers, None]):
        for _ in range(3):
            assert sealed.open(found.answers, viewer=house.rosa) == SECRET
        with pytest.raises(Refused):
            sealed.open(found.answers, viewer=house.tom)
    with django_assert_num_queries(1):
        sealed.open(found.answers, viewer=house.rosa)


def test_another_viewer_is_refused(house: Any, only_rosa: None) -> None:
    with pytest.raises(Refused):
        sealed.open(house.application.answers, viewer=house.tom)
    with pytest.raises(Refused):
        sealed.open_all([house.application.answers], viewer=house.tom)


def test_a_column_without_a_rule_opens_for_nobody(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(opening._rules, "members.Application.answers", raising=False)
    with pytest.raises(Refused):
        sealed.open(house.application.answers, viewer=house.rosa)


def test_a_purpose_that_is_not_in_the_register_opens_nothing(house: Any) -> None:
    with pytest.raises(sealed.UnknownPurpose):
        sealed.open_for(house.application.answers, purpose="curiosity")
    with pytest.raises(sealed.UnknownPurpose):  # limited to the logbook's own column
        sealed.open_for(house.application.answers, purpose="logbook")
    assert sealed.open_for(house.application.answers, purpose="own-export") == SECRET


@pytest.mark.parametrize(
    "misuse",
    [
        str,
        "{}".format,
        lambda value: f"{value}",
        lambda value: value == SECRET,
        lambda value: value != value,
        lambda value: value < "x",
        lambda value: "x" in value,
        lambda value: "%s" % value,
        lambda value: value + "x",
        len,
        list,
        bytes,
        json.dumps,
        copy.copy,
    ],
)
def test_using_the_value_as_text_is_an_error(house: Any, misuse: Any) -> None:
    with pytest.raises(TypeError):
        misuse(house.application.answers)


def test_what_may_be_seen_of_it_shows_nothing(house: Any) -> None:
    assert repr(house.application.answers) == "<Sealed>"
    assert repr(NotYetSealed(SECRET)) == "<not yet sealed>"
    assert SECRET not in repr(vars(house.application))
    assert SECRET not in repr(vars(Application(answers=SECRET)))


def test_the_text_leaves_the_row_when_it_is_saved(house: Any) -> None:
    assert not any(isinstance(value, NotYetSealed) for value in vars(house.application).values())


def test_saving_again_does_not_open_or_seal_again(house: Any) -> None:
    before = stored(house.application)
    found = Application.objects.get(pk=house.application.pk)
    found.save()
    assert stored(found) == before


def test_a_deferred_and_a_refreshed_value_are_the_same(house: Any) -> None:
    found = Application.objects.defer("answers").get(pk=house.application.pk)
    assert sealed.open_for(found.answers, purpose="own-export") == SECRET
    found.refresh_from_db()
    assert sealed.open_for(found.answers, purpose="own-export") == SECRET


def test_a_value_is_replaced_by_new_text_through_each_way_of_saving(house: Any) -> None:
    row = house.application
    row.answers = "first"
    row.save(update_fields=["answers"])
    assert sealed.open_for(Application.objects.get(pk=row.pk).answers, purpose="own-export") == "first"
    row.answers = "second"
    Application.objects.bulk_update([row], ["answers"])
    assert sealed.open_for(Application.objects.get(pk=row.pk).answers, purpose="own-export") == "second"


def test_a_sealed_column_is_neither_searched_nor_set_past_its_row(house: Any) -> None:
    with pytest.raises(FieldError):
        Application.objects.filter(answers=SECRET).exists()
    with pytest.raises(FieldError):
        Application.objects.filter(answers__contains="heron").exists()
    assert Application.objects.filter(answers__isnull=False).exists()
    with pytest.raises(TypeError):
        Application.objects.update(answers="text")


def test_only_text_is_taken(house: Any) -> None:
    with pytest.raises(TypeError):
        house.application.answers = b"bytes"


def test_a_value_cannot_be_handed_to_another_row(house: Any, now: datetime) -> None:
    with pytest.raises(TypeError):
        application(now).answers = house.application.answers


def test_a_value_moved_to_another_row_does_not_open(house: Any, now: datetime) -> None:
    moved = put(application(now, "other"), stored(house.application))
    with pytest.raises(sealed.CannotOpen):
        sealed.open_for(moved.answers, purpose="own-export")


def test_a_value_moved_to_another_column_does_not_open(house: Any, now: datetime) -> None:
    from commonhearth.foundation.communities.models import ReachOut

    letter = ReachOut.objects.create(name="x", reply_to="address", message="words", answer_by=now)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE communities_reachout SET message = reply_to WHERE id = %s", [row_id(letter)])
    with pytest.raises(sealed.CannotOpen):
        sealed.open_for(ReachOut.objects.get(pk=letter.pk).message, purpose="own-export")


def test_a_value_moved_to_another_community_does_not_open(house: Any, now: datetime) -> None:
    blob = stored(house.application)
    with reached("Wren", now) as other:
        moved = put(other.application, blob)
        with pytest.raises(sealed.KeyMissing):
            sealed.open_for(moved.answers, purpose="own-export")


def test_fifty_values_of_fifty_owners_open_in_one_query(house: Any, now: datetime) -> None:
    rows = [application(now, f"words {number}") for number in range(50)]
    for row in rows:
        sealed.create_key("member", row.member_id)
    found = list(Application.objects.filter(pk__in=[row.pk for row in rows]).order_by("created"))
    with CaptureQueriesContext(connection) as queries:
        texts = sealed.open_all_for([row.answers for row in found], purpose="own-export")
    assert texts == [f"words {number}" for number in range(50)]
    assert len(queries) == 1


def test_every_sealed_column_of_the_house_has_a_rule_or_is_for_a_purpose() -> None:
    from commonhearth.foundation.sealed.fields import SealedField
    from commonhearth.foundation.tenancy.models import house_models

    columns = {
        opening.label(field)
        for model in house_models()
        for field in model._meta.concrete_fields
        if isinstance(field, SealedField)
    }
    limited = {label for purpose in sealed.PURPOSES for label in purpose.fields}
    assert columns - set(sealed.rules()) - limited == set()


def test_the_member_above_is_not_in_reach_elsewhere(house: Any, now: datetime) -> None:
    """A key is looked for in the community in reach only."""
    value = Application.objects.get(pk=house.application.pk).answers
    with reached("Wren", now), pytest.raises(sealed.KeyMissing):
        sealed.open_for(value, purpose="own-export")
    with in_community(house.community.id):
        assert sealed.open_for(value, purpose="own-export") == SECRET
    assert Member.objects.count() == 3
