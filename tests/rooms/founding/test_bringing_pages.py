"""The pages of bringing: each preview is shown, a press twice counts once, a bad file keeps nothing."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from commonhearth.foundation.once import new_key
from commonhearth.foundation.outbox.models import Mail
from commonhearth.rooms.founding.models import Bringing
from tests.counting import queries
from tests.rooms.founding.bringing_files import BYLAWS, FIVE, calendar, loomio

NEW = "UID:new\nSUMMARY:Walk by the sea\nLOCATION:Pier\nDTSTART:20300101T100000Z\nRRULE:FREQ=WEEKLY"
DECIDED = {
    "table": "polls",
    "record": {
        "id": 99,
        "key": "nEw",
        "group_id": 1,
        "title": "Paint it?",
        "closed_at": "2024-02-03T00:00:00Z",
    },
}
FILES = {"people": FIVE, "calendar": calendar(NEW), "decisions": loomio(DECIDED)}


def send(world, what: str, content: bytes, key: str = "", /, **more):
    body = {"file": SimpleUploadedFile("a.file", content)} if content else {}
    return world.client("steward").post(
        f"/c/harbour/bring/{what}/", {**body, "once_key": key or new_key(), **more}
    )


@pytest.mark.parametrize(("kind", "says"), [("calendar", "Walk by the sea"), ("decisions", "Paint it?")])
def test_a_preview_shows_every_row(world, kind: str, says: str):
    answer = send(world, kind, FILES[kind])
    assert answer.status_code == 302
    page = world.client("steward").get(answer.url)
    assert page.status_code == 200 and says in page.content.decode()
    done = world.client("steward").post(
        answer.url + "rows/", {"page": "1", "take": ["0"], "do": "go", "once_key": new_key()}
    )
    assert done.status_code == 302
    assert world.client("steward").get(answer.url).status_code == 200
    shown = world.client("guest").get(
        "/c/harbour/before/dates/" if kind == "calendar" else "/c/harbour/before/decisions/"
    )
    assert says in shown.content.decode()


def test_clauses_are_shown_and_cut_again(world):
    told = {"text": BYLAWS, "title": "Bylaws", "kind": "bylaws", "days": "7", "agreement": ""}
    answer = send(world, "agreements", b"", **told)
    page = world.client("steward").get(answer.url).content.decode()
    assert "Anyone over eighteen" in page and "3 of 4 are ticked" in page
    again = world.client("steward").post(answer.url + "cut/", {"text": "1. One.\n2. Two."})
    assert again.status_code == 302
    assert "2 of 2 are ticked" in world.client("steward").get(answer.url).content.decode()
    assert world.client("steward").post(answer.url + "cut/", {"text": ""}).status_code == 422


def test_a_press_twice_counts_once(world):
    with world.harbour.within():
        before = Bringing.objects.count()
    key = new_key()
    first, second = (send(world, "people", FIVE, key) for _ in range(2))
    assert first.url == second.url
    with world.harbour.within():
        assert Bringing.objects.count() == before + 1
    chosen = world.client("steward").post(first.url + "columns/", {"email": "1", "name": "0"})
    assert chosen.status_code == 302
    confirm = {"page": "1", "take": ["0", "1", "2", "3", "4"], "do": "go", "once_key": new_key()}
    for _ in range(2):
        assert world.client("steward").post(first.url + "rows/", confirm).status_code == 302
    assert Mail.objects.filter(kind="invitation", to="ada@example.org").count() == 1


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("people", b'Name,E-mail\n"Ann,a@b.example\n'),
        ("calendar", b"no"),
        ("decisions", b"{"),
        ("people", b""),
    ],
)
def test_a_bad_file_is_refused_whole_with_its_reason(world, kind: str, content: bytes):
    with world.harbour.within():
        before = Bringing.objects.count()
    answer = send(world, kind, content) if content else send(world, kind, b" ")
    assert answer.status_code == 422 and "Nothing of the file was taken." in answer.content.decode()
    with world.harbour.within():
        assert Bringing.objects.count() == before


def test_mark_up_of_others_is_text_here(world):
    rows = b"Name,E-mail\n<script>alert(1)</script>,ada@example.org\n"
    answer = send(world, "people", rows)
    world.client("steward").post(answer.url + "columns/", {"email": "1", "name": "0"})
    assert "<script>alert" not in world.client("steward").get(answer.url).content.decode()


def test_lists_cost_the_same_however_long(world):
    few = [queries(world.client("member"), f"/c/harbour/before/{what}/") for what in ("dates", "decisions")]
    dates = [f"UID:d{n}\nSUMMARY:Date {n}\nDTSTART:203001{n % 28 + 1:02}T100000Z" for n in range(60)]
    polls = [
        {"table": "polls", "record": {**DECIDED["record"], "id": 1000 + n, "key": f"k{n}"}} for n in range(60)
    ]
    for kind, content in (("calendar", calendar(*dates)), ("decisions", loomio(*polls))):
        url = send(world, kind, content).url
        for page in ("1", "2"):
            every = [str(n) for n in range(50)]
            world.client("steward").post(url + "rows/", {"page": page, "take": every, "do": "keep"})
        world.client("steward").post(url + "rows/", {"page": "", "do": "go", "once_key": new_key()})
    many = [queries(world.client("member"), f"/c/harbour/before/{what}/") for what in ("dates", "decisions")]
    assert many == few and max(many) <= 8
    text = world.client("member").get("/c/harbour/before/dates/").content.decode()
    more = re.search(r'rel="next" href="([^"]+)"', text)
    assert more and world.client("member").get(more[1].replace("&amp;", "&")).status_code == 200
