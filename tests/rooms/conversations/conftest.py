"""What the tests of conversations share: the small house of the circles' tests."""

from tests.foundation.circles.conftest import House, house  # noqa: F401
