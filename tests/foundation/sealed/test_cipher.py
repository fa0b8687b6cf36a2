"""What a blob is bound to, byte by byte."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonhearth.foundation.sealed import cipher

KEY, KEY_ID = cipher.new_key(), uuid.uuid4()
PLACE = cipher.bind("hearth-value", "table", "column", "row", "community")


@given(st.binary(max_size=2_000), st.integers(1, 60_000))
def test_what_was_sealed_is_read_again(text: bytes, version: int) -> None:
    blob = cipher.seal(KEY, KEY_ID, version, text, PLACE)
    assert cipher.unseal(KEY, blob, PLACE) == text
    assert cipher.head(blob) == cipher.Head(1, KEY_ID, version)


@given(st.data())
def test_any_changed_byte_is_noticed(data: st.DataObject) -> None:
    blob = bytearray(cipher.seal(KEY, KEY_ID, 1, b"some words", PLACE))
    at = data.draw(st.integers(0, len(blob) - 1))
    blob[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(cipher.CannotOpen):
        cipher.unseal(KEY, bytes(blob), PLACE)


@pytest.mark.parametrize(
    "elsewhere",
    [
        ("other", "column", "row", "community"),
        ("table", "other", "row", "community"),
        ("table", "column", "other", "community"),
        ("table", "column", "row", "other"),
        ("tablecolumn", "", "row", "community"),
    ],
)
def test_a_blob_opens_only_where_it_was_sealed(elsewhere: tuple[str, ...]) -> None:
    blob = cipher.seal(KEY, KEY_ID, 1, b"some words", PLACE)
    with pytest.raises(cipher.CannotOpen):
        cipher.unseal(KEY, blob, cipher.bind("hearth-value", *elsewhere))


@given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
def test_two_places_never_look_the_same(one: list[str], other: list[str]) -> None:
    assert (cipher.bind("v", *one) == cipher.bind("v", *other)) == (one == other)


@given(st.binary(max_size=60))
def test_what_is_no_blob_is_refused(rubbish: bytes) -> None:
    with pytest.raises(cipher.CannotOpen):
        cipher.unseal(KEY, rubbish, PLACE)
