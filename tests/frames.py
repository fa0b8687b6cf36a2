"""Room for the frames of calls, in one piece.

Python 3.11 and 3.12 keep the frames of a thread in pieces of 16 kB, and fetch one from the system or give it back
each time that a call steps over an edge. Within a test, fifty calls deep, some loop always runs right at an edge: a
request of the test client cost 75 such errands. What is called from a frame of half a megabyte stays in its piece.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from types import FunctionType
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Answer = TypeVar("Answer")
#: Of eight bytes each. The piece is the next power of two: what is left of it is the room.
PLACES = 70_000


def with_room(function: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """Return a function that does the same and has room for the frames of all that it calls."""

    def roomy(*given: Given.args, **named: Given.kwargs) -> Answer:
        return function(*given, **named)

    code = roomy.__code__.replace(co_stacksize=PLACES)
    wide = FunctionType(code, roomy.__globals__, roomy.__name__, None, roomy.__closure__)
    return functools.wraps(function)(wide)
