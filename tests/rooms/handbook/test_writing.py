"""Pages are written by several, and nothing that somebody typed is lost."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, connections

from commonhearth.foundation import search
from commonhearth.foundation.access import NotVisible, Refused
from commonhearth.foundation.circles import services as circling
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.files.arriving import accept
from commonhearth.foundation.files.models import File
from commonhearth.foundation.files.selectors import contents_for
from commonhearth.foundation.members.services import keep_apart
from commonhearth.foundation.notices.models import Notice
from commonhearth.rooms.handbook import selectors, services
from commonhearth.rooms.handbook.models import Page, Wording
from commonhearth.rooms.handbook.services import keeping
from tests.foundation.files import samples

SECRET = "The heron flew over the ninth bridge."


def change(actor: Any, page: Page, text: str, made_from: int, *, title: str = "Kitchen", now: Any) -> Any:
    return services.change_page(actor=actor, page=page, made_from=made_from, title=title, text=text, now=now)


def read(actor: Any, page: Page, now: Any) -> Page:
    return selectors.page_for(actor, page.id, now=now)


# --- Two at once -------------------------------------------------------------------------------------
def test_changes_in_different_places_both_stand(place, member, written):
    page = written()
    change(member, page, "One!\n\nTwo.\n\nThree.", 1, now=place.now)
    done = change(place.acting("member"), page, "One.\n\nTwo.\n\nThree and four.", 1, now=place.now)
    assert done.put_together
    assert read(member, page, place.now).text == "One!\n\nTwo.\n\nThree and four."
    assert [row.number for row in Wording.objects.filter(page=page)] == [3, 2, 1]


def test_where_both_rewrote_a_line_the_second_sees_both_and_nothing_is_kept_yet(place, member, written):
    page = written()
    change(member, page, "One by Rosa.\n\nTwo.\n\nThree.", 1, now=place.now)
    with pytest.raises(services.Collided) as both:
        change(member, page, "One by Tom.\n\nTwo.\n\nThree, new.", 1, now=place.now)
    assert both.value.number == 2
    assert both.value.text == "One by Rosa.\nOne by Tom.\n\nTwo.\n\nThree, new."
    [place_of_collision] = both.value.collisions
    assert (place_of_collision.theirs, place_of_collision.yours) == (("One by Rosa.",), ("One by Tom.",))
    assert read(member, page, place.now).text.startswith("One by Rosa.")
    change(member, page, "One by both.\n\nTwo.\n\nThree, new.", both.value.number, now=place.now)
    assert read(member, page, place.now).text == "One by both.\n\nTwo.\n\nThree, new."


def test_titles_collide_too(place, member, written):
    page = written()
    change(member, page, "One.\n\nTwo.\n\nThree.", 1, title="Our kitchen", now=place.now)
    change(member, page, "One.\n\nTwo.\n\nThree.\n\nFour.", 1, title="Kitchen", now=place.now)
    assert read(member, page, place.now).title == "Our kitchen"
    with pytest.raises(services.Collided) as both:
        change(member, page, "One.\n\nTwo.\n\nThree.", 1, title="The kitchen", now=place.now)
    assert (both.value.title, both.value.title_now) == ("The kitchen", "Our kitchen")


def test_in_a_hidden_circle_as_well(place, member, written):
    page = written("hidden")
    change(member, page, "One!\n\nTwo.\n\nThree.", 1, now=place.now)
    change(member, page, "One.\n\nTwo.\n\nThree!", 1, now=place.now)
    assert read(member, page, place.now).text == "One!\n\nTwo.\n\nThree!"
    assert set(Page.objects.filter(id=page.id).values_list("title", "text")) == {("", "")}


def test_a_wording_that_never_was_is_no_ground_to_change_from(place, member, written):
    page = written()
    with pytest.raises(NotVisible):
        change(member, page, "x", 7, now=place.now)


def test_what_is_as_it_was_makes_no_new_wording(place, member, written):
    page = written()
    change(member, page, "One.\n\nTwo.\n\nThree.", 1, now=place.now)
    assert Page.objects.get(id=page.id).number == 1


@pytest.mark.faults
def test_sixteen_people_add_a_line_at_the_same_moment(real_commits, world, settings, tmp_path):
    settings.HEARTH_DATA = tmp_path
    harbour, now = world.harbour, world.now
    with harbour.within():
        page = services.write_page(
            actor=harbour.acting("member"),
            circle=harbour.circles["open"],
            title="A",
            text="Top.\n\nEnd.",
            now=now,
        )
    faults: list[BaseException] = []

    def add(number: int) -> None:
        try:
            with harbour.within():
                change(
                    harbour.acting("member"), page, f"Top.\n\nLine {number}.\n\nEnd.", 1, title="A", now=now
                )
        except BaseException as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    people = [threading.Thread(target=add, args=(number,)) for number in range(16)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert faults == []
    with harbour.within():
        text = read(harbour.acting("member"), page, now).text
        assert sorted(
            int(line.split()[1][:-1]) for line in text.split("\n") if line.startswith("Line")
        ) == list(range(16))
        assert Wording.objects.filter(page=page).count() == 17


# --- History -----------------------------------------------------------------------------------------
def test_an_earlier_wording_stands_again_and_nothing_in_between_is_lost(place, member, written):
    page = written()
    change(member, page, "Other.", 1, now=place.now)
    services.take_back_to(actor=member, page=page, number=1, now=place.now)
    assert read(member, page, place.now).text == "One.\n\nTwo.\n\nThree."
    assert [row.text for row in Wording.objects.filter(page=page).order_by("number")][1] == "Other."
    assert Page.objects.get(id=page.id).number == 3


def test_what_was_changed_is_said_by_line_and_word(place, member, written):
    page = written()
    change(member, page, "One.\n\nTwo and a half.\n\nThree.", 1, now=place.now)
    found = selectors.difference_for(member, read(member, page, place.now), 2)
    [changed] = [line for line in found.lines if hasattr(line, "kind") and line.kind is None]
    assert [(piece.kind, piece.text) for piece in changed.pieces] == [
        ("same", "Two"),
        ("come", " and a half"),
        ("same", "."),
    ]
    with pytest.raises(NotVisible):
        selectors.difference_for(member, read(member, page, place.now), 3)


def test_the_history_is_paged(place, member, written):
    page = written()
    for number in range(1, 5):
        change(member, page, f"Wording {number}", number, now=place.now)
    first = selectors.wordings_of(member, page, size=2)
    assert [row.number for row in first.wordings] == [5, 4]
    assert [
        row.number for row in selectors.wordings_of(member, page, size=2, before=first.more).wordings
    ] == [3, 2]


# --- Order and keeping -------------------------------------------------------------------------------
def order(member: Any, place: Any, circle: str) -> list[Any]:
    contents = selectors.contents_of(member, place.circles[circle])
    return [(entry.page.title, [page.title for page in entry.below]) for entry in contents.entries][1:]


def test_order_and_one_level_of_pages_below(place, member, written):
    a, b, c = (written("closed", title) for title in "ABC")
    services.move_page(actor=member, page=c, up=True, now=place.now)
    assert order(member, place, "closed") == [("A", []), ("C", []), ("B", [])]
    services.move_page(actor=member, page=b, parent_id=a.id, now=place.now)
    assert order(member, place, "closed") == [("A", ["B"]), ("C", [])]
    services.move_page(actor=member, page=a, parent_id=c.id, now=place.now)
    assert order(member, place, "closed") == [("C", []), ("A", ["B"])]  # one level, so it stays at the top
    d = written("closed", "D", parent_id=a.id)
    services.move_page(actor=member, page=d, up=True, now=place.now)
    assert order(member, place, "closed") == [("C", []), ("A", ["D", "B"])]
    services.put_away(actor=member, page=a, now=place.now)
    assert order(member, place, "closed") == [("C", []), ("D", []), ("B", [])]
    services.put_back(actor=member, page=a, now=place.now)
    assert order(member, place, "closed")[-1] == ("A", [])


def test_below_a_page_of_another_circle_nothing_stands(place, member, written):
    other = written("closed")
    with pytest.raises(NotVisible):
        written("open", "B", parent_id=other.id)


def test_checked_by_whom_and_reminded_on_the_day_once(place, member, written):
    page = written("hidden")
    today = place.community.today(place.now)
    again = today + timedelta(days=30)
    services.check_page(actor=member, page=page, again=again, now=place.now)
    shown = read(member, page, place.now)
    assert (shown.checked_name, shown.checked_on, shown.check_again) == ("Moss", today, again)
    assert keeping.remind(now=place.now + timedelta(days=29)) == 0
    assert keeping.remind(now=place.now + timedelta(days=30)) == 1
    assert keeping.remind(now=place.now + timedelta(days=31)) == 0
    [told] = Notice.objects.filter(code="handbook.check")
    assert told.member_id == member.id
    assert told.params == {}  # neither page nor circle: it may stand in a letter


def test_it_is_checked_and_comes_due_on_the_communitys_day(place, member, written):
    noon = datetime(2026, 5, 1, 12, tzinfo=UTC)
    Community.objects.filter(id=place.community.id).update(
        time_zone="Pacific/Kiritimati"
    )  # there it is the 2nd
    page = written()
    services.check_page(actor=member, page=page, again=date(2026, 5, 5), now=noon)
    page.refresh_from_db()
    assert page.checked_on == date(2026, 5, 2)
    assert keeping.remind(now=noon + timedelta(days=2)) == 0
    assert keeping.remind(now=noon + timedelta(days=3)) == 1


def test_what_was_put_away_is_changed_by_nobody(place, member, written):
    page = written()
    services.put_away(actor=member, page=page, now=place.now)
    with pytest.raises(Refused):
        change(member, page, "x", 1, now=place.now)
    with pytest.raises(NotVisible):
        selectors.page_for(place.acting("neighbour"), page.id, now=place.now)
    assert read(member, page, place.now).put_away


def test_who_is_kept_apart_is_not_named(place, member, written):
    page = written()
    services.check_page(actor=member, page=page, again=None, now=place.now)
    neighbour = place.acting("neighbour")

    def named() -> list[str]:
        found = read(neighbour, page, place.now)
        [wording] = selectors.wordings_of(neighbour, found).wordings
        return [found.checked_name, wording.by, selectors.difference_for(neighbour, found, 1).wording.by]

    assert named() == ["Moss"] * 3
    keep_apart(actor=neighbour, other=member, now=place.now)
    assert named() == [""] * 3


# --- Who may -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["guest", "neighbour", "paused", "steward", "registrar"])
def test_a_page_is_written_by_the_circles_own_people(place, written, who):
    page = written()
    with pytest.raises(Refused):
        change(place.acting(who), page, "x", 1, now=place.now)
    with pytest.raises(Refused):
        services.write_page(
            actor=place.acting(who), circle=place.circles["open"], title="A", text="", now=place.now
        )


# --- What hangs on a page ----------------------------------------------------------------------------
def test_a_picture_stands_where_its_name_is_written(place, member, written):
    page = written(
        text="![The door](door.jpg)",
        hung=[accept("door.jpg", samples.picture()), accept("a.pdf", samples.pdf())],
    )
    found = selectors.shown(member, read(member, page, place.now), slug="harbour")
    assert f'<img src="/c/harbour/files/{found.files[0].id}/" alt="The door"' in found.html
    assert [file.called for file in found.hung] == ["a.pdf"]
    services.take_down_from_page(actor=member, page=page, file_id=found.files[0].id)
    assert "<img" not in selectors.shown(member, read(member, page, place.now), slug="harbour").html


def test_a_picture_is_found_by_the_name_it_came_with(place, member, written):
    """What is sent as .png may be kept as .jpg."""
    page = written(text="![The door](Door.png)", hung=[accept("door.png", samples.picture(kind="PNG"))])
    found = selectors.shown(member, read(member, page, place.now), slug="harbour")
    assert found.files[0].called == "door.jpg"
    assert found.hung == []


def test_a_file_of_another_page_is_not_taken_down_from_here(place, member, written):
    one = written(hung=[accept("a.pdf", samples.pdf())])
    other = written("hidden", "B")
    with pytest.raises(NotVisible):
        services.take_down_from_page(actor=member, page=other, file_id=File.objects.get(about_id=one.id).id)


def test_when_a_circle_is_hidden_its_handbook_is_sealed(
    place, member, written, tmp_path, django_capture_on_commit_callbacks
):
    page = written(
        title=SECRET, text=SECRET, hung=[accept("ninth bridge.pdf", samples.pdf(b"%" + SECRET.encode()))]
    )
    assert search.find("heron bridge", kinds=["handbook"], viewer=member, limit=5, now=place.now).hits
    circle = place.circles["open"]
    with django_capture_on_commit_callbacks(execute=True):
        circling.change_circle(
            actor=member,
            circle=circle,
            name="Kitchen",
            purpose="Soup.",
            openness="confidential",
            now=place.now,
        )
    assert not search.find("heron bridge", kinds=["handbook"], viewer=member, limit=5, now=place.now).hits
    with connection.cursor() as cursor:
        for table in (
            Page._meta.db_table,
            Wording._meta.db_table,
            File._meta.db_table,
            "search_communityentry",
        ):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                assert not any(
                    "bridge" in str(bytes(cell) if isinstance(cell, memoryview) else cell) for cell in row
                )
    for path in (tmp_path / "files").rglob("*"):
        assert path.is_dir() or SECRET.encode() not in path.read_bytes()
    actor = place.acting("member")
    shown = read(actor, page, place.now)
    assert (shown.title, shown.text) == (SECRET, SECRET)
    [file] = selectors.shown(actor, shown, slug="harbour").files
    assert SECRET.encode() in contents_for(actor, file)


# --- Finding -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("circle", ["open", "hidden"])
def test_a_handbook_is_searched_inside(place, member, written, circle):
    page = written(circle, "Beehives", "Smoke, **gloves** and patience.")
    for words in ("beehive", "gloves", "patiense"):
        assert [
            hit.id for hit in selectors.search_in(member, place.circles[circle], words, now=place.now)
        ] == [page.id]
    assert selectors.search_in(member, place.circles["closed"], "beehives", now=place.now) == []
    services.put_away(actor=member, page=page, now=place.now)
    assert selectors.search_in(member, place.circles[circle], "beehives", now=place.now) == []


def test_a_hidden_handbook_is_in_no_index(place, member, written):
    written("hidden", "Beehives", "Smoke.")
    assert not search.find("beehives", kinds=["handbook"], viewer=member, limit=5, now=place.now).hits
    with pytest.raises(NotVisible):
        selectors.search_in(place.acting("neighbour"), place.circles["hidden"], "beehives", now=place.now)


def test_pages_are_found_by_those_who_may_read_them(place, member, written):
    written("closed", "Beehives", "Smoke.")
    assert search.find("beehives", kinds=["handbook"], viewer=member, limit=5, now=place.now).hits
    assert not search.find(
        "beehives", kinds=["handbook"], viewer=place.acting("neighbour"), limit=5, now=place.now
    ).hits
