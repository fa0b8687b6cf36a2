"""Minutes: read, and written along."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.api.problems import Problem, unfit
from commonhearth.foundation.api.routers import acted_once, done_once
from commonhearth.rooms.meetings.access.minutes import (
    may_correct,
    may_read_minutes,
    may_remark,
    may_show_minutes,
    may_write_minutes,
)
from commonhearth.rooms.meetings.api.shapes import (
    AddendumOut,
    MadeRemarkOut,
    MinutesIn,
    MinutesOut,
    RemarkOut,
    ShowIn,
    VersionOut,
    WordsIn,
    router,
    work_here,
)
from commonhearth.rooms.meetings.selectors.minutes import drafts_of, minutes_for
from commonhearth.rooms.meetings.services import minutes as writing
from commonhearth.rooms.meetings.wording import minutes as minutes_words


def _minutes(request: HttpRequest, meeting_id: UUID) -> Any:
    meeting = work_here(request, meeting_id)
    if not may_read_minutes(request.actor, meeting):
        raise NotVisible
    return meeting


@router.get(
    "/meetings/{uuid:meeting_id}/minutes", scope="meetings:read", response=MinutesOut, summary="Minutes"
)
def minutes(request: HttpRequest, meeting_id: UUID) -> MinutesOut:
    """As they stand, with what was said about them. Of a support circle there are none."""
    view = minutes_for(request.actor, _minutes(request, meeting_id))
    found = view.minutes
    return MinutesOut(
        text=found.text if found else "",
        version=found.version if found else 0,
        shown=found and found.shown,
        closes=found and found.closes,
        agreed=found and found.locked,
        remarks=[
            RemarkOut(id=said.row.id, words=said.row.words, by_name=said.name, settled=said.row.settled)
            for said in view.remarks
        ],
        addenda=[
            AddendumOut(words=said.row.words, by_name=said.name, added=said.row.created)
            for said in view.addenda
        ],
    )


@router.post(
    "/meetings/{uuid:meeting_id}/minutes",
    scope="meetings:act",
    response=MinutesOut,
    summary="Write minutes along",
)
def write_minutes(request: HttpRequest, meeting_id: UUID, said: MinutesIn) -> MinutesOut:
    """What others wrote elsewhere in them meanwhile stays.

    Where the same lines were changed: 409. The minutes stay as they were, and what you sent is kept aside,
    with the versions on their page.
    """
    meeting = _minutes(request, meeting_id)
    require(may_write_minutes(request.actor, meeting, minutes_for(request.actor, meeting).minutes))

    def act() -> dict[str, bool]:
        made = writing.write(
            actor=request.actor,
            meeting=meeting,
            text=said.text,
            based_on=said.made_from,
            now=request.now,
        )
        return {"collided": made.collided}

    if acted_once(request, f"meetings.minutes.{meeting.id}", act)["collided"]:
        raise Problem(409, "not_yet", minutes_words.COLLIDED)
    return minutes(request, meeting_id)


@router.get(
    "/meetings/{uuid:meeting_id}/minutes/versions",
    scope="meetings:read",
    response=list[VersionOut],
    summary="What was kept of minutes",
)
def versions(request: HttpRequest, meeting_id: UUID) -> list[VersionOut]:
    """The newest first, thirty at most, with what was kept aside."""
    meeting = _minutes(request, meeting_id)
    found = minutes_for(request.actor, meeting).minutes
    return [
        VersionOut(
            version=draft.version, by_name=name, written=draft.created, aside=draft.aside, text=draft.text
        )
        for draft, name in (drafts_of(request.actor, meeting, found) if found else [])
    ]


@router.post(
    "/meetings/{uuid:meeting_id}/minutes/show",
    scope="meetings:plan",
    response=MinutesOut,
    summary="Ask whether minutes are right",
)
def show(request: HttpRequest, meeting_id: UUID, said: ShowIn) -> MinutesOut:
    """The circle has them before it until then, a day at least; they are agreed then unless somebody remarks."""
    meeting = _minutes(request, meeting_id)
    require(may_show_minutes(request.actor, meeting, minutes_for(request.actor, meeting).minutes))

    def act() -> None:
        writing.show(actor=request.actor, meeting=meeting, closes=said.closes, now=request.now)

    try:
        done_once(request, f"meetings.show.{meeting.id}", act)
    except writing.ClosesTooSoon:
        raise unfit("/closes", "minutes_too_soon", minutes_words.SENTENCES["minutes_too_soon"]) from None
    return minutes(request, meeting_id)


@router.post(
    "/meetings/{uuid:meeting_id}/minutes/remarks",
    scope="meetings:act",
    response={201: MadeRemarkOut},
    summary="Say what is not right",
)
def remark(request: HttpRequest, meeting_id: UUID, said: WordsIn) -> dict[str, Any]:
    """They are not agreed until you say that it is right."""
    meeting = _minutes(request, meeting_id)
    require(may_remark(request.actor, meeting, minutes_for(request.actor, meeting).minutes))

    def act() -> dict[str, str]:
        made = writing.remark(actor=request.actor, meeting=meeting, words=said.words, now=request.now)
        return {"id": str(made.id)}

    return acted_once(request, f"meetings.remark.{meeting.id}", act)


@router.post(
    "/meetings/{uuid:meeting_id}/minutes/remarks/{uuid:remark_id}/settle",
    scope="meetings:act",
    response=MinutesOut,
    summary="Say that it is right now",
)
def settle_remark(request: HttpRequest, meeting_id: UUID, remark_id: UUID) -> MinutesOut:
    """For whoever made the remark."""
    meeting = _minutes(request, meeting_id)

    def act() -> None:
        writing.settle_remark(actor=request.actor, meeting=meeting, remark_id=remark_id, now=request.now)

    done_once(request, f"meetings.settle.{remark_id}", act)
    return minutes(request, meeting_id)


@router.post(
    "/meetings/{uuid:meeting_id}/minutes/agree",
    scope="meetings:plan",
    response=MinutesOut,
    summary="Agree on minutes",
)
def agree_on(request: HttpRequest, meeting_id: UUID) -> MinutesOut:
    """At a later meeting of the circle, or when their time is over, and nothing is said against them: then they
    stand fast. 409 before that.
    """
    meeting = _minutes(request, meeting_id)

    def act() -> None:
        writing.lock(actor=request.actor, meeting=meeting, now=request.now)

    try:
        done_once(request, f"meetings.agree.{meeting.id}", act)
    except writing.NotYet as not_yet:
        raise Problem(409, "not_yet", minutes_words.SENTENCES[f"not_yet_{not_yet.stand.value}"]) from None
    return minutes(request, meeting_id)


@router.post(
    "/meetings/{uuid:meeting_id}/minutes/addenda",
    scope="meetings:act",
    response=MinutesOut,
    summary="Add a correction",
)
def correct(request: HttpRequest, meeting_id: UUID, said: WordsIn) -> MinutesOut:
    """Below minutes that are agreed; they stand as they were."""
    meeting = _minutes(request, meeting_id)
    require(may_correct(request.actor, meeting, minutes_for(request.actor, meeting).minutes))

    def act() -> None:
        writing.correct(actor=request.actor, meeting=meeting, words=said.words, now=request.now)

    done_once(request, f"meetings.correct.{meeting.id}", act)
    return minutes(request, meeting_id)
