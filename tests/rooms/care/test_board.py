"""What members offer each other, on the notice-board sheet: that it is offered, and names only as chosen for paper."""

from __future__ import annotations

from datetime import timedelta

import pytest

from commonhearth.foundation.circles.selectors import sheet_of
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.members.services import keep_apart
from commonhearth.rooms.care.models import Load, Offer
from commonhearth.rooms.care.selectors.board import offers_on_the_board


@pytest.fixture
def here(world, db):
    with world.harbour.within():
        yield world.harbour


def lines(place, who: str = "steward", circle: str = "root") -> tuple[str, ...]:
    part = offers_on_the_board(place.acting(who), place.circles[circle], place.now)
    return part.lines if part else ()


def test_that_it_is_offered_and_by_whom_only_as_chosen_for_paper(here):
    assert lines(here) == ("Company in the first weeks: ask at a meeting", "Listening: ask at a meeting")
    Member.objects.filter(id=here.acting("member").id).update(paper="M. from the harbour")
    assert lines(here)[1] == "Listening: M. from the harbour"
    assert lines(here, circle="open") == ()
    sheet = sheet_of(here.acting("steward"), here.circles["root"].id, now=here.now)
    said = " ".join(line for part in sheet.parts for line in part.lines)
    assert "M. from the harbour" in said and "somebody to cook with" not in said, "their words stay inside"


def test_nobody_is_asked_who_rests_or_is_kept_apart(here):
    member = here.acting("member")
    Member.objects.filter(id=member.id).update(paper="M. from the harbour")
    keep_apart(actor=here.acting("steward"), other=member, now=here.now)
    assert lines(here)[1] == "Listening: ask at a meeting", "the other who offers it chose no name for paper"
    Load.objects.update(rest_from=here.now.date(), rest_until=here.now.date() + timedelta(days=7))
    assert lines(here, "registrar") == ()
    Offer.objects.all().delete()
    assert lines(here, "registrar") == ()
