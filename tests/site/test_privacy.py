"""The privacy page is made from the register: what stands there stands on the page."""

from __future__ import annotations

from typing import Any

from commonhearth.foundation.members.services.erasing import own_models
from commonhearth.foundation.members.wording import BOOK
from commonhearth.foundation.sealed import PURPOSES
from commonhearth.site import privacy


def test_every_table_and_every_purpose_stands_on_the_page(world: Any) -> None:
    text = world.client("visitor").get("/privacy/").content.decode()
    assert len(privacy.in_communities()) == len(own_models())
    for purpose in PURPOSES:
        assert purpose.says.partition("’")[0].partition("'")[0] in text
    assert "Passkeys and second steps" in text and "the law asks for" in text
    assert "Your entry in the register of members" in text
    goes, stays = privacy.on_the_host()
    assert set(goes) & set(stays) == set()
    assert any("wait for" in one for one in goes)


def test_every_table_is_named_in_words_for_people(db: None) -> None:
    goes, stays = privacy.on_the_host()
    said = [*goes, *stays, *(one.what for one in privacy.in_communities())]
    assert str(privacy.UNNAMED) not in said, (
        "say in site/privacy.py or the room’s wording what the table holds"
    )
    assert not any("_" in one or "." in one for one in said), "no name of a table or a model"


def test_only_who_runs_the_host_sees_how_it_stands(world: Any, settings: Any, tmp_path: Any) -> None:
    text = world.client("operator").get("/host/").content.decode()
    assert "hearth-transfer-1:" in text and "Set HEARTH_BACKUPS" in text
    settings.HEARTH_BACKUPS = tmp_path
    assert "No backup was put back" in world.client("operator").get("/host/").content.decode()
    assert world.client("steward").get("/host/").status_code == 404
    assert "/host/" in world.client("operator").get("/accounts/").content.decode()
    assert "/host/" not in world.client("steward").get("/accounts/").content.decode()


def test_what_has_a_time_of_its_own_says_so(world: Any) -> None:
    lasting = {one.what for one in privacy.in_communities() if one.lasts}
    assert str(BOOK["care_worry"]) in lasting and str(BOOK["members_member"]) not in lasting
    text = world.client("visitor").get("/privacy/").content.decode()
    assert text.count("Without being asked, too, when its time is over.") == len(
        [one for one in privacy.in_communities() if one.lasts]
    )
