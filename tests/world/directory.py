"""What stands in the host's directory because of a community, what it says there, and what a reviewer finds."""

from __future__ import annotations

from commonhearth.core.places.distance import Point
from commonhearth.rooms.directory.formats.hsds.own import other_id
from commonhearth.rooms.directory.gazetteer.lookup import FoundPlace
from commonhearth.rooms.directory.models import DuplicateGroup, ImportRun, Listing, Source
from commonhearth.rooms.directory.services.describing import describe_community
from commonhearth.rooms.directory.services.starting import show_being_started
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
    group = DuplicateGroup.objects.create(
        reason="same-name", key=f"supper {place.community.slug}", name="Supper", run=run
    )
    listing_id = Listing.objects.get(name=place.community.name).id
    place.things |= {
        "listing_id": listing_id,
        "service_id": listing_id,
        "organization_id": other_id(listing_id),
        "card_id": card.id,
        "run_id": run.id,
        "group_id": group.id,
    }
