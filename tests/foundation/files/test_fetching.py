"""The one address of files: what it answers, and to whom nothing."""

from __future__ import annotations

import pytest

from commonhearth.foundation.files import services
from commonhearth.foundation.files.arriving import accept

from . import samples


@pytest.fixture
def files(place):
    here = place.circles["hidden"]
    sent = [
        accept("our garden.jpg", samples.picture((900, 600))),
        accept('plan "b" für alle.pdf', samples.pdf(b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>")),
        accept("hello.wav", samples.wav()),
    ]
    return services.hang(sent, on=here, now=place.now, sealed_with=("circle", here.id))


def at(file, more=""):
    return f"/c/harbour/files/{file.id}/{more}"


@pytest.mark.parametrize("number", [0, 1, 2])
def test_every_answer_can_do_nothing_and_is_kept_nowhere(files, world, number):
    answer = world.client("member").get(at(files[number]))
    assert answer.status_code == 200
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Content-Type"] == files[number].content_type


def test_a_paper_is_only_saved_and_pictures_and_sounds_may_be_shown(files, world):
    client = world.client("member")
    said = [client.get(at(file))["Content-Disposition"] for file in files]
    assert said[0] == 'inline; filename="our garden.jpg"'
    assert said[1] == "attachment; filename*=utf-8''plan%20b%20f%C3%BCr%20alle.pdf"
    assert said[2].startswith("inline")


def test_the_small_one(files, world):
    client = world.client("member")
    assert 0 < len(client.get(at(files[0], "small/")).content) < len(client.get(at(files[0])).content)
    assert client.get(at(files[1], "small/")).content == client.get(at(files[1])).content


@pytest.mark.parametrize(
    "who", ["visitor", "stranger", "guest", "neighbour", "steward", "former", "operator", "elsewhere"]
)
def test_to_everybody_else_there_is_nothing(files, world, who):
    client = world.client(who)
    for file in files:
        for more in ("", "small/"):
            answer = client.get(at(file, more))
            nothing = client.get(f"/c/harbour/files/{world.harbour.community.id}/{more}")
            assert answer.status_code == nothing.status_code
            assert answer.status_code in (302, 404)
            assert b"garden" not in answer.content


def test_who_has_left_the_circle_reads_no_more(files, place, world):
    from commonhearth.foundation.circles.models import CircleMembership

    assert world.client("paused").get(at(files[0])).status_code == 200
    CircleMembership.objects.filter(
        circle=place.circles["hidden"], member__person=world.persons["paused"]
    ).update(left=place.now)
    assert world.client("paused").get(at(files[0])).status_code == 404


@pytest.mark.parametrize(
    ("wanted", "status", "first", "last"),
    [
        ("bytes=0-1", 206, 0, 2),
        ("bytes=10-", 206, 10, None),
        ("bytes=-5", 206, -5, None),
        ("bytes=0-999999999", 206, 0, None),
        ("bytes=-", 200, 0, None),
        ("bytes=0-1,5-6", 200, 0, None),
        ("lines=0-1", 200, 0, None),
        ("bytes=5-1", 416, 0, 0),
        ("bytes=999999-", 416, 0, 0),
    ],
)
def test_a_player_asks_for_parts_of_a_sound(files, world, wanted, status, first, last):
    whole = world.client("member").get(at(files[2])).content
    answer = world.client("member").get(at(files[2]), HTTP_RANGE=wanted)
    assert answer.status_code == status
    assert answer["Accept-Ranges"] == "bytes"
    assert answer.content == whole[first:last]
    if status == 206:
        assert answer["Content-Range"].endswith(f"/{len(whole)}")


def test_a_sound_is_not_packed_on_its_way(files, world):
    """Packed, its parts would not be those that the player asked for."""
    answer = world.client("member").get(at(files[2]), HTTP_ACCEPT_ENCODING="gzip", HTTP_RANGE="bytes=0-3000")
    assert "Content-Encoding" not in answer
    assert len(answer.content) == 3001
