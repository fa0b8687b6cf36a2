"""What a gathering, or something that people practise together, says of itself."""

from __future__ import annotations

from django.test import Client

from commonhearth.foundation.members.models import Member
from commonhearth.rooms.meetings import services
from tests.foundation.circles.conftest import House
from tests.rooms.meetings.conftest import dates, said


def test_a_practice_says_who_leads_what_it_costs_and_what_is_not_known(house: House, mara: Member) -> None:
    house.community.public_page = True
    house.community.save()
    series = services.plan(
        actor=house.acting(house.steward()),
        circle=house.root,
        said=said(
            kind="gathering",
            doors="all",
            district="Southsea",
            led_by="Ines, who sings",
            costs="nothing",
            known="It is good company.\nNobody knows what else it does.",
        ),
        now=house.now,
    )
    page = Client().get(f"/c/willow/meetings/{dates(series)[0].id}/").content.decode()
    for words in (
        "Ines, who sings",
        "nothing",
        "What is and is not known about it",
        "Nobody knows what else",
    ):
        assert words in page
