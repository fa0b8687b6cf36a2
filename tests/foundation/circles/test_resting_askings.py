"""Said to have died by mistake: an asking and an invitation rest, and are there again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from commonhearth.foundation.circles import services
from commonhearth.foundation.circles.models import Asking, Openness
from commonhearth.foundation.circles.selectors.askings import askings_of, own_askings
from commonhearth.foundation.circles.selectors.home import home_lines
from commonhearth.foundation.members import services as members
from commonhearth.foundation.members.mistakes import MISTAKE_WITHIN
from commonhearth.foundation.tenancy.lasting import over


@pytest.fixture
def kitchen(house):
    """A circle of Ada's by invitation."""
    house.ada, house.ben = house.member("Ada"), house.member("Ben")
    circle = house.circle(house.ada, openness=Openness.CLOSED)
    circle.has_askings = True
    return circle


def dies(house, member):
    death = members.say_died(actor=house.steward(), member=member, now=house.now)
    members.confirm_died(actor=house.acting(house.ada), death=death, now=house.now)
    return death


def test_an_asking_is_shown_to_nobody_and_answered_by_nobody_meanwhile(house, kitchen):
    asking = services.ask_to_join(actor=house.ben, circle=kitchen, name="Ben", now=house.now)
    assert len(askings_of(house.acting(house.ada), kitchen)) == 1
    death = dies(house, house.ben)
    assert askings_of(house.acting(house.ada), kitchen) == []
    assert not any("asks to come" in line.sentence for line in home_lines(house.acting(house.ada), house.now))
    services.answer_asking(actor=house.acting(house.ada), asking=asking, welcome=False, now=house.now)
    members.undo_died(actor=house.steward(), death=death, now=house.now)
    assert len(askings_of(house.acting(house.ada), kitchen)) == 1
    assert kitchen.id in own_askings(house.acting(house.ben))


def test_an_invitation_is_good_again_and_goes_thirty_days_after_a_death(house, kitchen):
    services.invite(actor=house.ada, circle=kitchen, person=house.at_root(house.ben), now=house.now)
    death = dies(house, house.ben)
    assert not over(Asking, now=house.now + MISTAKE_WITHIN - timedelta(minutes=1)).exists()
    assert over(Asking, now=house.now + MISTAKE_WITHIN).exists()
    members.undo_died(actor=house.acting(house.ben), death=death, now=house.now)
    assert not over(Asking, now=house.now + 2 * MISTAKE_WITHIN).exists()
    services.join(actor=house.acting(house.ben), circle=kitchen, name="Ben", now=house.now)
