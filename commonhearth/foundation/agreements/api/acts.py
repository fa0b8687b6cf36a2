"""Reading agreements, proposing wordings, answering them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.agreements import law, selectors, services, wording
from commonhearth.foundation.agreements.access import may_begin_agreement, may_propose_version
from commonhearth.foundation.agreements.api.shapes import (
    AgreementOut,
    AnswerOut,
    BeginIn,
    BegunOut,
    ClauseOut,
    ConcernIn,
    LookAgainIn,
    NewClauseIn,
    Number,
    OneClauseOut,
    OutlineOut,
    ProposedOut,
    ProposeIn,
    ShortOut,
    WordingOut,
    router,
)
from commonhearth.foundation.agreements.rules import BadValue
from commonhearth.foundation.api.problems import Problem, unfit
from commonhearth.foundation.api.routers import acted_once, done_once, next_page
from commonhearth.foundation.circles.access import seat_in
from commonhearth.foundation.circles.api.shapes import read_for
from commonhearth.foundation.circles.selectors import root_for
from commonhearth.kit.saying import day, day_time


def _agreement(request: HttpRequest, agreement_id: UUID) -> Any:
    found = selectors.agreement_for(request.actor, agreement_id, now=request.now)
    if found.circle.is_hidden:
        raise NotVisible
    return found


def _clause_in(request: HttpRequest, agreement_id: UUID, number: int) -> selectors.ClauseView:
    found = selectors.clause_for(request.actor, agreement_id, number)
    if found.clause.agreement.circle.is_hidden:
        raise NotVisible
    return found


def _version(request: HttpRequest, version_id: UUID) -> Any:
    found = selectors.version_for(request.actor, version_id, now=request.now)
    if found.circle.is_hidden:
        raise NotVisible
    return found


def _wording(version: Any) -> Any:
    return version and WordingOut(
        id=version.id,
        short=version.short,
        text=version.text,
        rule_value=version.rule_value,
        shown_from=version.created,
        closes=version.closes,
        in_force_from=version.in_force_from,
        replaced=version.replaced,
        withdrawn=version.withdrawn,
        review_on=version.review_on,
    )


def _clause(view: selectors.ClauseView) -> dict[str, Any]:
    return {
        "number": view.clause.number,
        "fixed": view.clause.fixed,
        "rule_key": view.clause.rule_key,
        "in_force": _wording(view.in_force),
        "proposed": _wording(view.proposed),
    }


@router.get(
    "/agreements", scope="agreements:read", response=list[OutlineOut], summary="The community’s agreements"
)
def ours(request: HttpRequest) -> list[OutlineOut]:
    """Those of the whole community, the short versions first."""
    return _outlines(request, root_for(request.actor, now=request.now))


@router.get(
    "/circles/{uuid:circle_id}/agreements",
    scope="agreements:read",
    response=list[OutlineOut],
    summary="A circle’s agreements",
)
def of_circle(request: HttpRequest, circle_id: UUID) -> list[OutlineOut]:
    """For who may read the circle."""
    return _outlines(request, read_for(request, circle_id))


def _outlines(request: HttpRequest, circle: Any) -> list[OutlineOut]:
    return [
        OutlineOut(
            id=one.agreement.id,
            title=one.agreement.title,
            kind=one.agreement.agreement_kind,
            in_force=[ShortOut(number=number, short=short) for number, short in one.shorts],
        )
        for one in selectors.agreements_of(request.actor, circle)
    ]


@router.post(
    "/circles/{uuid:circle_id}/agreements",
    scope="agreements:act",
    response={201: BegunOut},
    summary="Begin an agreement",
)
def begin(request: HttpRequest, circle_id: UUID, new: BeginIn) -> dict[str, Any]:
    """It says nothing until its first clause has been agreed."""
    circle = read_for(request, circle_id)
    require(may_begin_agreement(request.actor, circle))

    def act() -> dict[str, str]:
        made = services.begin_agreement(
            actor=request.actor, circle=circle, title=new.title, kind=new.kind, now=request.now
        )
        return {"id": str(made.id)}

    return acted_once(request, f"agreements.begin.{circle.id}", act)


@router.get(
    "/agreements/{uuid:agreement_id}", scope="agreements:read", response=AgreementOut, summary="One agreement"
)
def agreement(request: HttpRequest, agreement_id: UUID, after: Number = 0) -> AgreementOut:
    """Its clauses, with what is in force and what is proposed."""
    found = _agreement(request, agreement_id)
    clauses, more = selectors.clauses_of(request.actor, found, after=after)
    return AgreementOut(
        id=found.id,
        title=found.title,
        kind=found.agreement_kind,
        circle=found.circle_id,
        clauses={
            "items": [ClauseOut(**_clause(view)) for view in clauses],
            "next": next_page(request, more),
        },
    )


@router.get(
    "/agreements/{uuid:agreement_id}/clauses/{int:number}",
    scope="agreements:read",
    response=OneClauseOut,
    summary="One clause",
)
def clause(request: HttpRequest, agreement_id: UUID, number: int) -> OneClauseOut:
    """What is agreed, what is proposed, who has said what, what it was before."""
    view = _clause_in(request, agreement_id, number)
    seat = seat_in(request.actor, view.clause.agreement.circle)
    stand = view.proposed and law.stand(
        closes=view.proposed.closes, now=request.now, count=view.count, needs_all=view.needs_all
    )
    return OneClauseOut(
        **_clause(view),
        proposed_by=view.proposed_by,
        stand=stand.value if stand else "",
        answers=[
            AnswerOut(
                id=one.response.id,
                name=one.name,
                written_by=one.written_by,
                agrees=one.response.agrees,
                concern=one.response.concern,
                spoken=bool(one.spoken),
                settled=one.response.settled,
                yours=seat is not None and one.response.by_id == seat.membership_id,
            )
            for one in view.answers
        ],
        history=[_wording(version) for version in view.history],
    )


@router.post(
    "/agreements/{uuid:agreement_id}/clauses",
    scope="agreements:act",
    response={201: ProposedOut},
    summary="Propose a new clause",
)
def propose_new(request: HttpRequest, agreement_id: UUID, new: NewClauseIn) -> dict[str, Any]:
    """It is shown until the time that you name, then agreed unless a concern stands."""
    return _propose(request, agreement_id, None, new.dict())


@router.post(
    "/agreements/{uuid:agreement_id}/clauses/{int:number}",
    scope="agreements:act",
    response={201: ProposedOut},
    summary="Propose another wording",
)
def propose(request: HttpRequest, agreement_id: UUID, number: int, new: ProposeIn) -> dict[str, Any]:
    """One at a time for each clause."""
    _clause_in(request, agreement_id, number)
    return _propose(request, agreement_id, number, new.dict())


def _propose(
    request: HttpRequest, agreement_id: UUID, number: int | None, told: dict[str, Any]
) -> dict[str, Any]:
    found = _agreement(request, agreement_id)
    require(may_propose_version(request.actor, found.circle))
    told["text"] = told["text"] or told["short"]

    def act() -> dict[str, Any]:
        made = services.propose_version(
            actor=request.actor, agreement=found, number=number, now=request.now, **told
        )
        return {"wording": str(made.id), "number": made.clause.number}

    try:
        return acted_once(request, f"agreements.propose.{found.id}", act)
    except (ValueError, services.ProposalOpen, services.RuledElsewhere, services.NothingNew) as error:
        raise _wrong(error) from None


def _wrong(error: Exception) -> Problem:
    """Return what is in the way of a wording, in the words of the page."""
    fill: dict[str, Any] = {}
    if isinstance(error, services.ShortTooLong):
        field, code, fill = "/short", "short_too_long", {"sentences": error.sentences}
    elif isinstance(error, services.ClosesTooSoon):
        field, code, fill = "/closes", "closes_too_soon", {"earliest": day_time(error.earliest)}
    elif isinstance(error, services.LookTooSoon):
        field, code, fill = "/review_on", "look_too_soon", {"day": day(error.after)}
    elif isinstance(error, services.RuledElsewhere):
        field, code, fill = "", "ruled_elsewhere", {"number": error.number}
    elif isinstance(error, BadValue):
        field, code, fill = "/rule_value", error.code, error.params
    elif isinstance(error, services.ProposalOpen):
        field, code = "", "proposal_open"
    elif isinstance(error, services.NothingNew):
        field, code = "", "nothing_new"
    elif isinstance(error, services.NoShortVersion):
        field, code = "/short", "no_short_version"
    else:
        raise error
    return unfit(field, code, str(wording.SENTENCES[code]) % fill)


def _act(request: HttpRequest, version_id: UUID, what: str, act: Callable[[Any], object]) -> OneClauseOut:
    version = _version(request, version_id)
    done_once(request, f"agreements.{what}.{version.id}", lambda: act(version))
    return clause(request, version.clause.agreement_id, version.clause.number)


@router.post(
    "/wordings/{uuid:version_id}/agree", scope="agreements:act", response=OneClauseOut, summary="Say yes"
)
def agree(request: HttpRequest, version_id: UUID) -> OneClauseOut:
    """You can still raise a concern until the time is over."""
    return _act(
        request,
        version_id,
        "agree",
        lambda version: services.agree(actor=request.actor, version=version, now=request.now),
    )


@router.post(
    "/wordings/{uuid:version_id}/concern",
    scope="agreements:act",
    response=OneClauseOut,
    summary="Raise a concern that must be heard",
)
def concern(request: HttpRequest, version_id: UUID, said: ConcernIn) -> OneClauseOut:
    """It cannot be agreed until you say that this has been heard."""
    return _act(
        request,
        version_id,
        "concern",
        lambda version: services.raise_concern(
            actor=request.actor, version=version, concern=said.concern, now=request.now
        ),
    )


@router.post(
    "/wordings/{uuid:version_id}/concern/{uuid:response_id}/settle",
    scope="agreements:act",
    response=OneClauseOut,
    summary="Your concern has been heard",
)
def settle(request: HttpRequest, version_id: UUID, response_id: UUID) -> OneClauseOut:
    """Only whoever raised it says so."""
    return _act(
        request,
        version_id,
        "settle",
        lambda version: services.settle_concern(
            actor=request.actor,
            response=selectors.response_for(request.actor, version, response_id),
            now=request.now,
        ),
    )


@router.post(
    "/wordings/{uuid:version_id}/take-back",
    scope="agreements:act",
    response=OneClauseOut,
    summary="Take a wording back",
)
def take_back(request: HttpRequest, version_id: UUID) -> OneClauseOut:
    """What was agreed stays as it was."""
    return _act(
        request,
        version_id,
        "take_back",
        lambda version: services.withdraw(actor=request.actor, version=version, now=request.now),
    )


@router.post(
    "/wordings/{uuid:version_id}/look-again",
    scope="agreements:act",
    response=OneClauseOut,
    summary="Say when to look at it again",
)
def look_again(request: HttpRequest, version_id: UUID, said: LookAgainIn) -> OneClauseOut:
    """Of a wording in force: after you have looked at it together, or where nobody said so before."""
    try:
        return _act(
            request,
            version_id,
            "look_again",
            lambda version: services.look_again(
                actor=request.actor, version=version, on=said.review_on, now=request.now
            ),
        )
    except services.LookTooSoon as soon:
        raise _wrong(soon) from None


@router.post(
    "/wordings/{uuid:version_id}/in-force",
    scope="agreements:act",
    response=OneClauseOut,
    summary="Put in force what is due",
)
def put_in_force(request: HttpRequest, version_id: UUID) -> OneClauseOut:
    """Without waiting for the house to do it."""
    try:
        return _act(
            request,
            version_id,
            "put_in_force",
            lambda version: services.put_in_force(actor=request.actor, version=version, now=request.now),
        )
    except services.NotPassed as waits:
        code = f"not_passed_{waits.stand.value}"
        raise Problem(409, "not_yet", wording.SENTENCES[code]) from None
