"""The sentence of a line, in the reader's language. Lines store codes; packages bring their sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from commonhearth.foundation.logbook.verbs import VERBS, Kind
from commonhearth.foundation.registry import Point

#: A signature and the circle it was given in: in a circle a member is who they are there, nobody else.
Signature = tuple[str, UUID | None]


@dataclass(frozen=True, slots=True)
class Signed:
    """How a signature is said in its place, and whether its owner and the viewer are kept apart."""

    name: str
    apart: bool = False


#: How signatures are said to a viewer. `members` looks up those of the community, `circles` those given in a circle;
#: each leaves out what it does not know, and adds everybody in the same places who is kept apart from the viewer.
NAMES: Point[Callable[[Set[Signature], Any], Mapping[Signature, Signed]]] = Point("logbook.names")

#: Kinds of acts, as they are chosen from.
KINDS: dict[Kind, Any] = {
    Kind.AGREED: _("Agreements"),
    Kind.CIRCLES: _("Circles and roles"),
    Kind.MEETINGS: _("Meetings and minutes"),
    Kind.TALK: _("Conversations"),
    Kind.PEOPLE: _("Members, each for themselves"),
    Kind.CARE: _("Looking after each other"),
    Kind.MONEY: _("Money"),
    Kind.COMMUNITY: _("The community itself"),
}
SENTENCES: dict[str, Any] = {
    "unnamed": _("a member"),
    "apart": _("somebody here"),
    "system": _("the house itself"),
    "system:founding": _("the founders together"),
    "erased": "…",
    # Verdicts
    "logbook.members_only": _("Only members read what was written down here."),
    "logbook.circle_only": _("This was written down in a circle you are not in."),
    "logbook.not_yours": _("This was written down for those whom it concerns."),
}


class _Places(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return str(SENTENCES["erased"])  # the details were erased; the line still says what happened


def names_of(signatures: Iterable[Signature], viewer: Any) -> dict[Signature, Signed]:
    """Return how each signature is said: the name in that place, or that the house did it."""
    wanted = set(signatures)
    found = {
        one: Signed(str(SENTENCES.get(one[0], SENTENCES["system"])))
        for one in wanted
        if one[0].startswith("system:")
    }
    members = wanted - set(found)
    for look_up in NAMES:
        found.update(look_up(members, viewer))
    unnamed = Signed(str(SENTENCES["unnamed"]))
    return dict.fromkeys(wanted, unnamed) | found


def sentence(verb: str, params: Mapping[str, Any]) -> str:
    """Return a line's sentence; a place whose detail was erased reads as an ellipsis."""
    said = str(VERBS[verb].sentence) % _Places(params)
    begins = any(said.startswith(str(SENTENCES[code])) for code in ("unnamed", "apart", "system"))
    return said[:1].upper() + said[1:] if begins else said  # a name is written as its owner writes it


def reason(verb: str, why: str) -> str:
    """Return the reason of an act of office, in words where it is stored as a code."""
    return str(VERBS[verb].reasons.get(why, why))
