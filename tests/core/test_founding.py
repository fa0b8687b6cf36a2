"""When a beginning becomes a community, and how gates stand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from commonhearth.core.founding import (
    ENOUGH,
    GATES,
    WITH_LAND_ONLY,
    Gate,
    Lack,
    Outline,
    begins,
    lacks,
    stands,
)

WHOLE = Outline(purpose=True, place=True, name=True, agreements=True, stewards={"ana"})


def test_everything_said_and_three_with_a_steward_among_them_begin():
    assert lacks(WHOLE) == ()
    assert begins(WHOLE, {"ana", "ben", "cleo"})
    assert not begins(WHOLE, {"ana", "ben"})
    assert not begins(WHOLE, ["ana", "ben", "ben"]), "each counts once"
    assert not begins(WHOLE, {"ben", "cleo", "dan"}), "no office without the steward's own yes"


def test_what_is_lacking_is_said_in_the_order_of_the_path():
    empty = Outline(purpose=False, place=False, name=False, agreements=False, stewards=set())
    assert lacks(empty) == tuple(Lack)
    for lack in ("purpose", "place", "name", "agreements"):
        given_ = {name: name != lack for name in ("purpose", "place", "name", "agreements")}
        assert lacks(Outline(**given_, stewards={"ana"})) == (Lack(lack),)
        assert not begins(Outline(**given_, stewards={"ana"}), {"ana", "ben", "cleo"})


@given(st.sets(st.sampled_from("abcdefgh")), st.sets(st.sampled_from("abcdefgh")))
def test_one_more_yes_never_ends_a_beginning(confirmed, stewards):
    outline = Outline(True, True, True, True, stewards)
    if begins(outline, confirmed):
        assert len(confirmed) >= ENOUGH
        assert begins(outline, confirmed | {"z"})


def test_a_gate_that_nobody_can_see_is_neither_yes_nor_no():
    found = {
        stand.gate: stand.there
        for stand in stands(0, {Gate.CHARTER: True, Gate.ROLES_END: False}, with_land=False)
    }
    assert found == {
        Gate.CHARTER: True,
        Gate.TWO_OPEN_MEETINGS: None,
        Gate.ROLES_END: False,
        Gate.HELPLINE_CARD: None,
    }


def test_each_gate_stands_at_one_stage_and_land_is_asked_only_of_those_with_land():
    every = [gate for gates in GATES.values() for gate in gates]
    assert sorted(every) == sorted(Gate)
    for stage, gates in GATES.items():
        assert [stand.gate for stand in stands(stage, {}, with_land=True)] == list(gates)
        assert not WITH_LAND_ONLY & {stand.gate for stand in stands(stage, {}, with_land=False)}
