"""The map has a line for every package, and no line for one that is gone."""

from __future__ import annotations

import re
import subprocess

from tests.databases import ROOT

PACKAGE = ROOT / "commonhearth"
#: Folders whose children are packages of their own on the map.
STOREYS = ("foundation", "rooms", "core")


def mapped() -> set[str]:
    """Return what the map has lines for."""
    lines = (ROOT / "docs" / "map.md").read_text().splitlines()
    return {found[1] for line in lines if (found := re.match(r"\| `([\w/]+)` \| \S", line))}


def packages() -> set[str]:
    """Return the packages and single-file packages of the house."""
    found = set()
    for folder in PACKAGE.iterdir():
        if (folder / "__init__.py").exists():
            found.add(folder.name)
    for storey in STOREYS:
        for path in (PACKAGE / storey).iterdir():
            if (path / "__init__.py").exists() or (path.suffix == ".py" and path.stem != "__init__"):
                found.add(f"{storey}/{path.stem}")
    return found


def folders() -> set[str]:
    """Return the kept folders beside the product."""
    kept = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    return {path.split("/")[0] for path in kept if "/" in path and not path.startswith(".")} - {
        "commonhearth"
    }


def test_every_package_has_a_line():
    assert packages() - mapped() == set(), "give it a line in docs/map.md"


def test_every_folder_has_a_line():
    assert folders() - mapped() == set(), "give it a line in docs/map.md"


def test_no_line_without_its_package():
    gone = {name for name in mapped() - packages() if not (ROOT / name).is_dir()}
    assert gone == set(), "take its line out of docs/map.md"
