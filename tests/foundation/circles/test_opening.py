"""A circle begins, is named anew, is hidden, ends; what is below a hidden one is hidden."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from commonhearth.foundation import sealed
from commonhearth.foundation.access import NotVisible, Refused
from commonhearth.foundation.circles import services
from commonhearth.foundation.circles.access import may_see_circle
from commonhearth.foundation.circles.models import Circle, Openness
from commonhearth.foundation.circles.selectors import circle_for, tree_for, visible_circles
from commonhearth.foundation.circles.selectors.seeing import _preorder


def test_a_hidden_circles_name_stands_sealed_and_opens_for_its_own(house):
    ada, ben = house.member("Ada"), house.member("Ben")
    hidden = house.circle(ada, Openness.CONFIDENTIAL, name="Lantern", purpose="For those hurt at home.")
    assert (hidden.name, hidden.purpose) == ("", "")
    seen = circle_for(ada, hidden.id, now=house.now)
    assert (seen.called, seen.meant_for) == ("Lantern", "For those hurt at home.")
    for other in (ben, house.steward()):
        with pytest.raises(NotVisible):
            circle_for(other, hidden.id, now=house.now)
        with pytest.raises(Refused):
            sealed.open(hidden.sealed_name, viewer=other)


def test_an_invitation_opens_the_name_until_it_is_answered(house):
    ada, ben = house.member("Ada"), house.member("Ben")
    hidden = house.circle(ada, Openness.CONFIDENTIAL, name="Lantern")
    services.invite(actor=ada, circle=hidden, person=house.at_root(ben), now=house.now)
    assert sealed.open(hidden.sealed_name, viewer=ben) == "Lantern"
    with pytest.raises(NotVisible):
        circle_for(ben, hidden.id, now=house.now)


@pytest.mark.parametrize("openness", Openness.values)
def test_all_below_a_hidden_circle_is_hidden(house, openness):
    ada = house.member("Ada")
    hidden = house.circle(ada, Openness.CONFIDENTIAL)
    below = house.circle(ada, openness, parent=hidden, name="Wick")
    assert below.is_hidden and below.name == ""


def test_hiding_a_circle_hides_all_below_and_seals_their_names(house):
    ada, ben = house.member("Ada"), house.member("Ben")
    kitchen = house.circle(ada, name="Kitchen")
    pantry = house.circle(ada, parent=kitchen, name="Pantry")
    shelf = house.circle(ada, Openness.CLOSED, parent=pantry, name="Shelf")
    services.change_circle(
        actor=ada, circle=kitchen, name="Kitchen", purpose="", openness=Openness.CONFIDENTIAL, now=house.now
    )
    for circle in (kitchen, pantry, shelf):
        row = Circle.objects.get(id=circle.id)
        assert row.is_hidden and row.name == ""
        assert not may_see_circle(ben, row)
    assert circle_for(ada, shelf.id, now=house.now).called == "Shelf"


@pytest.mark.parametrize(
    ("was", "wanted"),
    [("confidential", "closed"), ("confidential", "open"), ("closed", "open")],
)
def test_a_circle_is_never_opened_up(house, was, wanted):
    ada = house.member("Ada")
    circle = house.circle(ada, was)
    with pytest.raises(services.NeverLooser):
        services.change_circle(actor=ada, circle=circle, name="X", purpose="", openness=wanted, now=house.now)


def test_the_database_refuses_a_hidden_circle_with_a_plain_name(house):
    ada = house.member("Ada")
    hidden = house.circle(ada, Openness.CONFIDENTIAL)
    with pytest.raises(IntegrityError), transaction.atomic():
        Circle.objects.filter(id=hidden.id).update(name="Lantern")


def test_ended_its_people_still_read_and_nobody_acts(house):
    ada, ben = house.member("Ada"), house.member("Ben")
    evening = house.circle(ada, Openness.CLOSED, name="Evening")
    below = house.circle(ada, parent=evening, name="Late")
    services.end_circle(actor=ada, circle=evening, now=house.now)
    assert circle_for(house.acting(ada), evening.id, now=house.now).closed_on
    assert evening.id not in house.acting(ada).circle_ids
    assert Circle.objects.get(id=below.id).parent_id == house.root.id
    with pytest.raises(Refused) as raised:
        services.ask_to_join(actor=ben, circle=evening, name="Wren", now=house.now)
    assert raised.value.verdict.code == "circle_ended"


def test_the_root_circle_is_neither_changed_nor_ended(house):
    steward = house.steward()
    for act in (
        lambda: services.end_circle(actor=steward, circle=house.root, now=house.now),
        lambda: services.change_circle(actor=steward, circle=house.root, name="X", purpose="", now=house.now),
    ):
        with pytest.raises(Refused) as raised:
            act()
        assert raised.value.verdict.code == "root_stays"


def test_the_tree_shows_a_circle_without_its_hidden_parent_at_the_top(house):
    ada, ben = house.member("Ada"), house.member("Ben")
    hidden = house.circle(ada, Openness.CONFIDENTIAL, name="Lantern")
    below = house.circle(ada, parent=hidden, name="Wick")
    house.bring(ada, below, ben)
    tree = tree_for(house.acting(ben), now=house.now)
    assert [(branch.circle.called, branch.depth) for branch in tree.branches] == [
        ("Everyone", 0),
        ("Wick", 0),
    ]
    assert tree.more is None


def test_the_tree_is_paged_without_losing_or_doubling(house):
    ada = house.member("Ada")
    for letter in "abcdefghijklmnopqrstuvwxyzabcdefghijk":
        house.circle(ada, Openness.OPEN, name=f"Circle {letter}")
    first = tree_for(ada, now=house.now)
    rest = tree_for(ada, now=house.now, after=first.more)
    ids = [branch.circle.id for branch in first.branches + rest.branches]
    assert len(first.branches) == 30 and rest.more is None
    assert len(ids) == len(set(ids)) == 38


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(min_value=-1, max_value=30), max_size=30))
def test_the_tree_holds_everyone_once_with_parents_before_children(parents):
    """Any parents whatever, seen or not: each id once, children one deeper and later than their parent."""
    pairs = [(number, parent if parent < number else None) for number, parent in enumerate(parents)]
    pairs = [(number, None if parent == -1 else parent) for number, parent in pairs]
    placed = _preorder(pairs)  # type: ignore[arg-type]
    order = [number for number, _depth in placed]
    depth = dict(placed)
    assert sorted(order) == list(range(len(parents)))
    for number, parent in pairs:
        if parent is not None:
            assert depth[number] == depth[parent] + 1
            assert order.index(number) > order.index(parent)


def test_the_filter_and_the_rule_agree(house):
    """What `visible_circles` says to the database is what `may_see_circle` says of each row."""
    ada, ben, gwen = house.member("Ada"), house.member("Ben"), house.member("Gwen", "guest")
    gone = house.member("Frida", "former")
    for openness in Openness.values:
        circle = house.circle(ada, openness)
        house.circle(ben, openness, parent=house.root)
        assert circle
    for viewer in (house.acting(ada), house.acting(ben), gwen, gone, house.steward()):
        said = {circle.id for circle in Circle.objects.all() if may_see_circle(viewer, circle)}
        assert set(visible_circles(viewer).values_list("id", flat=True)) == said
