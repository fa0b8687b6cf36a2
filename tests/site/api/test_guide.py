"""What docs/api.md shows does what it says: its commands are run, its check of a signature is used."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from commonhearth.foundation.webhooks import signing
from commonhearth.foundation.webhooks.wording import KINDS
from tests.conftest import NOW, RealDatabase
from tests.site.house import served, without_places
from tests.world import World

GUIDE = Path(__file__).parents[3] / "docs" / "api.md"


def block(language: str, number: int = 0) -> str:
    return re.findall(rf"```{language}\n(.*?)```", GUIDE.read_text(), re.DOTALL)[number]


@pytest.mark.sqlite
def test_the_commands_of_the_guide_run(world: World, real_commits: RealDatabase, tmp_path: Path):
    without_places()
    environment = real_commits.environment | {"HEARTH_KEY_FILE": str(settings.HEARTH_KEY_FILE)}
    with served(tmp_path, environment) as house:
        given = {
            "KEY": world.key("member"),
            "HOST": f"http://127.0.0.1:{house.port}",
            "PATH": "/usr/bin:/bin",
        }
        ran = subprocess.run(
            ["sh", "-e"], input=block("sh"), env=given, capture_output=True, text=True, check=True, timeout=60
        )
    token, circles, invitation = _objects(ran.stdout)
    assert token["name"] == "tests" and circles["items"] and "come-in" in invitation["link"]


def _objects(text: str) -> list[Any]:
    found, reader = [], json.JSONDecoder()
    while text := text.strip():
        one, end = reader.raw_decode(text)
        found.append(one)
        text = text[end:]
    return found


def test_the_check_of_a_signature_works_and_refuses():
    space: dict[str, Any] = {}
    exec(block("python"), space)  # the guide's own words
    secret, body = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b'{"type":"member.left"}'
    headers = signing.headers_of(secret=secret, message_id="msg_1", sent=NOW, body=body)
    check, now = space["is_from_the_host"], NOW.timestamp()
    assert check(secret, headers, body, now)
    assert not check(secret, headers, body + b" ", now)
    assert not check(secret, headers | {"webhook-id": "msg_2"}, body, now)
    assert not check(secret, headers, body, now + 301)


def test_the_guide_names_every_kind_of_news():
    assert set(re.findall(r"`([a-z]+\.[a-z_]+)`", GUIDE.read_text())) & KINDS.keys() == KINDS.keys()
