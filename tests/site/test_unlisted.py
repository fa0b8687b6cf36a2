"""A community that shows no page: to strangers its address is like one that leads nowhere, name and all."""

from __future__ import annotations

import re
from typing import Any

import pytest

from commonhearth.foundation.communities.models import Community
from tests.world import World

OUTSIDE = ("visitor", "stranger", "elsewhere", "reviewer", "operator")
PATHS = (
    "",
    "home/",
    "people/",
    "circles/",
    "join/",
    "write/",
    "register/",
    "office/",
    "you/",
    "no-such-page/",
)


def plain(answer: Any) -> str:
    """Return a page without what differs between any two: its own address, and the forms' tokens."""
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", answer.content.decode()).replace(
        "/c/nowhere/", "/c/harbour/"
    )


@pytest.mark.parametrize("who", OUTSIDE)
def test_its_address_answers_as_one_that_leads_nowhere(world: World, who: str) -> None:
    Community.objects.filter(id=world.harbour.community.id).update(public_page=False)
    client = world.client(who)
    for path in PATHS:
        unlisted, nowhere = client.get(f"/c/harbour/{path}"), client.get(f"/c/nowhere/{path}")
        assert "Harbour House" not in unlisted.content.decode(), path
        assert unlisted.status_code == nowhere.status_code == 404, path
        assert plain(unlisted) == plain(nowhere), path


def test_who_belongs_there_still_reads_its_name(world: World) -> None:
    Community.objects.filter(id=world.harbour.community.id).update(public_page=False)
    for who in ("member", "applicant"):
        page = world.client(who).get("/c/harbour/no-such-page/")
        assert page.status_code == 404 and "Harbour House" in page.content.decode()
