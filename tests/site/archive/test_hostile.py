"""Archives that are not what they should be: refused whole, with the part and the line, nothing written."""

from __future__ import annotations

import json
import stat
import uuid
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.files.disk import folder_of
from commonhearth.foundation.sealed.models import Key
from commonhearth.foundation.tenancy import in_community
from commonhearth.site.archive import keyring, shape
from commonhearth.site.archive.arriving import import_community
from commonhearth.site.archive.register import moving
from commonhearth.site.archive.shape import ArchiveFault
from commonhearth.site.archive.wording import fault_sentence

from .boxes import PASSPHRASE, OtherHost, Packed, pack

MEMBERS, CIRCLES, LINES = "rows/members.Member.jsonl", "rows/circles.Circle.jsonl", "rows/logbook.Line.jsonl"
Parts = dict[str, bytes]


def refused(harbour: Packed, host: OtherHost, file: Path, *, passphrase: str = PASSPHRASE) -> ArchiveFault:
    """Take a file in on an empty host; return why it was refused, having seen that nothing is there."""
    with host.here():
        tables = _counts()
        with pytest.raises(ArchiveFault) as fault:
            import_community(file=file, passphrase=passphrase, now=harbour.now)
        assert _counts() == tables
        with in_community(harbour.community_id):
            assert not Key.objects.exists()
            assert not any(model.objects.exists() for model in moving())
        assert not folder_of(harbour.community_id).exists()
        said = fault_sentence(fault.value)
        assert "%(" not in said and said.endswith((".", "”", ")."))
    return fault.value


def _counts() -> dict[str, int]:
    found = {}
    with connection.cursor() as cursor:
        for table in ("communities_community", "jobs_job", "outbox_mail", "sealed_tombstone"):
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            found[table] = cursor.fetchone()[0]
    return found


def rows(change: Callable[[list[dict[str, Any]]], Any], name: str) -> Callable[[Parts], None]:
    """Change the rows of a part."""

    def changed(parts: Parts) -> None:
        found = [json.loads(line) for line in parts[name].splitlines()]
        found = change(found) or found
        parts[name] = b"".join(shape.line_of(row) for row in found)

    return changed


def put(place: int, **values: Any) -> Callable[[list[dict[str, Any]]], None]:
    return lambda found: found[place].update(values)


def text(name: str, to: Callable[[bytes], bytes]) -> Callable[[Parts], None]:
    return lambda parts: parts.update({name: to(parts[name])})


OTHER = str(uuid.uuid4())

#: What is done to the parts, signed anew -> the code, and the line where there is one.
CHANGES: dict[str, tuple[Callable[[Parts], Any], str, int | None]] = {
    "foreign community": (rows(put(1, community=OTHER), MEMBERS), "foreign-community", 2),
    "another community's row": (rows(put(0, id=OTHER), shape.COMMUNITY), "foreign-community", 1),
    "foreign tombstone": (
        lambda parts: parts.update(
            {
                shape.TOMBSTONES: shape.line_of(
                    {
                        "id": OTHER,
                        "created": "2026-01-01T00:00:00+00:00",
                        "community_id": OTHER,
                        "label": "members.Member",
                        "row_id": OTHER,
                        "fields": [],
                    }
                )
            }
        ),
        "foreign-community",
        1,
    ),
    "unknown table": (
        lambda parts: parts.update({"rows/members.Secret.jsonl": b""}),
        "unknown-table",
        None,
    ),
    "a table that never moves": (
        lambda parts: parts.update({"rows/sealed.Key.jsonl": b""}),
        "unknown-table",
        None,
    ),
    "a global table": (
        lambda parts: parts.update({"rows/accounts.Person.jsonl": b""}),
        "unknown-table",
        None,
    ),
    "a column too many": (rows(put(0, person=OTHER), MEMBERS), "bad-line", 1),
    "no such standing": (rows(put(2, standing="owner"), MEMBERS), "bad-line", 3),
    "too long": (rows(put(0, name="x" * 81), MEMBERS), "bad-line", 1),
    "a null byte": (rows(put(0, name="a\x00b"), MEMBERS), "bad-line", 1),
    "half a letter": (
        text(MEMBERS, lambda t: t.replace(b'"word":""', b'"word":"\\ud800"', 1)),
        "bad-line",
        1,
    ),
    "a number as text": (rows(put(0, address_along="yes"), MEMBERS), "bad-line", 1),
    "not a number": (
        text(shape.COMMUNITY, lambda t: t.replace(b'"lowest_age":18', b'"lowest_age":NaN')),
        "bad-line",
        1,
    ),
    "a name twice": (text(MEMBERS, lambda t: t.replace(b'{"id"', b'{"id":"1","id"', 1)), "bad-line", 1),
    "deep": (text(MEMBERS, lambda t: b"[" * 100_000 + b"\n" + t), "bad-line", 1),
    "not utf-8": (text(MEMBERS, lambda t: b"\xff\xfe\n" + t), "bad-line", 1),
    "cut line": (text(MEMBERS, lambda t: t.rstrip(b"\n")), "bad-line", None),
    "a row twice": (rows(lambda found: [*found, found[0]], MEMBERS), "guard", None),
    "a rule of the table": (rows(put(0, openness="nowhere"), CIRCLES), "bad-line", 1),
    "two circles of everyone": (
        rows(lambda found: [*found, _root(found) | {"id": OTHER}], CIRCLES),
        "guard",
        None,
    ),
    "no circle of everyone": (
        lambda parts: [
            parts.update({name: b""})
            for name in parts
            if name.startswith("rows/")
            and not name.startswith(("rows/communities.", "rows/members.", "rows/logbook."))
        ],
        "no-root",
        None,
    ),
    "a loose end": (rows(put(0, welcomed_by=OTHER), MEMBERS), "loose-end", 1),
    "an edited line": (rows(put(3, at="2020-02-02T20:20:00+00:00"), LINES), "broken-chain", 4),
    "a line taken out": (rows(lambda found: found[1:], LINES), "loose-end", None),
    "an unknown key": (
        rows(
            lambda found: found[0].update(private_key=shape.packed(b"\x01" + b"k" * 90)),
            "rows/communities.SigningKey.jsonl",
        ),
        "bad-signature",
        None,
    ),
    "a sealed value of another key": (
        rows(
            lambda found: found[0].update(answers=shape.packed(b"\x01" + b"k" * 90)),
            "rows/members.Application.jsonl",
        ),
        "unknown-key",
        1,
    ),
    "a swapped key": (
        rows(
            lambda found: [
                row | {"wrapped": row["wrapped"] and shape.packed(b"\x01" + b"k" * 90)}
                if row["owner_kind"] != "community"
                else row
                for row in found
            ],
            shape.KEYS,
        ),
        "bad-keys",
        None,
    ),
    "an address of nobody": (
        lambda parts: parts.update({shape.ARRIVALS: shape.line_of({"member": OTHER, "address": None})}),
        "loose-end",
        1,
    ),
    "no keys": (lambda parts: parts.update({shape.KEYS: b""}), "bad-keys", None),
    "a part missing": (lambda parts: parts.pop(shape.ARRIVALS), "missing-part", None),
    "upwards": (lambda parts: parts.update({"files/../../evil": b"x"}), "bad-name", None),
    "absolute": (lambda parts: parts.update({"/etc/evil": b"x"}), "bad-name", None),
    "a hidden file": (lambda parts: parts.update({"files/.ssh/keys": b"x"}), "bad-name", None),
    "a drive": (lambda parts: parts.update({"files/C:\\evil": b"x"}), "bad-name", None),
    "a bomb": (lambda parts: parts.update({"files/zeros": b"\0" * 30_000_000}), "bomb", None),
}


def _root(found: list[dict[str, Any]]) -> dict[str, Any]:
    return next(row for row in found if row["circle_kind"] == "root")


@pytest.mark.parametrize("name", list(CHANGES))
def test_what_does_not_belong_is_refused_with_its_place(
    harbour: Packed, empty_host: OtherHost, tmp_path: Path, name: str
) -> None:
    change, code, line = CHANGES[name]
    file = harbour.repacked(change, into=tmp_path / "hostile.zip")
    fault = refused(harbour, empty_host, file)
    assert fault.code == code, (fault.code, str(fault))
    if line is not None:
        assert fault.line == line


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda said: said.update(version=2), "newer-version"),
        (lambda said: said.update(version=0), "bad-manifest"),
        (lambda said: said.update(format="something"), "bad-manifest"),
        (lambda said: said.update(more=1), "bad-manifest"),
        (lambda said: said["community"].update(id="x"), "bad-manifest"),
        (lambda said: said["community"].update(name="Another"), "bad-manifest"),
        (lambda said: said["lock"].update(memory_kib=10**7), "bad-manifest"),
        (lambda said: said["lock"].update(kdf="none"), "bad-manifest"),
        (lambda said: said["parts"][1].update(sha256="0" * 64), "other-digest"),
        (lambda said: said["parts"][1].update(bytes=1), "other-size"),
        (lambda said: said["parts"].pop(), "missing-part"),
        (lambda said: said["parts"].append(said["parts"][1]), "bad-manifest"),
        (lambda said: said["parts"][1]["columns"].append("colour"), "unknown-column"),
        (lambda said: said["parts"][1]["columns"].remove("circle"), "missing-column"),
        (lambda said: said["logbook"].update(links=1), "other-chain"),
    ],
)
def test_a_manifest_that_does_not_fit_is_refused(
    harbour: Packed, empty_host: OtherHost, tmp_path: Path, change: Any, code: str
) -> None:
    file = harbour.repacked(manifest=change, into=tmp_path / "hostile.zip")
    assert refused(harbour, empty_host, file).code in (code, "not-in-manifest")


def test_who_has_not_the_communitys_key_changes_nothing(
    harbour: Packed, empty_host: OtherHost, tmp_path: Path
) -> None:
    """Digests that fit are not enough: the manifest is signed."""
    file = harbour.repacked(rows(put(0, name="Mallory"), MEMBERS), into=tmp_path / "hostile.zip", sign=False)
    assert refused(harbour, empty_host, file).code == "bad-signature"


def test_the_wrong_passphrase_opens_nothing(harbour: Packed, empty_host: OtherHost) -> None:
    fault = refused(harbour, empty_host, harbour.file, passphrase="six herons over one bridge")
    assert fault.code == "wrong-passphrase"


def test_locked_for_one_host_it_opens_there_and_nowhere_else(
    real_commits: Any, another_host: Any, empty_host: OtherHost, world: Any, tmp_path: Path
) -> None:
    """With a transfer key the passphrase alone opens nothing, and neither does the host without it."""
    with another_host("receiving"):
        theirs = keyring.transfer_key()
    harbour = world.harbour.community
    packed = pack(harbour, tmp_path / "for-one.zip", world.now, transfer=f" {theirs.upper()}\n")
    assert refused(packed, empty_host, packed.file).code == "for-another-host"
    with another_host("receiving-2") as data:
        (data / "keys" / "host.key").write_bytes((tmp_path / "receiving" / "keys" / "host.key").read_bytes())
        with pytest.raises(ArchiveFault) as wrong:
            import_community(file=packed.file, passphrase="not the one that was chosen", now=world.now)
        assert wrong.value.code == "wrong-passphrase"
        import_community(file=packed.file, passphrase=PASSPHRASE, now=world.now)
        assert Community.objects.get().id == harbour.id
    slip = theirs[:-1] + ("a" if theirs[-1] != "a" else "b")
    for typed in (slip, "hearth-transfer-1:", "hello", ""):
        if typed:
            with pytest.raises(ArchiveFault) as bad:
                keyring.lock(PASSPHRASE, typed)
            assert bad.value.code == "bad-transfer-key"


@pytest.mark.parametrize("how", ["cut", "bytes", "empty", "text", "gone"])
def test_a_file_that_is_no_whole_zip_is_refused(
    harbour: Packed, empty_host: OtherHost, tmp_path: Path, how: str
) -> None:
    file, whole = tmp_path / "broken.zip", harbour.file.read_bytes()
    if how == "cut":
        file.write_bytes(whole[: len(whole) * 2 // 3])
    elif how == "bytes":  # inside the first part: the directory at the end still reads
        file.write_bytes(whole[:60] + bytes(200) + whole[260:])
    elif how != "gone":
        file.write_bytes(b"" if how == "empty" else b"hello " * 1000)
    fault = refused(harbour, empty_host, file)
    expected = {"bytes": "damaged", "gone": "no-file"}.get(how, "not-an-archive")
    assert fault.code == expected


def test_links_folders_and_doubles_are_refused(
    harbour: Packed, empty_host: OtherHost, tmp_path: Path
) -> None:
    for what, code in (("link", "not-a-plain-file"), ("folder", "bad-name"), ("double", "twice")):
        file = harbour.repacked(into=tmp_path / f"{what}.zip")
        with zipfile.ZipFile(file, "a") as box:
            if what == "link":
                info = zipfile.ZipInfo("files/link")
                info.external_attr = (stat.S_IFLNK | 0o777) << 16
                box.writestr(info, "/etc/passwd")
            elif what == "folder":
                box.writestr(zipfile.ZipInfo("files/folder/"), b"")
            else:
                with pytest.warns(UserWarning, match="Duplicate"):
                    box.writestr(MEMBERS, b"")
        assert refused(harbour, empty_host, file).code == code, what


def test_it_is_taken_in_once_and_never_over_what_is_here(packed: Packed, world: Any) -> None:
    with pytest.raises(ArchiveFault) as here:
        import_community(file=packed.file, passphrase=PASSPHRASE, now=world.now)
    assert here.value.code == "here-already"


def test_an_address_in_use_needs_another(
    packed: Packed, another_host: Any, world: Any, tmp_path: Path
) -> None:
    with another_host():
        other = Community.objects.create(
            name="Other", slug="harbour", community_kind="other", public_key=b"-" * 32
        )
        with pytest.raises(ArchiveFault) as taken:
            import_community(file=packed.file, passphrase=PASSPHRASE, now=world.now)
        assert taken.value.code == "slug-taken"
        came = import_community(file=packed.file, passphrase=PASSPHRASE, slug="harbour-2", now=world.now)
        assert came.community.slug == "harbour-2" and other.slug == "harbour"


def test_an_id_in_use_here_is_refused_and_the_other_communitys_row_stays(
    packed: Packed, another_host: Any, world: Any, tmp_path: Path
) -> None:
    """Somebody who knows an id of another community cannot write over its row."""
    with world.meadow.within():
        victim = world.meadow.acting("member")
    stolen = str(victim.id)
    # Who takes an address along, or has a key, would be found out sooner: both are for that member alone.
    sooner = {row["member"] for row in packed.lines(shape.ARRIVALS) if row["address"]}
    sooner |= {row["owner_id"] for row in packed.lines(shape.KEYS)}
    own = next(row["id"] for row in packed.lines(MEMBERS) if row["id"] not in sooner)
    file = packed.repacked(
        lambda parts: parts.update(
            {name: body.replace(own.encode(), stolen.encode()) for name, body in parts.items()}
        ),
        lambda said: said["community"].update(id=str(packed.community_id)),
        into=tmp_path / "hostile.zip",
    )
    meadow = pack(world.meadow.community, tmp_path / "meadow.zip", world.now)
    with another_host():
        import_community(file=meadow.file, passphrase=PASSPHRASE, now=world.now)
        with pytest.raises(ArchiveFault) as fault:
            import_community(file=file, passphrase=PASSPHRASE, now=world.now)
        assert fault.value.code == "guard"
        with in_community(world.meadow.community.id):
            from commonhearth.foundation.members.models import Member

            assert Member.objects.get(id=victim.id).name == victim.name
