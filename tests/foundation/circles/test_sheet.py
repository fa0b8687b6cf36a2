"""The notice-board sheet: what stands on it, whom it names, and for which circles there is none."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from commonhearth.foundation.access import NotVisible, Refused
from commonhearth.foundation.agreements.models import ClauseVersion
from commonhearth.foundation.circles import services
from commonhearth.foundation.circles.models import Openness
from commonhearth.foundation.circles.selectors import SHEET_PARTS, SheetPart, acting, sheet_of
from commonhearth.foundation.communities.selectors import NEXT_OPEN_MEETING
from commonhearth.foundation.members.models import Member, Standing
from commonhearth.foundation.members.services import keep_apart
from commonhearth.kit import paper
from tests.counting import queries

DAY = timedelta(days=1)


def text(sheet):
    lines = [line for part in sheet.parts for line in (part.title, *part.lines)]
    return "\n".join([*lines, *(slip.about for slip in sheet.slips)])


def facilitates(house, circle, by, who, ends=100):
    return services.give_role(
        actor=by,
        circle=circle,
        office="facilitator",
        holder=house.seat(circle, who),
        starts=house.now.date(),
        ends=house.now.date() + ends * DAY,
        now=house.now,
    )


# --- Names ---------------------------------------------------------------------------------------


def test_whom_to_ask_is_named_only_as_they_chose_for_paper(house):
    anna = house.member("Anna")
    kitchen = house.circle(anna)
    facilitates(house, kitchen, house.acting(anna), anna)
    said = text(sheet_of(house.acting(anna), kitchen.id, now=house.now))
    assert "Facilitator: not named on paper" in said and "Anna" not in said
    Member.objects.filter(id=anna.id).update(paper="A. from the kitchen")
    said = text(sheet_of(house.acting(anna), kitchen.id, now=house.now))
    assert "Facilitator: A. from the kitchen" in said and "Anna" not in said


def test_two_of_one_office_who_are_not_named_are_one_line(house):
    anna, tom = house.member("Anna"), house.member("Tom")
    kitchen = house.circle(anna)
    services.join(actor=house.acting(tom), circle=kitchen, name="Tom", now=house.now)
    for who in (anna, tom):
        facilitates(house, kitchen, house.acting(anna), who)
    said = text(sheet_of(house.acting(anna), kitchen.id, now=house.now))
    assert said.count("Facilitator: not named on paper") == 1


@pytest.mark.parametrize("standing", [Standing.PAUSED, Standing.FORMER, Standing.DIED])
def test_who_is_not_here_is_not_named(house, standing):
    anna, tom = house.member("Anna"), house.member("Tom")
    kitchen = house.circle(anna)
    facilitates(house, kitchen, house.acting(anna), anna)
    Member.objects.filter(id=anna.id).update(paper="Anna P.", standing=standing)
    said = text(sheet_of(house.acting(tom), kitchen.id, now=house.now))
    assert "Anna" not in said and "Anyone of us" in said


def test_whom_one_keeps_apart_from_is_not_on_ones_sheet(house):
    anna, tom = house.member("Anna"), house.member("Tom")
    kitchen = house.circle(anna)
    facilitates(house, kitchen, house.acting(anna), anna)
    Member.objects.filter(id=anna.id).update(paper="Anna P.")
    keep_apart(actor=house.acting(tom), other=Member.objects.get(id=anna.id), now=house.now)
    assert "Anna" not in text(sheet_of(house.acting(tom), kitchen.id, now=house.now))


# --- What stands on it ---------------------------------------------------------------------------


def test_roles_that_end_ask_who_is_next(house):
    anna = house.member("Anna")
    kitchen = house.circle(anna)
    facilitates(house, kitchen, house.acting(anna), anna, ends=10)
    said = text(sheet_of(house.acting(anna), kitchen.id, now=house.now))
    assert "Facilitator: the term ends on Sunday 15 March. Would you take it on?" in said


def test_what_is_before_an_open_circle_with_a_slip_for_each(world):
    with world.harbour.within():
        member = world.harbour.acting("member")
        sheet = sheet_of(member, world.harbour.circles["open"].id, now=world.now)
        assert "How we are, clause 1: We let each other finish." in text(sheet)
        assert [slip.about for slip in sheet.slips] == ["How we are, clause 1"]
        ClauseVersion.objects.update(closes=world.now - DAY)
        assert sheet_of(member, world.harbour.circles["open"].id, now=world.now).slips == ()


def test_nothing_of_other_circles_is_on_the_communitys_sheet(world):
    with world.harbour.within():
        member, root = world.harbour.acting("member"), world.harbour.circles["root"]
        # The sheet has room for two: what else the root circle is asked closes before, so that this one stands on it.
        others = ClauseVersion.objects.filter(circle=root).exclude(clause__agreement__title="How we are")
        others.update(closes=world.now - DAY)
        sheet = sheet_of(member, root.id, now=world.now)
        for key in ("closed", "hidden", "open"):
            assert (world.harbour.circles[key].name or "Hidden") not in text(sheet)
        ours = [slip.about for slip in sheet.slips if slip.about.startswith("How we are")]
        assert ours == ["How we are, clause 1"], "one of this circle, none of the others"


def test_rooms_add_their_parts_and_the_next_open_meeting_stands_first(house):
    asked = []
    SHEET_PARTS.add(
        "test", lambda viewer, circle, now: asked.append(circle.id) or SheetPart("Turns", ("Soup: Tom",), 40)
    )
    NEXT_OPEN_MEETING.add("test", lambda community, now: "Thursday at six, for everyone")
    try:
        sheet = sheet_of(house.steward(), house.root.id, now=house.now)
        titles = [part.title for part in sheet.parts]
        assert titles[0] == "Next open meeting" and titles.index("Turns") < titles.index("Whom to ask")
        kitchen = house.circle(house.steward())
        inner = sheet_of(house.steward(), kitchen.id, now=house.now)
        assert "Next open meeting" not in [part.title for part in inner.parts]
        assert asked == [house.root.id, kitchen.id]
    finally:
        SHEET_PARTS.remove("test")
        NEXT_OPEN_MEETING.remove("test")


# --- For which circles there is one ---------------------------------------------------------------


def test_closed_and_hidden_circles_have_none_and_ask_nobody_for_parts(house):
    anna = house.member("Anna")
    asked = []
    SHEET_PARTS.add("test", lambda viewer, circle, now: asked.append(circle.id))
    try:
        for openness in (Openness.CLOSED, Openness.CONFIDENTIAL):
            circle = house.circle(house.acting(anna), openness, name=f"Quiet {openness}")
            with pytest.raises(Refused):
                sheet_of(house.acting(anna), circle.id, now=house.now)
    finally:
        SHEET_PARTS.remove("test")
    assert asked == []
    tom = house.member("Tom")
    with pytest.raises(NotVisible):
        sheet_of(tom, circle.id, now=house.now)


@pytest.mark.parametrize("standing", [Standing.GUEST, Standing.PAUSED])
def test_newcomers_and_who_is_away_do_not_print(house, standing):
    kitchen = house.circle(house.steward())
    with pytest.raises(Refused):
        sheet_of(house.member("Gwen", standing), kitchen.id, now=house.now)


# --- The page ------------------------------------------------------------------------------------


def address(world, key="open"):
    return f"/c/harbour/circles/{world.harbour.circles[key].id}/sheet/"


def test_the_page_names_the_community_as_it_is_named_outside(world):
    html = world.client("member").get(address(world, "root")).content.decode()
    sheet = html[html.index("<article") : html.index("</article>")]
    assert "HH" in sheet and "Harbour House" not in sheet
    assert "116\u00a0123" in sheet and "Samaritans" in sheet
    assert "Slip to give back" in sheet and "your yes or your concern counts as your own" in sheet
    assert "<strong>999</strong>" in sheet and "999: 999" not in sheet
    for name in ("Mara", "Nils", "Stella", "Karla", "Pavel"):
        assert name not in sheet
    assert "<title>For the notice board" in html


def test_it_is_one_a4_however_much_there_is(world):
    with world.harbour.within():
        ClauseVersion.objects.update(short="We let each other finish. " * 40)
        acting(world.persons["member"], now=world.now)
    html = world.client("member").get(address(world, "root")).content.decode()
    made = paper.pdf_of(html)
    from tests.kit.test_paper import inside

    counts = re.findall(
        rb"/Type /Pages\b.*?/Count (\d+)|/Count (\d+).*?/Type /Pages\b", inside(made), re.DOTALL
    )
    assert counts and {int(one or other) for one, other in counts} == {1}


def test_the_page_asks_for_little(world):
    assert queries(world.client("member"), address(world)) <= 13


def test_the_circle_leads_to_it_where_there_is_one(world):
    client = world.client("member")
    at = "/c/harbour/circles/{}/"
    assert "/sheet/" in client.get(at.format(world.harbour.circles["open"].id)).content.decode()
    assert "/sheet/" not in client.get(at.format(world.harbour.circles["closed"].id)).content.decode()
