"""A steward asks, a second says yes, a job packs it, it is fetched once: and it opens on one host only."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from commonhearth.foundation.access import NotVisible, Refused
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.jobs.models import Job
from commonhearth.foundation.logbook.models import Line
from commonhearth.site.archive import packing
from commonhearth.site.archive.arriving import import_community
from commonhearth.site.archive.keyring import transfer_key
from commonhearth.site.archive.shape import ArchiveFault
from commonhearth.site.archive.tasks import tell_everyone
from commonhearth.site.models import Packing

from .boxes import PASSPHRASE


@pytest.fixture
def harbour(world: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(settings, "HEARTH_DATA", tmp_path / "data")
    with world.harbour.within():
        Packing.objects.all().delete()
        Job.objects.all().delete()
        yield world.harbour


def ask(harbour: Any, who: str = "steward", **other: str) -> Packing:
    given = {"transfer": transfer_key(), "passphrase": PASSPHRASE} | other
    return packing.ask(actor=harbour.acting(who), now=harbour.now, **given)


def write(harbour: Any) -> Packing:
    row = packing.standing()
    assert row is not None
    packing.write(harbour.community.id, row.id, now=harbour.now)
    return Packing.objects.get(id=row.id)


def test_two_members_pack_it_and_one_fetches_it_once(harbour: Any) -> None:
    ask(harbour)
    with pytest.raises(packing.OneAtATime):
        ask(harbour)
    with pytest.raises(Refused):
        packing.second(actor=harbour.acting("steward"), now=harbour.now)
    for who in ("guest", "paused"):
        with pytest.raises(Refused):
            packing.second(actor=harbour.acting(who), now=harbour.now)
    packing.second(actor=harbour.acting("neighbour"), now=harbour.now)
    assert Line.objects.filter(verb="community.packing_seconded").count() == 1
    ready = write(harbour)
    assert ready.state == "ready" and ready.size == packing.file_of(ready.id).stat().st_size
    assert ready.wrapped == {} and ready.lock == {}
    assert packing.file_of(ready.id).stat().st_mode & 0o077 == 0
    with pytest.raises(Refused), packing.fetched(actor=harbour.acting("neighbour"), now=harbour.now):
        pass
    with packing.fetched(actor=harbour.acting("steward"), now=harbour.now) as (_row, handle):
        assert handle.read(2) == b"PK"
    assert not packing.file_of(ready.id).exists()
    with pytest.raises(NotVisible), packing.fetched(actor=harbour.acting("steward"), now=harbour.now):
        pass


def test_every_member_is_told_when_it_is_asked_for(harbour: Any) -> None:
    from commonhearth.foundation.notices.models import Notice

    ask(harbour)
    assert Job.objects.filter(task__endswith="tell_everyone").count() == 1
    tell_everyone.call()
    told = set(Notice.objects.filter(code="community.packing").values_list("member__name", flat=True))
    assert {"Mara", "Nils", "Stella", "Gwen"} <= told


@pytest.mark.parametrize("who", ["member", "guest", "registrar", "paused"])
def test_only_a_steward_asks(harbour: Any, who: str) -> None:
    with pytest.raises(Refused):
        ask(harbour, who)


def test_it_needs_a_transfer_key_and_a_passphrase(harbour: Any) -> None:
    for given, code in (
        ({"transfer": ""}, "bad-transfer-key"),
        ({"transfer": "hearth-transfer-1:abc"}, "bad-transfer-key"),
        ({"passphrase": "short"}, "short-passphrase"),
    ):
        with pytest.raises(ArchiveFault) as fault:
            ask(harbour, **given)
        assert fault.value.code == code
    assert packing.standing() is None


def test_what_nobody_fetches_is_gone_after_two_days(harbour: Any) -> None:
    ask(harbour)
    packing.second(actor=harbour.acting("member"), now=harbour.now)
    ready = write(harbour)
    assert packing.forget_old(now=harbour.now + packing.KEPT - timedelta(seconds=1)) == 0
    assert packing.forget_old(now=harbour.now + packing.KEPT) == 1
    assert not packing.file_of(ready.id).exists()


def test_taken_back_there_is_no_file(harbour: Any) -> None:
    ask(harbour)
    packing.second(actor=harbour.acting("member"), now=harbour.now)
    packing.take_back(actor=harbour.acting("steward"), now=harbour.now)
    row = Packing.objects.get()
    packing.write(harbour.community.id, row.id, now=harbour.now)
    assert not packing.file_of(row.id).exists() and Packing.objects.get().state == "over"


def fresh(client: Any) -> Any:
    session = client.session
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session["account_authentication_methods"] = [{"method": "code", "at": time.time()}]
    session.save()
    return client


def test_the_pages_from_asking_to_another_host(
    real_commits: Any, world: Any, another_host: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with world.harbour.within():
        Packing.objects.all().delete()
    with another_host("receiving"):
        theirs = transfer_key()
    steward, neighbour = fresh(world.client("steward")), fresh(world.client("neighbour"))
    address = "/c/harbour/take-along/"
    wrong = steward.post(address, {"transfer": theirs, "passphrase": PASSPHRASE, "again": "another"})
    assert wrong.status_code == 422 and "not the same" in wrong.content.decode()
    assert PASSPHRASE not in wrong.content.decode()
    asked = steward.post(address, {"transfer": theirs, "passphrase": PASSPHRASE, "again": PASSPHRASE})
    assert asked.status_code == 302
    assert "Yes, pack it" in neighbour.get(address).content.decode()
    assert neighbour.post(f"{address}yes/").status_code == 302
    monkeypatch.setattr(settings, "HEARTH_DATA", tmp_path / "data")
    with world.harbour.within():
        row = packing.standing()
    assert row is not None
    packing.write(world.harbour.community.id, row.id, now=world.now)
    assert "Fetch it" in steward.get(address).content.decode()
    got = steward.post(f"{address}fetch/")
    file = tmp_path / "fetched.zip"
    file.write_bytes(b"".join(got.streaming_content))
    assert steward.post(f"{address}fetch/").status_code in (403, 404)
    moved = steward.post(f"{address}moved/", {"moved_to": "https://other.example/c/harbour/"})
    assert moved.status_code == 302
    home = neighbour.get("/c/harbour/home/").content.decode()
    assert "https://other.example/c/harbour/" in home
    assert neighbour.post("/c/harbour/you/away/", {}).status_code == 409
    with another_host("receiving-2") as data:
        (data / "keys" / "host.key").write_bytes((tmp_path / "receiving" / "keys" / "host.key").read_bytes())
        import_community(file=file, passphrase=PASSPHRASE, now=world.now)
        here = Community.objects.get()
        assert here.frozen_since is None and here.moved_to == ""
