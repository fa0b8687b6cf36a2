"""A throw-away PostgreSQL cluster: made in a temporary folder on a free port, and always ended.

Databases are migrated by an owner role (it may alter tables and passes row-level security) and used
by a runtime role that may do neither, as on a real large host.
"""

from __future__ import annotations

import os
import pwd
import shlex
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests import databases
from tests.ports import free_port

#: Environment variable that says where the cluster of this run listens: "port".
PLACE = "HEARTH_TEST_POSTGRES"
OWNER, RUNTIME, SUPER = "hearth_owner", "hearth_runtime", "postgres"
TEMPLATE = "hearth_template"


class NoPostgres(RuntimeError):
    """PostgreSQL's programs are not on this machine."""


def programs() -> Path | None:
    """Return the folder of the newest installed PostgreSQL's programs, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def url(database: str, *, role: str = RUNTIME) -> str:
    """Return the address of a database of this run's cluster."""
    return f"postgres://{role}@127.0.0.1:{os.environ[PLACE]}/{database}"


def execute(*statements: str, database: str = "postgres", role: str = SUPER) -> None:
    """Run statements as the superuser, outside a transaction."""
    with psycopg.connect(url(database, role=role), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def migrate_template() -> None:
    """Make the migrated database that every test database is a copy of."""
    execute(
        f"CREATE ROLE {OWNER} LOGIN BYPASSRLS CREATEDB",
        f"CREATE ROLE {RUNTIME} LOGIN",
        f"CREATE DATABASE {TEMPLATE} OWNER {OWNER} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'",
    )
    with tempfile.TemporaryDirectory() as data:
        databases.migrate(
            os.environ
            | {
                "HEARTH_DATA": data,
                "DATABASE_URL": url(TEMPLATE),
                "DATABASE_OWNER_URL": url(TEMPLATE, role=OWNER),
                "HEARTH_AS_OWNER": "1",
            }
        )


def copy(source: str, name: str) -> None:
    """Make a database, owned by the owner role, that is a copy of another."""
    drop(name)
    execute(f'CREATE DATABASE "{name}" OWNER {OWNER} TEMPLATE "{source}" STRATEGY FILE_COPY')


def drop(name: str) -> None:
    """Remove a database and end whoever is connected to it."""
    execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@dataclass(frozen=True)
class Cluster:
    """A running cluster; `place` is its port."""

    place: str
    _watcher: subprocess.Popen[bytes]

    @classmethod
    def start(cls) -> Cluster:
        """Make a cluster and start it.

        Raises:
            NoPostgres: when PostgreSQL is not installed.
        """
        folder_of_programs = programs()
        if folder_of_programs is None:
            raise NoPostgres("PostgreSQL is not installed; on Debian type: apt-get install postgresql")
        # PostgreSQL refuses to run as root; Debian's package brings the user it runs as, who must be
        # able to reach the folder.
        as_root = os.geteuid() == 0
        folder = Path(tempfile.mkdtemp(prefix="hearth-postgres-", dir="/tmp" if as_root else None))
        front: list[str] = []
        if as_root:
            postgres = pwd.getpwnam("postgres")
            os.chown(folder, postgres.pw_uid, postgres.pw_gid)
            front = ["runuser", "-u", "postgres", "--"]
        control = [*front, str(folder_of_programs / "pg_ctl"), "--pgdata", str(folder / "data")]
        port = str(free_port())
        cluster = cls(port, _watch(control, folder))
        try:
            make = [*front, str(folder_of_programs / "initdb"), "--pgdata", str(folder / "data")]
            make += ["--username", SUPER, "--auth", "trust", "--no-sync"]
            _run([*make, "--encoding", "UTF8", "--locale", "C.UTF-8"], folder)
            options = (
                f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off "
                "-c full_page_writes=off -c synchronous_commit=off -c max_connections=60 "
                "-c shared_buffers=64MB -c max_wal_size=512MB -c autovacuum=off"
            )
            _run([*control, "--log", str(folder / "log"), "--wait", "--options", options, "start"], folder)
        except BaseException:
            cluster.stop()
            raise
        return cluster

    def stop(self) -> None:
        """End the cluster and remove its folder."""
        if self._watcher.stdin and not self._watcher.stdin.closed:
            self._watcher.stdin.close()
        self._watcher.wait(timeout=60)


def _run(command: list[str], folder: Path) -> None:
    subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)


def _watch(control: list[str], folder: Path) -> subprocess.Popen[bytes]:
    """Start a process that ends the cluster when our end of its pipe closes, however we end."""
    ends = f'cat; {shlex.join(control)} --mode immediate --wait stop; rm -rf "{folder}"'
    return subprocess.Popen(
        ["/bin/sh", "-c", ends],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        start_new_session=True,
    )
