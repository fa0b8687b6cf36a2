"""Who is asked for in a text: “@Moss”, “@Anna (garden)”, “@everyone”."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.circles.models import Circle, CircleMembership
from commonhearth.foundation.circles.selectors.people import in_circle

#: Mentions that are looked at in one text, and words that a name has at most.
MOST, LONGEST_NAME = 20, 6
_AT = re.compile(r"(?<![\w@./])@(?=[^\W_])([^\n@]{1,120})")
_END = " .,;:!?…)’”\"'*_"


@dataclass(frozen=True, slots=True)
class AskedFor:
    """Who is asked for: people of the circle, and whether everybody in it is."""

    people: list[CircleMembership]
    everyone: bool


def names_in(text: str) -> list[list[str]]:
    """Return for each mention the names it may mean, the longest first."""
    found = []
    for match in _AT.finditer(text):
        parts = match[1].split(" ")[:LONGEST_NAME]
        longer = [" ".join(parts[:count]) for count in range(len(parts), 0, -1)]
        found.append(list(dict.fromkeys(form for name in longer for form in _forms(name))))
        if len(found) == MOST:
            break
    return found


def _forms(name: str) -> Iterable[str]:
    yield name.strip().casefold()
    yield name.rstrip(_END.replace(")", "")).casefold()
    yield name.rstrip(_END).casefold()


def asked_for(viewer: Actor, circle: Circle, text: str) -> AskedFor:
    """Return who is asked for in a text, of those whom its author sees in the circle; one query, or none.

    Of several of one name the one without a telling word is meant; where that is not clear, nobody.

    Raises:
        NotVisible: when the author does not see the people of this circle.
    """
    mentions = names_in(text)
    if not mentions:
        return AskedFor([], everyone=False)
    whole = {"everyone", _("everyone").casefold()}
    everyone = any(whole.intersection(names) for names in mentions)
    wanted = {name.partition(" (")[0] for names in mentions for name in names if name}
    people = in_circle(viewer, circle).annotate(folded=Lower("name"))
    some = list(people.filter(Q(folded__in=wanted) | Q(name__in=wanted))[:200])
    found = [one for names in mentions if (one := _meant(names, some)) is not None]
    return AskedFor(list(dict.fromkeys(found)), everyone)


def _meant(names: Collection[str], people: Collection[CircleMembership]) -> CircleMembership | None:
    for name in names:
        exact = [one for one in people if str(one).casefold() == name]
        if len(exact) == 1:
            return exact[0]
        same = [one for one in people if one.name.casefold() == name]
        if len(same) == 1:
            return same[0]
        if same or exact:
            return None
    return None
