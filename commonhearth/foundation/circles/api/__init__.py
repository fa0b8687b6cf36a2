"""Circles: the tree, one circle, its people by their own names there, coming in, leaving, looking after one.

Hidden circles have no API: what is sealed is opened on pages only, and a key for a program must not even
show that there is one. People are circle memberships; no id of a member or person is in any answer.
"""

from commonhearth.foundation.circles.api import entering, keeping, logbook, seeing  # noqa: F401
from commonhearth.foundation.circles.api.shapes import router

__all__ = ["router"]
