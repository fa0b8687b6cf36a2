"""A community packed into a file, looked into, packed again after a change, and taken in on another host."""

from __future__ import annotations

import base64
import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import connections

from commonhearth.foundation import sealed
from commonhearth.foundation.communities.models import SigningKey
from commonhearth.foundation.sealed import hostkey, keys
from commonhearth.foundation.tenancy import in_community
from commonhearth.site.archive import keyring, shape, writing
from commonhearth.site.archive.writing import signed
from tests import databases

PASSPHRASE = "five herons over one bridge"


@dataclass
class Packed:
    """An archive of Harbour, and what a test needs to pack it again."""

    file: Path
    community_id: Any
    private: Ed25519PrivateKey
    now: datetime

    def names(self) -> list[str]:
        with zipfile.ZipFile(self.file) as box:
            return box.namelist()

    def lines(self, name: str) -> list[dict[str, Any]]:
        with zipfile.ZipFile(self.file) as box:
            return [json.loads(line) for line in box.read(name).splitlines()]

    def manifest(self) -> dict[str, Any]:
        with zipfile.ZipFile(self.file) as box:
            found: dict[str, Any] = json.loads(box.read(shape.MANIFEST))
        return found

    def repacked(
        self,
        change: Callable[[dict[str, bytes]], None] = lambda parts: None,
        manifest: Callable[[dict[str, Any]], None] = lambda said: None,
        *,
        into: Path,
        sign: bool = True,
    ) -> Path:
        """Pack it anew after a change, with a manifest that fits it, signed as the community signs.

        That is what somebody could do who has the community's own key; others are refused sooner.
        """
        with zipfile.ZipFile(self.file) as box:
            parts = {name: box.read(name) for name in box.namelist()}
        said = json.loads(parts.pop(shape.MANIFEST))
        signature = parts.pop(shape.SIGNATURE)
        before = {part["name"]: part for part in said["parts"]}
        change(parts)
        said["parts"] = []
        for name, text in parts.items():
            part = {"name": name, "sha256": hashlib.sha256(text).hexdigest(), "bytes": len(text)}
            if name.endswith(".jsonl"):
                part["rows"] = len(text.splitlines())
            if name.startswith(shape.ROWS):
                part["columns"] = before.get(name, {}).get("columns", [])
            said["parts"].append(part)
        manifest(said)
        text = json.dumps(said).encode()
        with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as box:
            for name, body in parts.items():
                box.writestr(name, body)
            box.writestr(shape.MANIFEST, text)
            box.writestr(
                shape.SIGNATURE, base64.b64encode(self.private.sign(signed(text))) if sign else signature
            )
        return into


def pack(community: Any, file: Path, now: datetime, *, transfer: str = "") -> Packed:
    lock, key = keyring.lock(PASSPHRASE, transfer)
    with in_community(community.id):
        wrapped = keyring.wrapped_for_journey(key)
        row = SigningKey.objects.get()
        private = bytes.fromhex(sealed.open_for(row.private_key, purpose="signature"))
    writing.export_community(community=community, file=file, lock=lock, wrapped=wrapped, now=now)
    return Packed(file, community.id, Ed25519PrivateKey.from_private_bytes(private), now)


@dataclass
class OtherHost:
    """A host beside this one: where its state is kept, and its database."""

    data: Path
    database: str

    @contextmanager
    def here(self) -> Iterator[Path]:
        """Stand on it."""
        before = connections["default"].settings_dict["NAME"]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(settings, "HEARTH_DATA", self.data)
            patch.setattr(settings, "HEARTH_KEY_FILE", self.data / "keys" / "host.key")
            patch.setattr(settings, "HEARTH_URL", "https://other.example")
            if not hostkey.key_file().exists():
                hostkey.create()
            keys.forget()
            databases.use(self.database)
            try:
                yield self.data
            finally:
                databases.use(before)
                keys.forget()


@contextmanager
def other_host(data: Path) -> Iterator[Path]:
    """Stand on another host of the same kind: empty, with a key and a folder of its own."""
    with databases.copied(data.name) as database, OtherHost(data, database).here():
        yield data
