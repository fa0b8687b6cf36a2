"""What can be done on a page of these packages can be done through the API, or the reason why not stands here."""

from __future__ import annotations

import pytest

from commonhearth.foundation.members import services as members
from commonhearth.foundation.members.models import Member
from tests.access_table import table
from tests.addresses import every_address
from tests.world import World

PACKAGES = (
    "communities:",
    "members:",
    "circles:",
    "agreements:",
    "notices:",
    "conversations:letters",
    "conversations:stor",
)
SEALED = "it begins with reading what is sealed, and that is opened on the page"
AGAIN = "it asks to show again that it is you"
BETWEEN = "it is between people, and a program could be somebody else's: on the page only"
OFFICE = "an act of office about a person, with a second pair of eyes: on the page only"
PAGE = "it is about what a page shows first"
LINK = "it comes with a link in a letter"
LETTERS = "letters between two have no door for programs"
#: Name of the page's address -> operations that do the same, or why there is none.
SAME: dict[str, tuple[str, ...] | str] = {
    "communities:settings": "what a community says of itself is written with the page before one's eyes",
    "communities:page": ("communities.community",),
    "communities:written": PAGE,
    "communities:letters": SEALED,
    "communities:write": ("communities.write",),
    "communities:letter": SEALED,
    "members:join": ("members.join",),
    "members:asked": ("members.withdraw", "members.me"),
    "members:say_yes": SEALED,
    "members:say_no": SEALED,
    "members:invitations": ("members.invite", "members.invitations"),
    "members:revoke": ("members.revoke",),
    "members:you_here": ("members.rename", "members.outside"),
    "members:away": ("members.away",),
    "members:back": ("members.back",),
    "members:leave": ("members.leave",),
    "members:put_away": PAGE,
    "members:together": BETWEEN,
    "members:add": OFFICE,
    "members:voice": OFFICE,
    "members:entry": SEALED,
    "members:confirm_trial": OFFICE,
    "members:give_card": AGAIN,
    "members:erase": AGAIN,
    "members:give_arrival_code": OFFICE,
    "members:second_arrival_code": OFFICE,
    "members:hold": OFFICE,
    "members:ask_to_leave": OFFICE,
    "members:say_died": BETWEEN,
    "members:bar": OFFICE,
    "members:confirm_hold": OFFICE,
    "members:lift_hold": OFFICE,
    "members:second_removal": OFFICE,
    "members:withdraw_removal": OFFICE,
    "members:confirm_died": BETWEEN,
    "members:undo_died": BETWEEN,
    "members:lift_bar": OFFICE,
    "circles:new": ("circles.begin",),
    "circles:join": ("circles.join",),
    "circles:no_thank_you": ("circles.no_thank_you",),
    "circles:own_name": ("circles.own_name",),
    "circles:leave": ("circles.leave",),
    "circles:invite": ("circles.invite",),
    "circles:answer": ("circles.askings", "circles.answer"),
    "circles:apart": BETWEEN,
    "circles:give": ("circles.give",),
    "circles:lay_down": ("circles.lay_down",),
    "circles:change": ("circles.change",),
    "circles:end": ("circles.end",),
    "agreements:begin": ("agreements.begin",),
    "agreements:propose_new": ("agreements.propose_new",),
    "agreements:propose": ("agreements.propose",),
    "agreements:agree": ("agreements.agree",),
    "agreements:concern": ("agreements.concern",),
    "agreements:settle": ("agreements.settle",),
    "agreements:answer_for": "written down by whom somebody without a sign-in chose, with their slip before them",
    "agreements:take_back": ("agreements.take_back",),
    "agreements:put_in_force": ("agreements.put_in_force",),
    "agreements:look_again": ("agreements.look_again",),
    "agreements:ground_rules": "one says of oneself that one has read them; no program reads for its owner",
    "conversations:letters_answer": LETTERS,
    "conversations:letters_end": LETTERS,
    "conversations:letters_door": LETTERS,
    "conversations:letters_with": LETTERS,
    **dict.fromkeys(
        (
            "conversations:story_new",
            "conversations:story_change",
            "conversations:story_reader",
            "conversations:story_end_reading",
            "conversations:story_read",
            "conversations:story_ready",
            "conversations:story_offer",
            "conversations:story_steward",
            "conversations:story_take_back",
            "conversations:story_erase",
        ),
        "it begins with reading what is sealed, and every step is the author’s own press",
    ),
    "notices:read": ("notices.read",),
    "notices:wish": ("notices.wish", "notices.set_wish"),
}


def acting_pages() -> set[str]:
    """Return the addresses of these packages on whose page something is done."""
    declared = table.read()
    found = set()
    for address in every_address():
        if address.name.startswith(PACKAGES):
            answers = {
                answer
                for (method, _state), row in declared.of(address.route).items()
                if method == "POST"
                for answer in row.values()
            }
            if answers - {"404", "405", "in"}:
                found.add(address.name)
    return found


def test_each_page_where_something_is_done_has_its_operation_or_its_reason():
    assert acting_pages() - SAME.keys() == set(), "an operation in its api.py, or the reason here"


def test_the_operations_named_here_are_there():
    there = {
        address.name.removeprefix("programs:api.") for address in every_address() if address.is_for_programs
    }
    named = {one for said in SAME.values() if isinstance(said, tuple) for one in said}
    # Several operations share an address: its name is that of one of them.
    from commonhearth.site.api.description import described

    operations = {one["operationId"] for methods in described()["paths"].values() for one in methods.values()}
    assert named <= operations | there


@pytest.mark.parametrize("state", ["hold", "former", "removed", "died"])
def test_who_is_kept_out_of_pages_is_kept_out_here(world: World, state: str):
    with world.harbour.within():
        if state == "hold":
            members.place_hold(
                actor=world.harbour.acting("steward"),
                member=world.harbour.acting("member"),
                talk_to="Ruth",
                why="It was said in the meeting.",
                now=world.now,
            )
        else:
            Member.objects.filter(id=world.harbour.acting("member").id).update(standing=state)
    client = world.client("member")
    for page, operation in (
        ("circles/", "circles"),
        ("people/", "people"),
        ("notices/", "notices"),
        ("agreements/", "agreements"),
        ("invitations/", "invitations"),
        ("you/export/", "me/data"),
    ):
        on_page = client.get(f"/c/harbour/{page}").status_code
        here = client.get(f"/api/v1/c/harbour/{operation}").status_code
        if page == "you/export/":
            assert here == 200, "their own data stays theirs"
        else:
            assert here == on_page == 404, (state, page)
