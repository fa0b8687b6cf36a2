"""The whole community in a file: what a hidden circle said stands in it, and nobody reads it there but its own.

Packed as `hearth export community` packs it. Every part is opened and read; then it is taken in on another host,
where the circle's people find their words again, and the others nothing.
"""

from __future__ import annotations

import base64
import binascii
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from commonhearth.foundation.access import System
from commonhearth.foundation.accounts.services import people
from commonhearth.foundation.files.models import File
from commonhearth.foundation.jobs import worker
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.members.services import arriving
from commonhearth.foundation.members.services.export import export_own
from commonhearth.site.archive import shape
from commonhearth.site.archive.arriving import import_community
from tests.confidence.seeders import SEEDERS
from tests.confidence.test_nothing_gets_out import SENTENCE, hides
from tests.site.archive.boxes import PASSPHRASE, Packed, other_host, pack
from tests.world import World


@pytest.fixture
def said(real_commits: Any, world: World) -> World:
    """Every room has said the sentence in the hidden circle, and its jobs have run."""
    with world.harbour.within():
        for seed in SEEDERS.values():
            seed(world.harbour, SENTENCE)
    worker.drain(now=timezone.now())
    return world


@pytest.fixture
def box(said: World, tmp_path: Path) -> Packed:
    return pack(said.harbour.community, tmp_path / "harbour.zip", timezone.now())


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield key
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


def test_every_part_is_opened_and_none_says_it(box: Packed) -> None:
    hides(box.file.read_bytes(), "the file as it stands")
    rows, files = 0, 0
    with zipfile.ZipFile(box.file) as archive:
        for name in archive.namelist():
            hides(name, name)
            hides(archive.read(name), name)
            files += name.startswith(shape.FILES)
    for name in box.names():
        for row in box.lines(name) if name.endswith(".jsonl") else ():
            rows += 1
            for text in _texts(row):
                try:  # bytes are written in base64; what is sealed is noise in there too
                    hides(base64.b64decode(text, validate=True), name)
                except (binascii.Error, ValueError):
                    continue
    assert rows > 500 and files > 4, "there is something to look through"


def test_elsewhere_its_own_people_read_it_again_and_nobody_else_does(
    box: Packed, tmp_path: Path, said: World
) -> None:
    harbour = said.harbour
    hidden, topics = harbour.circles["hidden"].id, f"/c/harbour/circles/{harbour.circles['hidden'].id}/talk/"
    with harbour.within():
        ids = {who: harbour.acting(who).id for who in ("member", "neighbour", "steward", "registrar")}
    with other_host(tmp_path / "other") as data:
        now = timezone.now()
        import_community(file=box.file, passphrase=PASSPHRASE, now=now)
        clients = {}
        with harbour.within():
            for who, id in ids.items():
                clients[who] = _tied(Member.objects.get(id=id), who, now)
        for path in (
            topics,
            f"/c/harbour/circles/{hidden}/handbook/",
            "/c/harbour/plan/",
            f"/c/harbour/between-two/{harbour.things['correspondence_id']}/",
        ):
            assert SENTENCE in clients["member"].get(path).content.decode(), path
        for who in ("neighbour", "steward", "registrar"):
            for path in (topics, f"/c/harbour/circles/{hidden}/", f"/c/harbour/circles/{hidden}/handbook/"):
                answer = clients[who].get(path)
                assert answer.status_code == 404, (who, path)
                hides(answer.content, path)
            found = clients[who].get(f"/c/harbour/search/?q={SENTENCE}").content.decode()
            assert found.lower().count(SENTENCE.lower()) <= 1, "what was typed, and nothing found"
        with harbour.within():
            for who, client in clients.items():
                for kind in ("handbook.page", "conversations.post", "care.planpart"):
                    papers = _fetched(client, kind)
                    assert bool(papers) == (who == "member"), (who, kind)
                    assert all(SENTENCE.encode() in paper for paper in papers)
            for who in ("neighbour", "steward", "registrar"):
                taken = tmp_path / f"{who}.zip"
                taken.write_bytes(export_own(Member.objects.get(id=ids[who]), now=now))
                with zipfile.ZipFile(taken) as own:
                    for name in own.namelist():
                        hides(own.read(name), f"{who}: {name}")
        for path in (data / "files").rglob("*"):
            if path.is_file():
                hides(path.read_bytes(), path)


def _tied(member: Member, who: str, now: Any) -> Client:
    """Let somebody who came along tie a sign-in of this host, with the code that the import gives."""
    person = people.arrive(email=f"{who}@example.org", now=now)
    code = arriving.give_code(actor=System("import"), member=member, now=now)
    arriving.tie(actor=person, arrival=arriving.by_code(code, now=now), how="code", now=now)
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def _fetched(client: Client, kind: str) -> list[bytes]:
    """Fetch the papers that hang on things of one kind, where the client may."""
    ids = File.objects.filter(about_kind=kind, content_type="application/pdf").values_list("id", flat=True)
    answers = [client.get(f"/c/harbour/files/{id}/") for id in ids]
    return [answer.content for answer in answers if answer.status_code == 200]
