"""What stands in the host's directory because of a community, what it says there, and what a reviewer finds."""

from __future__ import annotations

from datetime import timedelta

from commonhearth.core.places.distance import Point
from commonhearth.foundation.accounts.models import Person
from commonhearth.rooms.directory import services
from commonhearth.rooms.directory.formats.hsds.own import other_id
from commonhearth.rooms.directory.gazetteer.lookup import FoundPlace
from commonhearth.rooms.directory.models import (
    Claim,
    DuplicateGroup,
    DuplicateMember,
    Followed,
    ImportRun,
    LinkCheck,
    Listing,
    Reminder,
    Source,
)
from commonhearth.rooms.directory.services.describing import describe_community
from commonhearth.rooms.directory.services.starting import show_being_started
from commonhearth.rooms.directory.storing import Said, storable
from tests.world import Place

PORTSMOUTH = FoundPlace(
    "Portsmouth", "Portsmouth, England", "GB", Point(50.7990, -1.0913), "at:50.7990,-1.0913"
)


def furnish(place: Place, names: dict[str, str]) -> None:
    """Note the listing that its public page made, show a card, leave an import and a doubt on the desk.

    The import is written down rather than run: a run needs the table of all places, which is large.
    """
    card = show_being_started(
        actor=place.persons["member"],
        called=names["member"],
        place=PORTSMOUTH,
        purpose="A supper club for people who hear voices.",
        now=place.now,
    )
    with place.within():
        describe_community(
            actor=place.acting("steward"), community=place.community, told={"meals": "weekly"}, now=place.now
        )
    source = Source.objects.create(
        key=f"list-of-{place.community.slug}", title="A list", licence="CC0", attribution="Nobody"
    )
    run = ImportRun.objects.create(
        source=source,
        file_name="list.csv",
        digest="0" * 64,
        by="import",
        at=place.now,
        rows=2,
        added=2,
        changed=0,
        unchanged=0,
    )
    supper, again, lunch, kept = (
        _listed(source, name, number)
        for number, name in enumerate(("Supper", "Supper", "Lunch", "Lunch club"))
    )
    group = DuplicateGroup.objects.create(
        reason="same-name", key=f"supper {place.community.slug}", name="Supper", run=run
    )
    for row in (supper, again):
        DuplicateMember.objects.create(group=group, listing=row)
    merge = services.merge(
        actor=Person.objects.get(is_reviewer=True), kept_id=kept.id, other_id=lunch.id, now=place.now
    )
    claims = {
        who: Claim.objects.create(
            listing=supper,
            person=place.persons[who],
            how=how,
            asked=place.now,
            expires=place.now + timedelta(days=7),
            proved=place.now if who == "member" else None,
        )
        for who, how in (("member", "mail"), ("neighbour", "mail"), ("guest", "file"))
    }
    reminder = Reminder.objects.create(listing=supper, about="due", checked=place.now.date(), at=place.now)
    LinkCheck.objects.create(
        listing=supper,
        url=supper.website,
        looked=place.now,
        outcome="moved",
        detail="200",
        moved_to="http://supper.example/new",
        due=place.now,
    )
    followed = Followed.objects.create(
        address=f"https://{place.community.slug}.example/",
        host=f"{place.community.slug}.example",
        begun=place.now,
    )
    listing_id = Listing.objects.get(name=place.community.name).id
    place.things |= {
        "listing_id": listing_id,
        "service_id": listing_id,
        "organization_id": other_id(listing_id),
        "card_id": card.id,
        "run_id": run.id,
        "group_id": group.id,
        "listed_id": supper.id,
        "other_id": again.id,
        "merge_id": merge.id,
        "claim_id": claims["member"].id,
        "asked_claim": claims["neighbour"].id,
        "reminder": reminder.id,
        "followed_id": followed.id,
    }


def _listed(source: Source, name: str, number: int) -> Listing:
    fields, _ = storable(
        Said(name=name, kind="food", website="http://supper.example/", email="hello@supper.example")
    )
    return Listing.objects.create(source=source, origin=f"row-{number}", **fields)
