"""Looking after one's own listing: proving that one does, saying that it goes on, correcting, closing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from pydantic import Field

from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.api.problems import Problem, of_form, unfit
from commonhearth.foundation.api.routers import done_once
from commonhearth.foundation.api.schemas import Day, In, Out, Shown
from commonhearth.kit import sentences
from commonhearth.rooms.directory import selectors, services
from commonhearth.rooms.directory.access import may_review_listing
from commonhearth.rooms.directory.api.finding import ListingOut, host, listing
from commonhearth.rooms.directory.forms import ClaimForm, OwnCorrectForm
from commonhearth.rooms.directory.tasks import look_for_claim_file

LISTING = "/directory/{uuid:listing_id}"


class ClaimOut(Out):
    #: none, mail (a link is on its way), file (one is waited for), stands.
    state: str
    #: By which of these it can be proved: mail to the published address, a file on the published website.
    ways: list[str]
    expires: datetime | None
    proved: datetime | None
    #: Where the file is looked for, and the line that stands in it.
    file_address: str
    file_line: str
    looked: datetime | None
    #: What was found instead.
    problem: str


class ClaimIn(In):
    how: Literal["mail", "file"]


class OwnCorrectIn(In):
    """What is left out stays as it is."""

    name: Annotated[Shown, Field(max_length=200)] = ""
    kind: Annotated[Shown, Field(max_length=40)] = ""
    description: Annotated[Shown, Field(max_length=5000)] = ""
    #: A refuge or a service against violence: the town only. Only a reviewer takes this back.
    sheltered: bool = False
    street: Annotated[Shown, Field(max_length=200)] = ""
    town: Annotated[Shown, Field(max_length=120)] = ""
    region: Annotated[Shown, Field(max_length=120)] = ""
    postcode: Annotated[Shown, Field(max_length=20)] = ""
    country: Annotated[Shown, Field(max_length=2)] = ""
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    website: Annotated[Shown, Field(max_length=500)] = ""
    phone: Annotated[Shown, Field(max_length=100)] = ""
    #: Shown to people after a press only.
    email: Annotated[Shown, Field(max_length=254)] = ""
    open_to_members: bool | None = None
    #: To hide the place more. What is hidden is forgotten.
    precision: Literal["", "km", "town", "hidden"] = ""


class StoppedIn(In):
    on: Day
    #: Who carries on, the most important first.
    successors: Annotated[
        list[Annotated[Shown, Field(min_length=1, max_length=200)]], Field(max_length=20)
    ] = []


@contextmanager
def _said() -> Iterator[None]:
    try:
        yield
    except services.CannotBeDone as fault:
        raise unfit(f"/{fault.field}" if fault.field else "", fault.code, sentences.say(fault.code)) from None


@host.get(
    f"{LISTING}/claim", scope="directory:act", response=ClaimOut, summary="How you stand with a listing"
)
def claim(request: HttpRequest, listing_id: UUID) -> ClaimOut:
    """Whether you look after it, and how far you are with proving that. Others’ claims are not told."""
    view = selectors.claim_view(viewer=request.actor, listing_id=listing_id, now=request.now)
    return ClaimOut(
        state=view.state,
        ways=[way for way, there in (("mail", view.mailbox), ("file", view.website)) if there],
        expires=view.expires,
        proved=view.proved,
        file_address=view.file_address,
        file_line=view.file_line,
        looked=view.looked,
        problem=str(view.problem_text),
    )


@host.post(
    f"{LISTING}/claim", scope="directory:act", response=ClaimOut, summary="Ask to look after a listing"
)
def ask(request: HttpRequest, listing_id: UUID, said: ClaimIn) -> ClaimOut:
    """By a link in a mail to the address that it publishes, or by a file on its website."""
    view = selectors.claim_view(viewer=request.actor, listing_id=listing_id, now=request.now)
    require(view.may_claim)
    form = ClaimForm(said.dict(), view=view)
    if not form.is_valid():
        raise of_form(form)

    def act() -> None:
        services.ask_to_look_after(actor=request.actor, listing_id=listing_id, how=said.how, now=request.now)

    with _said():
        done_once(request, f"directory.claim.{listing_id}", act)
    return claim(request, listing_id)


@host.post(f"{LISTING}/claim/look", scope="directory:act", response=ClaimOut, summary="The file is there")
def look(request: HttpRequest, listing_id: UUID) -> ClaimOut:
    """We look within a minute or two; then `claim` says what was found."""
    asked = services.claim_to_look_for(actor=request.actor, listing_id=listing_id, now=request.now)

    def act() -> None:
        if not services.may_look_again(asked, now=request.now):
            raise Problem(429, "too_often", headers={"Retry-After": "86400"})
        look_for_claim_file.enqueue(str(asked.id))

    done_once(request, f"directory.look.{asked.id}", act)
    return claim(request, listing_id)


@host.post(
    f"{LISTING}/claim/stop", scope="directory:act", response=ClaimOut, summary="Look after it no longer"
)
def stop(request: HttpRequest, listing_id: UUID) -> ClaimOut:
    """Or take your asking back."""
    done_once(
        request,
        f"directory.stop.{listing_id}",
        lambda: services.end_own_claim(actor=request.actor, listing_id=listing_id, now=request.now),
    )
    return claim(request, listing_id)


def _tended(request: HttpRequest, listing_id: UUID, form: str, act: Callable[[], object]) -> ListingOut:
    """Act as one of those who look after it; a reviewer has the desk."""
    if may_review_listing(request.actor):
        raise NotVisible
    services.tending(request.actor, listing_id)
    with _said():
        done_once(request, f"directory.{form}.{listing_id}", act)
    return listing(request, listing_id)


@host.post(f"{LISTING}/still-here", scope="directory:act", response=ListingOut, summary="You are still here")
def still_here(request: HttpRequest, listing_id: UUID) -> ListingOut:
    """For those who look after it: it goes on, and its page is right."""

    def act() -> None:
        services.verify(actor=request.actor, listing_id=listing_id, how="themselves", now=request.now)

    return _tended(request, listing_id, "still_here", act)


@host.post(f"{LISTING}/correct", scope="directory:act", response=ListingOut, summary="Correct your listing")
def correct(request: HttpRequest, listing_id: UUID, said: OwnCorrectIn) -> ListingOut:
    """For those who look after it. What was changed stands in its history."""
    if may_review_listing(request.actor):
        raise NotVisible
    services.tending(request.actor, listing_id)
    row: Any = selectors.listing_to_tend(viewer=request.actor, listing_id=listing_id)
    stands = OwnCorrectForm.initial_of(row)
    form = OwnCorrectForm(stands | said.dict(exclude_unset=True), initial=stands)
    if not form.is_valid():
        raise of_form(form)

    def act() -> None:
        services.correct(actor=request.actor, listing_id=listing_id, changes=form.changes(), now=request.now)

    return _tended(request, listing_id, "correct", act)


@host.post(f"{LISTING}/close", scope="directory:act", response=ListingOut, summary="It has stopped")
def close(request: HttpRequest, listing_id: UUID, said: StoppedIn) -> ListingOut:
    """For those who look after it, with who carries on."""

    def act() -> None:
        services.close(
            actor=request.actor,
            listing_id=listing_id,
            on=said.on,
            successors=[services.SuccessorNamed(name) for name in said.successors],
            now=request.now,
        )

    return _tended(request, listing_id, "close", act)


@host.post(f"{LISTING}/reopen", scope="directory:act", response=ListingOut, summary="It goes on after all")
def reopen(request: HttpRequest, listing_id: UUID) -> ListingOut:
    """For those who look after it."""
    return _tended(
        request,
        listing_id,
        "reopen",
        lambda: services.reopen(actor=request.actor, listing_id=listing_id, now=request.now),
    )
