"""Leaving with nothing left behind, and packing the whole community for another host."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import expect

from commonhearth.foundation.members.models import Member
from commonhearth.site.archive import packing
from commonhearth.site.archive.keyring import transfer_key
from commonhearth.site.models import Packing
from tests.browser.eyes import DESK, PHONE
from tests.browser.hands import through


def shown_again(world: Any, who: str) -> None:
    """Let somebody have shown a moment ago that it is them; how that is done has its own journeys."""
    client = world.client(who)
    session = client.session
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session["account_authentication_methods"] = [{"method": "code", "at": time.time()}]
    session.save()


def look(page: Any, name: str) -> None:
    """Keep a picture of a page where somebody asked for pictures."""
    folder = os.environ.get("HEARTH_PICTURES")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_somebody_erases_what_is_theirs(window, world, script):
    page = window("member", width=PHONE, script=script, dark=not script)
    shown_again(world, "member")
    # Given a member who means to leave nothing behind,
    page.goto("/c/harbour/you/leave/")
    through(page.get_by_role("link", name="Erase what is mine"))
    # when they read what goes and what stays, and press without saying that they are sure,
    expect(page.get_by_text("How you were known here")).to_be_visible()
    look(page, f"erase-{'light' if script else 'dark'}")
    if not script:
        through(page.get_by_role("button", name="Leave and erase it"))
        expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("I know that nobody can bring it back").check()
    through(page.get_by_role("button", name="Leave and erase it"))
    # then it is gone, and they are where they are without this community.
    expect(page.get_by_text("It is erased.")).to_be_visible()
    with world.harbour.within():
        assert not Member.objects.filter(name="Mara").exists()


def test_a_steward_and_a_second_member_pack_the_community(window, world, tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "HEARTH_DATA", tmp_path)
    with world.harbour.within():
        Packing.objects.all().delete()
    steward, second = window("steward", width=DESK), window("neighbour", width=PHONE)
    shown_again(world, "steward")
    shown_again(world, "neighbour")
    # Given a steward with the transfer key of the other host,
    steward.goto("/c/harbour/office/")
    through(steward.get_by_role("link", name="Take the community along"))
    look(steward, "pack-ask")
    steward.get_by_label("Transfer key of the host it goes to").fill(transfer_key())
    steward.get_by_label("A passphrase").fill("five herons over one bridge")
    steward.get_by_label("The same passphrase again").fill("five herons over one bridge")
    through(steward.get_by_role("button", name="Ask for it"))
    expect(steward.get_by_text("A second member says yes or no")).to_be_visible()
    # when another member says yes, and the job has packed it,
    second.goto("/c/harbour/take-along/")
    look(second, "pack-second")
    through(second.get_by_role("button", name="Yes, pack it"))
    expect(second.get_by_text("It is being packed.")).to_be_visible()
    with world.harbour.within():
        row = packing.standing()
    packing.write(world.harbour.community.id, row.id, now=world.now)
    steward.goto("/c/harbour/take-along/")
    look(steward, "pack-ready")
    # then it is fetched, once.
    with steward.expect_download() as download:
        steward.get_by_role("button", name="Fetch it").click()
    assert Path(download.value.path()).read_bytes()[:2] == b"PK"
    steward.goto("/c/harbour/take-along/")
    expect(steward.get_by_role("button", name="Ask for it")).to_be_visible()
    for address, name in (("/privacy/", "privacy"), ("/c/harbour/you/", "you")):
        second.goto(address)
        look(second, name)
    operator = window("operator", width=DESK, dark=True)
    operator.goto("/host/")
    expect(operator.get_by_text(re.compile("hearth-transfer-1"))).to_be_visible()
    look(operator, "host")
