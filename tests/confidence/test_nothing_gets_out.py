"""A sentence said in a hidden circle is found nowhere else: the promise of that kind of circle, as a test.

It is looked for as somebody who is not in the circle, whatever their office: on every page and at every
operation, in what they take along, in notices, letters and mail, in the log, on error pages, in the whole
community packed up, in every row of the database and every file on the disk.
"""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.jobs import worker
from commonhearth.foundation.logbook.selectors import Wanted, Whose, lines_for
from commonhearth.foundation.members.services.export import export_own
from commonhearth.foundation.notices.models import Notice
from commonhearth.foundation.notices.selectors import notices_of
from commonhearth.foundation.notices.services import send_letters
from commonhearth.foundation.outbox.models import MailText
from tests.access_table.bodies import body_of
from tests.access_table.things import values_of
from tests.addresses import every_address
from tests.confidence.seeders import SEEDERS
from tests.world import World

#: One word that stands nowhere else, so that cutting a text short does not hide it.
SENTENCE = "Quincewardroberain"
#: Who is not in the circle: visitor, stranger, a member elsewhere, offices of community and host.
OTHERS = ("visitor", "stranger", "neighbour", "steward", "registrar", "operator", "elsewhere", "former")


@pytest.fixture
def said(world: World) -> World:
    """Every room has said the sentence in the hidden circle, and its jobs have run."""
    with world.harbour.within():
        for seed in SEEDERS.values():
            seed(world.harbour, SENTENCE)
    worker.drain(now=timezone.now())
    return world


def hides(text: bytes | str, where: object) -> None:
    """Pass when the sentence is not in a text, in whatever case or escaping."""
    raw = text.encode() if isinstance(text, str) else bytes(text)
    assert SENTENCE.encode().lower() not in raw.lower(), f"it got out: {where}"


def test_its_own_people_read_it(said: World):
    topic = said.harbour.things["topic_id"]["hidden"]
    pages = [f"/c/harbour/circles/{said.harbour.circles['hidden'].id}/talk/", f"/c/harbour/talk/{topic}/"]
    assert SENTENCE in said.client("member").get(pages[0]).content.decode()


@pytest.mark.sqlite
@pytest.mark.parametrize("who", OTHERS)
def test_no_page_no_operation_no_error_page_shows_it(said: World, who: str, caplog, capsys):
    client = said.client(who)
    client.raise_request_exception = False
    asked = 0
    for address in every_address():
        for circle in ("hidden", "open"):
            path = address.path(values_of(address, said.harbour, circle=circle))
            if circle == "open" and not {"circle_id", "topic_id"} & set(address.parameters):
                continue
            with transaction.atomic():
                answer = client.get(path)
                body = b"".join(answer.streaming_content) if answer.streaming else answer.content
                hides(body, path)
                hides(json.dumps(dict(answer.headers)), path)
                transaction.set_rollback(True)
            asked += 1
    assert asked > 200
    hides(caplog.text, "the log")
    hides("".join(capsys.readouterr()), "what was printed")


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_finds_it(said: World, who: str):
    client = said.client(who)
    for path in (
        "search/?q=",
        "talk/?since=2020-01-01&q=",
        f"circles/{said.harbour.circles['open'].id}/talk/find/?q=",
    ):
        answer = client.get(f"/c/harbour/{path}{SENTENCE}").content.decode()
        assert answer.lower().count(SENTENCE.lower()) <= 1, "what was typed, and nothing found"


@pytest.mark.parametrize("who", ["steward", "member"])
def test_a_refused_form_does_not_say_it_back_from_the_circle(said: World, who: str):
    client = said.client("operator" if who == "steward" else "neighbour")
    client.raise_request_exception = False
    for address in every_address():
        if {"topic_id", "post_id"} & set(address.parameters):
            path = address.path(values_of(address, said.harbour, circle="hidden"))
            body = body_of(address, said.harbour, circle="hidden")
            with transaction.atomic():
                how = {"content_type": "application/json"} if body is not None else {}
                hides(client.post(path, body or {}, **how).content, path)
                transaction.set_rollback(True)


def test_no_notice_no_letter_and_no_mail_says_it(said: World):
    with said.harbour.within():
        send_letters(community=said.harbour.community, now=timezone.now())
        for notice in Notice.objects.all():
            hides(f"{notice.code} {notice.params} {notice.url_name} {notice.url_args}", notice)
        for who in ("member", "neighbour", "steward"):
            hides(str(notices_of(said.harbour.acting(who))), who)
    worker.drain(now=timezone.now())
    texts = MailText.objects.all()
    assert texts.count() >= 1
    for row in texts:
        hides(" ".join(str(getattr(row, field.name)) for field in row._meta.concrete_fields), "a mail")


@pytest.mark.parametrize("who", ["steward", "neighbour", "registrar", "former"])
def test_nobody_else_takes_it_along(said: World, who: str):
    with said.harbour.within():
        packed = export_own(said.harbour.acting(who), now=timezone.now())
    with zipfile.ZipFile(io.BytesIO(packed)) as box:
        for name in box.namelist():
            hides(box.read(name), f"{who}: {name}")
            hides(name, who)


def test_who_wrote_it_takes_it_along(said: World):
    with said.harbour.within():
        packed = export_own(said.harbour.acting("member"), now=timezone.now())
    with zipfile.ZipFile(io.BytesIO(packed)) as box:
        assert SENTENCE in box.read("own.json").decode()


def test_no_row_of_the_database_holds_it(said: World):
    """A dump is these rows; the tables that the database keeps for itself, to search, among them."""
    looked = 0
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                looked += 1
                hides(b" ".join(_bytes(value) for value in row), table)
    assert looked > 500


def _bytes(value: object) -> bytes:
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value)
    return json.dumps(value, default=str, ensure_ascii=False).encode()


def test_no_file_on_the_disk_holds_it(said: World):
    folder = Path(settings.HEARTH_DATA)
    looked = 0
    for path in folder.rglob("*"):
        hides(path.name, path)
        if path.is_file():
            looked += 1
            hides(path.read_bytes(), path)
    assert looked


def test_no_line_of_the_logbook_says_it_to_others(said: World):
    with said.harbour.within():
        for who in ("steward", "neighbour"):
            for line in lines_for(said.harbour.acting(who), wanted=Wanted(whose=Whose.ALL)).entries:
                hides(line.sentence, who)
            with pytest.raises(NotVisible):
                lines_for(said.harbour.acting(who), circle=said.harbour.circles["hidden"].id)
