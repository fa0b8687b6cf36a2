"""Finding things by their words, typos forgiven alike on every database.

    search.index(kind="circle", id=circle.id, title=circle.name, text=circle.purpose, now=now)
    search.forget(kind="circle", id=circle.id)
    search.find("gadren", kinds=["circle"], viewer=member, limit=20)

Services keep the index in their own transaction. What belongs to a community is kept and found inside
`in_community` only; what belongs to the host (`Kind.of_host`) anywhere. Each kind brings the selector
that says what a viewer may see: anything else does not appear, not even in a count. Sealed text is
never indexed. Who reads this first: `core/words.py` is the law, `engine.py` all that knows a database.
"""

from commonhearth.foundation.search.finding import Found, Hit, find
from commonhearth.foundation.search.keeping import (
    NotText,
    Thing,
    forget,
    forget_scope,
    index,
    index_many,
    move,
)
from commonhearth.foundation.search.kinds import KINDS, Kind

__all__ = [
    "KINDS",
    "Found",
    "Hit",
    "Kind",
    "NotText",
    "Thing",
    "find",
    "forget",
    "forget_scope",
    "index",
    "index_many",
    "move",
]
