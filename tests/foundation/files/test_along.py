"""Files go where their thing goes: with a member's own, with the community, and into nothing when erased."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models.signals import post_delete

from commonhearth.foundation.access import YES, no
from commonhearth.foundation.circles.access import seat_in
from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.files import hanging, services
from commonhearth.foundation.files.arriving import accept
from commonhearth.foundation.files.models import File
from commonhearth.foundation.members.services.erasing import erase_own
from commonhearth.foundation.members.services.export import export_own
from commonhearth.foundation.sealed.models import Tombstone
from commonhearth.site.archive.writing import files_of

from . import samples

SECRET = b"The heron flew over the ninth bridge."


@pytest.fixture
def own(place: Any) -> Iterator[Any]:
    """A file on the member's place in the hidden circle, and one on somebody else's."""

    def may(viewer: Any, seat: CircleMembership) -> Any:
        return YES if seat_in(viewer, seat.circle) else no("not_inside")

    hanging.hangs(CircleMembership, may, fetch=("circle",))
    here = place.circles["hidden"]
    seats = CircleMembership.objects.filter(circle=here, left=None).select_related("member__person")
    for seat in seats:
        services.hang(
            [accept("the ninth bridge.pdf", samples.pdf(b"%" + SECRET))],
            on=seat,
            now=place.now,
            sealed_with=("circle", here.id),
        )
    yield seats
    hanging.HANGING.remove(hanging.kind_of(CircleMembership))
    post_delete.disconnect(sender=CircleMembership, dispatch_uid=f"files.{hanging.kind_of(CircleMembership)}")


def test_a_member_takes_along_what_hangs_on_their_own_and_nothing_else(place, own):
    member = place.acting("member")
    with zipfile.ZipFile(io.BytesIO(export_own(member, now=place.now))) as box:
        said = json.loads(box.read("own.json"))["files"]
        assert [one["name"] for one in said] == ["the ninth bridge.pdf"]
        assert SECRET in box.read(said[0]["file"])
        assert len([name for name in box.namelist() if name.startswith("files/")]) == 1
        seat = CircleMembership.objects.get(id=said[0]["thing"])
        assert seat.member_id == member.id


def test_when_a_member_erases_what_is_theirs_their_files_go_for_good(
    place, own, disk, django_capture_on_commit_callbacks
):
    member = place.acting("member")
    mine = set(CircleMembership.objects.filter(member=member).values_list("id", flat=True))
    ids = set(File.objects.filter(about_id__in=mine).values_list("id", flat=True))
    others = File.objects.exclude(id__in=ids).filter(about_kind="circles.circlemembership").count()
    assert ids and others
    with django_capture_on_commit_callbacks(execute=True):
        erase_own(actor=member, now=place.now)
    assert not File.objects.filter(id__in=ids).exists()
    assert File.objects.filter(about_kind="circles.circlemembership").count() == others
    assert not [path for path in disk.rglob("*") if any(str(one) in path.name for one in ids)]
    assert set(Tombstone.objects.filter(label="files.File").values_list("row_id", flat=True)) == ids


def test_an_archive_takes_what_a_row_names_sealed_as_it_stands(place, own, disk):
    folder = disk / str(place.community.id)
    (folder / "00000000-0000-4000-8000-000000000001").write_bytes(b"of nobody")
    found = dict(files_of(place.community.id))
    named = {
        f"files/{one}"
        for one in File.objects.filter(about_kind="circles.circlemembership").values_list("id", flat=True)
    }
    assert named and set(found) == named
    assert all(SECRET not in path.read_bytes() for path in found.values())
