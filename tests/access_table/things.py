"""A real value for every parameter that an address may have. A room adds its own here or in tests/world."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from commonhearth.foundation.accounts import letter_links
from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.logbook.models import Line
from commonhearth.foundation.notices.services import stop_token
from commonhearth.rooms.directory import tokens as directory_tokens
from commonhearth.rooms.meetings.services.tokens import guest_link
from tests.addresses import Address
from tests.world import Place, care

#: An id of nothing, where a circle has none of what an address is about.
NOTHING = UUID("00000000-0000-4000-8000-000000000000")


def _membership(place: Place, circle: str) -> Any:
    """The place that `paused` has in the circle: somebody other than whoever asks."""
    with place.within():
        return CircleMembership.objects.get(
            circle=place.circles[circle], member__person=place.persons["paused"], left=None
        ).id


def _of_somebody_without_sign_in(place: Place, circle: str) -> Any:
    """The place in the circle of everyone of whom `neighbour` writes for; they are on hold just now."""
    with place.within():
        return CircleMembership.objects.get(
            circle=place.circles["root"], member=place.things["without_sign_in_id"], left=None
        ).id


def _line(place: Place, circle: str) -> UUID:
    """The line of the logbook that tells of a circle's beginning; for the circle of everyone, of the community's."""
    with place.within():
        if circle == "root":
            return Line.objects.get(verb="member.founded").id
        return Line.objects.get(verb="circle.opened", circle_id=place.circles[circle].id).id


def _stop_token(place: Place, circle: str) -> str:
    with place.within():
        return stop_token(place.acting("member"))


def _letter_link(place: Place, circle: str) -> str:
    """The link in a letter of somebody who has left it unanswered: one wording in the circle of everyone."""
    person = place.persons["registrar"]
    version, here = str(place.things["version_id"]["root"]), place.community.id
    link = letter_links.link(
        act="no-concern", person=person, about=[version], community_id=here, now=place.now
    )
    return link.split("/")[-2]


def _not_me(place: Place, circle: str) -> str:
    link = letter_links.link(act="not-me", person=place.persons["applicant"], now=place.now)
    return link.split("/")[-2]


def _guest_token(place: Place, circle: str) -> str:
    return guest_link(place.community.id, place.things["guest_id"]["open"]).split("/")[-2]


def _directory_link(thing: str, purpose: str) -> Callable[[Place, str], str]:
    """The link in a mail of the directory, about one of the place's things."""
    return lambda place, circle: directory_tokens.write(place.things[thing], purpose=purpose)


#: Parameter -> its value in a place, for addresses about one of its circles.
VALUES: dict[str, Callable[[Place, str], Any]] = {
    "slug": lambda place, circle: place.community.slug,
    "community_id": lambda place, circle: place.community.id,
    "circle_id": lambda place, circle: place.circles[circle].id,
    "membership_id": _membership,
    "line_id": _line,
    "person_id": lambda place, circle: place.persons["member"].id,
    "suggestion": lambda place, circle: "say-hello",
    "number": lambda place, circle: 1,  # of the first clause
    "year": lambda place, circle: place.now.year,
    "country": lambda place, circle: "gb",
    "code": lambda place, circle: "gb",
    "token_id": lambda place, circle: NOTHING,  # nobody's key; one's own are in tests/foundation/accounts
    "device_id": lambda place, circle: 0,  # nobody's; one's own are in tests/foundation/accounts
    "gate": lambda place, circle: "legal_form",
    "step": lambda place, circle: "meeting",
    "pk": lambda place, circle: 0,  # nobody's passkey; as above
    "kind": lambda place, circle: "people",  # of what a community brings
    "heading": lambda place, circle: "well",  # of a plan
    "way": lambda place, circle: "without",  # a circle goes on while nobody holds a role
}
#: The same for one address only, where a name means different things.
AT: dict[str, dict[str, Callable[[Place, str], Any]]] = {
    # Somebody answered in the root circle, and somebody was asked to be kept apart from.
    "/c/<slug:slug>/wordings/<uuid:version_id>/concern/<uuid:response_id>/settle/": {
        "version_id": lambda place, circle: place.things["version_id"]["root"],
        "response_id": lambda place, circle: place.things["response_id"]["root"],
    },
    "/api/v1/c/<slug:slug>/wordings/<uuid:version_id>/concern/<uuid:response_id>/settle": {
        "version_id": lambda place, circle: place.things["version_id"]["root"],
        "response_id": lambda place, circle: place.things["response_id"]["root"],
    },
    # A part of a draft's agreements, not of a plan.
    **{
        f"/start/<uuid:draft_id>/agreements/<uuid:part_id>/{act}": {
            "part_id": lambda place, circle: place.things["draft_part_id"]
        }
        for act in ("", "take/")
    },
    # Asked in the root circle only: elsewhere it would show who somebody is.
    "/c/<slug:slug>/circles/<uuid:circle_id>/people/<uuid:membership_id>/apart/": {
        "circle_id": lambda place, circle: place.circles["root"].id,
        "membership_id": lambda place, circle: _membership(place, "root"),
    },
    "/c/<slug:slug>/circles/<uuid:circle_id>/people/<uuid:membership_id>/about/": {
        "circle_id": lambda place, circle: place.circles["root"].id,
        "membership_id": lambda place, circle: _membership(place, "root"),
    },
    # Said by somebody without a sign-in, written by the one they chose, in the circle of everyone.
    "/c/<slug:slug>/meetings/<uuid:meeting_id>/for/<uuid:membership_id>/": {
        "membership_id": _of_somebody_without_sign_in,
    },
    "/api/v1/c/<slug:slug>/meetings/<uuid:meeting_id>/for/<uuid:membership_id>": {
        "membership_id": _of_somebody_without_sign_in,
    },
    # Printed for somebody without a sign-in by the one they chose.
    "/c/<slug:slug>/members/<uuid:member_id>/card/": {
        "member_id": lambda place, circle: place.things["without_sign_in_id"],
    },
    "/c/<slug:slug>/members/<uuid:member_id>/voice/": {
        "member_id": lambda place, circle: place.things["without_sign_in_id"],
    },
    "/c/<slug:slug>/members/<uuid:member_id>/arrival/": {
        "member_id": lambda place, circle: place.things["without_sign_in_id"],
    },
    "/c/<slug:slug>/members/<uuid:member_id>/arrival/second/": {
        "member_id": lambda place, circle: place.things["without_sign_in_id"],
    },
    "/o/<uuid:community_id>/arrive/<str:token>/": {"token": lambda place, circle: "of-nobody"},
    "/c/<slug:slug>/you/together/<uuid:member_id>/": {
        "member_id": lambda place, circle: place.things["apart_id"],
    },
    "/start/with/<str:token>/": {"token": lambda place, circle: place.things["founder_token"]},
    # The one that everybody may read; every other address of a story is about a draft.
    "/c/<slug:slug>/stories/<uuid:story_id>/": {
        "story_id": lambda place, circle: place.things["public_story_id"],
    },
    "/first/<str:token>/": {"token": lambda place, circle: "of-nobody"},
    "/o/<uuid:community_id>/letters/stop/<str:token>/": {"token": _stop_token},
    "/o/<uuid:community_id>/letter/<str:token>/": {"token": _letter_link},
    "/letter/<str:token>/": {"token": _not_me},
    **{
        # Looked after by the member; the neighbour asked by mail to, the newcomer by a file.
        route: {"listing_id": lambda place, circle: place.things["listed_id"]}
        for route in (
            "/directory/<uuid:listing_id>/verify/",
            "/directory/<uuid:listing_id>/correct/",
            "/directory/<uuid:listing_id>/close/",
            "/directory/<uuid:listing_id>/reopen/",
            "/directory/<uuid:listing_id>/email/",
            "/directory/<uuid:listing_id>/claim/",
            "/directory/<uuid:listing_id>/claim/look/",
            "/directory/<uuid:listing_id>/claim/stop/",
            "/api/v1/directory/<uuid:listing_id>/claim",
            "/api/v1/directory/<uuid:listing_id>/claim/look",
            "/api/v1/directory/<uuid:listing_id>/claim/stop",
            "/api/v1/directory/<uuid:listing_id>/still-here",
            "/api/v1/directory/<uuid:listing_id>/correct",
            "/api/v1/directory/<uuid:listing_id>/close",
            "/api/v1/directory/<uuid:listing_id>/reopen",
            "/directory/desk/side-by-side/<uuid:listing_id>/<uuid:other_id>/",
            "/directory/desk/merge/<uuid:listing_id>/<uuid:other_id>/",
            "/directory/desk/links/<uuid:listing_id>/seen/",
            "/directory/desk/links/<uuid:listing_id>/take/",
        )
    },
    "/directory/claim/<str:token>/": {"token": _directory_link("asked_claim", "claim")},
    "/directory/still-here/<str:token>/": {"token": _directory_link("reminder", "still-here")},
    "/directory/reminders/end/<str:token>/": {"token": _directory_link("reminder", "no-reminders")},
    "/o/<uuid:community_id>/isnt-right/<str:token>/": {
        "token": lambda place, circle: f"{care.SECRET}-{place.community.slug}",
    },
    "/o/<uuid:community_id>/isnt-right/<str:token>/ask/<uuid:neighbour_id>/": {
        "token": lambda place, circle: f"{care.SECRET}-{place.community.slug}",
    },
    # About the post of `member`, with a proposal that waits for a second.
    **{
        f"/c/<slug:slug>/care/cases/<uuid:case_id>/{rest}/": {
            "case_id": lambda place, circle: place.things["post_case_id"]
        }
        for rest in (
            "hide",
            "take-down",
            "hold",
            "measures/<uuid:measure_id>/confirm",
            "measures/<uuid:measure_id>/back",
        )
    },
    **{
        f"/c/<slug:slug>/care/cases/<uuid:case_id>/steps/<slug:step>/{rest}": {
            "step": lambda place, circle: "listen"
        }
        for rest in ("", "done/")
    },
    "/c/<slug:slug>/care/cases/<uuid:case_id>/open/<slug:kind>/": {
        "case_id": lambda place, circle: place.things["closed_case_id"],
        "kind": lambda place, circle: "case",
    },
    "/c/<slug:slug>/care/decided/<uuid:measure_id>/": {
        "measure_id": lambda place, circle: place.things["decided_id"],
    },
    "/o/<uuid:community_id>/lent/<str:token>/": {
        "token": lambda place, circle: f"{care.LENT}-{place.community.slug}",
    },
    "/o/<uuid:community_id>/guest/<str:token>/": {"token": _guest_token},
    "/o/<uuid:community_id>/calendar/<str:secret>.ics": {
        "secret": lambda place, circle: place.things["feed_secret"]
    },
    "/api/<slug:name>/": {"name": lambda place, circle: "circles"},
    "/kit/page/<slug:name>/": {"name": lambda place, circle: "list"},
    "/kit/problem/<int:status>/": {"status": lambda place, circle: 404},
}


class NoValue(LookupError):
    """`tests/access_table/things.py` has no value for a parameter."""


def value_of(address: Address, parameter: str, place: Place, *, circle: str = "open") -> Any:
    """Return a real value for a parameter of an address.

    Raises:
        NoValue: when none is known; add one to `VALUES` or to the world's `things`.
    """
    make = AT.get(address.route, {}).get(parameter) or VALUES.get(parameter)
    if make is not None:
        return make(place, circle)
    if parameter in place.things:
        thing = place.things[parameter]
        return thing.get(circle, NOTHING) if isinstance(thing, dict) else thing
    raise NoValue(f"{parameter}: give it a value in tests/access_table/things.py or in a part of tests/world")


def values_of(address: Address, place: Place, *, circle: str = "open") -> dict[str, Any]:
    """Return a value for each parameter of an address."""
    return {name: value_of(address, name, place, circle=circle) for name in address.parameters}
