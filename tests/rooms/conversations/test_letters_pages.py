"""The pages of letters: from asking on somebody's page to writing, ending, and one's own door."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.rooms.conversations.models import Correspondence, Letter, LetterAsking
from commonhearth.rooms.conversations.services import letters as services
from tests.counting import queries
from tests.world import World

BASE = "/c/harbour/between-two/"
KEY = "a-key-of-this-form-0001"


@pytest.fixture
def away(world: World) -> str:
    """Return the address of the letters in the hidden circle."""
    return f"{BASE}{world.harbour.things['correspondence_id']}/"


def words(page) -> str:
    return page.content.decode()


def seat(world: World, who: str, circle: str) -> CircleMembership:
    with world.harbour.within():
        return CircleMembership.objects.get(
            circle=world.harbour.circles[circle], member__person=world.harbour.persons[who], left=None
        )


def with_(world: World, who: str, circle: str = "root") -> str:
    here = world.harbour.circles[circle].id
    return f"/c/harbour/circles/{here}/people/{seat(world, who, circle).id}/letters/"


def test_from_a_persons_page_to_a_letter(world: World):
    member, neighbour = world.client("member"), world.client("neighbour")
    address = with_(world, "neighbour")
    assert address in words(member.get(address.removesuffix("letters/")))
    assert member.post(address, {"line": "", "once_key": KEY}).status_code == 302
    assert member.post(address, {"line": "", "once_key": KEY}).status_code == 302, "sent twice"
    with world.harbour.within():
        asking = LetterAsking.objects.get(asked=seat(world, "neighbour", "root"))
    assert "Mara would like to write to you" in words(neighbour.get(BASE))
    answered = neighbour.post(f"{BASE}asking/{asking.id}/", {"answer": "yes"})
    page = member.get(answered["Location"])
    assert "Only the two of you can read this" in words(page)
    for _twice in range(2):
        member.post(answered["Location"], {"text": "Soup on Friday?", "once_key": KEY})
    with world.harbour.within():
        assert Letter.objects.filter(correspondence__first__circle=world.harbour.circles["root"]).count() == 1
    assert words(neighbour.get(answered["Location"])).count("Soup on Friday?") == 1


def test_in_a_hidden_circle_nothing_says_who_somebody_is_elsewhere(world: World, away: str):
    page = words(world.client("paused").get(away))
    assert "I kept your seat by the window." in page
    assert "Moss" in page, "the member's name in this circle"
    assert "Mara" not in page, "the member's name in the community"
    with world.harbour.within():
        member = str(world.harbour.acting("member").id)
    assert member not in page
    for who in ("paused", "member"):
        assert "<title>Letters ·" in words(world.client(who).get(away))


def test_what_was_typed_is_kept_when_it_is_too_long(world: World, away: str):
    page = world.client("member").post(away, {"text": "x" * (services.LONGEST + 1), "once_key": KEY})
    assert page.status_code == 422
    assert "x" * services.LONGEST in words(page)


def test_words_are_shown_as_words(world: World, away: str):
    world.client("member").post(away, {"text": "<script>alert(1)</script>\n\nNext.", "once_key": KEY})
    page = words(world.client("paused").get(away))
    assert "&lt;script&gt;" in page and "<script>alert" not in page


def test_ending_takes_one_press_and_says_no_reason(world: World, away: str):
    assert world.client("paused").post(f"{away}end/").status_code == 302
    page = words(world.client("member").get(away))
    assert "These letters have ended." in page
    assert world.client("member").post(away, {"text": "Why?", "once_key": KEY}).status_code == 403


def test_the_list_costs_the_same_however_many_there_are(world: World):
    def fill(count: int) -> None:
        with world.harbour.within():
            place = seat(world, "member", "root")
            others = [
                CircleMembership(
                    circle=place.circle, member=place.member, name=f"N{number}", joined=world.now,
                    left=world.now,
                )
                for number in range(count)
            ]  # fmt: skip
            CircleMembership.objects.bulk_create(others)
            Correspondence.objects.bulk_create(
                Correspondence(
                    circle=place.circle,
                    first=place,
                    second=other,
                    latest=world.now - timedelta(minutes=number),
                    ended=world.now,
                )
                for number, other in enumerate(others)
            )

    member = world.client("member")
    fill(10)
    few = queries(member, BASE)
    fill(290)
    assert queries(member, BASE) == few <= 8
    page = member.get(BASE)
    seen = set(re.findall(r"between-two/([0-9a-f-]{36})/", words(page)))
    while older := re.search(r'rel="next" href="(\?after=[^"]+)"', words(page)):
        page = member.get(BASE + older[1].replace("&amp;", "&"))
        more = set(re.findall(r"between-two/([0-9a-f-]{36})/", words(page)))
        assert not more & seen
        seen |= more
    assert len(seen) == 301


def test_a_correspondence_costs_the_same_however_long_it_is(world: World, away: str):
    member = world.client("member")

    def fill(count: int) -> None:
        with world.harbour.within():
            here = Correspondence.objects.get(id=world.harbour.things["correspondence_id"])
            for number in range(count):
                services.write_letter(
                    actor=world.harbour.acting("member"),
                    correspondence=here,
                    text=f"Letter {number}",
                    now=world.now + timedelta(minutes=number + 1),
                )

    fill(10)
    few = queries(member, away)
    fill(50)
    assert queries(member, away) == few <= 8
    page = member.get(away)
    earlier = re.search(r'href="(\?before=[^"]+)"', words(page))
    assert earlier is not None
    assert member.get(away + earlier[1]).status_code == 200


def test_ones_own_door(world: World):
    here = world.harbour.circles["hidden"].id
    member = world.client("member")
    doors = words(member.get(f"{BASE}who-may-ask/"))
    assert "Lantern" in doors
    member.post(f"/c/harbour/circles/{here}/letters/", {"shut": "yes"})
    assert "Nobody may ask." in words(member.get(f"{BASE}who-may-ask/"))
    # Newcomers are not for everybody to choose: it goes with being here for their questions.
    member.post(
        f"/c/harbour/circles/{world.harbour.circles['root'].id}/letters/", {"shut": "no", "newcomers": "on"}
    )
    with world.harbour.within():
        assert not seat(world, "member", "root").letter_door.newcomers


def test_a_newcomers_home_leads_to_who_said_yes_to_letters(world: World):
    steward = world.client("steward")
    root = world.harbour.circles["root"].id
    with world.harbour.within():
        new = world.harbour.acting("guest")
        new.welcomed_by = world.harbour.acting("steward")
        new.save(update_fields=["welcomed_by"])
    guest = world.client("guest")
    address = with_(world, "steward")
    assert address not in words(guest.get("/c/harbour/home/"))
    steward.post(f"/c/harbour/circles/{root}/letters/", {"shut": "no", "newcomers": "on"})
    assert address in words(guest.get("/c/harbour/home/"))
    answered = guest.post(address, {"text": "Where do I sit?", "once_key": KEY})
    assert "Where do I sit?" in words(steward.get(answered["Location"]))


def test_a_key_for_programs_finds_no_letters(world: World):
    answer = world.client("member").get("/api/v1/c/harbour/letters")
    assert "window" not in words(answer)
    assert not any("between" in path for path in _operations())


def _operations() -> list[str]:
    from commonhearth.site.api.description import described

    return list(described()["paths"])
