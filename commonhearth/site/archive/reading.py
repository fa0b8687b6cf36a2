"""What a file holds, looked at whole before anything is written.

The zip itself is looked at first (names, links, how densely it is packed), then the manifest, then whether
it opens and the community's own key signed it, then every line of every part. Nothing is unpacked to disk
and no part is held in memory; a part that is longer than the manifest says ends there.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from commonhearth.core.zips import DAMAGED
from commonhearth.foundation.communities.models import Community, SigningKey
from commonhearth.foundation.sealed import cipher
from commonhearth.foundation.sealed.models import Key, Tombstone
from commonhearth.foundation.tenancy.models import HearthModel, TenantModel
from commonhearth.site.archive import keyring, schema, shape
from commonhearth.site.archive.register import by_part, part_of
from commonhearth.site.archive.shape import ArchiveFault, BadValue, columns_of
from commonhearth.site.archive.writing import signed


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive says of itself."""

    made: datetime
    host: str
    community_id: UUID
    slug: str
    name: str
    links: int
    head: str
    lock: keyring.Lock
    parts: dict[str, dict[str, Any]]

    @property
    def rows(self) -> int:
        """How many rows of tables it holds."""
        return sum(part["rows"] for name, part in self.parts.items() if name.startswith(shape.ROWS))


@dataclass
class Opened:
    """The keys of an archive, opened: its rows as written, and the community's own secrets by key id."""

    rows: list[Key] = field(default_factory=list)
    secrets: dict[UUID, bytes] = field(default_factory=dict, repr=False)

    @cached_property
    def known(self) -> frozenset[UUID]:
        """The ids of all its keys, destroyed ones too."""
        return frozenset(row.pk for row in self.rows)


class Archive:
    """One file, open for reading."""

    def __init__(self, file: Path) -> None:
        self.path = file
        try:
            self._box = zipfile.ZipFile(file)
        except FileNotFoundError:
            raise ArchiveFault("no-file", file=file) from None
        except DAMAGED:
            raise ArchiveFault("not-an-archive", file=file) from None
        try:
            self.entries = self._looked_over()
        except BaseException:
            self._box.close()
            raise

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *args: object) -> None:
        self._box.close()

    # --- The zip ------------------------------------------------------------------------------------
    def _looked_over(self) -> dict[str, zipfile.ZipInfo]:
        found: dict[str, zipfile.ZipInfo] = {}
        infos = self._box.infolist()
        if len(infos) > shape.MOST_ENTRIES:
            raise ArchiveFault("too-many-entries")
        whole = 0
        for info in infos:
            # `filename` is what zipfile makes of it; a name that hid something differs from it.
            name = info.filename
            known = name in (shape.MANIFEST, shape.SIGNATURE) or shape.PART.fullmatch(name)
            if info.orig_filename != name or not (known or shape.FILE.fullmatch(name)):
                raise ArchiveFault("bad-name", part=_shown(info.orig_filename))
            mode = info.external_attr >> 16
            if info.is_dir() or (mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG)):
                raise ArchiveFault("not-a-plain-file", part=name)
            if info.flag_bits & 0x1 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise ArchiveFault("not-a-plain-file", part=name)
            if name in found:
                raise ArchiveFault("twice", part=name)
            whole += info.file_size
            if whole > shape.MOST_BYTES or (
                info.file_size > 1 << 20 and info.file_size > shape.DENSEST * max(info.compress_size, 1)
            ):
                raise ArchiveFault("bomb", part=name)
            found[name] = info
        for name in (shape.MANIFEST, shape.SIGNATURE):
            if name not in found:
                raise ArchiveFault("missing-part", part=name)
        return found

    def _small(self, name: str, most: int) -> bytes:
        if self.entries[name].file_size > most:
            raise ArchiveFault("bomb", part=name)
        try:
            with self._box.open(self.entries[name]) as source:
                return source.read(most)
        except DAMAGED:
            raise ArchiveFault("damaged", part=name) from None

    # --- The manifest ---------------------------------------------------------------------------------
    @cached_property
    def manifest_bytes(self) -> bytes:
        return self._small(shape.MANIFEST, shape.LARGEST_MANIFEST)

    @cached_property
    def manifest(self) -> Manifest:
        """Read and judge the manifest: its shape, its version, and that it names exactly what is there."""
        try:
            said = json.loads(self.manifest_bytes.decode())
        except (ValueError, RecursionError):
            raise ArchiveFault("bad-manifest", part=shape.MANIFEST, where="") from None
        self._refuse_other_versions(said)
        wrong = schema.first_fault(said)
        if wrong is not None:
            raise ArchiveFault("bad-manifest", part=shape.MANIFEST, where=wrong)
        parts = {part["name"]: part for part in said["parts"]}
        if len(parts) != len(said["parts"]):
            raise ArchiveFault("bad-manifest", part=shape.MANIFEST, where="parts")
        self._refuse_what_differs(parts)
        try:
            lock = keyring.read_lock(said["lock"])
            made = datetime.fromisoformat(said["made"])
            community_id = shape.uuid_of(said["community"]["id"])
        except ValueError:
            raise ArchiveFault("bad-manifest", part=shape.MANIFEST, where="lock, made or community") from None
        about = said["community"]
        return Manifest(
            made, said["host"], community_id, about["slug"], about["name"],
            said["logbook"]["links"], said["logbook"]["head"], lock, parts,
        )  # fmt: skip

    @staticmethod
    def _refuse_other_versions(said: Any) -> None:
        if not isinstance(said, dict) or said.get("format") != shape.FORMAT:
            raise ArchiveFault("bad-manifest", part=shape.MANIFEST, where="format")
        version = said.get("version")
        if type(version) is int and version > shape.VERSION:
            raise ArchiveFault("newer-version", part=shape.MANIFEST, version=version, known=shape.VERSION)

    def _refuse_what_differs(self, parts: dict[str, dict[str, Any]]) -> None:
        there = set(self.entries) - {shape.MANIFEST, shape.SIGNATURE}
        for name in sorted(there - set(parts)):
            raise ArchiveFault("not-in-manifest", part=name)
        known = by_part()
        must = {shape.COMMUNITY, shape.KEYS, shape.TOMBSTONES, shape.ARRIVALS}
        for name in sorted((set(parts) | must) - there):
            raise ArchiveFault("missing-part", part=_shown(name))
        for name, part in parts.items():
            if part["bytes"] != self.entries[name].file_size:
                raise ArchiveFault("other-size", part=name)
            if name.startswith(shape.ROWS):
                if name not in known:
                    raise ArchiveFault("unknown-table", part=name)
                self._refuse_other_columns(name, known[name], part.get("columns", []))

    @staticmethod
    def _refuse_other_columns(name: str, model: type[HearthModel], said: list[str]) -> None:
        columns = columns_of(model)
        for column in said:
            if column not in columns:
                raise ArchiveFault("unknown-column", part=name, column=_shown(column))
        for column, kind in columns.items():
            # An older version had fewer columns: those that may stay empty, or begin as something, do so.
            if column not in said and not (kind.field.null or kind.field.has_default() or kind.field.blank):
                raise ArchiveFault("missing-column", part=name, column=column)

    # --- Does it open, and did the community itself sign it? ----------------------------------------------
    def open(self, passphrase: str) -> Opened:
        """Open the archive's keys and compare its signature.

        Raises:
            ArchiveFault: `wrong-passphrase`, `for-another-host`, `bad-signature`, `bad-keys`.
        """
        here = self.manifest.community_id
        found = Opened(rows=[row for _line, row in self._keys(here)])
        own = [row for row in found.rows if row.owner_kind == "community" and row.wrapped is not None]
        if not own:
            raise ArchiveFault("bad-keys", part=shape.KEYS)
        try:
            for key in keyring.opening_keys(passphrase, self.manifest.lock):
                found.secrets = {row.pk: keyring.open_journey_key(row, key) for row in own}
        except InvalidTag:
            raise ArchiveFault("wrong-passphrase") from None
        except BadValue:
            raise ArchiveFault("bad-manifest", part=shape.MANIFEST, where="lock") from None
        wrong = keyring.rows_open(found.rows, found.secrets)
        if wrong is not None:
            raise ArchiveFault("bad-keys", part=shape.KEYS, line=wrong + 1)
        self._compare_signature(found)
        return found

    def _keys(self, community_id: UUID) -> Iterator[tuple[int, Key]]:
        seen: set[UUID] = set()
        for number, values in self.lines(shape.KEYS):
            try:
                row = keyring.read_key(values, community_id)
            except BadValue as bad:
                raise ArchiveFault(
                    "bad-line", part=shape.KEYS, line=number, why=str(bad), column=""
                ) from None
            if row.pk in seen:
                raise ArchiveFault("twice-the-same", part=shape.KEYS, line=number)
            seen.add(row.pk)
            yield number, row

    def _compare_signature(self, opened: Opened) -> None:
        # Its digest of every part stands in the manifest, and only who has the community's own key can
        # sign that: an archive somebody changed on its way does not come in, whoever repacked it.
        community = next(self.rows(Community))[1]
        part = part_of(SigningKey)
        if part not in self.manifest.parts:
            raise ArchiveFault("missing-part", part=part)
        row = next(self.rows(SigningKey), None)
        sealed_field: Any = SigningKey._meta.get_field("private_key")
        try:
            if row is None:
                raise ValueError("no key")
            blob = bytes(row[1].private_key.raw)
            secret = opened.secrets[cipher.head(blob).key_id]
            text = cipher.unseal(secret, blob, sealed_field.place_of(row[1])).decode()
            private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(text))
            public = private.public_key().public_bytes_raw()
            if public != bytes(community.public_key):
                raise ValueError("another key")
            signature = base64.b64decode(self._small(shape.SIGNATURE, 200), validate=True)
            Ed25519PublicKey.from_public_bytes(public).verify(signature, signed(self.manifest_bytes))
        except (ValueError, KeyError, cipher.CannotOpen, InvalidSignature):
            raise ArchiveFault("bad-signature", part=shape.SIGNATURE) from None

    # --- Lines ----------------------------------------------------------------------------------------
    def lines(self, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
        """Give a part's lines with their numbers; the last of them only when digest and count agree.

        Raises:
            ArchiveFault: `damaged`, `bad-line`, `other-digest`, `other-count`.
        """
        said = self.manifest.parts[name]
        digest, number = hashlib.sha256(), 0
        with self._reading(name) as source:
            for line in _lines(source, name):
                number += 1
                digest.update(line)
                try:
                    values = shape.object_of(line)
                except BadValue as bad:
                    raise ArchiveFault("bad-line", part=name, line=number, why=str(bad), column="") from None
                yield number, values
        if digest.hexdigest() != said["sha256"]:
            raise ArchiveFault("other-digest", part=name)
        if number != said["rows"]:
            raise ArchiveFault("other-count", part=name, said=said["rows"], there=number)

    def rows(self, model: type[HearthModel]) -> Iterator[tuple[int, Any]]:
        """Give a table's rows, not saved, with the numbers of their lines. Raises as `lines` does."""
        name, here = part_of(model), self.manifest.community_id
        columns = columns_of(model)
        said = set(self.manifest.parts[name].get("columns", []))
        for number, values in self.lines(name):
            if set(values) != said:
                raise ArchiveFault("bad-line", part=name, line=number, why="other-columns", column="")
            found: dict[str, Any] = {}
            for column, value in values.items():
                try:
                    found[columns[column].field.attname] = columns[column].read(value)
                except BadValue as bad:
                    raise ArchiveFault(
                        "bad-line", part=name, line=number, why=str(bad), column=column
                    ) from None
            whose = found["community_id"] if issubclass(model, TenantModel) else found["id"]
            if whose != here:
                raise ArchiveFault("foreign-community", part=name, line=number)
            yield number, model(**found)

    def tombstones(self) -> Iterator[tuple[int, Tombstone]]:
        """Give what was erased on the host it comes from."""
        columns = columns_of(Tombstone)
        for number, values in self.lines(shape.TOMBSTONES):
            try:
                if set(values) != set(columns):
                    raise BadValue("other-columns")
                row = Tombstone(**{name: columns[name].read(value) for name, value in values.items()})
            except BadValue as bad:
                raise ArchiveFault(
                    "bad-line", part=shape.TOMBSTONES, line=number, why=str(bad), column=""
                ) from None
            if row.community_id != self.manifest.community_id:
                raise ArchiveFault("foreign-community", part=shape.TOMBSTONES, line=number)
            yield number, row

    def arrivals(self, secrets: dict[UUID, bytes]) -> Iterator[tuple[int, UUID, str]]:
        """Give who had a sign-in, with the address of those who agreed to take it along."""
        here = self.manifest.community_id
        for number, values in self.lines(shape.ARRIVALS):
            try:
                if set(values) != {"member", "address"}:
                    raise BadValue("other-columns")
                member = shape.uuid_of(values["member"])
                text = values["address"]
                address = (
                    keyring.open_address(text, community_id=here, member_id=member, secrets=secrets)
                    if text is not None
                    else ""
                )
            except BadValue as bad:
                raise ArchiveFault(
                    "bad-line", part=shape.ARRIVALS, line=number, why=str(bad), column=""
                ) from None
            yield number, member, address

    # --- Files ----------------------------------------------------------------------------------------
    def files(self) -> list[str]:
        """Return the names of the files that go along."""
        return [name for name in self.manifest.parts if name.startswith(shape.FILES)]

    def copy_file(self, name: str, out: BinaryIO | None) -> None:
        """Write a file out, or with nothing to write to only compare its digest.

        Raises:
            ArchiveFault: `damaged`, `other-digest`.
        """
        digest = hashlib.sha256()
        with self._reading(name) as source:
            for piece in _pieces(source, name):
                digest.update(piece)
                if out is not None:
                    out.write(piece)
        if digest.hexdigest() != self.manifest.parts[name]["sha256"]:
            raise ArchiveFault("other-digest", part=name)

    def _reading(self, name: str) -> Any:
        try:
            return self._box.open(self.entries[name])
        except DAMAGED:
            raise ArchiveFault("damaged", part=name) from None


def _pieces(source: Any, name: str) -> Iterator[bytes]:
    while True:
        try:
            piece = source.read(1 << 20)
        except DAMAGED:
            raise ArchiveFault("damaged", part=name) from None
        if not piece:
            return
        yield piece


def _lines(source: Any, name: str) -> Iterator[bytes]:
    reader, number = io.BufferedReader(source, 1 << 16), 0
    while True:
        number += 1
        try:
            line = reader.readline(shape.LONGEST_LINE + 1)
        except DAMAGED:
            raise ArchiveFault("damaged", part=name) from None
        if not line:
            return
        if len(line) > shape.LONGEST_LINE or not line.endswith(b"\n"):
            raise ArchiveFault("bad-line", part=name, line=number, why="too-long-or-cut", column="")
        yield line


def _shown(name: str) -> str:
    """Return a strange name so that it can be printed."""
    return "".join(letter if letter.isprintable() else "?" for letter in name)[:120]
