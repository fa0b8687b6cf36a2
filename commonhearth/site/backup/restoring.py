"""`hearth restore`: a copy put back onto an empty host, with the newest keys and every erasure since."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader

from commonhearth.foundation.sealed import keys
from commonhearth.site.backup import bundle
from commonhearth.site.backup.copying import POSTGRESQL_COPY, SQLITE_COPY, owner, run_program
from commonhearth.site.backup.folder import BackupFault, Manifest, copies, flush, read_manifest
from commonhearth.site.backup.making import FOLDERS
from commonhearth.site.host import signing_mark, take_new_signing_key

#: What may stand in the data folder before a restore: the host key has to.
MAY_STAND = frozenset({"keys", "static"})


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back."""

    copy: Path
    made: str
    rows: int
    #: Rows erased again since the copy was made, and those that could not be.
    erased: int
    stuck: list[str]


def restore(folder: Path, copy_name: str = "", *, new_signing_key: bool = False) -> Restored:
    """Put a copy back into this host's data folder and database, which must be empty.

    Everything is looked at before anything is written: the copy's digests, that the keys are there and
    that this host's key opens them, that this version knows the copy's migrations.

    Args:
        folder: the backup folder.
        copy_name: which copy; the newest when empty.
        new_signing_key: go on without the signing key of that time: everybody signs in again, and second
            steps and printed cards have to be set up anew.

    Raises:
        BackupFault: with the reason.
        HostKeyFault: when the host key is not here or is another host's.
    """
    folder = folder.resolve()
    copy = _chosen(folder, copy_name)
    manifest = read_manifest(copy)
    found = bundle.read(folder)
    bundle.opens_with_host_key(found)
    known = manifest.signing_mark in {signing_mark(key) for key in _signing_keys()}
    if not known and not new_signing_key:
        raise BackupFault("other-signing-key", file=settings.HEARTH_DATA / "keys" / "signing.key")
    _refuse_other_database(manifest)
    _refuse_unless_owner()
    _refuse_unknown_migrations(manifest)
    _refuse_unless_empty()

    settings.HEARTH_DATA.mkdir(parents=True, exist_ok=True)
    settings.HEARTH_DATA.chmod(0o700)  # people's rows are not for others on this machine
    if connection.vendor == "postgresql":
        _put_postgresql(copy / POSTGRESQL_COPY)
    else:
        _put_sqlite(copy / SQLITE_COPY)
    for name in FOLDERS:
        if (copy / name).is_dir():
            shutil.copytree(copy / name, settings.HEARTH_DATA / name)
    keys.forget()
    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    if not known:
        take_new_signing_key()
    again = bundle.put_back(found)
    return Restored(copy, manifest.made, sum(manifest.counts.values()), again.erased, again.stuck)


def _signing_keys() -> list[str]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def _chosen(folder: Path, copy_name: str) -> Path:
    if not folder.is_dir() or not copies(folder):
        raise BackupFault("no-backup", folder=folder)
    by_name = {path.name: path for path in copies(folder)}
    if copy_name and copy_name not in by_name:
        raise BackupFault("no-such-copy", name=copy_name, there=list(by_name))
    return by_name[copy_name] if copy_name else copies(folder)[-1]


def _refuse_other_database(manifest: Manifest) -> None:
    if manifest.database != connection.vendor:
        raise BackupFault("other-database", copy=manifest.database, here=connection.vendor)


def _refuse_unknown_migrations(manifest: Manifest) -> None:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    known = {f"{app}.{name}" for app, name in loader.disk_migrations}  # type: ignore[union-attr]
    unknown = sorted(set(manifest.migrations) - known)
    if unknown:
        raise BackupFault("from-newer-version", migrations=unknown)


def _refuse_unless_empty() -> None:
    data = settings.HEARTH_DATA
    standing = {path.name for path in data.iterdir()} if data.is_dir() else set()
    if connection.vendor == "postgresql":
        if connection.introspection.table_names():
            raise BackupFault("database-not-empty")
    else:
        database = Path(str(settings.DATABASES["default"]["NAME"]))
        if database.exists() and database.stat().st_size > 0:
            raise BackupFault("not-empty", folder=data, there=[database.name])
        standing -= {database.name}
    if standing - MAY_STAND:
        raise BackupFault("not-empty", folder=data, there=sorted(standing - MAY_STAND))


def _refuse_unless_owner() -> None:
    """On PostgreSQL tables are made here, which only the owner's role may do."""
    if connection.vendor == "postgresql" and settings.DATABASES["default"]["USER"] != owner()["USER"]:
        raise BackupFault("no-owner")


def _put_postgresql(copy: Path) -> None:
    name = owner()["NAME"]
    run_program(
        "pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", f"--dbname={name}", str(copy)
    )


def _put_sqlite(copy: Path) -> None:
    connections.close_all()
    database = Path(str(settings.DATABASES["default"]["NAME"]))
    database.parent.mkdir(parents=True, exist_ok=True)
    part = database.with_name(f"{database.name}.part")
    shutil.copyfile(copy, part)
    flush(part)
    part.rename(database)
    flush(database.parent)
