"""What the directory does at news from below."""

from __future__ import annotations

from commonhearth.foundation import jobs
from commonhearth.foundation.accounts.events import PersonErasing
from commonhearth.foundation.communities.events import CommunityChanged
from commonhearth.foundation.events import hears
from commonhearth.rooms.directory.events import ListingVerified, WaitingChanged
from commonhearth.rooms.directory.services.forgetting import forget_waiting
from commonhearth.rooms.directory.services.own import show_community_with_id
from commonhearth.rooms.directory.tasks import ask_to_meet, tell_those_waiting


@hears(CommunityChanged)
def show_it_as_it_says(event: CommunityChanged) -> None:
    """Keep a community's listing equal to its public page, and tell those who wait near it."""
    listing = show_community_with_id(community_id=event.community_id, now=event.now)
    if listing is not None:
        tell_those_waiting.enqueue(str(listing.id))


@hears(PersonErasing)
def forget_what_they_wait_for(event: PersonErasing) -> None:
    """Who erases their sign-in waits for nothing any more, asked with it or with its address."""
    forget_waiting(person_id=event.person_id, email=event.email)


@hears(ListingVerified)
def tell_who_waits(event: ListingVerified) -> None:
    """A group known to be alive is what people wait for."""
    tell_those_waiting.enqueue(str(event.listing_id))


@hears(WaitingChanged)
def see_who_is_near(event: WaitingChanged) -> None:
    """Three near each other need not wait for the night."""
    jobs.keyed(ask_to_meet, "meet").enqueue()
