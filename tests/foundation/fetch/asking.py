"""Fetching from the small Internet, and the code of what was refused or failed."""

from __future__ import annotations

from typing import Any

import pytest

from commonhearth.foundation.fetch import Failed, Fetched, Refused, fetch
from commonhearth.foundation.fetch.wording import REASONS
from tests.foundation.fetch.internet import Internet


def get(internet: Internet, url: str = "http://willow.example/", **how: Any) -> Fetched:
    how.setdefault("to", {"willow.example"})
    return fetch(url, network=internet.network, **how)


def refused(internet: Internet, url: str, **how: Any) -> str:
    with pytest.raises(Refused) as caught:
        get(internet, url, **how)
    assert caught.value.code in REASONS
    return caught.value.code


def failed(internet: Internet, url: str = "http://willow.example/", **how: Any) -> str:
    with pytest.raises(Failed) as caught:
        get(internet, url, **how)
    assert caught.value.code in REASONS
    assert caught.value.url
    return caught.value.code
