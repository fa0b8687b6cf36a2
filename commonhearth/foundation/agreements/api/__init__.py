"""Agreements for programs: what a circle holds to, what is proposed, a yes, a concern.

Those of hidden circles have no API.
"""

from commonhearth.foundation.agreements.api import acts  # noqa: F401
from commonhearth.foundation.agreements.api.shapes import router

__all__ = ["router"]
