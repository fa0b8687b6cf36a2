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
#: So far ahead that no series has a date of its own there yet.
LATER = "2099-01-01"
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
    f"{IN}/talk/<uuid:topic_id>/about": lambda ids: {"title": "Soup", "tags": ["leek"]},
    f"{IN}/talk/<uuid:topic_id>/close": lambda ids: {"closed": True},
    f"{IN}/talk/<uuid:topic_id>/first": lambda ids: {"first": True},
    f"{IN}/talk/<uuid:topic_id>/move": lambda ids: {"to": str(ids["root_circle_id"])},
    f"{IN}/talk/<uuid:topic_id>/mute": lambda ids: {"term": "month"},
    f"{IN}/talk/<uuid:topic_id>/mail": lambda ids: {"how": "never"},
    f"{CIRCLE}/talk/mail": lambda ids: {"how": "each"},
    f"{CIRCLE}/tin": lambda ids: {"currency": "GBP"},
    f"{CIRCLE}/tin/keepers": lambda ids: {"act": "lay_down"},
    f"{CIRCLE}/tin/entries": lambda ids: {"amount": 100, "day": "2026-01-31", "what": "Bread"},
    f"{CIRCLE}/tin/counts": lambda ids: {"amount": 5},
    f"{IN}/handbook/<uuid:page_id>/place": lambda ids: {"step": "up"},
    f"{IN}/care/hours": lambda ids: {"weekday": 1, "starts": "18:00", "ends": "20:00"},
    f"{IN}/care/offer": lambda ids: {"to_listen": True, "would_like": "A walk.", "cap": 2},
    f"{IN}/care/company/<uuid:pair_id>": lambda ids: {"yes": True},
    f"{IN}/needs/<uuid:need_id>": lambda ids: {"way": "without"},
    "/api/v1/directory/<uuid:listing_id>/claim": lambda ids: {"how": "mail"},
    "/api/v1/directory/<uuid:listing_id>/correct": lambda ids: {"phone": "1234"},
    "/api/v1/directory/<uuid:listing_id>/close": lambda ids: {"on": date.today().isoformat()},
    "/api/v1/starting": lambda ids: {"called": "A", "place": "50.799,-1.091", "purpose": "A choir."},
    "/api/v1/starting/<uuid:card_id>/letter": lambda ids: {
        "name": "A",
        "reply_to": "a@example.org",
        "message": "Hello there.",
    },
    "/api/v1/resources": lambda ids: {"name": "Choir", "sort": "practice", "about": "Singing."},
    "/api/v1/resources/<uuid:resource_id>/say": lambda ids: {"said": "It was warm."},
    f"{CIRCLE}/handbook": lambda ids: {"title": "The key"},
    f"{IN}/handbook/<uuid:page_id>/change": lambda ids: {
        "title": "The key",
        "text": "By the door.",
        "made_from": 1,
    },
    f"{IN}/meetings/<uuid:meeting_id>/answer": lambda ids: {"answer": "maybe"},
    f"{IN}/meetings/<uuid:meeting_id>/agenda": lambda ids: {"title": "The roof"},
    f"{IN}/meetings/<uuid:meeting_id>/minutes": lambda ids: {"text": "We sang.", "made_from": 0},
    f"{IN}/meetings": lambda ids: {"title": "A walk", "first": LATER, "at": "10:00"},
    f"{IN}/meetings/wish": lambda ids: {"remind": "day", "letters": False},
    f"{IN}/meetings/series/<uuid:series_id>/change": lambda ids: {"title": "A longer walk"},
    f"{IN}/meetings/series/<uuid:series_id>/dates": lambda ids: {"day": LATER, "at": "10:00"},
    f"{IN}/meetings/<uuid:meeting_id>/move": lambda ids: {"day": LATER, "at": "10:00", "minutes": 60},
    f"{IN}/meetings/<uuid:meeting_id>/host": lambda ids: {"host": str(ids["membership_id"])},
    f"{IN}/meetings/<uuid:meeting_id>/for/<uuid:membership_id>": lambda ids: {"answer": "coming"},
    f"{IN}/meetings/<uuid:meeting_id>/agenda/<uuid:item_id>": lambda ids: {"title": "Tea", "minutes": 5},
    f"{IN}/meetings/<uuid:meeting_id>/agenda/<uuid:item_id>/move": lambda ids: {"up": True},
    f"{IN}/meetings/<uuid:meeting_id>/minutes/show": lambda ids: {"closes": _in_days(3)},
    f"{IN}/meetings/<uuid:meeting_id>/minutes/remarks": lambda ids: {"words": "It was Tuesday."},
    f"{IN}/meetings/<uuid:meeting_id>/minutes/addenda": lambda ids: {"words": "It was Tuesday."},
    f"{IN}/meetings/<uuid:meeting_id>/here": lambda ids: {"here": [], "among": []},
    f"{IN}/meetings/<uuid:meeting_id>/here/heads": lambda ids: {"heads": 7},
    f"{IN}/meetings/<uuid:meeting_id>/hands": lambda ids: {"question": "Tea?"},
    f"{IN}/meetings/<uuid:meeting_id>/hands/<uuid:hands_id>": lambda ids: {"yes": 3, "no": 1},
    f"{IN}/meetings/<uuid:meeting_id>/turns/take": lambda ids: {"hat": "care"},
    f"{IN}/meetings/<uuid:meeting_id>/turns/<uuid:turn_id>/swap": lambda ids: {
        "asked": str(ids["membership_id"])
    },
    f"{IN}/meetings/<uuid:meeting_id>/turns/swaps/<uuid:swap_id>": lambda ids: {"yes": True},
    f"{CIRCLE}/turns": lambda ids: {"hat": "care", "rather_not": True},
    f"{CIRCLE}/when": lambda ids: {"title": "Soup", "starts": [_in_days(5)], "closes": _in_days(3)},
    f"{IN}/when/<uuid:poll_id>": lambda ids: {"fits": {str(ids["slot_id"]): "yes"}},
    f"{IN}/when/<uuid:poll_id>/for/<uuid:membership_id>": lambda ids: {"fits": {str(ids["slot_id"]): "no"}},
    f"{IN}/actions/<uuid:action_id>/hand-on": lambda ids: {"to": None},
    f"{CIRCLE}/actions": lambda ids: {"what": "Ring the plumber."},
    f"{IN}/actions/<uuid:action_id>": lambda ids: {"answer": "done"},
    f"{IN}/notices/wish": lambda ids: {"letter": "never", "quiet_from": 20, "quiet_until": 8},
}


def _in_days(count: int) -> str:
    return (timezone.now() + count * TOMORROW).isoformat()


def _wording() -> dict[str, str]:
    return {"short": "We say it anew.", "closes": _in_days(3)}


def body_of(address: Address, place: Place, *, circle: str = "open") -> dict[str, Any] | None:
    """Return the body for an operation, {} where it takes none; None for a page."""
    if not address.is_for_programs:
        return None
    make = BODIES.get(address.route)
    if make is None:
        return {}
    ids = values_of(Address("", "", ("membership_id", "slot_id"), address.view), place, circle=circle)
    root = values_of(Address("", "", ("membership_id", "circle_id"), address.view), place, circle="root")
    return make(ids | {f"root_{name}": value for name, value in root.items()})
