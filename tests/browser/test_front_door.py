"""The front door, whole: three begin a co-op on one host; it is found, compared and given away; another host follows
it, takes it in, and keeps it through a backup.

Two demo hosts really run. The second is let out to the first by its setting, as two houses on one network would be.
"""

from __future__ import annotations

import json
import re
import shutil
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.demo_host import Visits, fill, hearth, serving_demo
from tests.browser.eyes import DESK, accessible
from tests.browser.hands import through
from tests.browser.test_start_your_own import three_begin
from tests.rooms.directory.exchange.conftest import hsds, murmurations  # noqa: F401  fixtures

PASSPHRASE = "five herons over one bridge"
#: Parts that speak of the host a community is at: who packed it, its wrapped keys, the line that it arrived.
OF_THE_HOST = re.compile(r"^(manifest|signature|keys|arrivals|rows/logbook\.)")
#: What the community's own row says of its host.
HERE = ("origin", "frozen_since", "moved_to")


@pytest.fixture
def houses(demo_folder: Path, tmp_path: Path, chromium: Any) -> Iterator[tuple[Visits, Path, Visits, Path]]:
    """Two hosts, each with its windows and its folder."""
    first, second = tmp_path / "first", tmp_path / "second"
    shutil.copytree(demo_folder, first)
    with serving_demo(first) as here:
        port = urlsplit(here).port
        let_out = {"HEARTH_EGRESS": "listed", "HEARTH_EGRESS_PRIVATE": f"127.0.0.1:{port},[::1]:{port}"}
        fill(second, **let_out)
        with serving_demo(second, **let_out) as there:
            visits, other = Visits(chromium, here), Visits(chromium, there)
            yield visits, first, other, second
            visits.ended()
            other.ended()


def read(address: str, path: str) -> Any:
    with urllib.request.urlopen(address + path, timeout=120) as answer:
        return json.load(answer)


def shown_when_it_comes(page: Page, path: str, name: str) -> None:
    """Open a page again until a job has brought what it waits for."""
    for _ in range(480):
        page.goto(path)
        if page.get_by_role("main").get_by_role("link", name=name).count():
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"{name} never came to {path}")


def parts(archive: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(archive) as box:
        found = {name: box.read(name) for name in box.namelist() if not OF_THE_HOST.match(name)}
    community = json.loads(found["rows/communities.Community.jsonl"])
    said = {name: value for name, value in community.items() if name not in HERE}
    return found | {"rows/communities.Community.jsonl": json.dumps(said).encode()}


def test_from_a_card_to_another_host(
    houses: tuple[Visits, Path, Visits, Path],
    tmp_path: Path,
    murmurations: Callable[..., list[str]],  # noqa: F811
    hsds: Callable[..., list[str]],  # noqa: F811
) -> None:
    visits, first, other, second = houses
    # One founder shows a card, two neighbours agree to meet, and the three begin a co-op.
    name, slug, _page = three_begin(visits, script=False)
    # Somebody near finds it and lays it beside another.
    page = visits.visitor(width=DESK)
    page.goto("/find/?place=Whitby&within=250")
    page.get_by_label(f"Compare {name}").check()
    page.get_by_label(re.compile("^Compare ")).nth(1).check()
    through(page.get_by_role("button", name="Compare those you ticked"))
    table = page.get_by_role("main")
    expect(table.get_by_text(name).first).to_be_visible()
    expect(table.get_by_text("How it decides").first).to_be_visible()
    accessible(page)
    # It is given away as the open standards want it.
    told = read(visits.address, "/murmurations/profiles.json?communities=yes")["data"]
    [profile] = [one["profile_url"] for one in told if one["name"] == name]
    assert murmurations(read("", profile)) == []
    listing = profile.rpartition("/")[2].removesuffix(".json")
    service = read(visits.address, f"/hsds/services/{listing}")
    assert service["name"] == name and hsds("service", service) == []
    # A second host follows the first, and shows it with where it came from.
    reviewer = other.somebody("Sam", width=DESK)
    reviewer.goto("/directory/desk/following/")
    reviewer.get_by_label("Address of a host, an index or a profile").fill(visits.address)
    through(reviewer.get_by_role("main").get_by_role("button", name="Follow"))
    away = other.visitor()
    shown_when_it_comes(away, "/find/?words=Whitby", name)
    through(away.get_by_role("main").get_by_role("link", name=name).first)
    expect(away.get_by_text(re.compile(r"localhost|127\.0\.0\.1")).first).to_be_visible()
    # The community moves there, whole,
    secret = tmp_path / "passphrase"
    secret.write_text(PASSPHRASE)
    left, again = tmp_path / "left.zip", tmp_path / "again.zip"
    hearth(first, "export", "community", slug, str(left), "--passphrase-file", str(secret))
    hearth(second, "import", "community", str(left), "--passphrase-file", str(secret))
    hearth(second, "export", "community", slug, str(again), "--passphrase-file", str(secret))
    assert len(parts(left)) > 5
    assert parts(again) == parts(left), "row for row, file for file"
    away.goto(f"/c/{slug}/")
    expect(away.get_by_role("heading", level=1, name=name)).to_be_visible()
    # and that host, backed up and put back onto an empty folder with its keys, is sound.
    hearth(second, "backup", str(tmp_path / "backups"))
    keys = {
        "HEARTH_KEY_FILE": str(second / "keys" / "host.key"),
        "HEARTH_SECRET": (second / "keys" / "signing.key").read_text(),
    }
    back = tmp_path / "back"
    hearth(back, "restore", str(tmp_path / "backups"), **keys)
    hearth(back, "check", **keys)
