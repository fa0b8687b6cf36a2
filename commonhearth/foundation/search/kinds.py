"""The kinds of things that can be found. Upper packages add theirs in `apps.ready()`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.apps import apps
from django.utils.functional import Promise

from commonhearth.foundation.registry import Point
from commonhearth.foundation.tenancy.ready import Ready

if TYPE_CHECKING:
    from commonhearth.foundation.search.keeping import Thing
    from commonhearth.foundation.search.models import CommunityEntry, HostEntry


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing.

    Args:
        label: what a heading over such results says, in the plural.
        visible: asks for one column of the one thing with an id, called as the kind is, if `member` may see it `now`;
            for nothing else. Put it as the thing's own page does. It is asked of the best of what fits.
        urls: (viewer) -> a function from (id, scope) to the address of the thing's page. The inner one
            is called per hit: build the addresses from a prefix.
        of_host: whether such things belong to the host and not to a community.
        shown: (viewer, what `visible` answered by id) -> title and text of each as this viewer sees it now, where
            these are not kept with the index: what somebody said is shown as they want it shown today, and erased
            in one place. Kinds that share it are asked about together.
        long: whether the texts are many and long: their words are kept as they are, and slips are forgiven
            in titles only.
        again: every such thing of the community in reach, to be indexed anew after an import.
        room: whose pages such things have; where a community closed it there are none to find.
    """

    label: str | Promise
    visible: Ready[tuple[str]]
    urls: Callable[[Any], Callable[[UUID, UUID | None], str]]
    of_host: bool = False
    shown: Callable[[Any, Mapping[UUID, str]], Mapping[UUID, tuple[str, str]]] | None = None
    long: bool = False
    again: Callable[[], Iterable[Thing]] | None = None
    room: str = ""


#: name of the kind -> Kind
KINDS: Point[Kind] = Point("search.kinds")


def entries_of(*, of_host: bool) -> type[CommunityEntry] | type[HostEntry]:
    """Return the model that keeps the entries of the host, or of communities."""
    model: type[CommunityEntry] | type[HostEntry] = apps.get_model(
        "search", "HostEntry" if of_host else "CommunityEntry"
    )
    return model
