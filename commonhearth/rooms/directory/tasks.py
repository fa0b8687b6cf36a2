"""Jobs of the directory."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from django_tasks import task

from commonhearth.foundation import jobs
from commonhearth.foundation.access import System
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.tenancy import current_community, in_community
from commonhearth.rooms.directory.services import claiming, following, links, reminding, unanswered, waiting


@task()
def tell_those_waiting(listing_id: str) -> int:
    """Mail those who wait for a group like this one near them."""
    return waiting.tell_those_waiting(listing_id=UUID(listing_id), now=timezone.now())


@jobs.every("directory.waiting", seconds=86400)
@task()
def look_after_waiting() -> None:
    """Once a day: ask people who wait near each other to meet, and forget addresses that may be kept no longer."""
    now = timezone.now()
    waiting.forget_unconfirmed(now=now)
    waiting.forget_cards_over(now=now)
    waiting.ask_those_waiting_to_meet(now=now)


@task()
def ask_to_meet() -> int:
    """Ask people who wait near each other whether they would like to meet."""
    return waiting.ask_those_waiting_to_meet(now=timezone.now())


@task()
def unanswered_here() -> None:
    """Write to those whom the community in reach has left without an answer."""
    community = Community.objects.get(id=current_community())
    unanswered.tell_those_unanswered(community=community, now=timezone.now())


@jobs.every("directory.unanswered", seconds=3600)
@task()
def look_after_unanswered() -> None:
    """Ask for it in every community, one job each."""
    for community_id in Community.objects.filter(reach_out=True).values_list("id", flat=True):
        with in_community(community_id):
            jobs.keyed(unanswered_here, "unanswered").enqueue()


@jobs.every("directory.care", seconds=86400)
@task()
def look_after_listings() -> None:
    """Once a day: remind those whose check is due, and forget claims that nobody proved."""
    now = timezone.now()
    reminding.remind(now=now)
    claiming.forget_unproved(now=now)


@task(outside=True)
def look_for_claim_file(claim_id: str) -> None:
    """Look for the file at a claimant's website; again changes nothing."""
    claiming.look_for_file(claim_id=UUID(claim_id), now=timezone.now())


@task(outside=True)
def look_at_link(listing_id: str) -> None:
    """Look at one website; again only looks once more."""
    links.look(listing_id=UUID(listing_id), now=timezone.now())


@jobs.every("directory.links", seconds=600)
@task()
def look_after_links() -> None:
    """Ask for a look at the websites whose turn it is, one job each, no two of one host."""
    for listing_id in links.due(now=timezone.now()):
        jobs.keyed(look_at_link, f"directory.link.{listing_id}").enqueue(str(listing_id))


@task(outside=True, lease=3600, tries=2)
def refresh_followed(followed_id: str) -> None:
    """Ask one who is followed what they publish now."""
    following.refresh(followed_id=UUID(followed_id), now=timezone.now(), actor=System("following"))


@jobs.every("directory.following", seconds=6 * 3600)
@task()
def look_after_followed() -> None:
    """Ask for it for everybody who is followed, one job each."""
    for followed_id in following.due(actor=System("following")):
        jobs.keyed(refresh_followed, f"followed-{followed_id}").enqueue(str(followed_id))
