"""What sealed values may be opened for without a viewer. One register; anything else is refused.

A purpose is granted in code that has already asked whose values these are: it is how a member's own
export, a figure they agreed to, or the community's own signature reads what is sealed.
"""

from __future__ import annotations

from dataclasses import dataclass

from commonhearth.foundation.registry import Point


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why sealed values are opened, in one sentence for the privacy page.

    Attributes:
        fields: labels (`app.Model.field`) the purpose is limited to; empty means any.
    """

    says: str
    fields: frozenset[str] = frozenset()


#: Code -> purpose. Packages above add theirs in `apps.ready()`.
PURPOSES: Point[Purpose] = Point("sealed.purposes")
PURPOSES.add("own-export", Purpose("A member takes their own words with them."))
PURPOSES.add("consented-aggregate", Purpose("A figure over many, by those who agreed to it."))
PURPOSES.add("rotation", Purpose("Sealing the same words again with a newer key."))
