"""Circle pages: what each shows to whom, constant queries, and no trace of who somebody is elsewhere."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.members.models import Member

PAGES = ["circle", "people", "roles", "join", "own_name", "leave", "invite", "change", "end", "give"]


def get(world, who, name, *args):
    return world.client(who).get(reverse(f"circles:{name}", args=["harbour", *args]))


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("key", ["open", "closed", "hidden"])
def test_every_page_opens_for_somebody_inside(world, name, key):
    response = get(world, "member", name, world.harbour.circles[key].id)
    assert response.status_code == (302 if name == "join" else 200)
