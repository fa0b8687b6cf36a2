"""Whatever people do, a hidden circle stays hidden, and so does all below it."""

from __future__ import annotations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonhearth.foundation import sealed
from commonhearth.foundation.access import NotVisible, Refused
from commonhearth.foundation.circles import services
from commonhearth.foundation.circles.models import Circle, Openness
from commonhearth.foundation.circles.selectors import circle_of, tree_for
from commonhearth.foundation.logbook.models import Line
from commonhearth.foundation.logbook.selectors import Wanted, Whose, lines_for

STEP = st.tuples(
    st.sampled_from(["open", "hide", "shut", "end", "leave"]),
    st.integers(0, 9),
    st.sampled_from(Openness.values),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEP, max_size=12))
def test_all_below_a_hidden_circle_is_hidden_whatever_is_done(house, steps):
    with transaction.atomic():
        name = f"Ada {'i' * Circle.objects.count()}"
        ada = house.member(name)
        made: list[Circle] = []
        shut: dict[object, int] = {}
        for verb, which, openness in steps:
            house_circles = [house.root, *made]
            circle = circle_of(house_circles[which % len(house_circles)].id, now=house.now)
            try:
                if verb == "open":
                    made.append(house.circle(house.acting(ada), openness, parent=circle))
                elif verb in ("hide", "shut"):
                    wanted = Openness.CONFIDENTIAL if verb == "hide" else Openness.CLOSED
                    services.change_circle(
                        actor=house.acting(ada),
                        circle=circle,
                        name="X",
                        purpose="",
                        openness=wanted,
                        now=house.now,
                    )
                elif verb == "end":
                    services.end_circle(actor=house.acting(ada), circle=circle, now=house.now)
                else:
                    services.leave(actor=house.acting(ada), circle=circle, now=house.now)
            except (Refused, services.NeverLooser):
                pass
            for row in Circle.objects.filter(id__in=[one.id for one in made]):
                rank = Openness.values.index(row.openness)
                assert rank >= shut.get(row.id, 0), "a circle was opened up"
                shut[row.id] = rank
                if row.parent is not None and row.parent.is_hidden:
                    assert row.is_hidden
                assert not row.is_hidden or (row.name, row.purpose) == ("", "")
        transaction.set_rollback(True)


#: All that somebody reads.
ALL = Wanted(whose=Whose.ALL)


def test_others_find_no_line_of_it_in_the_logbook(house):
    ada, ben = house.member("Ada"), house.member("Ben")
    hidden = house.circle(ada, Openness.CONFIDENTIAL, name="Lantern")
    house.bring(ada, hidden, ben, "Wren")
    own = Line.objects.filter(circle_id=hidden.id)
    assert own.exists()
    for viewer in (house.steward(), house.member("Cleo")):
        assert not [line for line in lines_for(viewer, wanted=ALL).entries if line.circle_id == hidden.id]
        with pytest.raises(NotVisible):
            lines_for(viewer, circle=hidden.id)
    said = [line.sentence for line in lines_for(house.acting(ben), circle=hidden.id, wanted=ALL).entries]
    assert "Wren came in." in said
    assert not any("Ben" in sentence for sentence in said), "a line names people as the circle knows them"


def test_a_line_of_an_open_circle_is_read_by_everyone_inside(house):
    ada, ben = house.member("Ada"), house.member("Ben")
    kitchen = house.circle(ada, own_name="Moss")
    evening = house.circle(ada, Openness.CLOSED)
    assert lines_for(ben, circle=kitchen.id).entries
    with pytest.raises(NotVisible):
        lines_for(ben, circle=evening.id)


def test_destroying_its_key_erases_its_name_and_the_page_still_stands(house):
    ada = house.member("Ada")
    hidden = house.circle(ada, Openness.CONFIDENTIAL, name="Lantern")
    sealed.destroy_key("circle", hidden.id)
    names = [branch.circle.called for branch in tree_for(house.acting(ada), now=house.now).branches]
    assert "A circle whose name was erased" in names
