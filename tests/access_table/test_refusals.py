"""The pages that say no, in full: the table (test_table.py) only asks which no it is."""

from __future__ import annotations

import pytest

from commonhearth.kit.problems import WORDS
from tests.world import CAST, World


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize("path", ["/nowhere/", "/c/nowhere/home/", "/c/harbour/nowhere/"])
def test_each_of_the_cast_reads_a_no(world: World, who: str, path: str):
    answer = world.client(who).get(path)
    assert answer.status_code == 404
    assert str(WORDS[404].title) in answer.content.decode()


def test_who_has_not_the_office_reads_why(world: World):
    answer = world.client("member").get("/c/harbour/settings/")
    assert answer.status_code == 403
    assert 'href="/help/"' in answer.content.decode()
