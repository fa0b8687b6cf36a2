"""What can be done on a page can be done through the API, or `doors.txt` says why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from commonhearth.foundation.members import services as members
from commonhearth.foundation.members.models import Member
from commonhearth.site.api.description import described
from tests.access_table import table
from tests.addresses import every_address
from tests.world import World

FILE = Path(__file__).with_name("doors.txt")
SAME = "a program can do it too"


def read() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return each page of the file with its heading, and the operations beside it."""
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    heading = ""
    for line in FILE.read_text().splitlines():
        if line.startswith("["):
            heading = line[1:-1]
            continue
        if not line or line.startswith("#"):
            continue
        page, colon, operations = line.rpartition(": ")
        pages = [page] if colon else line.split()
        assert heading and bool(colon) == (heading == SAME), line
        for name in pages:
            assert name not in found, f"{name} stands here twice"
            found[name] = (heading, tuple(operations.split()) if colon else ())
    return found


DOORS = read()
PAGES = {address.name for address in every_address() if not address.is_for_programs} - {
    "programs:api_description"
}


def acting_pages() -> set[str]:
    """Return the names of pages on which somebody of the cast does something."""
    declared = table.read()
    return {
        address.name
        for address in every_address()
        if address.name in PAGES
        for (method, _state), row in declared.of(address.route).items()
        if method == "POST" and set(row.values()) - {"404", "405", "in", "="}
    }


def test_each_page_where_something_is_done_has_its_operation_or_its_reason():
    assert acting_pages() - DOORS.keys() == set(), "an operation in its api, or a judged reason in doors.txt"


def test_each_page_that_is_read_has_its_operation_or_its_reason():
    assert PAGES - DOORS.keys() == set(), "an operation in its api, or a judged reason in doors.txt"


def test_no_line_is_left_of_a_page_that_is_gone():
    assert DOORS.keys() - PAGES == set()


def test_each_operation_is_there_and_does_what_some_page_does():
    operations = {one["operationId"] for methods in described()["paths"].values() for one in methods.values()}
    named = {one for _heading, same in DOORS.values() for one in same}
    assert named == operations


def test_what_acts_has_an_operation_that_acts():
    acts = {
        one["operationId"]
        for methods in described()["paths"].values()
        for method, one in methods.items()
        if method == "post"
    }
    only_read = {
        name for name in acting_pages() if DOORS[name][0] == SAME and not acts.intersection(DOORS[name][1])
    }
    # On these a press belongs to something that is read, or is sealed: a word that one puts aside.
    assert only_read == {"front", "community_home", "home", "communities:page", "conversations:quiet"}


def test_the_guide_says_each_reason_to_people():
    guide = (Path(__file__).parents[3] / "docs" / "api.md").read_text()
    for heading in {said for said, _same in DOORS.values()} - {SAME}:
        assert heading[0].upper() + heading[1:] in " ".join(guide.split()), heading


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
