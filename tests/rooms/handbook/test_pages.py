"""The pages of a handbook: read, written, printed, taken along."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from commonhearth.foundation import once
from commonhearth.foundation.files.arriving import accept
from commonhearth.foundation.files.models import File
from commonhearth.rooms.handbook import selectors, services
from commonhearth.rooms.handbook.models import Page
from tests.counting import queries
from tests.foundation.files import samples
from tests.rooms.founding.bringing_files import docx


def at(page, more=""):
    return f"/c/harbour/handbook/{page.id}/{more}"


def new(place, circle="open"):
    return f"/c/harbour/circles/{place.circles[circle].id}/handbook/new/"


def test_written_sent_twice_it_is_one_page(place, world):
    client, key = world.client("member"), once.new_key()
    said = {"title": "Bees", "text": "## Gloves\n\nFirst.", "once_key": key}
    first = client.post(new(place), said | {"hung": SimpleUploadedFile("a.jpg", samples.picture())})
    second = client.post(new(place), said | {"hung": SimpleUploadedFile("a.jpg", samples.picture())})
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    shown = client.get(first["Location"]).content.decode()
    assert "<h2>Gloves</h2>" in shown
    assert "/small/" in shown
    assert Page.objects.filter(title="Bees").count() == 1


def test_a_file_that_lies_is_refused_and_what_was_typed_is_kept(place, world):
    answer = world.client("member").post(
        new(place),
        {
            "title": "Bees",
            "text": "My words.",
            "hung": SimpleUploadedFile("a.pdf", samples.picture()),
            "once_key": once.new_key(),
        },
    )
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "My words." in shown
    assert "not what its name says it is" in shown
    assert "Please choose them again" in shown


def test_where_there_is_no_room_the_words_are_kept(place, world, settings):
    settings.HEARTH_FILES_MEGABYTES = 0
    said = {"title": "Bees", "text": "My words.", "once_key": once.new_key()}
    answer = world.client("member").post(
        new(place), said | {"hung": SimpleUploadedFile("a.pdf", samples.pdf())}
    )
    assert answer.status_code == 422
    assert "no room left" in answer.content.decode()
    assert "My words." in answer.content.decode()
    assert not Page.objects.filter(title="Bees").exists()


def test_ten_megabytes_of_text_are_refused(place, world):
    answer = world.client("member").post(
        new(place), {"title": "Bees", "text": "[" * 700_000, "once_key": once.new_key()}
    )
    assert answer.status_code == 422
    assert "at most 100,000" in answer.content.decode()


def test_a_document_comes_into_the_text_to_be_looked_over(place, world):
    document = SimpleUploadedFile("rules.docx", docx(("heading", "How we speak"), ("item", "One at a time.")))
    said = {"title": "Rules", "text": "Before.", "once_key": once.new_key()}
    answer = world.client("member").post(new(place), said | {"document": document})
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert "Before." in shown
    assert "# How we speak" in shown
    assert "1. One at a time." in shown or "- One at a time." in shown
    assert "nothing is kept yet" in shown
    assert not Page.objects.filter(title="Rules").exists()
    broken = SimpleUploadedFile("rules.docx", b"PK\x03\x04 broken")
    assert world.client("member").post(new(place), said | {"document": broken}).status_code == 422


def test_two_at_once_on_the_page(place, world, written):
    page = written()
    client = world.client("member")
    said = {"title": "Kitchen", "made_from": "1"}
    first = client.post(at(page, "change/"), said | {"text": "One by Rosa.", "once_key": once.new_key()})
    assert first.status_code == 302
    second = client.post(at(page, "change/"), said | {"text": "One by Tom.", "once_key": once.new_key()})
    assert second.status_code == 409
    shown = second.content.decode()
    assert "Somebody else changed the same lines" in shown
    assert (
        shown.count("One by Rosa.") == shown.count("One by Tom.") == 2
    )  # beside each other, and in the field
    assert 'name="made_from" value="2"' in shown
    third = client.post(
        at(page, "change/"),
        {"title": "Kitchen", "made_from": "2", "text": "Both.", "once_key": once.new_key()},
    )
    assert third.status_code == 302
    assert Page.objects.get(id=page.id).text == "Both."


def test_what_was_changed_is_read_without_colour(place, world, member, written):
    page = written()
    services.change_page(
        actor=member,
        page=page,
        made_from=1,
        title="Kitchen",
        text="One.\n\nTwo more.",
        now=place.now,
    )
    shown = world.client("neighbour").get(at(page, "history/2/")).content.decode()
    assert "<ins> more</ins>" in shown
    assert '<span class="unseen">went: </span>' in shown
    assert "Let it stand again" not in shown


def test_pasted_from_a_word_processor(world, place):
    html = "<h1>Rules</h1><ul><li>One</li></ul><script>alert(1)</script>"
    answer = world.client("member").post("/c/harbour/handbook/paste/", {"html": html})
    assert answer.content.decode() == "# Rules\n\n- One"
    assert answer["Content-Type"].startswith("text/plain")


@pytest.mark.parametrize("circle", ["open", "hidden"])
def test_the_booklet_and_the_files_hold_every_page(place, world, written, circle):
    written(
        circle,
        "Bees",
        "![The hive](hive one.jpg) ![x](<hive one.jpg>)",
        hung=[accept("hive one.jpg", samples.picture())],
    )
    below = written(circle, "Honey", "Sweet.")
    base = f"/c/harbour/circles/{place.circles[circle].id}/handbook/"
    shown = world.client("member").get(f"{base}booklet/").content.decode()
    assert shown.index("Bees</h2>") < shown.index("Honey</h2>")
    assert f'href="#page-{below.id}"' in shown
    assert ("On paper it is read by whoever finds it" in shown) == (circle == "hidden")
    answer = world.client("member").get(f"{base}take-along/")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as box:
        assert box.testzip() is None
        assert {
            "markdown/02 Bees.md",
            "markdown/03 Honey.md",
            "files/02/hive one.jpg",
            "handbook.html",
        } <= set(box.namelist())
        assert "](<../files/02/hive one.jpg>)" in box.read("markdown/02 Bees.md").decode()
        assert 'src="files/02/hive one.jpg"' in box.read("handbook.html").decode()
    assert answer["Content-Disposition"] == 'attachment; filename="handbook.zip"'


@pytest.mark.parametrize("circle", ["open", "hidden"])
def test_the_booklet_as_a_file_has_its_pictures_and_no_others(place, world, written, circle):
    hung = [accept("hive.jpg", samples.picture()), accept("bee.jpg", samples.picture())]
    written(circle, "Bees", "![The hive](hive.jpg)", hung=hung)
    other = written("root", "Elsewhere", "x", hung=[accept("far.jpg", samples.picture())])
    far = File.objects.get(about_id=other.id)
    written(circle, "Taken", f"![far](/c/harbour/files/{far.id}/) ![gone](http://192.0.2.1/a.png)")
    address = f"/c/harbour/circles/{place.circles[circle].id}/handbook/booklet/?pdf=1"
    answer = world.client("member").get(address)
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.count(b"/Subtype /Image") == 2
    viewer = place.acting("member")
    contents = selectors.contents_of(viewer, place.circles[circle], with_text=True)
    shown = selectors.shown_all(viewer, contents.in_order, slug="harbour", top=3)
    given = selectors.pictures_for_paper(viewer, shown.values(), slug="harbour")
    assert not any(str(far.id) in one for one in given), "only what hangs in this booklet"
    assert sorted(one.endswith("/small/") for one in given) == [False, True]
    assert selectors.pictures_for_paper(viewer, shown.values(), slug="harbour", most=10) == {}
    others = place.acting("neighbour")
    if circle == "hidden":
        assert selectors.pictures_for_paper(others, shown.values(), slug="harbour") == {}
        assert world.client("neighbour").get(address).status_code == 404


def test_of_a_hidden_circle_no_title_tells_anything(place, world, written):
    page = written("hidden", "The ninth bridge", "x")
    for address in (at(page), at(page, "history/"), at(page, "history/1/"), at(page, "change/")):
        html = world.client("member").get(address).content.decode()
        assert "bridge" not in html[html.index("<title>") : html.index("</title>")]


@pytest.mark.parametrize("circle", ["open", "hidden"])
def test_a_handbook_of_many_pages_asks_as_little(place, world, written, circle):
    base = f"/c/harbour/circles/{place.circles[circle].id}/handbook/"
    for number in range(9):
        written(circle, f"Page {number}", "x")
    few = queries(world.client("member"), base)
    for number in range(40):
        written(circle, f"More {number}", "x")
    assert queries(world.client("member"), base) == few
    assert few <= 8


def test_the_page_of_a_circle_leads_to_its_handbook(place, world):
    base = f"/c/harbour/circles/{place.circles['closed'].id}/"
    assert f'href="{base}handbook/"' in world.client("member").get(base).content.decode()
    assert f'href="{base}handbook/"' not in world.client("neighbour").get(base).content.decode()
