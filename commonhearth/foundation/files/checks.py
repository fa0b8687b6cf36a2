"""What `hearth check` says about files: rows without bytes, and bytes without rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.apps import apps

from commonhearth.foundation.files import disk
from commonhearth.foundation.files.models import File
from commonhearth.foundation.files.wording import FINDINGS
from commonhearth.foundation.registry import Finding
from commonhearth.foundation.tenancy import in_community


def findings(now: datetime) -> Iterator[Finding]:
    """Compare what the database names with what stands on the disk, community by community."""
    communities = dict(apps.get_model("communities.Community").objects.values_list("id", "name"))
    for community_id, name in communities.items():
        with in_community(community_id):
            found = list(_in_one(community_id, name))
        yield from found
    strays = [path for path, one in disk.communities_standing() if one not in communities]
    yield from _no_row([*strays, *disk.half_written()], disk.root())


def _in_one(community_id: Any, name: str) -> Iterator[Finding]:
    rows = {row[0]: row[1:] for row in File.objects.values_list("id", "small_size")}
    there, strays = set(), []
    for path, file_id in disk.standing(community_id):
        if file_id in rows:
            there.add(path.name)
        else:
            strays.append(path)
    gone = [
        file_id
        for file_id, (small,) in rows.items()
        if str(file_id) not in there or (small and f"{file_id}{disk.SMALL}" not in there)
    ]
    folder = disk.folder_of(community_id)
    if gone:
        about = {"count": len(gone), "community": name, "example": min(map(str, gone)), "folder": folder}
        yield Finding("files.bytes-gone", str(FINDINGS["bytes-gone"]) % about)
    yield from _no_row(strays, folder)


def _no_row(strays: list[Any], folder: Any) -> Iterator[Finding]:
    settled = [path for path in strays if disk.is_settled(path)]
    if settled:
        about = {"count": len(settled), "folder": folder, "example": settled[0].name}
        yield Finding("files.no-row", str(FINDINGS["no-row"]) % about, serious=False)
