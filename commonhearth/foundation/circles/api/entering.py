"""Coming in, one’s own name, leaving; inviting and answering."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.api.problems import unfit
from commonhearth.foundation.api.routers import acted_once, done_once
from commonhearth.foundation.circles import selectors, services
from commonhearth.foundation.circles.access import may_ask_to_join_circle, may_invite_to_circle, may_join
from commonhearth.foundation.circles.api.seeing import circle
from commonhearth.foundation.circles.api.shapes import (
    AnswerIn,
    AskingOut,
    InviteIntoIn,
    JoinedOut,
    OneCircleOut,
    OwnNameIn,
    here_for,
    router,
)
from commonhearth.foundation.circles.wording import SENTENCES


@router.post(
    "/circles/{uuid:circle_id}/join", scope="circles:act", response=JoinedOut, summary="Come in, or ask to"
)
def join(request: HttpRequest, circle_id: UUID, own: OwnNameIn) -> dict[str, Any]:
    """Into an open circle, or one that you are invited to, at once; into others by asking."""
    here = here_for(request, circle_id)

    def act() -> dict[str, str]:
        asking = selectors.asking_for(request.actor, here)
        enter = may_join(request.actor, here, asking)
        if not enter:
            ask = may_ask_to_join_circle(request.actor, here, asking)
            require(ask if ask else enter)
        enters = services.join if enter else services.ask_to_join
        made = enters(actor=request.actor, circle=here, now=request.now, **own.dict())
        return {"you": "in", "membership": str(made.id)} if enter else {"you": "asked"}

    return _named(lambda: acted_once(request, f"circles.join.{here.id}", act))


def _named(act: Any) -> Any:
    """Act; say beside the field when a name is in use, or a word is a number."""
    try:
        return act()
    except services.NameTaken as taken:
        said = str(SENTENCES["name_taken"]) % {"name": taken.name}
        raise unfit("/word", "name_taken", said) from None
    except services.WordIsNumber:
        raise unfit("/word", "word_is_number", SENTENCES["word_is_number"]) from None


@router.post(
    "/circles/{uuid:circle_id}/no-thank-you",
    scope="circles:act",
    response={204: None},
    summary="Say no to an invitation, or take your asking back",
)
def no_thank_you(request: HttpRequest, circle_id: UUID) -> None:
    """Nobody is told, and nothing is kept."""
    here = here_for(request, circle_id)

    def act() -> None:
        asking = selectors.asking_for(request.actor, here)
        if asking is None:
            raise NotVisible
        services.decline_invitation(actor=request.actor, asking=asking, now=request.now)

    done_once(request, f"circles.no_thank_you.{here.id}", act)


@router.post(
    "/circles/{uuid:circle_id}/name",
    scope="circles:act",
    response=OneCircleOut,
    summary="Your name in a circle",
)
def own_name(request: HttpRequest, circle_id: UUID, own: OwnNameIn) -> OneCircleOut:
    """Be known there by another name, or choose a word that tells you apart."""
    here = here_for(request, circle_id)

    def act() -> None:
        services.rename_self(actor=request.actor, circle=here, now=request.now, **own.dict())

    _named(lambda: done_once(request, f"circles.own_name.{here.id}", act))
    return circle(request, circle_id)


@router.post(
    "/circles/{uuid:circle_id}/leave", scope="circles:act", response={204: None}, summary="Leave a circle"
)
def leave(request: HttpRequest, circle_id: UUID) -> None:
    """In one step and without a reason."""
    here = here_for(request, circle_id)
    done_once(
        request,
        f"circles.leave.{here.id}",
        lambda: services.leave(actor=request.actor, circle=here, now=request.now),
    )


@router.post(
    "/circles/{uuid:circle_id}/invite",
    scope="circles:act",
    response={204: None},
    summary="Invite into a circle",
)
def invite(request: HttpRequest, circle_id: UUID, invited: InviteIntoIn) -> None:
    """Somebody of the community. The answer is the same whether they are in already or not."""
    here = here_for(request, circle_id)
    require(may_invite_to_circle(request.actor, here))
    root = selectors.root_for(request.actor, now=request.now)
    person = selectors.person_in(request.actor, root, invited.person)
    done_once(
        request,
        f"circles.invite.{here.id}",
        lambda: services.invite(actor=request.actor, circle=here, person=person, now=request.now),
    )


@router.get(
    "/circles/{uuid:circle_id}/askings",
    scope="circles:read",
    response=list[AskingOut],
    summary="Who asks to come in",
)
def askings(request: HttpRequest, circle_id: UUID) -> list[AskingOut]:
    """For who answers: by the names under which they asked, fifty at most."""
    found = selectors.askings_of(request.actor, here_for(request, circle_id))
    return [AskingOut(id=one.id, name=one.as_name, word=one.as_word, asked=one.created) for one in found]


@router.post(
    "/circles/{uuid:circle_id}/askings/{uuid:asking_id}",
    scope="circles:act",
    response={204: None},
    summary="Answer who asks",
)
def answer(request: HttpRequest, circle_id: UUID, asking_id: UUID, given: AnswerIn) -> None:
    """They are told kindly; of a no, nothing is kept."""
    here = here_for(request, circle_id)

    def act() -> None:
        waiting = selectors.askings_of(request.actor, here)
        asking = next((one for one in waiting if one.id == asking_id), None)
        if asking is None:
            raise NotVisible
        services.answer_asking(actor=request.actor, asking=asking, welcome=given.welcome, now=request.now)

    done_once(request, f"circles.answer.{asking_id}", act)
