"""Files on a thing: who reads them, where their bytes are, and that they are gone when the thing is."""

from __future__ import annotations

import os
import re
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from commonhearth.foundation import sealed
from commonhearth.foundation.access import NotVisible, System
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.files import checks, hanging, selectors, services, tasks
from commonhearth.foundation.files.arriving import accept
from commonhearth.foundation.files.models import TYPES, File
from commonhearth.foundation.sealed import erasure, keys
from commonhearth.foundation.sealed.rotation import rotate_community
from tests.counting import asked

from . import samples

SECRET = b"The heron flew over the ninth bridge."


def paper(name: str = "the ninth bridge.pdf") -> Any:
    return accept(name, samples.pdf(b"%" + SECRET + b"\n"))


def hung(place: Any, circle: str = "open", *more: Any, is_sealed: bool = False) -> list[File]:
    here = place.circles[circle]
    with_key = ("circle", here.id) if is_sealed else None
    return services.hang(more or [paper()], on=here, now=place.now, sealed_with=with_key)


def standing(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def settle(folder: Path) -> None:
    """Let everything have stood there for two hours."""
    before = time.time() - 7200
    for path in folder.rglob("*"):
        os.utime(path, (before, before))
    for path in folder.glob("*"):
        os.utime(path, (before, before))


# --- Reading -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("circle", "readers"),
    [
        ("open", {"guest", "member", "neighbour", "paused", "steward", "registrar"}),
        ("closed", {"member", "paused"}),
        ("hidden", {"member", "paused"}),
    ],
)
def test_whoever_reads_the_thing_reads_the_file_and_nobody_else(place, world, circle, readers):
    [file] = hung(place, circle, is_sealed=circle == "hidden")
    for who in (*world.persons, "visitor"):
        actor = world.actor(who)
        row = File.objects.get(id=file.id)
        if who in readers:
            found = selectors.file_for(actor, file.id)
            assert found.called == "the ninth bridge.pdf"
            assert SECRET in selectors.contents_for(actor, found)
        else:
            with pytest.raises(NotVisible):
                selectors.file_for(actor, file.id)
            with pytest.raises(NotVisible):
                selectors.contents_for(actor, row)
            assert selectors.hung_on([place.circles[circle]], viewer=actor) == {}
    with pytest.raises(NotVisible):
        selectors.file_for(System("jobs"), file.id)


def test_on_what_nobody_has_declared_nothing_hangs_and_nobody_reads(place, world):
    [file] = hung(place)
    hanging.HANGING.remove(hanging.kind_of(Circle))
    with pytest.raises(NotVisible):
        selectors.file_for(world.actor("member"), file.id)
    with pytest.raises(LookupError):
        hung(place)


def test_a_file_of_another_community_is_not_there(place, world):
    [file] = hung(place)
    with world.meadow.within(), pytest.raises(NotVisible):
        selectors.file_for(world.actor("member"), file.id)


def test_a_page_of_many_things_asks_twice(place, world):
    things = list(Circle.objects.all())
    hung(place, "open", paper(), accept("a.jpg", samples.picture()))
    for _more in range(5):
        hung(place, "hidden", is_sealed=True)
    actor = world.actor("member")
    with CaptureQueriesContext(connection) as caught:
        found = selectors.hung_on(things, viewer=actor)
    assert asked(caught) == 2
    assert [file.called for file in found[place.circles["open"].id]] == ["the ninth bridge.pdf", "a.jpg"]
    assert len(found[place.circles["hidden"].id]) == 5


def test_two_of_one_name_can_be_told_apart(place):
    hung(place)
    [second, third] = hung(place, "open", paper(), paper("THE ninth bridge.pdf"))
    assert (second.name, third.name) == ("the ninth bridge 2.pdf", "THE ninth bridge 3.pdf")
    assert [row.place for row in File.objects.order_by("place")] == [0, 1, 2]


# --- On the disk -------------------------------------------------------------------------------------
def test_bytes_stand_outside_of_what_is_handed_out_by_itself(place, disk, settings):
    [file] = hung(place, "open", accept("a.jpg", samples.picture()))
    folder = disk / str(place.community.id)
    assert standing(disk) == [str(file.id), f"{file.id}-small"]
    assert folder.stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.iterdir())
    assert not folder.is_relative_to(settings.STATIC_ROOT)


def test_of_a_hidden_circle_neither_bytes_nor_name_are_readable(place, disk):
    hung(place, "hidden", paper(), accept("the ninth bridge.jpg", samples.picture()), is_sealed=True)
    for path in disk.rglob("*"):
        if path.is_file():
            assert SECRET not in path.read_bytes()
            assert b"JFIF" not in path.read_bytes()
            assert b"%PDF" not in path.read_bytes()
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{File._meta.db_table}"')
        said = [
            bytes(cell) if isinstance(cell, memoryview | bytes) else str(cell).encode()
            for row in cursor
            for cell in row
        ]
    assert not any(b"bridge" in cell for cell in said)


def test_sealed_bytes_open_only_where_they_were_put(place, world, disk):
    [one, other] = hung(place, "hidden", paper(), paper("b.pdf"), is_sealed=True)
    folder = disk / str(place.community.id)
    (folder / str(one.id)).write_bytes((folder / str(other.id)).read_bytes())
    with pytest.raises(NotVisible):
        selectors.contents_for(world.actor("member"), selectors.file_for(world.actor("member"), one.id))


def test_bytes_that_were_altered_are_not_handed_out(place, world, disk):
    [one] = hung(place, "hidden", is_sealed=True)
    path = disk / str(place.community.id) / str(one.id)
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(bytes(content))
    with pytest.raises(NotVisible):
        selectors.contents_for(world.actor("member"), selectors.file_for(world.actor("member"), one.id))


def test_a_newer_key_of_the_circle_opens_as_well(place, world):
    [one] = hung(place, "hidden", is_sealed=True)
    before = bytes(File.objects.get(id=one.id).key.raw)
    rotate_community(now=place.now + timedelta(days=1))
    assert bytes(File.objects.get(id=one.id).key.raw) != before
    assert SECRET in selectors.contents_for(world.actor("member"), File.objects.get(id=one.id))


def test_where_the_key_was_destroyed_nobody_reads(place, world):
    hung(place, "hidden", is_sealed=True)
    keys.destroy_key("circle", place.circles["hidden"].id)
    actor = world.actor("member")
    [shown] = selectors.hung_on([place.circles["hidden"]], viewer=actor).values()
    assert shown[0].called == "A file whose name was erased"
    with pytest.raises(NotVisible):
        selectors.contents_for(actor, shown[0])


def test_when_a_circle_is_hidden_what_hung_there_openly_is_sealed(
    place, world, disk, django_capture_on_commit_callbacks
):
    here = place.circles["open"]
    hung(place, "open", paper(), accept("a.jpg", samples.picture()))
    gone(
        django_capture_on_commit_callbacks,
        lambda: services.seal_hung_on([here], sealed_with=("circle", here.id), now=place.now),
    )
    assert all(SECRET not in path.read_bytes() for path in disk.rglob("*") if path.is_file())
    assert not File.objects.exclude(name="").exists()
    [found] = selectors.hung_on([here], viewer=world.actor("member")).values()
    assert [file.called for file in found] == ["the ninth bridge.pdf", "a.jpg"]
    assert SECRET in selectors.contents_for(world.actor("member"), found[0])
    assert services.seal_hung_on([here], sealed_with=("circle", here.id), now=place.now) == 0


def test_with_a_members_own_key(place, world):
    actor = world.actor("member")
    [one] = services.hang(
        [paper()], on=place.circles["open"], now=place.now, sealed_with=("member", actor.id)
    )
    assert one.member_id == actor.id
    assert SECRET in selectors.contents_for(actor, one)
    keys.destroy_key("member", actor.id)
    with pytest.raises(NotVisible):
        selectors.contents_for(actor, File.objects.get(id=one.id))


def test_the_database_keeps_no_half_sealed_row(place):
    [one] = hung(place, "hidden", is_sealed=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        File.objects.filter(id=one.id).update(name="in the open")
    with pytest.raises(IntegrityError), transaction.atomic():
        File.objects.filter(id=one.id).update(content_type="text/html")
    assert "text/html" not in TYPES


# --- Going -------------------------------------------------------------------------------------------
def gone(callbacks: Any, act: Any) -> None:
    with callbacks(execute=True):
        act()


@pytest.mark.parametrize("way", ["take down", "erase", "queryset", "erase what hangs on"])
def test_bytes_go_with_the_row(place, disk, way, django_capture_on_commit_callbacks):
    [file, _other] = hung(place, "open", accept("a.jpg", samples.picture()), paper())
    ways = {
        "take down": lambda: services.take_down(file),
        "erase": lambda: erasure.erase(file),
        "queryset": lambda: File.objects.filter(id=file.id).delete(),
        "erase what hangs on": lambda: services.erase_hung_on([place.circles["open"]]),
    }
    gone(django_capture_on_commit_callbacks, ways[way])
    assert not [name for name in standing(disk) if str(file.id) in name]
    assert len(standing(disk)) == (0 if way == "erase what hangs on" else 1)


def test_files_go_with_their_thing(place, disk, django_capture_on_commit_callbacks):
    there = Circle.objects.create(
        parent=place.circles["root"], circle_kind="working", openness="open", name="A", purpose="b"
    )
    services.hang([paper()], on=there, now=place.now)
    gone(django_capture_on_commit_callbacks, lambda: Circle.objects.filter(id=there.id).delete())
    assert standing(disk) == []


def test_until_it_is_committed_nothing_is_taken_away(place, disk):
    [file] = hung(place)
    before = standing(disk)
    with pytest.raises(RuntimeError), transaction.atomic():
        services.take_down(file)
        raise RuntimeError
    assert standing(disk) == before
    assert File.objects.count() == 1


def test_what_was_erased_is_erased_again_when_a_copy_is_put_back(
    place, disk, django_capture_on_commit_callbacks
):
    [file] = hung(place)
    content = (disk / str(place.community.id) / str(file.id)).read_bytes()
    row = dict(File.objects.filter(id=file.id).values().get())
    gone(django_capture_on_commit_callbacks, lambda: services.erase_hung_on([place.circles["open"]]))
    File.objects.bulk_create([File(**row)])
    (disk / str(place.community.id) / str(file.id)).write_bytes(content)
    stones = sealed.erasure.apps.get_model("sealed", "Tombstone").objects.all()
    gone(django_capture_on_commit_callbacks, lambda: erasure.replay(stones))
    assert not File.objects.exists()
    assert standing(disk) == []


def test_a_disk_that_fails_leaves_nothing_behind(place, disk, monkeypatch):
    monkeypatch.setattr(os, "replace", lambda *args: (_ for _ in ()).throw(OSError(28, "full")))
    with pytest.raises(OSError, match="full"):
        hung(place, "open", accept("a.jpg", samples.picture()))
    assert standing(disk) == []
    assert not File.objects.exists()


# --- What is left behind by a kill -------------------------------------------------------------------
def test_the_sweep_takes_what_no_row_names_once_it_has_settled(place, disk, monkeypatch):
    [file] = hung(place)
    folder = disk / str(place.community.id)
    stray = folder / "00000000-0000-4000-8000-000000000001"
    (disk / ".coming" / "tmp1").write_bytes(b"half")
    stray.write_bytes(b"left behind")
    (folder / "note.txt").write_bytes(b"not ours")
    elsewhere = disk / "00000000-0000-4000-8000-000000000002"
    elsewhere.mkdir()
    (elsewhere / str(file.id)).write_bytes(b"of a community that went")
    tasks.sweep.call()
    assert len(standing(disk)) == 5
    settle(disk)
    [finding, other] = list(checks.findings(place.now))
    assert (finding.code, finding.serious) == ("files.no-row", False)
    assert re.search(r"^2 files in .*00000000-0000-4000-8000-000000000001", finding.says)
    assert other.says.startswith("2 files in")
    tasks.sweep.call()
    assert standing(disk) == [str(file.id)]
    assert list(checks.findings(place.now)) == []


def test_the_sweep_forgets_files_whose_thing_is_not_there(place, disk):
    [file] = hung(place)
    File.objects.filter(id=file.id).update(about_id="00000000-0000-4000-8000-000000000009")
    tasks.sweep.call()
    assert not File.objects.exists()


def test_the_check_names_rows_without_bytes(place, disk):
    [file] = hung(place, "open", accept("a.jpg", samples.picture()))
    (disk / str(place.community.id) / f"{file.id}-small").unlink()
    [finding] = list(checks.findings(place.now))
    assert (finding.code, finding.serious) == ("files.bytes-gone", True)
    assert str(file.id) in finding.says


# --- Room --------------------------------------------------------------------------------------------
def test_a_community_has_so_much_room(place, settings, disk):
    settings.HEARTH_FILES_MEGABYTES = 1
    large = accept("a.pdf", samples.pdf(b"%" + bytes(700_000) + b"\n"))
    hung(place, "open", large)
    with pytest.raises(services.NoRoom):
        hung(place, "closed", large)
    assert File.objects.count() == 1
    assert len(standing(disk)) == 1


def test_the_default_is_two_gigabytes(settings):
    assert settings.HEARTH_FILES_MEGABYTES == 2048
