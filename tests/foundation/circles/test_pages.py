"""Circle pages: what each shows to whom, constant queries, and no trace of who somebody is elsewhere."""

from __future__ import annotations

import gzip
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from commonhearth.foundation.circles import services
from commonhearth.foundation.circles.models import Circle, CircleMembership, Openness, Role
from commonhearth.foundation.members.models import KeptApart, Member, Standing
from commonhearth.foundation.outbox.models import Mail
from tests.addresses import every_address
from tests.counting import queries

PAGES = ["circle", "people", "roles", "join", "own_name", "leave", "invite", "change", "end", "give"]
#: A list page with everything around it: session, sign-in, community, member and circles are five.
LIST_QUERIES = 8


def get(world, who, name, /, *args):
    return world.client(who).get(reverse(f"circles:{name}", args=["harbour", *args]))


def post(world, who, name, /, *args, **data):
    return world.client(who).post(reverse(f"circles:{name}", args=["harbour", *args]), data)


def key_on(response) -> str:
    """The key that a form's page carries."""
    return re.search(r'name="once_key" value="([^"]+)"', response.text)[1]


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.text))


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("key", ["open", "closed", "hidden"])
def test_every_page_opens_for_somebody_inside(world, name, key):
    response = get(world, "member", name, world.harbour.circles[key].id)
    assert response.status_code == (302 if name == "join" else 200)


@pytest.mark.parametrize("key", ["root", "open", "closed", "hidden"])
def test_no_member_or_person_id_stands_on_a_page_of_a_circle(world, key):
    """Nothing ties somebody's place in a circle to who they are elsewhere."""
    with world.harbour.within():
        ids = {
            str(one) for pair in Member.objects.values_list("id", "person_id", "pseudonym") for one in pair
        }
        circle = world.harbour.circles[key]
        seats = list(CircleMembership.objects.filter(circle=circle, left=None).values_list("id", flat=True))
    pages = [get(world, "member", name, circle.id) for name in PAGES]
    pages += [get(world, "member", "person", circle.id, seat) for seat in seats]
    pages += [get(world, "member", "tree"), get(world, "member", "everyone")]
    for response in pages:
        found = set(re.findall(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", response.text))
        assert not found & ids, response.request["PATH_INFO"]


HIDDEN = ("Lantern", "For those who were hurt at home")


@pytest.mark.parametrize(
    "who",
    ["visitor", "stranger", "applicant", "guest", "neighbour", "former", "steward", "elsewhere", "operator"],
)
def test_a_hidden_circle_is_nowhere_for_anyone_else(world, who):
    circle = world.harbour.circles["hidden"]
    for name in PAGES:
        answer = get(world, who, name, circle.id)
        assert answer.status_code == 404, name
    with world.harbour.within():
        seat = CircleMembership.objects.filter(circle=circle, left=None).first()
    assert get(world, who, "person", circle.id, seat.id).status_code == 404
    elsewhere = [address for address in every_address() if address.parameters == ("slug",)]
    for address in elsewhere:
        page = world.client(who).get(address.path({"slug": "harbour"}))
        if page.streaming or "text" not in page.headers["Content-Type"]:
            continue
        assert str(circle.id) not in page.text
        assert not any(words in page.text for words in HIDDEN)


def readable(cell: object) -> str:
    """Return a cell as somebody with a hex editor would read it."""
    return bytes(cell).decode(errors="ignore") if isinstance(cell, bytes | memoryview) else str(cell)


def test_a_hidden_circles_name_is_in_no_table_and_no_mail(world):
    """Read the database as whoever holds the file would."""
    with world.harbour.within():
        circle = Circle.objects.get(id=world.harbour.circles["hidden"].id)
        services.change_circle(
            actor=world.harbour.acting("member"),
            circle=circle,
            name="Zebrawood Lantern",
            purpose="Quicksilver evenings.",
            now=world.now,
        )
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                said = " ".join(readable(cell) for cell in row)
                if "Zebrawood" in said or "Quicksilver" in said or "Lantern" in said:
                    found.append((table, said[:200]))
    assert not [one for one in found if "Zebrawood" in one[1] or "Quicksilver" in one[1]]
    assert {table for table, _said in found} <= {
        "circles_circlemembership"
    }  # "Pavel in Lantern", a name of his choice
    assert not any("Zebrawood" in str(mail.__dict__) for mail in Mail.objects.all())


def test_its_page_title_tells_nothing_of_a_circle_that_is_not_open(world):
    for key in ("closed", "hidden"):
        response = get(world, "member", "circle", world.harbour.circles[key].id)
        title = re.search(r"<title>(.*?)</title>", response.text, re.S)[1]
        assert "Evening" not in title and "Lantern" not in title


def test_outsiders_see_that_a_circle_by_invitation_exists_and_nobody_in_it(world):
    circle = world.harbour.circles["closed"]
    response = get(world, "neighbour", "circle", circle.id)
    assert "Evening" in response.text and "Facilitator" in response.text
    assert "Moss" not in text(response)
    assert get(world, "steward", "people", circle.id).status_code == 404


def test_who_leaves_as_the_last_one_is_told_what_ends_and_of_no_way_back(world):
    place = world.harbour
    circle = place.circles["closed"]
    assert "To come back you would ask again" in text(get(world, "member", "leave", circle.id))
    with place.within():
        others = CircleMembership.objects.filter(circle=circle, left=None).exclude(
            member=place.acting("member")
        )
        others.update(left=place.now)
    said = text(get(world, "member", "leave", circle.id))
    assert "You are the last one here" in said and "To come back" not in said


def test_words_of_the_code_stay_off_the_pages(world):
    for key in ("open", "closed", "hidden"):
        for name in PAGES:
            said = text(get(world, "member", name, world.harbour.circles[key].id)).lower()
            for word in ("confidential", "objection", "closed circle", "applicant", "paused"):
                assert word not in said, (name, key, word)


def test_entering_an_open_circle_under_another_name(world):
    circle = world.harbour.circles["open"]
    door = get(world, "neighbour", "join", circle.id)
    assert "Who sees what" in text(door)
    data = {"name": "Robin", "word": "", "once_key": key_on(door)}
    first = post(world, "neighbour", "join", circle.id, **data)
    assert first.status_code == 302
    again = post(world, "neighbour", "join", circle.id, **data)
    assert again.status_code == 302
    with world.harbour.within():
        assert CircleMembership.objects.filter(circle=circle, name="Robin", left=None).count() == 1
    assert "Robin" in text(get(world, "member", "people", circle.id))


def test_a_name_in_use_keeps_what_was_typed_and_says_what_helps(world):
    circle = world.harbour.circles["open"]
    door = get(world, "neighbour", "join", circle.id)
    response = post(world, "neighbour", "join", circle.id, name="Moss", word="", once_key=key_on(door))
    assert response.status_code == 422
    assert 'value="Moss"' in response.text and "tells you apart" in response.text


def test_of_two_with_one_name_the_second_is_asked_inside_and_the_first_offered_a_word(world):
    circle = world.harbour.circles["closed"]
    with world.harbour.within():
        steward, member = world.harbour.acting("steward"), world.harbour.acting("member")
        at_root = CircleMembership.objects.get(
            circle=world.harbour.circles["root"], member=steward, left=None
        )
        services.invite(actor=member, circle=circle, person=at_root, now=world.now)
    door = get(world, "steward", "join", circle.id)
    assert (
        post(world, "steward", "join", circle.id, name="Moss", word="", once_key=key_on(door)).status_code
        == 302
    )
    assert "There are two people called Moss here" in text(get(world, "steward", "circle", circle.id))
    assert "Moss is here too" in text(get(world, "member", "circle", circle.id))
    assert post(world, "steward", "own_name", circle.id, name="Moss", word="tall").status_code == 302
    assert "Moss (tall) is here too" in text(get(world, "member", "circle", circle.id))
    assert post(world, "member", "own_name", circle.id, name="Moss", word="fern").status_code == 302
    assert "is here too" not in text(get(world, "member", "circle", circle.id))


def test_only_who_asked_is_warned_at_the_door(world):
    circle = world.harbour.circles["open"]
    with world.harbour.within():
        asker, other = world.harbour.acting("neighbour"), world.harbour.acting("member")
        KeptApart.objects.create(asker=asker, other=other)
        services.leave(actor=other, circle=circle, now=world.now)
        services.join(actor=asker, circle=circle, name="Robin", now=world.now)
    assert "kept apart" not in text(get(world, "member", "join", circle.id))
    with world.harbour.within():
        services.leave(actor=world.harbour.acting("neighbour"), circle=circle, now=world.now)
        services.join(actor=world.harbour.acting("member"), circle=circle, name="Moss", now=world.now)
    assert "Someone you asked to be kept apart from is here" in text(
        get(world, "neighbour", "join", circle.id)
    )


def test_keeping_apart_is_asked_where_people_are_known_by_their_community_name_only(world):
    with world.harbour.within():
        root, kitchen = world.harbour.circles["root"], world.harbour.circles["open"]
        pavel = world.harbour.acting("paused")
        at_root = CircleMembership.objects.get(circle=root, member=pavel, left=None)
        in_kitchen = CircleMembership.objects.get(circle=kitchen, member=pavel, left=None)
    assert get(world, "member", "apart", kitchen.id, in_kitchen.id).status_code == 404
    assert post(world, "member", "apart", root.id, at_root.id).status_code == 302
    assert get(world, "member", "person", root.id, at_root.id).status_code == 404


def test_inviting_says_the_same_for_whoever_is_inside_already(world):
    client = world.client("member")
    path = reverse("circles:invite", args=["harbour", world.harbour.circles["hidden"].id])
    said = set()
    for name in ("Pavel", "Nils"):
        data = {"person": name, "person_word": "", "once_key": key_on(client.get(path))}
        page = client.post(path, data, follow=True)
        said.add(re.search(r"\w+ is asked, unless[^<]*", page.text)[0].replace(name, "X"))
    assert len(said) == 1


def test_an_invited_member_sees_the_door_of_a_hidden_circle_and_may_say_no(world):
    circle = world.harbour.circles["hidden"]
    form = get(world, "member", "invite", circle.id)
    post(world, "member", "invite", circle.id, person="Nils", person_word="", once_key=key_on(form))
    door = get(world, "neighbour", "join", circle.id)
    assert door.status_code == 200 and "Lantern" in door.text
    assert get(world, "neighbour", "circle", circle.id).status_code == 404
    assert post(world, "neighbour", "no_thank_you", circle.id).status_code == 302
    assert get(world, "neighbour", "join", circle.id).status_code == 404


def test_beginning_a_circle(world):
    page = get(world, "neighbour", "new")
    data = {
        "circle_name": "Choir",
        "purpose": "Sings.",
        "kind": "working",
        "openness": "closed",
        "name": "Alto",
    }
    made = post(world, "neighbour", "new", **data, word="", once_key=key_on(page))
    assert made.status_code == 302
    with world.harbour.within():
        choir = Circle.objects.get(name="Choir")
        assert choir.openness == Openness.CLOSED
    assert "Alto" in text(get(world, "neighbour", "circle", choir.id))


def test_giving_a_role_and_laying_it_down(world):
    circle = world.harbour.circles["open"]
    with world.harbour.within():
        seat = CircleMembership.objects.get(circle=circle, name="Moss", left=None)
    form = get(world, "member", "give", circle.id)
    data = {"office": "second", "holder": str(seat.id), "into": "", "once_key": key_on(form)}
    wrong = post(world, "member", "give", circle.id, **data, starts="2026-01-01", ends="2029-01-01")
    assert wrong.status_code == 422 and "A term lasts a year at most" in text(wrong)
    today = world.now.date()
    data["once_key"] = key_on(wrong)
    given = post(world, "member", "give", circle.id, **data, starts=today, ends=today + timedelta(days=90))
    assert given.status_code == 302
    roles = get(world, "member", "roles", circle.id)
    assert "Lay it down" in text(roles)


def test_in_a_large_circle_the_person_is_named(world):
    circle = world.harbour.circles["open"]
    with world.harbour.within():
        fill(world.harbour, circle, 70)
    form = get(world, "member", "give", circle.id)
    assert "<option" in form.text and "Guest 0003" not in form.text
    today = world.now.date()
    data = {"office": "secretary", "into": "", "starts": today, "ends": today + timedelta(days=90)}
    wrong = post(world, "member", "give", circle.id, **data, holder="Nobody", once_key=key_on(form))
    assert wrong.status_code == 422 and "found nobody of this name" in text(wrong)
    done = post(world, "member", "give", circle.id, **data, holder="Guest 0003", once_key=key_on(wrong))
    assert done.status_code == 302
    assert "Guest 0003" in text(get(world, "member", "roles", circle.id))


def fill(place, circle: Circle, count: int) -> None:
    """Put many people into the root circle and a circle, without the ceremony."""
    root = place.circles["root"]
    members = [Member(name=f"Guest {n:04}", standing=Standing.MEMBER) for n in range(count)]
    Member.objects.bulk_create(members)
    seats = [
        CircleMembership(circle=one, member=member, name=member.name, joined=place.now)
        for member in members
        for one in (root, circle)
    ]
    CircleMembership.objects.bulk_create(seats)


@pytest.mark.parametrize(
    ("name", "most"), [("tree", LIST_QUERIES), ("people", LIST_QUERIES), ("roles", 9), ("circle", 10)]
)
def test_queries_do_not_grow_with_the_number_of_people(world, name, most):
    circle = world.harbour.circles["open"]
    path = reverse(f"circles:{name}", args=["harbour", *([] if name == "tree" else [circle.id])])
    client = world.client("member")
    with world.harbour.within():
        fill(world.harbour, circle, 10)
    few = queries(client, path)
    with world.harbour.within():
        fill_more(world.harbour, circle)
    many = queries(client, path)
    assert few == many <= most


def fill_more(place, circle: Circle) -> None:
    root = place.circles["root"]
    members = [Member(name=f"More {n:04}", standing=Standing.MEMBER) for n in range(290)]
    Member.objects.bulk_create(members)
    CircleMembership.objects.bulk_create(
        [
            CircleMembership(circle=one, member=member, name=member.name, joined=place.now)
            for member in members
            for one in (root, circle)
        ]
    )
    Circle.objects.bulk_create(
        [
            Circle(parent=root, circle_kind="working", openness="open", name=f"Circle {n:03}", purpose="x")
            for n in range(290)
        ]
    )


def test_list_pages_stay_light(world):
    circle = world.harbour.circles["open"]
    with world.harbour.within():
        fill_more(world.harbour, circle)
    for response in (get(world, "member", "tree"), get(world, "member", "people", circle.id)):
        assert len(gzip.compress(response.content, 6)) <= 14_000
        assert response.text.count("<") / 2 < 1_500


def test_a_large_circle_hears_what_is_known_about_growing_and_nothing_is_locked(world):
    circle = world.harbour.circles["root"]
    with world.harbour.within():
        fill(world.harbour, world.harbour.circles["open"], 160)
    assert "stop knowing everyone by name" in text(get(world, "member", "circle", circle.id))
    with world.harbour.within():
        fill_more(world.harbour, world.harbour.circles["closed"])
    assert "become two" in text(get(world, "member", "everyone"))


def test_home_says_that_somebody_asks_and_that_one_is_invited_without_naming_a_circle(world):
    with world.harbour.within():
        steward, member = world.harbour.acting("steward"), world.harbour.acting("member")
        at_root = CircleMembership.objects.get(
            circle=world.harbour.circles["root"], member=steward, left=None
        )
        services.invite(actor=member, circle=world.harbour.circles["hidden"], person=at_root, now=world.now)
    said = text(world.client("member").get("/c/harbour/home/"))
    assert "Somebody asks to come into one of your circles." in said
    assert "Evening" not in said and "Nettle" not in said
    said = text(world.client("steward").get("/c/harbour/home/"))
    assert "You are invited into a circle." in said and "Lantern" not in said
    tree = get(world, "steward", "tree")
    assert "See who invites you" in text(tree) and "Lantern" not in tree.text


def test_a_term_that_ends_soon_is_said_in_the_circle(world):
    circle = world.harbour.circles["open"]
    with world.harbour.within():
        Role.objects.filter(circle=circle).update(ends=world.now.date() + timedelta(days=10))
    assert "Time to look again together" in text(get(world, "member", "circle", circle.id))
    assert "Time to look again together" not in text(get(world, "neighbour", "circle", circle.id))


def test_a_circle_left_without_anyone_says_so_at_its_door(world):
    circle = world.harbour.circles["closed"]
    with world.harbour.within():
        CircleMembership.objects.filter(circle=circle).update(left=world.now)
    assert "Nobody is in this circle just now" in text(get(world, "neighbour", "circle", circle.id))
