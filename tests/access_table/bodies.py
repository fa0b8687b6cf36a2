"""A body that would do something, for every operation of the API that takes one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from tests.access_table.things import values_of
from tests.addresses import Address
from tests.world import Place

IN = "/api/v1/c/<slug:slug>"
CIRCLE = f"{IN}/circles/<uuid:circle_id>"
TOMORROW = timedelta(days=1)
#: Route -> body; ids in it are real ones of the place.
BODIES: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    f"{IN}/letters": lambda ids: {"name": "A", "reply_to": "a@example.org", "message": "Hello there."},
    f"{IN}/join": lambda ids: {"name": "Newcomer", "old_enough": True},
    f"{IN}/me/name": lambda ids: {"name": "Another"},
    f"{IN}/me/outside": lambda ids: {"paper": "A."},
    f"{IN}/me/away": lambda ids: {},
    f"{IN}/invitations": lambda ids: {"note": "a friend"},
    f"{IN}/circles": lambda ids: {"name": "Walkers", "purpose": "Walks."},
    f"{CIRCLE}/join": lambda ids: {"name": "Somebody"},
    f"{CIRCLE}/name": lambda ids: {"name": "Somebody else"},
    f"{CIRCLE}/change": lambda ids: {"name": "New", "purpose": "Newly said.", "openness": "closed"},
    f"{CIRCLE}/invite": lambda ids: {"person": str(ids["root_membership_id"])},
    f"{CIRCLE}/askings/<uuid:asking_id>": lambda ids: {"welcome": True},
    f"{CIRCLE}/roles": lambda ids: {
        "office": "secretary",
        "holder": str(ids["membership_id"]),
        "starts": date.today().isoformat(),
        "last_day": (date.today() + 30 * TOMORROW).isoformat(),
    },
    f"{CIRCLE}/agreements": lambda ids: {"title": "How we meet"},
    f"{IN}/agreements/<uuid:agreement_id>/clauses": lambda ids: _wording(),
    f"{IN}/agreements/<uuid:agreement_id>/clauses/<int:number>": lambda ids: _wording(),
    f"{IN}/wordings/<uuid:version_id>/concern": lambda ids: {"concern": "It would harm somebody."},
    f"{IN}/wordings/<uuid:version_id>/look-again": lambda ids: {"review_on": "2099-01-01"},
    f"{CIRCLE}/talk": lambda ids: {"title": "Soup", "text": "Who cooks?"},
    f"{IN}/talk/<uuid:topic_id>": lambda ids: {"text": "I do."},
    f"{IN}/posts/<uuid:post_id>": lambda ids: {"text": "I do not.", "made_from": 0},
    f"{CIRCLE}/handbook": lambda ids: {"title": "The key"},
    f"{IN}/handbook/<uuid:page_id>/change": lambda ids: {
        "title": "The key",
        "text": "By the door.",
        "made_from": 1,
    },
    f"{IN}/meetings/<uuid:meeting_id>/answer": lambda ids: {"answer": "maybe"},
    f"{IN}/meetings/<uuid:meeting_id>/agenda": lambda ids: {"title": "The roof"},
    f"{IN}/meetings/<uuid:meeting_id>/minutes": lambda ids: {"text": "We sang.", "made_from": 0},
    f"{CIRCLE}/actions": lambda ids: {"what": "Ring the plumber."},
    f"{IN}/actions/<uuid:action_id>": lambda ids: {"answer": "done"},
    f"{IN}/notices/wish": lambda ids: {"letter": "never", "quiet_from": 20, "quiet_until": 8},
}


def _wording() -> dict[str, str]:
    return {"short": "We say it anew.", "closes": (timezone.now() + 3 * TOMORROW).isoformat()}


def body_of(address: Address, place: Place, *, circle: str = "open") -> dict[str, Any] | None:
    """Return the body for an operation, {} where it takes none; None for a page."""
    if not address.is_for_programs:
        return None
    make = BODIES.get(address.route)
    if make is None:
        return {}
    asked = Address("", "", ("membership_id",), address.view)
    ids = values_of(asked, place, circle=circle)
    return make(ids | {"root_membership_id": values_of(asked, place, circle="root")["membership_id"]})
