"""`hearth check` says nothing of a sound host, and names what is wrong with another."""

from __future__ import annotations

import argparse
import io
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from commonhearth.foundation.logbook import chain
from commonhearth.foundation.logbook.models import Line
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.registry import CHECKS, Finding
from commonhearth.foundation.sealed import hostkey, keys
from commonhearth.foundation.sealed.models import Key
from commonhearth.foundation.tenancy import guards
from commonhearth.site.backup import checking
from commonhearth.site.backup.commands import Check
from tests.swap.walls import only

from .conftest import Seeded


@pytest.fixture(autouse=True)
def only_the_houses_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the rooms add is tested with the rooms."""
    monkeypatch.setattr(CHECKS, "_entries", {})


def codes(now: datetime) -> list[str]:
    return [one.code for one in checking.check(now)]


def quietly(*statements: str) -> None:
    """Edit past the guards, as somebody with the database could."""
    guards.remove_triggers()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys = OFF")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("PRAGMA foreign_keys = ON")
    guards.apply()


def test_of_a_sound_host_there_is_nothing_to_say(seeded: Seeded, now: datetime) -> None:
    assert checking.check(now) == []
    said = io.StringIO()
    outcome = Check.run(argparse.Namespace(), said)
    assert (outcome.status, outcome.result) == (0, {"findings": []})
    assert said.getvalue() == "Everything is as it should be.\n"


@pytest.mark.sqlite
def test_an_edited_logbook_line_is_named(seeded: Seeded, now: datetime) -> None:
    chain.link_lines(seeded.community.id, now)
    with seeded.within():
        line = Line.objects.get()
    quietly("UPDATE logbook_line SET verb = 'another.act'")
    (found,) = checking.check(now)
    assert found.serious
    assert str(line.pk) in found.says
    assert str(seeded.community.id) in found.says
    assert Check.run(argparse.Namespace(), io.StringIO()).status == 1


def test_rows_that_outstay_their_time_are_a_warning(
    seeded: Seeded, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Member, "kept_until", ("back_on",))
    with seeded.within():
        Member.objects.update(back_on=(now - timedelta(days=2)).date())
    assert checking.check(now) == [], "a job may be late"
    with seeded.within():
        count = Member.objects.update(back_on=(now - timedelta(days=3)).date())
    (found,) = checking.check(now)
    assert (found.code, found.serious) == ("row-stayed", False)
    assert f"{count} rows of members_member" in found.says


def test_lines_that_nobody_ties_are_a_warning(seeded: Seeded) -> None:
    (found,) = checking.check(timezone.now() + timedelta(hours=2))
    assert (found.code, found.serious) == ("logbook", False)


@pytest.mark.sqlite
def test_a_guard_that_is_gone_is_named(seeded: Seeded, now: datetime) -> None:
    guards.remove_triggers()
    assert set(codes(now)) == {"guard-missing"}


@pytest.mark.sqlite
def test_a_reference_into_another_community_is_named(seeded: Seeded, now: datetime) -> None:
    other = Seeded.__new__(Seeded)
    other.community = type(seeded.community).objects.create(
        name="Wren", slug="wren", community_kind="other", public_key=b"-"
    )
    with other.within():
        apart = other.apply("words", now)
    quietly(
        f"UPDATE members_member SET welcomed_by_id = '{apart.member_id.hex}' WHERE id = '{seeded.member.pk.hex}'"
    )
    (found,) = checking.check(now)
    assert found.code == "reference-outside"
    assert found.says.startswith("members.Member.welcomed_by: 1 ")


@pytest.mark.sqlite
def test_a_reference_to_nothing_is_named(seeded: Seeded, now: datetime) -> None:
    quietly(f"DELETE FROM members_member WHERE id = '{seeded.application.member_id.hex}'")
    assert set(codes(now)) == {"lost-reference", "reference-outside"}


def test_values_whose_key_is_not_here_are_named(seeded: Seeded, now: datetime) -> None:
    with seeded.within():
        Key.objects.all().delete()
    found = {one.says.split(":")[0] for one in checking.check(now) if one.code == "key-missing"}
    assert found == {"members.Application.answers", "logbook.Detail.content"}


def test_a_host_key_that_does_not_fit_is_named(
    seeded: Seeded, now: datetime, settings: Any, tmp_path: Any
) -> None:
    settings.HEARTH_KEY_FILE = tmp_path / "keys" / "host.key"
    keys.forget()
    assert "key-fault" in codes(now)
    hostkey.create()
    assert "key-fault" in codes(now)


def test_a_database_behind_this_version_is_named_alone(seeded: Seeded, now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'once'")
    assert codes(now) == ["migration-pending"]


def test_what_rooms_ask_is_asked(seeded: Seeded, now: datetime) -> None:
    asked: list[datetime] = []

    def old(when: datetime) -> list[Finding]:
        asked.append(when)
        return [Finding("old", "Something has grown old.", serious=False)]

    CHECKS.add("test", old)
    said = io.StringIO()
    outcome = Check.run(argparse.Namespace(), said)
    assert (outcome.status, outcome.warnings) == (0, ["Something has grown old."])
    assert said.getvalue() == "Something has grown old.\n"
    assert len(asked) == 1


@pytest.mark.postgres
def test_a_table_without_its_wall_is_named(seeded: Seeded, now: datetime) -> None:
    from django.conf import settings

    from tests import postgres

    name = settings.DATABASES["default"]["NAME"]
    postgres.execute("ALTER TABLE members_member DISABLE ROW LEVEL SECURITY", database=name)
    assert codes(now) == ["wall-open"]
    postgres.execute(
        "ALTER TABLE members_member ENABLE ROW LEVEL SECURITY",
        "CREATE POLICY everything ON members_member USING (true)",
        database=name,
    )
    assert codes(now) == ["guard-strange"]


@pytest.mark.postgres
def test_a_serving_role_that_walks_through_walls_is_named(
    seeded: Seeded, now: datetime, settings: Any
) -> None:
    """As where DATABASE_URL names who migrates. No role is altered: other tests share the cluster and its roles."""
    from tests import postgres

    settings.HEARTH_RUNTIME_ROLE = postgres.OWNER
    with only("filter"):
        assert codes(now) == ["wall-passed"]


def test_every_sentence_can_be_said() -> None:
    from commonhearth.site.backup import wording

    everything: dict[str, Any] = dict.fromkeys(
        "what count community line number file remedy folder found migrations program name there copy here said "
        "made rows erased keys megabytes day code".split(),
        "…",
    )
    for table in (wording.FAULTS, wording.FINDINGS, wording.LOGBOOK, wording.SAID):
        for sentence in table.values():
            assert "%(" not in str(sentence) % everything


def test_an_empty_folder_is_one_sentence(now: datetime, monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    monkeypatch.setattr(connection.introspection, "table_names", lambda *given: [])
    assert codes(now) == ["no-host"]
