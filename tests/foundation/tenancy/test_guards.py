"""The database's own guards: each refuses what it is there for, on both databases, past every manager."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import IntegrityError, ProgrammingError, connection, models, transaction
from django.test.utils import CaptureQueriesContext

from commonhearth.foundation import logbook
from commonhearth.foundation.access import System
from commonhearth.foundation.members.models import Member, Period
from commonhearth.foundation.tenancy import guards
from commonhearth.foundation.tenancy.models import house_models

from .conftest import Place, owner


def value(thing: Any) -> Any:
    """Return an id as raw SQL takes it."""
    return thing if connection.vendor == "postgresql" else thing.hex


def execute(statement: str, *values: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, [value(one) for one in values])
        return cursor.rowcount


def constraints_now() -> None:
    """Ask for what PostgreSQL would otherwise refuse at commit."""
    connection.check_constraints()
    if connection.vendor == "postgresql":
        execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_reference_into_another_community_is_refused(heron: Place, wren: Place) -> None:
    with heron.within(), pytest.raises(IntegrityError), transaction.atomic():
        execute("UPDATE members_period SET member_id = %s WHERE id = %s", wren.member.pk, heron.period.pk)
        constraints_now()
    with heron.within(), pytest.raises(IntegrityError), transaction.atomic():
        Period.objects.create(member=wren.member, standing="member", since=heron.period.since)
        constraints_now()


def test_a_reference_within_the_community_is_taken(heron: Place) -> None:
    with heron.within():
        other = Member.objects.create(name="Ada", standing="member", welcomed_by=heron.member)
        assert (
            execute("UPDATE members_period SET member_id = %s WHERE id = %s", other.pk, heron.period.pk) == 1
        )
        constraints_now()


def test_a_row_never_changes_its_community(heron: Place, wren: Place) -> None:
    with (
        heron.within(),
        pytest.raises(IntegrityError, match="never changes"),
        transaction.atomic(),
    ):
        execute(
            "UPDATE members_period SET community_id = %s WHERE id = %s", wren.community.id, heron.period.pk
        )


@pytest.mark.parametrize("verb", ["UPDATE logbook_line SET verb = 'x'", "DELETE FROM logbook_line"])
def test_what_is_append_only_stays(heron: Place, now: datetime, verb: str) -> None:
    with heron.within(), transaction.atomic():
        logbook.write(actor=System("test"), verb="a.b", now=now)
    with heron.within(), pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        execute(verb)


def test_every_tenant_table_has_its_guards() -> None:
    for vendor, kinds in {"sqlite": {"unique", "stay"}, "postgresql": {"unique", "stay", "wall"}}.items():
        found: dict[str, set[str]] = {}
        for guard in guards.declared(vendor):
            found.setdefault(guard.table, set()).add(guard.name.split("_")[1])
        for model in house_models("tenant"):
            assert kinds <= found[model._meta.db_table], model


def test_every_reference_between_tenant_rows_is_guarded() -> None:
    names = [guard.name for guard in guards.declared("postgresql") if "_ref_" in guard.name]
    references = [
        field
        for model in house_models("tenant")
        for field in model._meta.concrete_fields
        if isinstance(field.related_model, type) and field.related_model in house_models("tenant")
    ]
    assert len(names) == len(set(names)) == len(references) > 10


def test_a_migrated_database_has_what_is_declared(db: None) -> None:
    assert guards.missing_and_strange() == ([], [])
    assert guards.unwalled_tables() == []
    assert not guards.passes_the_wall()


def test_a_missing_guard_is_named_and_put_back(as_owner: Any) -> None:
    lost = [one for one in guards.declared(connection.vendor) if one.table == "members_period"]
    for guard in reversed(lost):
        execute(guard.drop)
    missing, strange = guards.missing_and_strange()
    assert set(missing) >= {f"members_period: {guard.name}" for guard in lost}
    assert strange == []
    guards.apply()
    assert guards.missing_and_strange() == ([], [])


def test_a_strange_guard_is_named_and_taken_away(as_owner: Any) -> None:
    name = "hearth_unique_0123456789abcdef"
    execute(f'CREATE UNIQUE INDEX "{name}" ON members_period ("since", "id")')
    assert guards.missing_and_strange() == ([], [name])
    guards.apply()
    assert guards.missing_and_strange() == ([], [])


def test_an_index_of_our_name_but_not_a_guard_is_left_alone(as_owner: Any) -> None:
    execute('CREATE INDEX "hearth_search_words" ON members_period ("since")')
    guards.apply()
    assert guards.missing_and_strange() == ([], [])
    execute('DROP INDEX "hearth_search_words"')


# --- Rebuilding ---------------------------------------------------------------------------------------


@pytest.mark.sqlite
def test_a_rebuilt_table_gets_its_guards_back(real_commits: Any) -> None:
    """Rebuilt is what other tables' triggers refer to: SQLite refuses that unless they are away."""
    rebuild(Member)
    guards.after_migrate()
    assert guards.missing_and_strange() == ([], [])


def rebuild(model: type[models.Model]) -> None:
    guards.before_migrate(plan=[("a migration", False)])
    with connection.schema_editor() as editor:
        editor._remake_table(model)
    missing, _strange = guards.missing_and_strange()
    assert any(name.startswith(f"{model._meta.db_table}: hearth_stay") for name in missing)


@pytest.mark.sqlite
def test_migrating_puts_back_what_a_migration_took(real_commits: Any) -> None:
    guards.remove_triggers()
    assert guards.missing_and_strange()[0]
    call_command("migrate", verbosity=0, skip_checks=True)
    assert guards.missing_and_strange() == ([], [])


@pytest.mark.sqlite
def test_with_nothing_to_migrate_the_guards_never_leave(real_commits: Any) -> None:
    guards.before_migrate(plan=[])
    assert guards.missing_and_strange() == ([], [])


# --- The second wall ----------------------------------------------------------------------------------


@pytest.mark.postgres
def test_without_a_community_the_database_gives_no_row(heron: Place, wren: Place) -> None:
    for model in house_models("tenant"):
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT count(*) FROM "{model._meta.db_table}"')
            assert cursor.fetchone() == (0,), model


@pytest.mark.postgres
def test_with_a_community_it_gives_only_its_rows(heron: Place, wren: Place) -> None:
    with wren.within():
        assert select("SELECT id FROM members_member") == [(wren.member.pk,)]
        assert execute("UPDATE members_member SET name = 'x' WHERE id = %s", heron.member.pk) == 0
        assert execute("DELETE FROM members_period WHERE id = %s", heron.period.pk) == 0
    with heron.within():
        assert select("SELECT id FROM members_member") == [(heron.member.pk,)]


def select(statement: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


@pytest.mark.postgres
def test_a_row_for_another_community_is_not_taken(heron: Place, wren: Place) -> None:
    for verb in (
        "UPDATE members_period SET community_id = %s",
        "INSERT INTO members_period (id, created, standing, since, member_id, community_id) "
        "SELECT gen_random_uuid(), created, standing, since, member_id, %s FROM members_period",
    ):
        with wren.within(), pytest.raises((ProgrammingError, IntegrityError)), transaction.atomic():
            execute(verb, heron.community.id)


@pytest.mark.postgres
def test_a_setting_never_outlives_its_transaction(real_commits: Any, now: datetime) -> None:
    place = Place("Heron", now)
    with place.within():
        assert select("SELECT current_setting('hearth.community', true)") == [(str(place.community.id),)]
    assert select("SELECT coalesce(current_setting('hearth.community', true), '')") == [("",)]


@pytest.mark.postgres
def test_the_settings_are_what_is_in_reach_at_every_depth_in_one_trip_each(heron: Place, wren: Place) -> None:
    from commonhearth.foundation.tenancy import in_own_rows

    def told() -> tuple[str, str]:
        return select(
            "SELECT current_setting('hearth.community', true), current_setting('hearth.person', true)"
        )[0]

    person, other = uuid4(), uuid4()
    with heron.within(), CaptureQueriesContext(connection) as caught:
        with in_own_rows(person):
            assert told() == ("", str(person))
            with wren.within():
                assert told() == (str(wren.community.id), str(person))
                with pytest.raises(ProgrammingError), transaction.atomic(), in_own_rows(other):
                    execute("no statement")
                assert told() == (str(wren.community.id), str(person))
            assert told() == ("", str(person))
        assert told() == (str(heron.community.id), "")
    assert sum("set_config" in query["sql"] for query in caught) == 5  # two ways in and out, one in only


@pytest.mark.postgres
def test_own_rows_pass_the_wall_only_to_be_read(heron: Place, wren: Place) -> None:
    from commonhearth.foundation.accounts.models import Person
    from commonhearth.foundation.tenancy import in_own_rows

    person = Person.objects.create(email="rosa@example.org")
    with heron.within():
        Member.objects.create(name="Rosa", standing="member", person=person)
    with in_own_rows(person.pk):
        assert select("SELECT name FROM members_member") == [("Rosa",)]
        assert execute("UPDATE members_member SET name = 'x'") == 0
        assert execute("DELETE FROM members_member") == 0
        with wren.within():
            assert select("SELECT name FROM members_member") == [("One of Wren",)]


@pytest.mark.postgres
@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE logbook_line CASCADE",
        "ALTER TABLE members_member DISABLE ROW LEVEL SECURITY",
        "DROP TABLE members_member CASCADE",
        "CREATE TABLE mine (id int)",
        "ALTER TABLE logbook_line DISABLE TRIGGER ALL",
        "CREATE POLICY everything ON members_member USING (true)",
        "SET ROLE hearth_owner",
    ],
)
def test_the_serving_role_cannot_take_the_walls_down(db: None, statement: str) -> None:
    with pytest.raises(ProgrammingError), transaction.atomic():
        execute(statement)


@pytest.mark.postgres
def test_a_hole_in_the_wall_is_named(as_owner: Any) -> None:
    execute("CREATE POLICY everything ON members_member USING (true)")
    assert guards.missing_and_strange()[1] == ["members_member: everything"]
    execute("ALTER TABLE members_period NO FORCE ROW LEVEL SECURITY")
    assert guards.unwalled_tables() == ["members_period"]
    guards.apply()
    assert guards.unwalled_tables() == []


@pytest.mark.postgres
def test_a_sleeping_trigger_and_a_changed_function_are_named(as_owner: Any) -> None:
    (name,) = [
        one.name
        for one in guards.declared("postgresql")
        if one.table == "logbook_line" and "append" in one.name
    ]
    execute(f'ALTER TABLE logbook_line DISABLE TRIGGER "{name}"')
    assert guards.missing_and_strange()[0] == [f"logbook_line: {name}"]
    execute(f'ALTER TABLE logbook_line ENABLE TRIGGER "{name}"')
    execute(
        "CREATE OR REPLACE FUNCTION hearth_refuse() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$"
    )
    assert guards.missing_and_strange()[0] == ["hearth_refuse"]
    guards.apply()
    assert guards.missing_and_strange() == ([], [])


@pytest.mark.postgres
def test_a_role_that_walks_through_walls_is_noticed(real_commits: Any) -> None:
    assert not guards.passes_the_wall()
    with owner():
        assert guards.passes_the_wall()
