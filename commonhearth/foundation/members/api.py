"""Belonging: which communities one is in, asking to join, how one stands, being away, leaving, inviting."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.api.problems import Problem, unfit
from commonhearth.foundation.api.routers import Router, acted_once, done_once
from commonhearth.foundation.api.schemas import In, Line, Long, Name, Out, Short, Word
from commonhearth.foundation.communities.access import may_see_community
from commonhearth.foundation.members import selectors, services
from commonhearth.foundation.members.access import (
    may_ask_to_join,
    may_export_own,
    may_invite,
    member_of,
    who_answers,
)
from commonhearth.foundation.members.services.export import own_without_sealed
from commonhearth.foundation.members.wording import STANDING, taken_name

#: What is about the person and this host, and what is about one community.
host, router = Router("members"), Router("members")


class CommunityOfMine(Out):
    id: UUID
    slug: str
    name: str
    standing: str
    known_as: str


class JoinIn(In):
    name: Name
    word: Word = ""
    #: To the community's own questions, in their order; what is not answered may be left out.
    answers: list[Long] = []
    old_enough: Literal[True]


class AskedOut(Out):
    application: UUID


class ApplicationOut(Out):
    asked: datetime
    hear_by: date
    answered_by: str | None


class StandingOut(Out):
    """How one stands in this community."""

    standing: str
    standing_words: str
    known_as: str
    name: str
    word: str
    getting_to_know_until: date | None
    back_on: date | None
    named_outside_as: str
    paper: str
    offices: list[str]
    application: ApplicationOut | None


class KnownAsIn(In):
    name: Name
    word: Word = ""


class OwnIn(In):
    """How this community is named to you outside, and your name on paper; empty is the neutral name, and none."""

    named_outside_as: Line = ""
    paper: Short = ""


class AwayIn(In):
    back_on: date | None = None


class InviteIn(In):
    note: Short = ""
    days: Literal[3, 14, 30] = 14


class InvitationOut(Out):
    id: UUID
    note: str
    made: datetime
    expires: datetime
    state: str


class NewInvitationOut(Out):
    id: UUID
    #: Shown once; null when the same Idempotency-Key comes again.
    link: str | None = None


class OwnOut(Out):
    format: str
    rows: dict[str, list[dict[str, Any]]]


def _own(request: HttpRequest) -> Any:
    member = member_of(request.actor)
    if member is None:
        raise NotVisible
    return member


@host.get(
    "/me/communities", scope="communities:read", response=list[CommunityOfMine], summary="Where you belong"
)
def mine(request: HttpRequest) -> list[CommunityOfMine]:
    """Every community in which you have a place; with a key made for one community, that one."""
    only = request.token.community
    return [
        CommunityOfMine(
            id=member.community.id,
            slug=member.community.slug,
            name=member.community.name,
            standing=member.standing,
            known_as=str(member),
        )
        for member in selectors.own_memberships(request.person)
        if only is None or member.community_id == only
    ]


@router.post("/join", scope="joining:act", response={201: AskedOut}, summary="Ask to join")
def join(request: HttpRequest, asking: JoinIn) -> dict[str, Any]:
    """With a key made for no community. You hear from a person, by the day the community names."""
    community = request.community
    if not may_see_community(request.actor, community):
        raise NotVisible
    require(may_ask_to_join(request.actor, community))
    questions = community.joining_questions
    if len(asking.answers) > len(questions):
        raise unfit("/answers", "range", _("There are fewer questions than answers."))
    said = [*asking.answers, *[""] * (len(questions) - len(asking.answers))]

    def act() -> dict[str, str]:
        made = services.ask_to_join(
            actor=request.actor,
            community=community,
            name=asking.name,
            word=asking.word,
            answers=[
                {"question": question, "answer": answer}
                for question, answer in zip(questions, said, strict=True)
            ],
            now=request.now,
        )
        return {"application": str(made.id)}

    try:
        return acted_once(request, "join", act, actor=request.person)
    except services.Barred as barred:
        detail = _(
            "You cannot join this community. If you want to speak with somebody about it, write to %(who)s."
        )
        raise Problem(403, "refused", detail % {"who": barred.appeal_contact or community.name}) from None


@router.get("/me", scope="membership:read", response=StandingOut, summary="How you stand")
def me(request: HttpRequest) -> StandingOut:
    """Yours alone: nobody else reads this."""
    member = _own(request)
    asked = selectors.own_application(member)
    answers = who_answers(asked) if asked else None
    return StandingOut(
        standing=member.standing,
        standing_words=str(STANDING[member.standing]),
        known_as=str(member),
        name=member.name,
        word=member.word,
        getting_to_know_until=member.trial_until,
        back_on=member.back_on,
        named_outside_as=member.named_outside_as,
        paper=member.paper,
        offices=sorted(member.offices),
        application=asked
        and ApplicationOut(
            asked=asked.created,
            hear_by=asked.hear_by,
            answered_by=answers.name if answers else None,
        ),
    )


@router.post("/me/name", scope="membership:act", response=StandingOut, summary="Be known by another name")
def rename(request: HttpRequest, known: KnownAsIn) -> StandingOut:
    """The name in the community. Names in circles are changed there."""
    try:
        done_once(
            request,
            "members.rename",
            lambda: services.rename(actor=_own(request), name=known.name, word=known.word, now=request.now),
        )
    except services.NameInUse as taken:
        raise unfit("/word", "name_in_use", taken_name(taken.name, taken.word)) from None
    return _again(request)


@router.post(
    "/me/outside", scope="membership:act", response=StandingOut, summary="Named outside, and on paper"
)
def outside(request: HttpRequest, own: OwnIn) -> StandingOut:
    """How mail names this community to you, and how paper names you."""
    member = _own(request)

    def act() -> None:
        services.set_named_outside(actor=member, name=own.named_outside_as)
        services.set_paper(actor=member, name=own.paper)

    done_once(request, "members.outside", act)
    return _again(request)


@router.post("/me/away", scope="membership:act", response=StandingOut, summary="Be away")
def away(request: HttpRequest, away: AwayIn) -> StandingOut:
    """No reason is asked. Nothing is sent meanwhile; your rights stay."""
    if away.back_on is not None and away.back_on <= request.now.date():
        raise unfit("/back_on", "range", _("Please choose a day after today, or leave it empty."))
    done_once(
        request,
        "members.away",
        lambda: services.go_away(actor=_own(request), back_on=away.back_on, now=request.now),
    )
    return _again(request)


@router.post("/me/back", scope="membership:act", response=StandingOut, summary="Be here again")
def back(request: HttpRequest) -> StandingOut:
    """Everything that is yours is as you left it."""
    done_once(request, "members.back", lambda: services.come_back(actor=_own(request), now=request.now))
    return _again(request)


@router.post("/me/withdraw", scope="membership:act", response=StandingOut, summary="Take your asking back")
def withdraw(request: HttpRequest) -> StandingOut:
    """Leaves no trace but the dates. You may ask again whenever you like."""
    _own(request)

    def act() -> None:
        asked = selectors.own_application(request.actor)
        if asked is None:
            raise NotVisible
        services.withdraw(actor=request.actor, application=asked, now=request.now)

    done_once(request, "members.withdraw", act)
    return _again(request)


@router.post("/me/leave", scope="membership:act", response=StandingOut, summary="Leave the community")
def leave(request: HttpRequest) -> StandingOut:
    """In one step and without a reason, as on the page. Your data can be taken before and after."""
    done_once(request, "members.leave", lambda: services.leave(actor=_own(request), now=request.now))
    return _again(request)


def _again(request: HttpRequest) -> StandingOut:
    request.actor.refresh_from_db()
    return me(request)


@router.get("/me/data", scope="own:read", response=OwnOut, summary="Everything of yours here")
def data(request: HttpRequest) -> OwnOut:
    """Your rows in this community, by table, as in the file that you can take along from your page.

    What is sealed is not in it: for that you show on the page that it is you.
    """
    member = _own(request)
    require(may_export_own(member))
    return OwnOut(**own_without_sealed(member))


@router.get("/invitations", scope="invitations:read", response=list[InvitationOut], summary="Links you made")
def invitations(request: HttpRequest) -> list[InvitationOut]:
    """Your own, newest first, fifty at most. Who used one is said on the page."""
    if not getattr(request.actor, "is_inside", False):
        raise NotVisible
    found = selectors.invitations_of(request.actor)[:50]
    return [
        InvitationOut(
            id=one.id, note=one.note, made=one.created, expires=one.expires, state=_state(one, request.now)
        )
        for one in found
    ]


def _state(invitation: Any, now: datetime) -> str:
    if invitation.used_by_id:
        return "used"
    if invitation.revoked:
        return "revoked"
    return "open" if invitation.expires > now else "over"


@router.post(
    "/invitations", scope="invitations:act", response={201: NewInvitationOut}, summary="Invite somebody"
)
def invite(request: HttpRequest, invitation: InviteIn) -> dict[str, Any]:
    """A link for one person, once. It is in this answer and kept nowhere."""
    if not getattr(request.actor, "is_inside", False):
        raise NotVisible
    require(may_invite(request.actor))
    shown: list[str] = []

    def act() -> dict[str, str]:
        made, token = services.invite(actor=request.actor, now=request.now, **invitation.dict())
        shown.append(settings.HEARTH_URL + reverse("come_in", args=[request.community.id, token]))
        return {"id": str(made.id)}

    answered = acted_once(request, "members.invite", act)
    return answered | {"link": shown[0] if shown else None}


@router.post(
    "/invitations/{uuid:invitation_id}/revoke",
    scope="invitations:act",
    response={204: None},
    summary="Revoke a link",
)
def revoke(request: HttpRequest, invitation_id: UUID) -> None:
    """It opens nothing any more. Twice is as once."""
    found = selectors.invitation_seen_by(request.actor, invitation_id)
    done_once(
        request,
        f"members.revoke.{found.id}",
        lambda: services.revoke_invitation(actor=request.actor, invitation=found, now=request.now),
    )
