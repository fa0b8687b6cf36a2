"""The ground that tests stand on."""

from __future__ import annotations

import socket
import threading

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection

from commonhearth.foundation.tenancy import guards
from tests import databases
from tests.plugin import OffThisMachine


def test_no_test_leaves_this_machine():
    with pytest.raises(OffThisMachine):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with pytest.raises(OffThisMachine):
        socket.getaddrinfo("example.org", 443)


def test_the_host_folder_is_a_temporary_one():
    assert "hearth-test-" in str(settings.HEARTH_DATA)


def test_the_copy_stands_migrated_and_guarded(db):
    assert guards.missing_and_strange() == ([], [])
    assert guards.unwalled_tables() == []


def test_on_postgres_the_role_may_neither_alter_tables_nor_pass_the_wall(db):
    if not databases.on_postgres():
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole "
            "FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (False, False, False, False)
        cursor.execute("SELECT has_schema_privilege(current_user, 'public', 'CREATE')")
        assert cursor.fetchone() == (False,)


def test_real_commits_are_seen_by_other_threads_and_do_not_stay(real_commits):
    person = get_user_model().objects.create(email="ada@example.org")
    seen = []

    def look():
        seen.append(get_user_model().objects.filter(pk=person.pk).exists())
        connection.close()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == [True]


def test_a_test_after_real_commits_finds_the_template_again(db):
    assert not get_user_model().objects.filter(email="ada@example.org").exists()
