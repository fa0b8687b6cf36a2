"""What the tests of conversations share: the small house of the circles' tests, and somebody who talks in it."""

import pytest

from tests.foundation.circles.conftest import House, house  # noqa: F401
from tests.rooms.conversations.talking import Talk


@pytest.fixture
def talk(house) -> Talk:  # noqa: F811
    """Return a way to write in the house."""
    return Talk(house)
