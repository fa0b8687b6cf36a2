"""Who wraps whom, what destroying a key does, and what a host without its key may do."""

from __future__ import annotations

import stat
import threading
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core import checks
from django.db import connection

from commonhearth.foundation import sealed
from commonhearth.foundation.members.models import Application
from commonhearth.foundation.sealed import cipher, hostkey, keys, starting
from commonhearth.foundation.sealed.models import Key
from commonhearth.foundation.tenancy import NoCommunity, in_community

from .conftest import SECRET, community, reached


def text_of(row: Application) -> str:
    return sealed.open_for(Application.objects.get(pk=row.pk).answers, purpose="own-export")


def test_a_circle_key_is_wrapped_by_the_community_and_that_by_the_host(house: Any) -> None:
    circle = sealed.create_key("circle", house.rosa.id)
    own = Key.objects.get(owner_kind="community")
    assert cipher.head(bytes(Key.objects.get(pk=circle.id).wrapped)).key_id == own.pk
    assert cipher.head(bytes(own.wrapped)).key_id == hostkey.load().current


def test_no_key_stands_unwrapped_or_is_shown(house: Any) -> None:
    circle = sealed.create_key("circle", house.rosa.id)
    assert circle.secret not in bytes(Key.objects.get(pk=circle.id).wrapped)
    assert circle.secret.hex() not in repr(circle) + repr(hostkey.load())


def test_a_wrapped_key_moved_to_another_owner_does_not_unwrap(house: Any) -> None:
    rosa, tom = sealed.create_key("member", house.rosa.id), sealed.create_key("member", house.tom.id)
    Key.objects.filter(pk=tom.id).update(wrapped=Key.objects.get(pk=rosa.id).wrapped)
    with pytest.raises(sealed.CannotOpen):
        keys.to_seal("member", house.tom.id)


def test_a_key_is_made_once(house: Any) -> None:
    assert (
        sealed.create_key("member", house.rosa.id).secret == sealed.create_key("member", house.rosa.id).secret
    )


def test_a_destroyed_key_opens_nothing_and_seals_nothing(house: Any) -> None:
    sealed.destroy_key("community", house.community.id)
    with pytest.raises(sealed.KeyGone):
        text_of(house.application)
    assert sealed.open_all_for([house.application.answers], purpose="own-export") == [None]
    with pytest.raises(sealed.KeyGone):
        house.application.answers = "again"
        house.application.save()


def test_what_a_member_never_sealed_is_refused_after_erasure_too(house: Any) -> None:
    sealed.destroy_key("member", house.rosa.id)
    with pytest.raises(sealed.KeyGone):
        keys.to_seal("member", house.rosa.id)
    with pytest.raises(sealed.KeyGone):
        sealed.create_key("member", house.rosa.id)


def test_destroying_one_key_leaves_the_others(house: Any) -> None:
    sealed.create_key("member", house.rosa.id)
    sealed.destroy_key("member", house.rosa.id)
    assert text_of(house.application) == SECRET


def test_a_key_that_another_process_destroyed_opens_nothing_here(house: Any) -> None:
    assert text_of(house.application) == SECRET  # now remembered, unwrapped, in this process
    Key.objects.update(wrapped=None)
    with pytest.raises(sealed.KeyGone):
        text_of(house.application)


def test_sealing_needs_a_community_in_reach(db: None) -> None:
    with pytest.raises(NoCommunity):
        sealed.create_key("community", community("Heron").id)


def test_a_communitys_key_stands_in_that_community(house: Any) -> None:
    with pytest.raises(ValueError, match="that community"):
        sealed.create_key("community", house.rosa.id)


def test_the_memory_for_unwrapped_keys_is_bounded() -> None:
    assert keys._unwrap.cache_info().maxsize == keys.REMEMBERED


def test_rotating_the_host_key_changes_no_value(db: None, now: datetime, own_key_file: Path) -> None:
    with reached("Heron", now) as place:
        before = hostkey.load().current
        fresh = hostkey.add_key()
        assert text_of(place.application) == SECRET  # the older key still opens
    with pytest.raises(sealed.HostKeyFault, match="still-needed"):
        keys.drop_older_host_keys()
    assert keys.rewrap() == 1
    assert keys.rewrap() == 0
    keys.drop_older_host_keys()
    keys.forget()
    assert set(hostkey.load().by_id) == {fresh} != {before}
    assert stat.S_IMODE(own_key_file.stat().st_mode) == 0o600
    with in_community(place.community.id):
        assert text_of(place.application) == SECRET


# --- A host without its key --------------------------------------------------------------------------


def test_a_new_host_gets_a_key_that_only_it_may_read(db: None, settings: Any, tmp_path: Path) -> None:
    settings.HEARTH_KEY_FILE = tmp_path / "keys" / "host.key"
    assert starting.fault() is None  # nothing sealed yet: nothing to refuse
    assert starting.set_up() is True
    assert stat.S_IMODE(settings.HEARTH_KEY_FILE.stat().st_mode) == 0o600
    assert stat.S_IMODE(settings.HEARTH_KEY_FILE.parent.stat().st_mode) == 0o700
    assert starting.set_up() is False


def test_a_host_that_lost_its_key_does_not_start_nor_get_another(
    db: None, now: datetime, own_key_file: Path
) -> None:
    with reached("Heron", now):
        pass
    own_key_file.unlink()
    assert refusal() == "missing"
    assert starting.set_up() is False
    assert not own_key_file.exists()


def test_a_key_that_others_may_read_is_refused(db: None, now: datetime, own_key_file: Path) -> None:
    with reached("Heron", now) as place:
        own_key_file.chmod(0o640)
        assert refusal() == "too-open"
        with pytest.raises(sealed.HostKeyFault):
            text_of(place.application)


def test_a_key_inside_a_backup_folder_is_refused(db: None, own_key_file: Path) -> None:
    (own_key_file.parent.parent / hostkey.BACKUP_MARK).write_text("a backup")
    own_key_file.touch()
    assert refusal() == "in-backup"


def test_a_damaged_key_file_is_refused(db: None, own_key_file: Path) -> None:
    own_key_file.write_text("hearth-key-1 nonsense\n")
    assert refusal() == "unreadable"


def test_another_hosts_key_is_refused(db: None, now: datetime, own_key_file: Path) -> None:
    with reached("Heron", now):
        pass
    own_key_file.unlink()
    hostkey.create()
    keys.forget()
    assert refusal() == "another-key"


def refusal() -> str:
    fault = starting.fault()
    assert fault is not None
    (error,) = [one for one in checks.run_checks(databases=["default"]) if one.id == "sealed.E001"]
    assert error.is_serious()
    assert error.hint == starting.REMEDIES[fault.code]
    return fault.code


@pytest.mark.sqlite
def test_the_bytes_of_a_destroyed_key_leave_the_database_files(real_commits: Any, now: datetime) -> None:
    hostkey.create()
    with reached("Heron", now) as place:
        sealed.create_key("member", place.rosa.id)
        wrapped = bytes(Key.objects.get(owner_kind="member").wrapped)
        assert wrapped in everything(real_commits.name)
        sealed.destroy_key("member", place.rosa.id)
    assert wrapped not in everything(real_commits.name)


def everything(name: str) -> bytes:
    file = Path(name)
    return b"".join(one.read_bytes() for one in file.parent.iterdir() if one.name.startswith(file.name))


# --- Two at once -------------------------------------------------------------------------------------


def test_two_at_once_make_one_key(real_commits: Any) -> None:
    place = community("Heron")
    hostkey.create()
    made: list[bytes] = []
    start = threading.Barrier(6)

    def seal() -> None:
        start.wait()
        with in_community(place.id):
            made.append(sealed.create_key("circle", place.id).secret)
        connection.close()

    threads = [threading.Thread(target=seal) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 6
    assert len(set(made)) == 1
