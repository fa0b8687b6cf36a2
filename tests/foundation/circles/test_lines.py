"""Lines of the logbook in circles: whose name is said to whom, and what goes with a circle or a person."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonhearth.foundation.circles import services
from commonhearth.foundation.circles.models import Openness
from commonhearth.foundation.circles.selectors import as_actor
from commonhearth.foundation.logbook.models import Line
from commonhearth.foundation.logbook.selectors import Wanted, lines_for
from commonhearth.foundation.members.services import keep_apart
from tests.counting import asked


def test_a_name_is_not_said_to_somebody_kept_apart_either_way(house):
    ada, ben, cleo = house.member("Ada"), house.member("Ben"), house.member("Cleo")
    kitchen = house.circle(ada, own_name="Moss")
    house.bring(ada, kitchen, ben, "Fern")
    house.bring(ada, kitchen, cleo, "Reed")
    services.give_role(
        actor=house.acting(ada),
        circle=kitchen,
        office="secretary",
        holder=house.seat(kitchen, ben),
        starts=house.now.date(),
        ends=house.now.date() + timedelta(days=90),
        now=house.now,
    )

    def read(viewer):
        return " ".join(
            one.sentence + one.by for one in lines_for(house.acting(viewer), circle=kitchen.id).entries
        )

    assert "Fern took on a role: Secretary." in read(cleo) and "Moss began this circle." in read(cleo)
    keep_apart(actor=house.acting(cleo), other=ben, now=house.now)
    keep_apart(actor=house.acting(ada), other=cleo, now=house.now)
    assert "Fern" not in read(cleo) and "Somebody here took on a role: Secretary." in read(cleo)
    assert "Moss" not in read(cleo), "also to who was asked about, who is never told"
    assert "Fern took on a role: Secretary." in read(ada)


def test_a_namesake_in_another_circle_is_still_named(house):
    ada, ben, cleo = house.member("Ada"), house.member("Ben"), house.member("Cleo")
    kitchen, garden = house.circle(ada, own_name="Moss"), house.circle(ben, name="Garden", own_name="Moss")
    keep_apart(actor=house.acting(cleo), other=ben, now=house.now)
    said_in = {
        circle: lines_for(house.acting(cleo), circle=circle.id).entries[-1].sentence
        for circle in (kitchen, garden)
    }
    assert said_in == {kitchen: "Moss began this circle.", garden: "Somebody here began this circle."}


def test_what_names_somebody_in_a_role_is_erased_with_them(house):
    """The line is about them, whoever gave them the role."""
    ada, ben = house.member("Ada"), house.member("Ben")
    kitchen = house.circle(ada)
    house.bring(ada, kitchen, ben)
    services.give_role(
        actor=house.acting(ada),
        circle=kitchen,
        office="second",
        holder=house.seat(kitchen, ben),
        starts=house.now.date(),
        ends=house.now.date() + timedelta(days=90),
        now=house.now,
    )
    line = Line.objects.get(verb="circle.role_given.second")
    assert line.about["member"] == str(ben.pseudonym)


def test_a_circle_that_becomes_hidden_takes_its_lines_with_it(house):
    ada, cleo = house.member("Ada"), house.member("Cleo")
    kitchen = house.circle(ada, Openness.CLOSED)
    services.change_circle(
        actor=house.acting(ada),
        circle=kitchen,
        name="X",
        purpose="",
        openness=Openness.CONFIDENTIAL,
        now=house.now,
    )
    assert not [one for one in lines_for(cleo).entries if one.circle_id]
    own = lines_for(as_actor(ada, now=house.now), circle=kitchen.id, wanted=Wanted(kind="circles"))
    assert {one.circle_id for one in own.entries} == {kitchen.id}


def test_few_and_many_kept_apart_cost_the_same(house):
    ada = house.member("Ada")
    counts = []
    for number in range(6):
        keep_apart(actor=house.acting(ada), other=house.member(f"Other {number}"), now=house.now)
        viewer = house.acting(ada)
        with CaptureQueriesContext(connection) as caught:
            lines_for(viewer)
        counts.append(asked(caught))
    assert len(set(counts)) == 1
