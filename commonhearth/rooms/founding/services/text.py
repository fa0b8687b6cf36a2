"""The text of a draft as founders confirm it: one canonical form, and its digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from commonhearth.core.founding import Outline
from commonhearth.rooms.founding.models import Draft, DraftClause, FirstRole

#: What of the draft itself is text that founders confirm.
SAID = (
    "community_kind", "purpose", "for_whom", "town", "country", "precision", "name", "outside_name",
    "helplines", "time_zone", "meets_on", "meets_clock", "meets_where", "meets_district", "meets_shown",
    "meets_expect",
)  # fmt: skip
#: What of a clause is.
_CLAUSE = ("agreement_kind", "number", "text", "short", "fixed", "rule_key", "rule_value")


def digest_of(draft: Draft) -> str:
    """Return the digest of the text as it stands in the database, with the draft's own fields as given."""
    clauses = DraftClause.objects.filter(draft=draft, taken=True).order_by("agreement_kind", "number", "id")
    roles = FirstRole.objects.filter(draft=draft).order_by("office", "holder_id")
    return digest(draft, clauses, roles)


def digest(draft: Draft, clauses: Iterable[DraftClause], roles: Iterable[FirstRole]) -> str:
    """Return the digest of a text whose parts are at hand, clauses and roles in any order."""
    text: dict[str, Any] = {name: str(getattr(draft, name) or "") for name in SAID}
    text["clauses"] = sorted(
        [str(getattr(clause, name)) for name in _CLAUSE] for clause in clauses if clause.taken
    )
    text["roles"] = sorted([role.office, str(role.holder_id), str(role.months)] for role in roles)
    whole = json.dumps(text, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(b"hearth-founding-1" + whole.encode()).hexdigest()


def outline(draft: Draft, clauses: Iterable[DraftClause], roles: Iterable[FirstRole]) -> Outline:
    """Return what of the needful has been said."""
    return Outline(
        purpose=bool(draft.purpose),
        place=draft.latitude is not None,
        name=bool(draft.name),
        agreements=any(clause.taken for clause in clauses),
        stewards={str(role.holder_id) for role in roles if role.office == "steward"},
    )
