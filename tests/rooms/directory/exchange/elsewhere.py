"""Another host, as ours asks it: addresses and what they answer."""

from __future__ import annotations

import hashlib
import json
from typing import Any
from urllib.parse import urlsplit

from commonhearth.foundation.access import System
from commonhearth.foundation.fetch import Failed, Fetched
from commonhearth.foundation.fetch import Refused as NotLetOut
from commonhearth.rooms.directory.formats.murmurations import SCHEMA

HOST = "https://other.example"
INDEX = f"{HOST}/murmurations/profiles.json?communities=yes"
JOB = System("following")


class Elsewhere:
    """Another host: addresses and what it answers; an ETag is answered with "as before"."""

    def __init__(self) -> None:
        self.answers: dict[str, Any] = {}
        self.asked: list[str] = []

    def __call__(self, url: str, *, to: Any, headers: Any = None, keep: int = 0) -> Fetched:
        self.asked.append(url)
        host = urlsplit(url).hostname
        if host not in to:
            raise NotLetOut("not-listed", url)
        said = self.answers.get(url, 404)
        if isinstance(said, Exception):
            raise said
        status = said if isinstance(said, int) else 200
        body = (
            b"" if isinstance(said, int) else said if isinstance(said, bytes) else json.dumps(said).encode()
        )
        if len(body) > keep:
            raise Failed("too-large", url)
        mark = f'"{hashlib.sha256(body).hexdigest()}"'
        if status == 200 and headers.get("If-None-Match") == mark:
            status, body = 304, b""
        return Fetched(status, url, False, "application/json", "", body, {"etag": mark})

    def publishes(self, *profiles: dict[str, Any]) -> list[str]:
        """Publish profiles at /1, /2 ... and an index of them."""
        addresses = [f"{HOST}/{number}" for number in range(1, len(profiles) + 1)]
        self.answers |= dict(zip(addresses, profiles, strict=True))
        self.answers[INDEX] = {
            "data": [{"profile_url": address} for address in addresses],
            "links": {"next": None},
        }
        return addresses


def profile(name: Any = "Harbour Circle", **said: Any) -> dict[str, Any]:
    return {
        "linked_schemas": [SCHEMA], "name": name, "locality": "Portsmouth", "country_iso_3166": "GB",
        "geolocation": {"lat": 50.795, "lon": -1.108}, "tags": ["peer", "supper"], "description": "We meet.",
        "primary_url": "https://harbour.example/", "status": "active",
    } | said  # fmt: skip
