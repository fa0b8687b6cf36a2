"""A small Internet with one site in it."""

from __future__ import annotations

import pytest

from tests.foundation.fetch.internet import PUBLIC, Internet, says


@pytest.fixture
def internet() -> Internet:
    internet = Internet()
    internet.site("willow.example", PUBLIC, says())
    return internet
