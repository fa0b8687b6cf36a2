"""Erasing what is a member's own in one community, here and in every backup that is ever put back.

What goes is read from the model register (`tenancy.erasing`); what others share in stays without a name.
The tie between the member and their lines in the logbook is cut: they keep a pseudonym that nobody has.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from commonhearth.foundation import once, outbox, sealed
from commonhearth.foundation.access import require
from commonhearth.foundation.events import announce
from commonhearth.foundation.files.services import erase_hung_on
from commonhearth.foundation.logbook.models import Detail, Line
from commonhearth.foundation.members.access import may_erase_own
from commonhearth.foundation.members.events import MemberErased
from commonhearth.foundation.members.models import INSIDE, Invitation, Member, Standing
from commonhearth.foundation.members.services.leaving import leave
from commonhearth.foundation.members.services.standing import locked, set_standing
from commonhearth.foundation.registry import Point
from commonhearth.foundation.sealed import erasure
from commonhearth.foundation.tenancy.erasing import going
from commonhearth.foundation.tenancy.models import TenantModel, house_models

#: Filled by rooms: table (`app.Model`) -> ids of rows that are a member's own and do not name them.
ALSO_OWN: Point[Callable[[UUID], Collection[UUID]]] = Point("members.also_own")
#: Lines of the logbook looked at together.
BATCH = 500


@dataclass(frozen=True, slots=True)
class Share:
    """What happens to one table's rows of a member: `row`, `fields` or `stays`, and why the rest stays."""

    table: str
    count: int
    what: str
    stays: str


def own_models() -> list[type[TenantModel]]:
    """Return the tables that hold rows of a member's own."""
    return [
        model
        for model in house_models("tenant")
        if issubclass(model, TenantModel) and model.belongs_to is not None
    ]


def own_of(model: type[TenantModel], member: Member) -> Any:
    """Return a member's own rows of one table."""
    path = "id" if model.belongs_to == "self" else str(model.belongs_to)
    theirs = Q(**{path: member.id})
    if model._meta.label in ALSO_OWN:
        theirs |= Q(id__in=list(ALSO_OWN[model._meta.label](member.id)))
    return model._default_manager.filter(theirs)


def what_goes(member: Member) -> list[Share]:
    """Return, for the page, what would go and what would stay, by table."""
    found = []
    for model in own_models():
        count = own_of(model, member).count()
        if count:
            plan = going(model)
            what = "row" if plan.row else "fields" if plan.fields else "stays"
            found.append(Share(model._meta.db_table, count, what, "" if plan.row else model.stays))
    return found


def erase_own(*, actor: Member, now: datetime) -> None:
    """Erase what is the actor's own here; whoever is inside leaves first.

    Nobody can undo it, here or in a backup: their key is destroyed, their rows leave tombstones.

    Raises:
        Refused: when there is no row of theirs here.
    """
    require(may_erase_own(actor))
    with transaction.atomic():
        member = locked(actor)
        person_id, pseudonym, names = member.person_id, str(member.pseudonym), {member.name}
        for model in _below_first():
            for row in own_of(model, member):
                names.add(str(getattr(row, "name", "")))
        # News first, while there is still somebody it is about: rooms and circles let go of theirs.
        announce(MemberErased(member.id, pseudonym, tuple(sorted(names - {""})), now))
        if member.standing in INSIDE:
            member = leave(actor=member, now=now)
        elif member.standing == Standing.APPLICANT:
            set_standing(member, Standing.FORMER, now=now)
        _erase_what_others_noted(member, pseudonym)
        for model in _below_first():
            plan = going(model)
            for row in list(own_of(model, member)):
                if plan.row:
                    erasure.erase(row)
                elif filled := [name for name in plan.fields if _is_filled(row, name)]:
                    erasure.erase_fields(row, filled)
                if not plan.row:
                    erase_hung_on([row])
        sealed.destroy_key("member", member.id)
        once.forget_actor(actor)
        if person_id is not None:
            outbox.forget(person_id=person_id, community_id=member.community_id)


def _below_first() -> Iterator[type[TenantModel]]:
    """Give the tables so that a member's own row comes last: the others are found by it."""
    models = own_models()
    yield from (model for model in models if model is not Member)
    yield Member


def _is_filled(row: Any, name: str) -> bool:
    value = getattr(row, type(row)._meta.get_field(name).attname)
    return isinstance(value, sealed.Sealed) or (value is not None and value not in ("", [], {}, False))


def _erase_what_others_noted(member: Member, pseudonym: str) -> None:
    for invitation in Invitation.objects.filter(used_by=member).exclude(note=""):
        erasure.erase_fields(invitation, ["note"])
    for invitation in Invitation.objects.filter(invited_by=member, used_by=None, revoked=None):
        erasure.erase(invitation)
    lines = Line.objects.filter(Q(who=pseudonym) | Q(about__member=pseudonym))
    ids = list(lines.values_list("id", flat=True))
    for start in range(0, len(ids), BATCH):
        erasure.erase_all(Detail.objects.filter(line_id__in=ids[start : start + BATCH]))
