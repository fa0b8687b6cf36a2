"""Who belongs, in every standing, and what happens on the way in and out."""

from __future__ import annotations

from commonhearth.foundation.members import services
from commonhearth.foundation.members.models import Member
from tests.world import Place


def furnish(place: Place, names: dict[str, str]) -> None:
    """Let people in by asking and by link; leave one asking, and one link open."""
    for who in ("guest", "member", "neighbour", "former", "paused", "registrar"):
        admit(place, who, names[who])
    for who in ("member", "neighbour", "former", "paused", "registrar"):
        services.confirm_trial(actor=place.acting("steward"), member=place.acting(who), now=place.now)
    asking = services.ask_to_join(
        actor=place.persons["applicant"],
        community=place.community,
        name=names["applicant"],
        answers=[{"question": "What would you like from us?", "answer": "Company on Thursdays."}],
        now=place.now,
    )
    invitation, token = services.invite(actor=place.acting("member"), note="a friend", now=place.now)
    place.things |= {"application_id": asking.id, "invitation_id": invitation.id, "token": token}
    place.things["member_id"] = place.acting("neighbour").id


def admit(place: Place, who: str, name: str) -> Member:
    """Ask to join as somebody and let them in as the steward."""
    asking = services.ask_to_join(
        actor=place.persons[who], community=place.community, name=name, answers=[], now=place.now
    )
    services.endorse(
        actor=place.acting("steward"), application=asking, community=place.community, now=place.now
    )
    return place.acting(who)


def furnish_away_and_gone(place: Place, names: dict[str, str]) -> None:
    """Last of all: one is away, one has left."""
    services.go_away(actor=place.acting("paused"), back_on=None, now=place.now)
    services.leave(actor=place.acting("former"), now=place.now)
