"""Something was reported without a name and with one; who looks at it, their hours, a neighbour who said yes."""

from __future__ import annotations

from datetime import time
from typing import Any

from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.circles.selectors import circle_for
from commonhearth.rooms.care import services
from commonhearth.rooms.care.models import Case, Measure
from tests.world import Place

#: What the addresses of receipts carry; a test is no guess.
SECRET, LENT = "receipt-of-the-tests-only", "lent-link-of-the-tests-only"


def furnish(place: Place, names: dict[str, str]) -> None:
    """Report, take, state hours, name a neighbour and lend them the case."""
    member, steward = place.acting("member"), place.acting("steward")
    case = services.report(
        actor=member,
        words="The kettle was thrown.",
        about="situation",
        secret=f"{SECRET}-{place.community.slug}",
        number=f"TEST-{place.community.slug[:4].upper()}",
        now=place.now,
    )
    services.take(actor=steward, case=case, now=place.now)
    hours = services.state_hours(actor=steward, weekday=0, starts=time(18), ends=time(21), now=place.now)
    neighbour = services.add_neighbour(
        actor=steward,
        name="Ottilie",
        of_community="The Wharf",
        reach="at the library on Tuesdays",
        said_yes=place.now.date(),
        now=place.now,
    )
    services.borrow(
        actor=steward, case=case, neighbour=neighbour, secret=f"{LENT}-{place.community.slug}", now=place.now
    )
    place.things |= {"case_id": case.id, "hours_id": hours.id, "neighbour_id": neighbour.id}
    _about_the_post(place)
    _appealed(place)
    _opening(place)


def _case(place: Place, who: str, **more: Any) -> Case:
    circle = circle_for(place.acting(who), place.circles["open"].id, now=place.now)
    return services.report(
        actor=place.acting(who),
        words="Something else.",
        about="post",
        secret=services.new_secret(),
        number=services.new_number(),
        circle=circle,
        say_where=True,
        now=place.now,
        **more,
    )


def _about_the_post(place: Place) -> None:
    """`neighbour` reported the post of `member`; two look at it, and one proposed taking it down."""
    case = _case(
        place,
        "neighbour",
        post=place.things["post_id"]["open"],
        membership=CircleMembership.objects.get(
            circle=place.circles["open"], member=place.acting("member"), left=None
        ),
    )
    for who in ("steward", "registrar"):
        services.take(actor=place.acting(who), case=case, now=place.now)
    measure = services.propose(
        actor=place.acting("steward"),
        case=case,
        what="take_down",
        rule="method",
        words="It says how.",
        now=place.now,
    )
    place.things |= {"post_case_id": case.id, "measure_id": measure.id}


def _appealed(place: Place) -> None:
    """`member` was told of a decision that two took, and others look again."""
    decided = Measure.objects.create(
        what="leave",
        member=place.acting("member"),
        rule="repair_failed",
        proposed_by=place.acting("steward"),
        confirmed_by=place.acting("registrar"),
        confirmed=place.now,
        confirm_by=place.now,
        created=place.now,
    )
    appeal = services.appeal(
        actor=place.acting("member"), measure=decided, words="Please look again.", seed="of the tests",
        wrote=False, now=place.now,
    )  # fmt: skip
    place.things |= {"appeal_id": appeal.id, "decided_id": decided.id}


def _opening(place: Place) -> None:
    """Two cases were closed; `steward` asks to open one of them again."""
    opening = services.ask_opening(
        actor=place.acting("steward"),
        case=_closed(place),
        kind="case",
        why="Somebody may be hurt.",
        hours=2,
        now=place.now,
    )
    place.things |= {"opening_id": opening.id, "closed_case_id": _closed(place).id}


def _closed(place: Place) -> Case:
    case = _case(place, "guest")
    services.take(actor=place.acting("registrar"), case=case, now=place.now)
    services.close(actor=place.acting("registrar"), case=case, outcome="talked", words="Done.", now=place.now)
    return case
