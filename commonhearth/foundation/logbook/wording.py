"""The sentence of a line, in the reader's language. Lines store codes; packages bring their sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from commonhearth.foundation.registry import Point

#: Verb code -> lazy sentence with %(name)s places, filled from each package's `apps.ready()`.
VERBS: Point[Any] = Point("logbook.verbs")
#: A signature and the circle it was given in: in a circle a member is who they are there, nobody else.
Signature = tuple[str, UUID | None]
#: How signatures are said. `members` looks up those of the community, `circles` those given in a circle;
#: each leaves out what it does not know.
NAMES: Point[Callable[[Set[Signature]], Mapping[Signature, str]]] = Point("logbook.names")

SENTENCES: dict[str, Any] = {
    "unknown_verb": _("%(who)s did something this version has no words for."),
    "unnamed": _("a member"),
    "system": _("the house itself"),
    "system:founding": _("the founders together"),
    "erased": "…",
    # Verdicts
    "logbook.members_only": _("Only members read what was written down here."),
    "logbook.circle_only": _("This was written down in a circle you are not in."),
}


class _Places(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return str(SENTENCES["erased"])  # the details were erased; the line still says what happened


def names_of(signatures: Iterable[Signature]) -> dict[Signature, str]:
    """Return how each signature is said: the name in that place, or that the house did it."""
    wanted = set(signatures)
    found = {
        one: str(SENTENCES.get(one[0], SENTENCES["system"])) for one in wanted if one[0].startswith("system:")
    }
    members = wanted - set(found)
    for look_up in NAMES:
        found.update(look_up(members))
    return {one: found.get(one, str(SENTENCES["unnamed"])) for one in wanted}


def sentence(verb: str, params: Mapping[str, Any]) -> str:
    """Return a line's sentence; a place whose detail was erased reads as an ellipsis."""
    words = VERBS[verb] if verb in VERBS else SENTENCES["unknown_verb"]
    return str(words) % _Places(params)
