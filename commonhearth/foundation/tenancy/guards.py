"""Guards in the database itself, generated from the model register.

They hold when the code above them is wrong: a tenant row never refers to another community's row,
never changes its community, and what is append-only stays as it was written. On PostgreSQL
row-level security is the second wall behind the managers' filter. Guards are named with a digest
of their definition, so "present" and "declared" are compared by name.

SQLite drops a table's triggers when it rebuilds the table, and refuses the rebuilding while another
table's trigger names it. So there a migration starts by taking every trigger away; on both databases
it ends by putting back what the models declare.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connections

from commonhearth.foundation.tenancy.models import HearthModel, TenantModel, house_models

HERE = "NULLIF(current_setting('hearth.community', true), '')::uuid"
#: How guards are named; nothing else in the database is.
NAMED = re.compile("hearth_(unique|stay|ref|wall|own|append|lock)_[0-9a-f]{16}")
#: Functions that PostgreSQL's triggers call. Refusals are integrity errors, as on SQLite.
FUNCTIONS = {
    "hearth_refuse": "BEGIN RAISE EXCEPTION 'hearth: % is append-only', TG_TABLE_NAME "
    "USING ERRCODE = 'restrict_violation'; END",
    "hearth_locked": "BEGIN RAISE EXCEPTION 'hearth: this row of % is locked', TG_TABLE_NAME "
    "USING ERRCODE = 'restrict_violation'; END",
    "hearth_stay": "BEGIN RAISE EXCEPTION 'hearth: a row never changes its community' "
    "USING ERRCODE = 'restrict_violation'; END",
}
SELF = "NULLIF(current_setting('hearth.person', true), '')::uuid"


@dataclass(frozen=True, slots=True)
class Guard:
    """One guard: where it stands, what it is called, how it is made and unmade."""

    table: str
    name: str
    create: str
    drop: str


def _guard(table: str, kind: str, create: str, drop: str) -> Guard:
    """Name a guard by its definition; `{name}` in the statements is replaced by that name."""
    digest = hashlib.sha256(f"{table}|{create}".encode()).hexdigest()[:16]
    name = f"hearth_{kind}_{digest}"
    return Guard(table, name, create.format(name=name), drop.format(name=name))


def _tenant_references(model: type[HearthModel]) -> list[tuple[str, str]]:
    """Return (column, referred table) for each reference from a tenant row to a tenant row."""
    found = []
    for field in model._meta.concrete_fields:
        target = field.related_model
        if isinstance(target, type) and issubclass(target, TenantModel):
            found.append((str(field.column), target._meta.db_table))
    return found


def declared(vendor: str) -> list[Guard]:
    """Return every guard that the models call for on this kind of database."""
    make = _postgresql_guards if vendor == "postgresql" else _sqlite_guards
    first: list[Guard] = []
    rest: list[Guard] = []
    for model in house_models():
        for guard in make(model):
            (first if "_unique_" in guard.name else rest).append(guard)
    return first + rest  # composite references need the unique indexes to stand already


def _sqlite_guards(model: type[HearthModel]) -> list[Guard]:
    table = model._meta.db_table
    found = []
    drop = 'DROP TRIGGER IF EXISTS "{name}"'
    if issubclass(model, TenantModel):
        found.append(
            _guard(
                table,
                "unique",
                f'CREATE UNIQUE INDEX "{{name}}" ON "{table}" ("community_id", "id")',
                'DROP INDEX IF EXISTS "{name}"',
            )
        )
        found.append(
            _guard(
                table,
                "stay",
                f'CREATE TRIGGER "{{name}}" BEFORE UPDATE OF "community_id" ON "{table}" '
                f'WHEN NEW."community_id" <> OLD."community_id" '
                f"BEGIN SELECT RAISE(ABORT, 'hearth: a row never changes its community'); END",
                drop,
            )
        )
        for column, target in _tenant_references(model):
            for verb in ("INSERT", f'UPDATE OF "{column}"'):
                found.append(
                    _guard(
                        table,
                        "ref",
                        f'CREATE TRIGGER "{{name}}" BEFORE {verb} ON "{table}" '
                        f'WHEN (SELECT "community_id" FROM "{target}" WHERE "id" = NEW."{column}") '
                        f'<> NEW."community_id" '
                        f"BEGIN SELECT RAISE(ABORT, 'hearth: a reference into another community'); END",
                        drop,
                    )
                )
    if model.append_only:
        for verb in ("UPDATE", "DELETE"):
            found.append(
                _guard(
                    table,
                    "append",
                    f'CREATE TRIGGER "{{name}}" BEFORE {verb} ON "{table}" '
                    f"BEGIN SELECT RAISE(ABORT, 'hearth: {table} is append-only'); END",
                    drop,
                )
            )
    for verb, when in _lock_conditions(model, differs="IS NOT"):
        found.append(
            _guard(
                table,
                "lock",
                f'CREATE TRIGGER "{{name}}" BEFORE {verb} ON "{table}" WHEN {when} '
                f"BEGIN SELECT RAISE(ABORT, 'hearth: this row of {table} is locked'); END",
                drop,
            )
        )
    return found


def _lock_conditions(model: type[HearthModel], *, differs: str) -> list[tuple[str, str]]:
    """Return, for what a model locks, the verbs that are refused and when.

    Args:
        differs: how this database says that two values, or nothing, are not the same.
    """
    lock = model.locks
    if lock is None:
        return []

    def column(name: str) -> str:
        field: Any = model._meta.get_field(name)
        return str(field.column)

    sealed = column(lock.moves_to) if lock.moves_to else ""
    broken = [f'NEW."{column(name)}" {differs} OLD."{column(name)}"' for name in lock.fields]
    for position, name in enumerate(lock.fields):
        if name in lock.moves:
            is_moved = (
                f'(NEW."{column(name)}" = \'\' AND OLD."{sealed}" IS NULL AND NEW."{sealed}" IS NOT NULL)'
            )
            broken[position] = f"({broken[position]} AND NOT {is_moved})"
    if sealed:
        broken.append(f'(OLD."{sealed}" IS NOT NULL AND NEW."{sealed}" IS NULL)')
    locked = f'OLD."{column(lock.when)}" IS NOT NULL'
    return [("UPDATE", f"({locked} AND ({' OR '.join(broken)}))"), ("DELETE", f"({locked})")]


def _postgresql_guards(model: type[HearthModel]) -> list[Guard]:
    table = model._meta.db_table
    found = []
    if issubclass(model, TenantModel):
        found.append(
            _guard(
                table,
                "unique",
                f'CREATE UNIQUE INDEX "{{name}}" ON "{table}" ("community_id", "id")',
                'DROP INDEX IF EXISTS "{name}"',
            )
        )
        found.append(
            _guard(
                table,
                "stay",
                f'CREATE TRIGGER "{{name}}" BEFORE UPDATE OF "community_id" ON "{table}" FOR EACH ROW '
                f'WHEN (NEW."community_id" IS DISTINCT FROM OLD."community_id") '
                f"EXECUTE FUNCTION hearth_stay()",
                f'DROP TRIGGER IF EXISTS "{{name}}" ON "{table}"',
            )
        )
        for column, target in _tenant_references(model):
            found.append(
                _guard(
                    table,
                    "ref",
                    f'ALTER TABLE "{table}" ADD CONSTRAINT "{{name}}" '
                    f'FOREIGN KEY ("community_id", "{column}") '
                    f'REFERENCES "{target}" ("community_id", "id") DEFERRABLE INITIALLY DEFERRED',
                    f'ALTER TABLE "{table}" DROP CONSTRAINT IF EXISTS "{{name}}"',
                )
            )
        found.append(
            _guard(
                table,
                "wall",
                f'CREATE POLICY "{{name}}" ON "{table}" USING ("community_id" = {HERE}) '
                f'WITH CHECK ("community_id" = {HERE})',
                f'DROP POLICY IF EXISTS "{{name}}" ON "{table}"',
            )
        )
        if model.own_field:
            column = str(getattr(model._meta.get_field(model.own_field), "column"))  # noqa: B009  not on relations
            found.append(
                _guard(
                    table,
                    "own",
                    f'CREATE POLICY "{{name}}" ON "{table}" FOR SELECT '
                    f'USING ({HERE} IS NULL AND "{column}" = {SELF})',
                    f'DROP POLICY IF EXISTS "{{name}}" ON "{table}"',
                )
            )
    if model.append_only:
        found.append(
            _guard(
                table,
                "append",
                f'CREATE TRIGGER "{{name}}" BEFORE UPDATE OR DELETE ON "{table}" '
                f"FOR EACH ROW EXECUTE FUNCTION hearth_refuse()",
                f'DROP TRIGGER IF EXISTS "{{name}}" ON "{table}"',
            )
        )
    for verb, when in _lock_conditions(model, differs="IS DISTINCT FROM"):
        found.append(
            _guard(
                table,
                "lock",
                f'CREATE TRIGGER "{{name}}" BEFORE {verb} ON "{table}" FOR EACH ROW WHEN {when} '
                f"EXECUTE FUNCTION hearth_locked()",
                f'DROP TRIGGER IF EXISTS "{{name}}" ON "{table}"',
            )
        )
    return found


def present(using: str = "default") -> set[str]:
    """Return the names of the guards that stand in a database."""
    connection = connections[using]
    if connection.vendor == "postgresql":
        query = """
            SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()
            UNION SELECT conname FROM pg_constraint WHERE connamespace = current_schema()::regnamespace
            UNION SELECT policyname FROM pg_policies WHERE schemaname = current_schema()
            UNION SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'
        """
    else:
        query = "SELECT name FROM sqlite_master WHERE type IN ('index', 'trigger')"
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name for (name,) in cursor.fetchall() if NAMED.fullmatch(name)}


def unwalled_tables(using: str = "default") -> list[str]:
    """Return tenant tables without enabled and forced row-level security (PostgreSQL only)."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace "
            "AND relkind = 'r' AND NOT (relrowsecurity AND relforcerowsecurity)"
        )
        open_tables = {name for (name,) in cursor.fetchall()}
    return sorted(open_tables & {model._meta.db_table for model in house_models("tenant")})


def foreign_policies(using: str = "default") -> list[str]:
    """Return row-level rules on tenant tables that we did not make: each one is a hole in the wall."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename, policyname FROM pg_policies WHERE schemaname = current_schema()")
        policies = cursor.fetchall()
    tables = {model._meta.db_table for model in house_models("tenant")}
    return sorted(
        f"{table}: {name}" for table, name in policies if table in tables and not NAMED.fullmatch(name)
    )


def altered_functions(using: str = "default") -> list[str]:
    """Return our trigger functions that are missing or say something else (PostgreSQL only)."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = current_schema()::regnamespace"
        )
        standing = dict(cursor.fetchall())
    return sorted(name for name, body in FUNCTIONS.items() if standing.get(name) != body)


def passes_the_wall(using: str = "default") -> bool:
    """Return whether the role of this connection is one that row-level security does not bind."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        return bool(cursor.fetchone()[0])


def missing_and_strange(using: str = "default") -> tuple[list[str], list[str]]:
    """Compare the guards that stand with those declared; return (missing, not declared)."""
    wanted = {guard.name: guard for guard in declared(connections[using].vendor)}
    standing = present(using)
    missing = [f"{guard.table}: {name}" for name, guard in wanted.items() if name not in standing]
    strange = sorted(standing - set(wanted)) + foreign_policies(using)
    return sorted(missing) + altered_functions(using), strange


def apply(using: str = "default") -> None:
    """Make the guards in a database those that the models declare."""
    connection = connections[using]
    existing = set(connection.introspection.table_names())
    wanted = [guard for guard in declared(connection.vendor) if guard.table in existing]
    standing = present(using)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _prepare_postgresql(cursor, existing)
        for name in sorted(standing - {guard.name for guard in wanted}):
            _drop_strange(cursor, connection.vendor, name)
        standing = present(using)  # an index that went took its references along
        for guard in wanted:
            if guard.name not in standing:
                cursor.execute(guard.create)


def _prepare_postgresql(cursor: Any, existing: set[str]) -> None:
    for name, body in FUNCTIONS.items():
        cursor.execute(f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$")
    for model in house_models("tenant"):
        table = model._meta.db_table
        if table in existing:
            cursor.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
            cursor.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
    role = settings.HEARTH_RUNTIME_ROLE
    if role:
        cursor.execute(f'GRANT USAGE ON SCHEMA public TO "{role}"')
        cursor.execute(f'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "{role}"')
        cursor.execute(f'GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO "{role}"')


def _drop_strange(cursor: Any, vendor: str, name: str) -> None:
    """Drop a guard that no model declares any more, whatever kind it is."""
    kind = name.split("_")[1]
    if vendor != "postgresql":
        cursor.execute(f'DROP {"INDEX" if kind == "unique" else "TRIGGER"} IF EXISTS "{name}"')
        return
    if kind == "unique":
        cursor.execute(f'DROP INDEX IF EXISTS "{name}" CASCADE')
        return
    source = {
        "ref": ("SELECT conrelid::regclass::text FROM pg_constraint WHERE conname = %s", "CONSTRAINT"),
        "wall": ("SELECT tablename FROM pg_policies WHERE policyname = %s", "POLICY"),
        "own": ("SELECT tablename FROM pg_policies WHERE policyname = %s", "POLICY"),
        "stay": ("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = %s", "TRIGGER"),
        "append": ("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = %s", "TRIGGER"),
        "lock": ("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = %s", "TRIGGER"),
    }
    query, what = source[kind]
    cursor.execute(query, [name])
    for (table,) in cursor.fetchall():
        if what == "CONSTRAINT":
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        else:
            cursor.execute(f'DROP {what} "{name}" ON "{table.strip(chr(34))}"')


def before_migrate(using: str = "default", plan: Any = None, **kwargs: Any) -> None:
    """Take SQLite's triggers away when something is going to be migrated."""
    if plan and connections[using].vendor == "sqlite":
        remove_triggers(using)


def remove_triggers(using: str = "default") -> None:
    """Take every guard that is a trigger away (SQLite), so that tables can be rebuilt."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            if NAMED.fullmatch(name):
                cursor.execute(f'DROP TRIGGER "{name}"')


def after_migrate(using: str = "default", **kwargs: Any) -> None:
    """Put the guards back after every migrate."""
    apply(using)
