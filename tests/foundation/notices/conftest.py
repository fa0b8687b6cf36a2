"""What the tests of notices share: a community of one’s own making."""

from tests.foundation.circles.conftest import house

__all__ = ["house"]
