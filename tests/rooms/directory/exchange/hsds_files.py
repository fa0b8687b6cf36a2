"""Zip files of HSDS tables, and the ids of the specification's own examples."""

from __future__ import annotations

import zipfile
from pathlib import Path

SERVICE = "ac148810-d857-441c-9679-408f346de14b"
ORGANISATION = "d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610"


def zipped(folder: Path, files: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> Path:
    path = folder / "tables.zip"
    with zipfile.ZipFile(path, "w", packing) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path
