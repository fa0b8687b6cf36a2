"""Schemathesis against a served host: no failure of ours, and no answer that the description does not know.

A short, seeded round here; `HEARTH_API_EXAMPLES=200` makes it a long one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.access_table.things import values_of
from tests.addresses import Address
from tests.conftest import RealDatabase
from tests.site.house import served, without_places
from tests.world import World

EXAMPLES = int(os.environ.get("HEARTH_API_EXAMPLES", "2"))
CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,"
    "response_schema_conformance,unsupported_method,allow_header_conformance"
)
#: What takes its own key's person away from what the others are about: asked last.
LEAVING = (
    "members.leave", "members.away", "circles.leave", "circles.end", "circles.change", "care.step_back",
    "meetings.end", "meetings.cancel", "conversations.close", "conversations.move", "handbook.put_away",
)  # fmt: skip
IDS = (
    "circle_id", "agreement_id", "version_id", "response_id", "asking_id", "role_id", "listing_id", "invitation_id",
    "topic_id", "post_id", "page_id", "meeting_id", "action_id", "series_id", "item_id", "turn_id", "swap_id",
    "hands_id", "remark_id", "poll_id", "slot_id", "membership_id", "muted_id", "need_id", "hours_id",
    "buddy_offer_id", "pair_id", "resource_id", "card_id",
)  # fmt: skip


@pytest.mark.faults
@pytest.mark.sqlite
def test_a_served_host_keeps_to_its_description(world: World, real_commits: RealDatabase, tmp_path: Path):
    without_places()
    ids = {"slug": "harbour", "number": 1} | {
        name: str(value)
        for name, value in values_of(
            Address("", "", IDS, test_a_served_host_keeps_to_its_description), world.harbour
        ).items()
    }
    environment = real_commits.environment | {
        "HEARTH_KEY_FILE": str(settings.HEARTH_KEY_FILE),
        "HEARTH_API_READS": "1000000",
        "HEARTH_API_ACTS": "1000000",
        "HEARTH_EGRESS": "off",
    }
    with served(tmp_path, environment) as house:
        for chosen in (
            [f"--exclude-operation-id={one}" for one in LEAVING],
            [f"--include-operation-id={one}" for one in LEAVING],
        ):
            ran = _run(house.port, tmp_path, world.key("member"), ids, chosen)
            assert ran.returncode == 0, ran.stdout[-12_000:] + ran.stderr[-3_000:]


def _run(
    port: int, folder: Path, key: str, ids: dict[str, Any], chosen: list[str]
) -> subprocess.CompletedProcess[str]:
    config = folder / "schemathesis.toml"
    lines = [f"{name} = {json.dumps(value)}" for name, value in ids.items()]
    config.write_text("\n".join(["[parameters]", *lines, ""]))
    return subprocess.run(
        [
            str(Path(sys.executable).parent / "schemathesis"),
            f"--config-file={config}",
            "run",
            f"http://127.0.0.1:{port}/api/v1/openapi.json",
            f"--url=http://127.0.0.1:{port}",
            f"--header=Authorization: Bearer {key}",
            f"--checks={CHECKS}",
            f"--max-examples={EXAMPLES}",
            "--phases=examples,coverage,fuzzing",
            "--seed=20260305",
            "--no-shrink",
            "--generation-database=none",
            "--continue-on-failure",
            "--suppress-health-check=all",
            "--warnings=off",
            "--request-timeout=300",
            *chosen,
        ],
        cwd=folder,
        env=os.environ | {"NO_COLOR": "1"},
        capture_output=True,
        text=True,
        timeout=1100,
        check=False,
    )
